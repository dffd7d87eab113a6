//! `scope` where the compiler tells of its end too (GCC 17, `-fopenmp-ompt`).

use super::shared_memory::GOMP_scope_start;

/// As [`GOMP_scope_start`], and a [`GOMP_scope_end`] follows.
///
/// # Safety
/// As for [`GOMP_scope_start`].
pub unsafe extern "C-unwind" fn GOMP_scope_start_with_end(reductions: *mut usize) {
    // SAFETY: the caller's promise.
    unsafe { GOMP_scope_start(reductions) };
}

/// Ends the scope of the calling thread; the barrier has a call of its own.
pub extern "C-unwind" fn GOMP_scope_end() {}
