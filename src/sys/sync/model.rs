//! loom's atomics, and a futex made of loom's mutex and condition variables. loom reports two uses
//! of a cell that nothing orders.

pub use loom::cell::{Cell, UnsafeCell};
pub use loom::sync::Arc;
pub use loom::sync::atomic::{
    AtomicBool, AtomicI32, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
};

/// Atomics that models leave out: hints, which order nothing, and statics.
pub use std::sync::atomic as unmodelled;

/// A full fence behind an atomic read-modify-write.
pub fn fence_after_rmw() {
    fence(Ordering::SeqCst);
}

/// A spin loop makes no progress under loom unless another thread runs.
pub use loom::thread::yield_now as spin_hint;

/// Runs a model in the interleavings with at most `preemptions` interruptions of threads.
#[cfg(test)]
pub fn check(preemptions: usize, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

/// Sleeping on a word, and waking the sleepers.
///
/// As in the kernel, a waiter compares the word and enters the queue in one critical section, which
/// a waker has to enter too. So a waiter that finds the old value is in the queue before the waker
/// looks.
pub mod futex {
    use super::{AtomicU32, AtomicU64, Ordering};
    use loom::sync::{Arc, Condvar, Mutex};
    use std::time::Duration;

    struct Sleeper {
        word: usize,
        who: u32,
        bell: Arc<Condvar>,
    }

    loom::lazy_static! {
        /// The sleepers, the longest one first.
        static ref QUEUE: Mutex<Vec<Sleeper>> = Mutex::new(Vec::new());
    }

    /// Sleeps while `word` holds `expected`, until woken.
    pub fn wait(word: &AtomicU32, expected: u32) {
        sleep_while(std::ptr::from_ref(word) as usize, u32::MAX, || word.load(Ordering::Relaxed) == expected);
    }

    /// Wakes at most `count` sleepers.
    pub fn wake(word: *const AtomicU32, count: i32) {
        wake_at(word as usize, u32::MAX, count);
    }

    /// Sleeps while `word` holds `expected`, until woken as one of `who`, a set of bits. In a model
    /// no time passes.
    pub fn wait_as(word: &AtomicU32, expected: u32, who: u32, _limit: Option<Duration>) {
        sleep_while(std::ptr::from_ref(word) as usize, who, || word.load(Ordering::Relaxed) == expected);
    }

    /// Wakes at most `count` sleepers with one of the bits of `who`; returns how many.
    pub fn wake_who(word: *const AtomicU32, count: i32, who: u32) -> i32 {
        wake_at(word as usize, who, count)
    }

    /// Sleeps while the low 32 bits of `word` are `expected`, until woken. In a model no time
    /// passes.
    pub fn wait_low(word: &AtomicU64, expected: u32, _limit: Option<Duration>) {
        sleep_while(std::ptr::from_ref(word) as usize, u32::MAX, || word.load(Ordering::Relaxed) as u32 == expected);
    }

    /// As [`wait_low`], for a thread that goes on after `time` in any case. In a model that is as
    /// soon as the other threads have run.
    pub fn doze_low(word: &AtomicU64, expected: u32, _time: Duration) {
        if word.load(Ordering::Relaxed) as u32 == expected {
            loom::thread::yield_now();
        }
    }

    /// Wakes at most `count` threads that sleep in [`wait_low`]; returns how many.
    pub fn wake_low(word: *const AtomicU64, count: i32) -> i32 {
        wake_at(word as usize, u32::MAX, count)
    }

    fn sleep_while(word: usize, who: u32, unchanged: impl Fn() -> bool) {
        let mut queue = QUEUE.lock().unwrap();
        if !unchanged() {
            return;
        }
        let bell = Arc::new(Condvar::new());
        queue.push(Sleeper { word, who, bell: bell.clone() });
        while queue.iter().any(|sleeper| Arc::ptr_eq(&sleeper.bell, &bell)) {
            queue = bell.wait(queue).unwrap();
        }
    }

    fn wake_at(word: usize, who: u32, count: i32) -> i32 {
        let mut queue = QUEUE.lock().unwrap();
        for woken in 0..count {
            let meant = |sleeper: &Sleeper| sleeper.word == word && sleeper.who & who != 0;
            let Some(first) = queue.iter().position(meant) else { return woken };
            queue.remove(first).bell.notify_one();
        }
        count
    }
}
