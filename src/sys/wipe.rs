//! A page that the kernel wipes in a forked child: how a fork that ran no `pthread_atfork` handlers (raw `clone`,
//! `_Fork`) is noticed.

use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::{io, ptr};

/// Stands in for the page until [`arm`], and where the kernel has no `MADV_WIPEONFORK` (before 4.14).
static ALWAYS: AtomicU32 = AtomicU32::new(1);
static PAGE: AtomicPtr<AtomicU32> = AtomicPtr::new(&raw const ALWAYS as *mut AtomicU32);

/// Whether this process was forked, without handlers, since [`arm`].
#[inline(always)]
pub fn wiped() -> bool {
    // SAFETY: points to `ALWAYS` or to the page, which is never unmapped.
    unsafe { (*PAGE.load(Ordering::Relaxed)).load(Ordering::Relaxed) == 0 }
}

/// Writes the mark that the next fork wipes. Called at the first region and in each child.
///
/// # Errors
/// The first time: there is no page, or the kernel does not wipe it.
pub fn arm() -> io::Result<()> {
    let page = PAGE.load(Ordering::Relaxed);
    if !ptr::eq(page, &ALWAYS) {
        // SAFETY: as in `wiped`.
        unsafe { (*page).store(1, Ordering::Relaxed) };
        return Ok(());
    }
    const SIZE: usize = 4096;
    // SAFETY: a fresh private mapping; its first word is a valid, aligned, zeroed u32.
    unsafe {
        let page = libc::mmap(
            ptr::null_mut(),
            SIZE,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        );
        if page == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        if libc::madvise(page, SIZE, libc::MADV_WIPEONFORK) != 0 {
            let error = io::Error::last_os_error();
            libc::munmap(page, SIZE);
            return Err(error);
        }
        let page = page.cast::<AtomicU32>();
        (*page).store(1, Ordering::Relaxed);
        PAGE.store(page, Ordering::Release);
    }
    Ok(())
}
