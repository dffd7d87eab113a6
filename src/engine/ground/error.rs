//! The `error` directive (OpenMP 5.2, 8.5).

use crate::sys::stderr;

/// How a fatal error ends the program: the two ABIs differ in that.
#[derive(Clone, Copy)]
pub enum Ending {
    /// With status 1, after the program's own exit handlers.
    Exit,
    /// By SIGABRT.
    Abort,
}

/// A warning: writes its `text` to stderr.
pub fn warning(text: &[u8]) {
    stderr::write(text);
}

/// A fatal error: writes its `text` to stderr and ends the program.
pub fn fatal(text: &[u8], ending: Ending) -> ! {
    stderr::write(text);
    match ending {
        Ending::Exit => std::process::exit(1),
        Ending::Abort => std::process::abort(),
    }
}
