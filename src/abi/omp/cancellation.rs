//! `cancel-var` (OpenMP 5.2, 18.2.8). Programs call these.

use std::ffi::c_int;

use crate::abi::kmpc::cancel::what;
use crate::engine::ground::settings;
use crate::engine::policies::load;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel;

/// `int omp_get_cancellation(void)`: Returns 1 if `cancel` constructs take effect, as
/// OMP_CANCELLATION says, otherwise 0.
///
/// OpenMP 5.2, 18.2.8.
pub extern "C-unwind" fn omp_get_cancellation() -> c_int {
    load::called();
    settings::get().cancellation.into()
}

/// `int kmp_get_cancellation_status(int cancel_kind)`: returns 1 if a construct of this kind around
/// the calling thread is cancelled, otherwise 0; the kinds are those of `__kmpc_cancel`.
///
/// Intel's and LLVM's extension for `cancel` (OpenMP 5.2, 16.1).
pub extern "C-unwind" fn kmp_get_cancellation_status(cancel_kind: c_int) -> c_int {
    Thread::asked().is_some_and(|t| cancel::is_cancelled(t, what(cancel_kind))).into()
}

fortran!(omp_get_cancellation_, omp_get_cancellation() -> c_int);
fortran!(kmp_get_cancellation_status_, kmp_get_cancellation_status(cancel_kind: i32) -> c_int);
