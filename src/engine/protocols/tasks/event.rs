//! The completion of a detachable task: by the end of its body and by its event.

use crate::sys::sync::{AtomicU32, Ordering};

/// Which of the two have come. The thread that brings the second one completes the task.
///
/// | bit | field |
/// |---|---|
/// | 0 | the body is done |
/// | 1 | the event is fulfilled |
pub struct Event(AtomicU32);

const BODY_DONE: u32 = 1;
const FULFILLED: u32 = 2;

/// The state that a thread finds when it fulfils an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Found {
    /// The body is not done. Its end completes the task.
    Unfinished,
    /// The body is done. The caller completes the task.
    Finished,
    /// The event has been fulfilled already.
    Fulfilled,
}

impl Default for Event {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self(AtomicU32::new(0))
    }
}

impl Event {
    /// Notes that the body is done; whether the event is fulfilled. Then the caller completes the
    /// task.
    ///
    /// AcqRel, here and in [`Event::fulfil`]: the thread that comes second sees what the first one
    /// did, also the task's plain counts.
    #[must_use]
    pub fn body_done(&self) -> bool {
        self.0.fetch_or(BODY_DONE, Ordering::AcqRel) & FULFILLED != 0
    }

    /// Notes that the event is fulfilled.
    pub fn fulfil(&self) -> Found {
        match self.0.fetch_or(FULFILLED, Ordering::AcqRel) {
            0 => Found::Unfinished,
            BODY_DONE => Found::Finished,
            _ => Found::Fulfilled,
        }
    }

    /// Marks both as come, so that a later fulfilment does nothing.
    pub fn close(&self) {
        self.0.store(BODY_DONE | FULFILLED, Ordering::Release);
    }

    pub fn is_fulfilled(&self) -> bool {
        self.0.load(Ordering::Acquire) & FULFILLED != 0
    }
}
