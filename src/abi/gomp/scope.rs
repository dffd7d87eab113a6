//! `scope` where the compiler tells of its end too (GCC 17, `-fopenmp-ompt`).

use super::shared_memory::GOMP_scope_start;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;

/// `void GOMP_scope_start_with_end(uintptr_t *reductions)`: as [`GOMP_scope_start`], and a
/// [`GOMP_scope_end`] follows.
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `scope` (OpenMP 5.2, 11.2).
///
/// # Safety
/// As for [`GOMP_scope_start`].
pub unsafe extern "C-unwind" fn GOMP_scope_start_with_end(reductions: *mut usize) {
    // SAFETY: the caller's promise.
    unsafe { GOMP_scope_start(reductions) };
}

/// `void GOMP_scope_end(void)`: ends the scope of the calling thread; the barrier has a call of its
/// own.
///
/// Emitted by GCC 17 and later under `-fopenmp-ompt` for `scope` (OpenMP 5.2, 11.2).
pub extern "C-unwind" fn GOMP_scope_end() {
    if tools::on() {
        events::work_ends(Thread::current());
    }
}
