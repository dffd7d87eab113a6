//! The part of a thread that belongs to the trace.

use std::cell::Cell;
use std::ptr;
// The standard library's: they are in a file, which no model knows.
use std::sync::atomic::AtomicU64;

/// Where a thread writes its records. Only the thread itself uses this.
pub struct ThreadTrace {
    /// The word for its next record, and the end of the segment. Null: it has no segment.
    pub next: Cell<*const AtomicU64>,
    pub end: Cell<*const AtomicU64>,
    /// The generation of the file that they are in; another one: they mean nothing.
    pub generation: Cell<u32>,
    /// Its oldest segment, its newest one, and how many it has.
    pub first: Cell<u32>,
    pub last: Cell<u32>,
    pub count: Cell<u32>,
    /// The number of segments that it has begun.
    pub sequence: Cell<u64>,
    /// It is about to get a segment. A signal's handler that comes then records nothing.
    pub busy: Cell<bool>,
    /// When it began to wait for a lock.
    pub wants_lock: Cell<u64>,
    /// When its processor time was last recorded.
    pub looked: Cell<u64>,
}

impl Default for ThreadTrace {
    fn default() -> Self {
        Self {
            next: Cell::new(ptr::null()),
            end: Cell::new(ptr::null()),
            generation: Cell::new(0),
            first: Cell::new(0),
            last: Cell::new(0),
            count: Cell::new(0),
            sequence: Cell::new(0),
            busy: Cell::new(false),
            wants_lock: Cell::new(0),
            looked: Cell::new(0),
        }
    }
}
