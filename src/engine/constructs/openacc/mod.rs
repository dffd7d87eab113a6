//! OpenACC (version 2.6, as GCC compiles it) on the host: the one device, which shares the
//! program's memory. Constructs run where they stand, data is everywhere, and every queue of
//! asynchronous work is empty.

use crate::sys::sync::{AtomicU32, Ordering};
use std::process;

use crate::sys::{environ, stderr};

pub mod device;
pub mod profile;
pub mod queue;
pub mod record;
pub mod state;

/// Writes a line about a construct, if GOMP_DEBUG is set and not 0.
#[inline]
pub fn trace(text: impl FnOnce() -> String) {
    /// 0: not asked yet, 1: no, 2: yes.
    static TRACING: AtomicU32 = AtomicU32::new(0);
    let mut tracing = TRACING.load(Ordering::Relaxed);
    if tracing == 0 {
        let wanted = environ::value("GOMP_DEBUG").is_some_and(|value| value != b"0");
        tracing = 1 + u32::from(wanted);
        TRACING.store(tracing, Ordering::Relaxed);
    }
    if tracing == 2 {
        stderr::write(format!("ferromp: {}\n", text()).as_bytes());
    }
}

/// Ends the program, as OpenACC has it for errors of the runtime.
#[cold]
fn fail(text: &str) -> ! {
    stderr::write(format!("ferromp: {text}\n").as_bytes());
    process::exit(1)
}
