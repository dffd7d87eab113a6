//! The lock of data that the threads of the process share, and the data, through forks.

use crate::engine::protocols::lock::spin::spin_until;
use crate::engine::protocols::lock::{ForkAttempt, Rank, Ranked, look_for_fork};
use crate::sys::sync::{AtomicBool, AtomicU64, Ordering, UnsafeCell, constructor, futex};
use crate::sys::thread;
use std::mem;

/// Nobody holds the lock.
const FREE: u64 = 0;
/// Somebody may sleep: the thread that frees the lock wakes one sleeper.
const CONTENDED: u64 = 1;
/// The lock is held for the time of a fork.
const FOR_FORK: u64 = 2;
const MARKS: u64 = CONTENDED | FOR_FORK;

/// A lock that knows its holder.
///
/// | bits | field |
/// |---|---|
/// | 63…2 | the holder, by its [handle](crate::sys::thread::handle), whose low bits are 0; 0: free |
/// | 1 | held for a fork |
/// | 0 | somebody may sleep, on the low half |
///
/// A fork takes the lock, so that the data are whole in the child. But a signal handler that forks
/// may have interrupted the very code that holds the lock. That is why the lock knows its holder:
/// the thread must not wait for itself.
///
/// In the child of a fork without handlers, whoever waits for the lock finds out that it is one.
pub struct OwnedLock {
    word: AtomicU64,
    rank: Ranked,
}

/// The calling thread as the word names a holder.
fn me() -> u64 {
    thread::handle()
}

fn holder(word: u64) -> u64 {
    word & !MARKS
}

impl OwnedLock {
    constructor! {
        /// A free lock.
        pub fn new(rank: Rank) -> Self {
            Self { word: AtomicU64::new(FREE), rank: Ranked::new(rank) }
        }
    }

    /// Takes the lock, waiting for it as long as necessary.
    pub fn lock(&self) {
        self.rank.is_next();
        self.lock_as(me());
        self.rank.taken();
    }

    fn lock_as(&self, as_what: u64) {
        if !self.take(as_what) {
            self.lock_contended(as_what);
        }
    }

