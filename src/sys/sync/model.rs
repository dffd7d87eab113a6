//! loom's atomics, and a futex made of loom's mutex and condition variables.

pub use loom::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// A spin loop makes no progress under loom unless another thread runs.
pub use loom::thread::yield_now as spin_hint;

/// Sleeping on a word, and waking those who do.
///
/// As in the kernel, a waiter compares the word and enters the queue in one critical section, which a waker has to
/// enter too: who finds the old value is queued before the waker looks.
pub mod futex {
    use super::{AtomicU32, AtomicU64, Ordering};
    use loom::sync::{Arc, Condvar, Mutex};

    struct Sleeper {
        word: usize,
        bell: Arc<Condvar>,
    }

    loom::lazy_static! {
        /// Who sleeps, the longest sleeper first.
        static ref QUEUE: Mutex<Vec<Sleeper>> = Mutex::new(Vec::new());
    }

    /// Sleeps while `word` holds `expected`, until woken.
    pub fn wait(word: &AtomicU32, expected: u32) {
        sleep_while(std::ptr::from_ref(word) as usize, || word.load(Ordering::Relaxed) == expected);
    }

    /// Wakes at most `count` sleepers.
    pub fn wake(word: *const AtomicU32, count: i32) {
        wake_at(word as usize, count);
    }

    /// Sleeps while the low 32 bits of `word` are `expected`, until woken.
    pub fn wait_low(word: &AtomicU64, expected: u32) {
        sleep_while(std::ptr::from_ref(word) as usize, || word.load(Ordering::Relaxed) as u32 == expected);
    }

    /// Wakes at most `count` of those who sleep in [`wait_low`].
    pub fn wake_low(word: *const AtomicU64, count: i32) {
        wake_at(word as usize, count);
    }

    fn sleep_while(word: usize, unchanged: impl Fn() -> bool) {
        let mut queue = QUEUE.lock().unwrap();
        if !unchanged() {
            return;
        }
        let bell = Arc::new(Condvar::new());
        queue.push(Sleeper { word, bell: bell.clone() });
        while queue.iter().any(|sleeper| Arc::ptr_eq(&sleeper.bell, &bell)) {
            queue = bell.wait(queue).unwrap();
        }
    }

    fn wake_at(word: usize, count: i32) {
        let mut queue = QUEUE.lock().unwrap();
        for _ in 0..count {
            let Some(first) = queue.iter().position(|sleeper| sleeper.word == word) else { break };
            queue.remove(first).bell.notify_one();
        }
    }
}
