//! `kmp_get_num_known_threads`.

use std::ffi::c_int;

use crate::abi::omp::int;
use crate::engine::records::thread::Thread;
use crate::engine::records::thread_numbers;

/// `int kmp_get_num_known_threads(void)`: how many threads the runtime has had at once: its
/// workers, and the native threads that called it, this one included.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_get_num_known_threads() -> c_int {
    Thread::current();
    int(thread_numbers::known())
}

fortran!(kmp_get_num_known_threads_, kmp_get_num_known_threads() -> c_int);
