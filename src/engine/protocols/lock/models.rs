//! loom models of the simple and the nest lock: exclusion, and no wake-up lost.

use crate::engine::protocols::lock::{NestLock, SimpleLock, Taker};
use crate::sys::sync::check;
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;

/// A plain number. loom fails the model if two threads touch it and nothing orders the two
/// accesses.
pub struct Counter(UnsafeCell<u64>);

// SAFETY: loom checks what this promises.
unsafe impl Sync for Counter {}

impl Counter {
    pub fn new() -> Self {
        Self(UnsafeCell::new(0))
    }

    pub fn increment(&self) {
        // SAFETY: loom reports a conflicting access instead of making it.
        self.0.with_mut(|value| unsafe { *value += 1 });
    }

    pub fn get(&self) -> u64 {
        // SAFETY: as in `increment`.
        self.0.with(|value| unsafe { *value })
    }
}

/// Starts `threads` threads, numbered from 1, each of which calls `section` on `lock` and a
/// counter; returns the counter.
fn run<L: Send + Sync + 'static>(threads: u32, lock: L, section: fn(&L, u32, &Counter)) -> u64 {
    let shared = Arc::new((lock, Counter::new()));
    let others: Vec<_> = (2..=threads)
        .map(|number| {
            let shared = shared.clone();
            thread::spawn(move || section(&shared.0, number, &shared.1))
        })
        .collect();
    section(&shared.0, 1, &shared.1);
    for other in others {
        other.join().unwrap();
    }
    shared.1.get()
}

fn simple(lock: &SimpleLock, _: u32, counter: &Counter) {
    lock.lock();
    counter.increment();
    // SAFETY: `run` keeps the lock alive.
    unsafe { SimpleLock::unlock(lock) };
}

fn nest(lock: &NestLock, task: u32, counter: &Counter) {
    let taker = Taker { number: task, alias: 0 };
    lock.lock(taker);
    lock.lock(taker);
    counter.increment();
    // SAFETY: `run` keeps the lock alive.
    unsafe {
        NestLock::unlock(lock);
        NestLock::unlock(lock);
    }
}

#[test]
fn two_threads_take_the_simple_lock_twice_each() {
    loom::model(|| {
        let twice = |lock: &SimpleLock, number: u32, counter: &Counter| {
            simple(lock, number, counter);
            simple(lock, number, counter);
        };
        assert_eq!(run(2, SimpleLock::new(), twice), 4);
    });
}

#[test]
fn three_threads_take_the_simple_lock() {
    check(3, || assert_eq!(run(3, SimpleLock::new(), simple), 3));
}

#[test]
fn three_threads_take_the_nest_lock() {
    check(3, || assert_eq!(run(3, NestLock::new(), nest), 3));
}
