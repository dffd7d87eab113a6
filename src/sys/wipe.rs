//! A page that the kernel wipes in a forked child: how a fork that ran no `pthread_atfork` handlers (raw `clone`,
//! `_Fork`) is noticed.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::{io, ptr};

use nix::sys::mman::{MapFlags, MmapAdvise, ProtFlags, madvise, mmap_anonymous, munmap};

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
    const SIZE: NonZeroUsize = NonZeroUsize::new(4096).unwrap();
    let rights = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SAFETY: a fresh private mapping; its first word is a valid, aligned, zeroed u32.
    unsafe {
        let page = mmap_anonymous(None, SIZE, rights, MapFlags::MAP_PRIVATE)?;
        if let Err(error) = madvise(page, SIZE.get(), MmapAdvise::MADV_WIPEONFORK) {
            // Of two errors the first says more.
            let _ = munmap(page, SIZE.get());
            return Err(error.into());
        }
        let page = page.cast::<AtomicU32>();
        page.as_ref().store(1, Ordering::Relaxed);
        PAGE.store(page.as_ptr(), Ordering::Release);
    }
    Ok(())
}
