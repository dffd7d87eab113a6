//! The part of a thread that belongs to OpenACC's profiling interface.

use std::cell::Cell;

/// A thread's part in the profiling interface.
#[derive(Default)]
pub struct ThreadProfile {
    pub off: Cell<bool>,
    /// Whether callbacks are being told that the thread initialises the device.
    pub initialising: Cell<bool>,
}
