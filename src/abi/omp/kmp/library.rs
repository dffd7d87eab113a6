//! `kmp_set_library`: what KMP_LIBRARY sets.
//!
//! | number | name | effect |
//! |---|---|---|
//! | 1 | serial | regions that the task begins have one thread, whatever they ask for |
//! | 2 | turnaround | the machine is the program's: a waiting thread never sleeps |
//! | 3 | throughput | waiting is as the environment says |

use std::ffi::c_int;

use crate::abi::omp::change_icv;
use crate::abi::omp::fortran::ToInt;
use crate::engine::ground::defaults;
use crate::engine::ground::settings::waiting::Library;
use crate::engine::policies::load;
use crate::engine::protocols::wait::tuned;

/// `int kmp_get_library(void)`: the number of the kind in force.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_get_library() -> c_int {
    load::called();
    match tuned::library() {
        Library::Serial => 1,
        Library::Turnaround => 2,
        Library::Throughput => 3,
    }
}

/// `void kmp_set_library(int library)`: sets the kind by its number. Another number changes
/// nothing.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_library(library: c_int) {
    match library {
        1 => kmp_set_library_serial(),
        2 => kmp_set_library_turnaround(),
        3 => kmp_set_library_throughput(),
        _ => (),
    }
}

/// `void kmp_set_library_serial(void)`: sets the kind 1.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_library_serial() {
    set(Library::Serial);
}

/// `void kmp_set_library_turnaround(void)`: sets the kind 2.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_library_turnaround() {
    set(Library::Turnaround);
}

/// `void kmp_set_library_throughput(void)`: sets the kind 3.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_library_throughput() {
    set(Library::Throughput);
}

/// Each kind also sets the number of threads of the task's next regions, to 1 or back to the
/// environment's.
fn set(library: Library) {
    tuned::set_library(library);
    let serial = library == Library::Serial;
    let threads = if serial { 1 } else { defaults::nthreads().0 };
    change_icv(|icv| {
        icv.nthreads = threads;
        icv.strict = None;
        icv.serial = serial;
    });
}

/// `void kmpc_set_library(int library)`: [`kmp_set_library`] under the name that LLVM's headers
/// declare beside it.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmpc_set_library(library: c_int) {
    kmp_set_library(library);
}

/// `void kmp_set_library_8(int64_t library)`: [`kmp_set_library`] with an eight-byte integer.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_library_8(library: i64) {
    kmp_set_library(library.to_int());
}

fortran!(kmp_get_library_, kmp_get_library() -> c_int);
fortran!(kmp_set_library_, kmp_set_library(library: i32));
fortran!(kmp_set_library_8_, kmp_set_library(library: i64));
fortran!(kmp_set_library_serial_, kmp_set_library_serial());
fortran!(kmp_set_library_turnaround_, kmp_set_library_turnaround());
fortran!(kmp_set_library_throughput_, kmp_set_library_throughput());
