//! The statistics of a team's region.

use crate::sys::sync::AtomicU64;
use std::cell::Cell;

/// The statistics of the region that a team runs now. The primary thread writes them before any
/// member starts.
#[derive(Default)]
pub struct TeamStats {
    /// Index into the table, plus 1; 0: the region is not counted.
    pub site: Cell<u32>,
    pub began: Cell<u64>,
    /// The region's outlined function, if a trace is written.
    pub function: Cell<usize>,
    /// The sum of the times at which the workers came to the end.
    pub arrivals: AtomicU64,
}
