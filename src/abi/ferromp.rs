//! Functions that no other runtime has. Programs call these; `include/ferromp.h` declares them.

use std::ffi::{c_char, c_int};
use std::ptr;

use super::omp::int;
use crate::engine::ground::budget;
use crate::engine::ground::icv::NO_LIMIT;
use crate::engine::ground::tuning;
use crate::engine::policies::stats;
use crate::sys::stderr;

/// `void ferromp_set_thread_limit(int limit)`: no thread of the program may have more than `limit`
/// threads, itself among them, in its regions and those nested in them; 0: any number. Holds for
/// all threads at once, from their next region on. A negative number changes nothing and gets a
/// line.
///
/// ferromp's own.
pub extern "C-unwind" fn ferromp_set_thread_limit(limit: c_int) {
    match u32::try_from(limit) {
        Ok(0) => budget::set_limit(NO_LIMIT),
        Ok(limit) => budget::set_limit(limit),
        Err(_) if tuning::warnings() => {
            let line =
                format!("ferromp: ferromp_set_thread_limit({limit}): not a number of threads; nothing changes\n");
            stderr::write(line.as_bytes());
        }
        Err(_) => {}
    }
}

/// `int ferromp_get_thread_limit(void)`: that limit; FERROMP_THREAD_LIMIT's until another is set, 0
/// if there is none.
///
/// ferromp's own.
pub extern "C-unwind" fn ferromp_get_thread_limit() -> c_int {
    match budget::limit() {
        NO_LIMIT => 0,
        limit => int(limit),
    }
}

/// `size_t ferromp_get_stats(char *text, size_t size)`: writes what happened in this process until
/// now, as FERROMP_STATS=json would at its end, cut off to `size` bytes with the null byte at the
/// end. Regions are counted from the first call on, or from the start if the variable asks for it.
/// Returns the length of the whole text, without the null byte.
///
/// ferromp's own.
///
/// # Safety
/// `text` points to `size` bytes.
pub unsafe extern "C-unwind" fn ferromp_get_stats(text: *mut c_char, size: usize) -> usize {
    let account = stats::so_far();
    let account = account.trim_end().as_bytes();
    if let Some(room) = size.checked_sub(1) {
        let length = account.len().min(room);
        // SAFETY: `length` and one more are no more than `size`.
        unsafe {
            ptr::copy_nonoverlapping(account.as_ptr().cast(), text, length);
            text.add(length).write(0);
        }
    }
    account.len()
}
