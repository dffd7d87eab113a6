//! `kmp_set_blocktime`: how long a thread that has nothing to do looks for work before it sleeps.

use std::ffi::c_int;

use crate::abi::omp::fortran::ToInt;
use crate::engine::policies::load;
use crate::engine::protocols::wait::tuned;

/// `int kmp_get_blocktime(void)`: that time in milliseconds; `INT_MAX` if it never sleeps. Where
/// nothing was asked for the runtime decides for each wait, and says 200, as libomp does.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_get_blocktime() -> c_int {
    load::called();
    tuned::blocktime()
}

/// `void kmp_set_blocktime(int msec)`: sets it, for all threads. 200 asks for nothing, so that a
/// program which puts back what it got leaves things as they were. A negative time is 0.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_blocktime(msec: c_int) {
    tuned::set_blocktime(msec);
}

/// `void kmpc_set_blocktime(int msec)`: [`kmp_set_blocktime`] under the name that LLVM's headers
/// declare beside it.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmpc_set_blocktime(msec: c_int) {
    kmp_set_blocktime(msec);
}

/// `void kmp_set_blocktime_8(int64_t msec)`: [`kmp_set_blocktime`] with an eight-byte integer.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_blocktime_8(msec: i64) {
    kmp_set_blocktime(msec.to_int());
}

fortran!(kmp_get_blocktime_, kmp_get_blocktime() -> c_int);
fortran!(kmp_set_blocktime_, kmp_set_blocktime(msec: i32));
fortran!(kmp_set_blocktime_8_, kmp_set_blocktime(msec: i64));
