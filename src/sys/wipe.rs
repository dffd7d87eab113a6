//! A page that the kernel wipes in a forked child: how a fork that ran no `pthread_atfork` handlers
//! (raw `clone`, `_Fork`) is noticed, and how a process knows whether it has done a thing itself or
//! its parent has.

use std::num::NonZeroUsize;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::{io, process};

use nix::sys::mman::{MapFlags, MmapAdvise, ProtFlags, madvise, mmap_anonymous, munmap};

/// Stands in for the page before [`prepare`]; never written.
static BEFORE: AtomicU32 = AtomicU32::new(UNCLAIMED);
/// Stands in for it where the kernel has no `MADV_WIPEONFORK` (before 4.14).
static INSTEAD: AtomicU32 = AtomicU32::new(UNCLAIMED);

const WIPED: u32 = 0;
const UNCLAIMED: u32 = u32::MAX;

/// The word with the mark: [`BEFORE`] at first, and then for good one in the page, or [`INSTEAD`].
///
/// | mark | state |
/// |---|---|
/// | 0 | a page that a fork has wiped |
/// | the number of a process | a thread of that has claimed it |
/// | `u32::MAX` | nobody has claimed the page, or what stands in for it |
static MARK: AtomicPtr<AtomicU32> = AtomicPtr::new((&raw const BEFORE).cast_mut());

#[inline(always)]
fn mark() -> &'static AtomicU32 {
    // SAFETY: one of the two statics, or the page, which is never unmapped. Acquire: partner of
    // `prepare`. A thread that waits for a lock looks here before any start of the runtime, and
    // must not find a new page wiped.
    unsafe { &*MARK.load(Ordering::Acquire) }
}

/// Whether this process was forked, without handlers, since the page was [claimed](claim).
#[inline(always)]
pub fn wiped() -> bool {
    mark().load(Ordering::Relaxed) == WIPED
}

/// Makes the page, or decides for the static in its stead. To be called at the first OpenMP call of
/// each thread that may be the process's first.
///
/// # Errors
/// There is no memory for a page, or the kernel does not wipe it. This is returned once.
pub fn prepare() -> io::Result<()> {
    let before = (&raw const BEFORE).cast_mut();
    if MARK.load(Ordering::Relaxed) != before {
        return Ok(());
    }
    let page = map();
    let ours = page.as_ref().map_or((&raw const INSTEAD).cast_mut(), |page| page.as_ptr());
    // The first thread decides for all, because they have to agree on one word.
    let decided = MARK.compare_exchange(before, ours, Ordering::Release, Ordering::Relaxed).is_ok();
    match page {
        Ok(page) if !decided => {
            // SAFETY: mapped by `map`, and nobody else has heard of it.
            unsafe { munmap(page.cast(), SIZE.get()) }.map_err(io::Error::from)
        }
        Err(error) if decided => Err(error),
        _ => Ok(()),
    }
}

const SIZE: NonZeroUsize = NonZeroUsize::new(4096).unwrap();

fn map() -> io::Result<NonNull<AtomicU32>> {
    let rights = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    // SAFETY: a fresh private mapping; its first word is a valid, aligned u32, and nobody else
    // knows it.
    unsafe {
        let page = mmap_anonymous(None, SIZE, rights, MapFlags::MAP_PRIVATE)?;
        if let Err(error) = madvise(page, SIZE.get(), MmapAdvise::MADV_WIPEONFORK) {
            // The first of the two errors says more.
            let _ = munmap(page, SIZE.get());
            return Err(error.into());
        }
        let mark = page.cast::<AtomicU32>();
        mark.as_ref().store(UNCLAIMED, Ordering::Relaxed);
        Ok(mark)
    }
}

/// Claims the page for the calling thread's process; true for one of all threads of the process
/// that ask. Neither a claim of its parent counts, nor one that a fork interrupted.
///
/// A process has another number than its parent. A number may come again, among a child's children
/// or in a new namespace; that does no harm where the page is wiped.
pub fn claim() -> bool {
    let own = process::id();
    let now = mark().load(Ordering::Relaxed);
    now != own && mark().compare_exchange(now, own, Ordering::Relaxed, Ordering::Relaxed).is_ok()
}

/// Takes back a [`claim`], so that the fork before it is noticed later.
pub fn disclaim() {
    mark().store(WIPED, Ordering::Relaxed);
}

/// Claims the page in a forked child that has noticed the fork. The next fork will wipe it again.
pub fn claim_in_child() {
    mark().store(process::id(), Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;
    use std::thread;

    #[test]
    fn one_of_many_threads_claims_the_page() {
        let claims = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    prepare().expect("this kernel wipes pages");
                    assert!(!wiped());
                    if claim() {
                        claims.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        // Another test may have started the runtime before.
        assert!(claims.into_inner() <= 1);
        assert!(!wiped() && !claim());
    }
}
