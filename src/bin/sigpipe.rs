//! SIGPIPE for the commands that ferromp starts.
//!
//! A program inherits whether it ends by this signal; services usually ignore it. Rust's start
//! ignores it before `main` begins, and `Command` lets a program end by it in any case.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::sys::signal::{SigHandler, Signal, signal};

/// Whether ferromp was started with the signal ignored.
static IGNORED: AtomicBool = AtomicBool::new(false);

#[used]
#[unsafe(link_section = ".init_array")]
static BEFORE_MAIN: extern "C" fn() = note;

extern "C" fn note() {
    // SAFETY: not a handler of our own. Rust's start sets the signal after this.
    let before = unsafe { signal(Signal::SIGPIPE, SigHandler::SigDfl) };
    IGNORED.store(matches!(before, Ok(SigHandler::SigIgn)), Ordering::Relaxed);
}

/// Has `command` find the signal as ferromp did.
pub fn hand_on(command: &mut Command) -> &mut Command {
    if IGNORED.load(Ordering::Relaxed) {
        let ignore = || {
            // SAFETY: not a handler of our own.
            unsafe { signal(Signal::SIGPIPE, SigHandler::SigIgn) }.map(drop).map_err(io::Error::from)
        };
        // SAFETY: one system call between fork and exec.
        unsafe { command.pre_exec(ignore) };
    }
    command
}
