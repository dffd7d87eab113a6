//! loom models of tasks that several threads use at once.

mod counts;
mod deque;
mod graph;
mod phases;

use crate::sys::sync::check;
use loom::cell::UnsafeCell;

/// A plain number. loom fails the model if two threads use it and nothing orders the two accesses.
struct Plain(UnsafeCell<u32>);

// SAFETY: loom checks what this promises.
unsafe impl Sync for Plain {}

impl Plain {
    fn new(value: u32) -> Self {
        Self(UnsafeCell::new(value))
    }

    fn get(&self) -> u32 {
        // SAFETY: loom reports a conflicting access instead of making it.
        self.0.with(|value| unsafe { *value })
    }

    fn set(&self, value: u32) {
        // SAFETY: as in `get`.
        self.0.with_mut(|cell| unsafe { *cell = value });
    }

    fn increment(&self) {
        // SAFETY: as in `get`.
        self.0.with_mut(|value| unsafe { *value += 1 });
    }
}

/// A task's work.
struct Job {
    /// Written before the task is handed over.
    argument: Plain,
    runs: Plain,
}

impl Job {
    fn new() -> &'static Self {
        Box::leak(Box::new(Self { argument: Plain::new(0), runs: Plain::new(0) }))
    }

    fn run(&self) {
        assert_eq!(self.argument.get(), 1);
        self.runs.increment();
    }
}