    fn take(&self, as_what: u64) -> bool {
        // Acquire: partner of the release in `unlock`.
        self.word.compare_exchange(FREE, as_what, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    #[cold]
    fn lock_contended(&self, as_what: u64) {
        let taken = spin_until(&self.word, || {
            look_for_fork();
            self.word.load(Ordering::Relaxed) == FREE && self.take(as_what)
        });
        if taken {
            return;
        }
        loop {
            look_for_fork();
            let now = self.word.load(Ordering::Relaxed);
            if now == FREE {
                // Others may still sleep, so this thread takes the lock as contended.
                if self.take(as_what | CONTENDED) {
                    return;
                }
                continue;
            }
            let contended = now | CONTENDED;
            if now == contended
                || self.word.compare_exchange(now, contended, Ordering::Relaxed, Ordering::Relaxed).is_ok()
            {
                futex::wait_low(&self.word, contended as u32, None);
            }
        }
    }

    /// Releases the lock.
    pub fn unlock(&self) {
        self.rank.freed();
        self.free();
    }

    fn free(&self) {
        if self.word.swap(FREE, Ordering::Release) & CONTENDED != 0 {
            futex::wake_low(&raw const self.word, 1);
        }
    }

    /// Whether nobody held it a moment ago.
    pub fn is_free(&self) -> bool {
        self.word.load(Ordering::Relaxed) == FREE
    }

    /// Whether somebody sleeps who wants it, or did a moment ago.
    pub fn has_sleepers(&self) -> bool {
        self.word.load(Ordering::Relaxed) & CONTENDED != 0
    }

    /// Takes the lock under which threads fork, for the time of a fork.
    pub fn begin_fork(&self) {
        self.rank.is_next_for_fork();
        self.lock_as(me() | FOR_FORK);
        self.rank.taken_for_fork();
    }

    /// Takes the lock for the time of a fork, if the [attempt](ForkAttempt) can. The calling thread
    /// may hold it already, if a signal handler that forks has interrupted it.
    pub fn lock_for_fork(&self, attempt: &ForkAttempt) {
        if holder(self.word.load(Ordering::Relaxed)) != me() {
            self.rank.is_next_for_fork();
            if attempt.take(|| self.take(me() | FOR_FORK)) {
                self.rank.taken_for_fork();
            }
        }
    }

    /// Whether the calling thread holds it for a fork.
    pub fn is_held_for_fork(&self) -> bool {
        let word = self.word.load(Ordering::Relaxed);
        word & FOR_FORK != 0 && holder(word) == me()
    }

    /// Ends what [`lock_for_fork`](Self::lock_for_fork) or [`begin_fork`](Self::begin_fork) began,
    /// in the parent.
    pub fn unlock_after_fork(&self) {
        if self.is_held_for_fork() {
            self.rank.freed_after_fork();
            self.free();
        }
    }

    /// Frees the lock in a forked child; whether it is free. It is not if a signal handler of the
    /// surviving thread forked while the thread held the lock: the thread still holds it when the
    /// handler returns.
    pub fn after_fork_in_child(&self) -> bool {
        let for_fork = self.is_held_for_fork();
        if for_fork {
            self.rank.freed_after_fork();
        }
        let interrupted = holder(self.word.load(Ordering::Relaxed)) == me() && !for_fork;
        if interrupted {
            // The sleepers are the parent's, so the word does not mention them.
            self.word.store(me(), Ordering::Relaxed);
        } else {
            self.word.store(FREE, Ordering::Relaxed);
        }
        !interrupted
    }
}

/// Data that threads share under a lock, and that a forked child forgets.
pub struct Shared<T> {
    lock: OwnedLock,
    /// Whether the data are the parent's: they are forgotten when the lock is taken next.
    stale: AtomicBool,
    data: UnsafeCell<T>,
}

// SAFETY: the data are used under the lock only, or alone in a forked child.
unsafe impl<T: Send> Sync for Shared<T> {}

impl<T: Default> Shared<T> {
    constructor! {
        pub fn new(rank: Rank, data: T) -> Self {
            Self { lock: OwnedLock::new(rank), stale: AtomicBool::new(false), data: UnsafeCell::new(data) }
        }
    }

    /// Calls `use_them` with the data, under the lock. It must not call this function for the same
    /// data.
    pub fn with<R>(&self, use_them: impl FnOnce(&mut T) -> R) -> R {
        self.lock.lock();
        if self.stale.load(Ordering::Relaxed) {
            self.stale.store(false, Ordering::Relaxed);
            self.forget();
        }
        // SAFETY: the lock is held.
        let result = self.data.with_mut(|data| use_them(unsafe { &mut *data }));
        self.lock.unlock();
        result
    }

    /// The data are not dropped: between fork and exec a child may have no usable allocator, and a
    /// vanished thread may have been changing them.
    fn forget(&self) {
        // SAFETY: the lock is held, or there is one thread.
        self.data.with_mut(|data| mem::forget(mem::take(unsafe { &mut *data })));
    }

    /// Keeps the data whole while the process forks.
    pub fn before_fork(&self, attempt: &ForkAttempt) {
        self.lock.lock_for_fork(attempt);
    }

    /// Ends what [`before_fork`](Self::before_fork) began, in the parent.
    pub fn after_fork(&self) {
        self.lock.unlock_after_fork();
    }

    /// Ends what [`before_fork`](Self::before_fork) began, in a child that keeps the data.
    pub fn keep_in_child(&self) {
        self.lock.after_fork_in_child();
    }

    /// Forgets the data in the child. It does so at once, unless a signal handler forked while this
    /// thread used them. Then they are forgotten when the thread has ended that use and somebody
    /// wants the data again.
    pub fn after_fork_in_child(&self) {
        if self.lock.after_fork_in_child() {
            self.forget();
        } else {
            self.stale.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread;

    static FORKING: OwnedLock = OwnedLock::new(Rank::Fork);

    #[test]
    fn increments_under_the_lock_are_not_lost() {
        let shared = &Shared::new(Rank::Pool, 0);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(move || (0..20_000).for_each(|_| shared.with(|count| *count += 1)));
            }
        });
        assert_eq!(shared.with(|count| *count), 80_000);
    }

    #[test]
    fn a_fork_waits_for_another_thread_that_holds_the_lock_and_keeps_others_out() {
        let shared = &Shared::new(Rank::Pool, 0);
        thread::scope(|scope| {
            let (inside, is_inside) = mpsc::channel();
            let other = scope.spawn(move || {
                shared.with(|count| {
                    inside.send(()).unwrap();
                    thread::sleep(std::time::Duration::from_millis(20));
                    *count = 1;
                });
            });
            is_inside.recv().unwrap();
            shared.before_fork(&ForkAttempt::new(&|| FORKING.has_sleepers()));
            assert!(shared.lock.is_held_for_fork());
            // SAFETY: the lock is held.
            assert_eq!(shared.data.with(|data| unsafe { *data }), 1);
            let late = scope.spawn(move || shared.with(|count| *count = 2));
            thread::sleep(std::time::Duration::from_millis(5));
            // SAFETY: as above.
            assert_eq!(shared.data.with(|data| unsafe { *data }), 1);
            shared.after_fork();
            other.join().unwrap();
            late.join().unwrap();
            assert_eq!(shared.with(|count| *count), 2);
        });
    }

    #[test]
    fn a_fork_does_not_wait_for_the_code_that_it_has_interrupted() {
        let shared = Shared::new(Rank::Pool, 1);
        shared.with(|count| {
            shared.before_fork(&ForkAttempt::new(&|| FORKING.has_sleepers()));
            assert!(!shared.lock.is_held_for_fork());
            shared.after_fork();
            *count += 1;
        });
        assert_eq!(shared.with(|count| *count), 2);
    }

    /// As if a signal's handler had interrupted each of them under its lock, and forked.
    #[test]
    fn a_fork_goes_without_a_lock_whose_holder_waits_to_fork() {
        let forking = &OwnedLock::new(Rank::Fork);
        let shared = &Shared::new(Rank::Pool, 0);
        forking.begin_fork();
        thread::scope(|scope| {
            let (holds, is_held) = mpsc::channel();
            scope.spawn(move || {
                shared.with(|_| {
                    holds.send(()).unwrap();
                    forking.begin_fork();
                    let others_wait = || forking.has_sleepers();
                    let attempt = ForkAttempt::new(&others_wait);
                    shared.before_fork(&attempt);
                    assert!(!attempt.lacks_locks());
                    forking.unlock_after_fork();
                });
            });
            is_held.recv().unwrap();
            let others_wait = || forking.has_sleepers();
            let attempt = ForkAttempt::new(&others_wait);
            shared.before_fork(&attempt);
            assert!(attempt.lacks_locks() && !shared.lock.is_held_for_fork());
            shared.after_fork();
            forking.unlock_after_fork();
        });
        assert!(shared.lock.is_free() && forking.is_free());
    }

    #[test]
    fn a_child_forgets_the_data_when_the_code_that_used_them_is_done() {
        let shared = Shared::new(Rank::Pool, 7);
        shared.before_fork(&ForkAttempt::new(&|| FORKING.has_sleepers()));
        shared.after_fork_in_child();
        assert_eq!(shared.with(|count| *count), 0);
        shared.with(|count| {
            *count = 7;
            shared.before_fork(&ForkAttempt::new(&|| FORKING.has_sleepers()));
            shared.after_fork_in_child();
            *count += 1;
        });
        assert_eq!(shared.with(|count| *count), 0);
    }

    /// A fork without handlers.
    #[test]
    fn a_child_frees_what_a_vanished_thread_held() {
        let shared = &Shared::new(Rank::Pool, 7);
        thread::scope(|scope| scope.spawn(|| shared.lock.lock()).join().unwrap());
        shared.after_fork_in_child();
        assert_eq!(shared.with(|count| *count), 0);
    }
}
