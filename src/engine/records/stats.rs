//! What is counted of a team's region.

use crate::sys::sync::AtomicU64;
use std::cell::Cell;

/// Of a team: the region that it runs now. Written by the primary thread before any member starts.
#[derive(Default)]
pub struct TeamStats {
    /// Index into the table and 1; 0: not counted.
    pub site: Cell<u32>,
    pub began: Cell<u64>,
    /// Sum of the times at which the workers came to the end.
    pub arrivals: AtomicU64,
}
