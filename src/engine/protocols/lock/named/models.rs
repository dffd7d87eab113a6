//! loom models of the named lock: exclusion and wake-up, also after a fork in which the holder
//! vanished.

use crate::engine::protocols::lock::models::Counter;
use crate::engine::protocols::lock::named::*;
use crate::sys::sync::check;
use loom::sync::Arc;
use loom::thread;

/// A lock that thread 9 took before thread 1 forked, and the child's epoch.
fn left_behind(state: u64) -> (NamedLock, Epoch) {
    let epoch = Epoch::new();
    let lock = NamedLock(AtomicU64::new(epoch.stamp(9) | state));
    epoch.enter_child(1);
    (lock, epoch)
}

fn free() -> (NamedLock, Epoch) {
    (NamedLock(AtomicU64::new(FREE)), Epoch::new())
}

/// `threads` threads each count to `rounds` under the lock that `start` makes.
fn count(threads: u32, rounds: u64, start: impl Fn() -> (NamedLock, Epoch)) {
    let (lock, epoch) = start();
    let shared = Arc::new((lock, epoch, Counter::new()));
    let run = |owner: u32| {
        let shared = shared.clone();
        move || {
            for _ in 0..rounds {
                shared.0.lock_in(&shared.1, owner);
                shared.2.increment();
                shared.0.unlock();
            }
        }
    };
    let others: Vec<_> = (2..=threads).map(|owner| thread::spawn(run(owner))).collect();
    run(1)();
    for other in others {
        other.join().unwrap();
    }
    assert_eq!(shared.2.get(), u64::from(threads) * rounds);
}

#[test]
fn two_threads_exclude_each_other_and_both_get_in() {
    check(4, || count(2, 2, free));
}

#[test]
fn three_threads_exclude_each_other_and_all_get_in() {
    check(3, || count(3, 1, free));
}

#[test]
fn a_vanished_holders_lock_is_taken_by_one_thread_at_a_time() {
    loom::model(|| count(2, 1, || left_behind(HELD)));
    loom::model(|| count(2, 1, || left_behind(CONTENDED)));
}

#[test]
fn the_survivors_lock_is_handed_over_when_it_releases_it() {
    loom::model(|| {
        let epoch = Epoch::new();
        let lock = NamedLock(AtomicU64::new(epoch.stamp(1) | HELD));
        epoch.enter_child(1);
        let shared = Arc::new((lock, epoch, Counter::new()));
        let other = {
            let shared = shared.clone();
            thread::spawn(move || {
                shared.0.lock_in(&shared.1, 2);
                shared.2.increment();
                shared.0.unlock();
            })
        };
        shared.2.increment();
        shared.0.unlock();
        other.join().unwrap();
        assert_eq!(shared.2.get(), 2);
    });
}
