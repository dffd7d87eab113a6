//! What OpenACC's profiling interface knows of a thread.

use std::cell::Cell;

/// What the interface knows of a thread.
#[derive(Default)]
pub struct ThreadProfile {
    pub off: Cell<bool>,
    /// Whether callbacks are being told that the thread initialises the device.
    pub initialising: Cell<bool>,
}
