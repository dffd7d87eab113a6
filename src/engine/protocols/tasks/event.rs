//! What completes a detachable task: the end of its body, and its event.

use crate::sys::sync::{AtomicU32, Ordering};

/// Which of the two have come; whoever brings the second one completes the task.
///
/// | bit | field |
/// |---|---|
/// | 0 | the body is done |
/// | 1 | the event is fulfilled |
pub struct Event(AtomicU32);

const BODY_DONE: u32 = 1;
const FULFILLED: u32 = 2;

/// What the fulfilment of an event finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Found {
    /// The body is not done, and its end completes the task.
    Unfinished,
    /// The body is done: the caller completes the task.
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
    /// The body is done. Whether the event is fulfilled: then the caller completes the task.
    ///
    /// AcqRel, here and in [`Event::fulfil`]: who comes second sees what the first one did, the task's plain counts too.
    #[must_use]
    pub fn body_done(&self) -> bool {
        self.0.fetch_or(BODY_DONE, Ordering::AcqRel) & FULFILLED != 0
    }

    /// The event is fulfilled.
    pub fn fulfil(&self) -> Found {
        match self.0.fetch_or(FULFILLED, Ordering::AcqRel) {
            0 => Found::Unfinished,
            BODY_DONE => Found::Finished,
            _ => Found::Fulfilled,
        }
    }

    /// Both have come, as far as anybody will ask.
    pub fn close(&self) {
        self.0.store(BODY_DONE | FULFILLED, Ordering::Release);
    }

    pub fn is_fulfilled(&self) -> bool {
        self.0.load(Ordering::Acquire) & FULFILLED != 0
    }
}
