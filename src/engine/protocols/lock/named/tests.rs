//! The promises of a named lock, most of them without other threads.

use crate::engine::protocols::lock::named::*;

impl NamedLock {
    fn try_lock_in(&self, epoch: &Epoch, owner: u32) -> bool {
        let now = self.0.load(Ordering::Relaxed);
        let free = now == FREE || epoch.vanished(now);
        if free {
            self.lock_in(epoch, owner);
        }
        free
    }
}

#[test]
fn fits_the_name_of_a_critical() {
    assert_eq!((size_of::<NamedLock>(), align_of::<NamedLock>()), (8, 8));
}

#[test]
fn a_held_lock_is_refused_until_released() {
    let (lock, epoch) = (NamedLock::new(), Epoch::new());
    assert!(lock.try_lock_in(&epoch, 0));
    assert!(!lock.try_lock_in(&epoch, 1));
    lock.unlock();
    assert!(lock.try_lock_in(&epoch, 1));
}

#[test]
fn what_the_forking_thread_held_stays_held_in_the_child() {
    let (lock, epoch) = (NamedLock::new(), Epoch::new());
    lock.lock_in(&epoch, 3);
    epoch.enter_child(3);
    assert!(!lock.try_lock_in(&epoch, 4));
    epoch.enter_child(3);
    assert!(!lock.try_lock_in(&epoch, 4));
    lock.unlock();
    assert!(lock.try_lock_in(&epoch, 4));
}

#[test]
fn what_another_thread_held_is_free_in_the_child() {
    let (lock, epoch) = (NamedLock::new(), Epoch::new());
    lock.lock_in(&epoch, 4);
    epoch.enter_child(3);
    assert!(lock.try_lock_in(&epoch, 3));
    assert!(!lock.try_lock_in(&epoch, 4), "taken anew in the child");
}

#[test]
fn the_child_of_a_thread_born_in_a_child_forgets_the_first_survivor() {
    let (old, new, epoch) = (NamedLock::new(), NamedLock::new(), Epoch::new());
    old.lock_in(&epoch, 3);
    epoch.enter_child(3);
    new.lock_in(&epoch, 5);
    epoch.enter_child(5);
    assert!(old.try_lock_in(&epoch, 5), "thread 3 is gone");
    assert!(!new.try_lock_in(&epoch, 6), "thread 5 made the fork");
}

#[test]
fn a_number_used_again_in_a_child_does_not_inherit_a_vanished_threads_locks() {
    let (lock, epoch) = (NamedLock::new(), Epoch::new());
    lock.lock_in(&epoch, 5);
    epoch.enter_child(3);
    epoch.enter_child(5);
    assert!(lock.try_lock_in(&epoch, 5));
}

#[test]
fn a_sleepers_mark_does_not_hide_that_the_holder_vanished() {
    let (lock, epoch) = (NamedLock::new(), Epoch::new());
    lock.lock_in(&epoch, 4);
    lock.0.fetch_xor(HELD | CONTENDED, Ordering::Relaxed);
    epoch.enter_child(3);
    assert!(lock.try_lock_in(&epoch, 3));
}

#[test]
fn increments_under_the_lock_are_not_lost() {
    struct Shared(NamedLock, std::cell::UnsafeCell<u64>);
    // SAFETY: the cell is only touched under the lock.
    unsafe impl Sync for Shared {}
    let shared = &Shared(NamedLock::new(), std::cell::UnsafeCell::new(0));
    std::thread::scope(|scope| {
        for owner in 0..4 {
            scope.spawn(move || {
                for _ in 0..20_000 {
                    shared.0.lock(owner);
                    // SAFETY: the lock is held.
                    unsafe { *shared.1.get() += 1 };
                    shared.0.unlock();
                }
            });
        }
    });
    // SAFETY: all threads have ended.
    assert_eq!(unsafe { *shared.1.get() }, 80_000);
}
