//! On which processor a thread was last seen, and which one it is asked to leave.

use crate::sys::sync::unmodelled::{AtomicU32, Ordering};
use std::cell::Cell;

/// Where a thread is. On lines of its own: other threads look here, but not often.
#[repr(align(128))]
pub struct Whereabouts {
    /// The processor that the thread was on when it last had to wait for longer; [`NOWHERE`].
    pub processor: AtomicU32,
    /// The processor that a worker is asked to leave; [`NOWHERE`].
    pub leave: AtomicU32,
    /// When the thread last asked workers.
    pub asked: Cell<u64>,
}

/// No processor.
pub const NOWHERE: u32 = u32::MAX;

impl Whereabouts {
    pub const fn new() -> Self {
        Self { processor: AtomicU32::new(NOWHERE), leave: AtomicU32::new(NOWHERE), asked: Cell::new(0) }
    }

    /// A new thread begins as the worker that this belongs to.
    pub fn start_worker(&self) {
        self.processor.store(NOWHERE, Ordering::Relaxed);
        self.leave.store(NOWHERE, Ordering::Relaxed);
    }
}
