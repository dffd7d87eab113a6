//! The steps at the loading of the library, and at the end of a process that never called it.
//!
//! A preloaded library is loaded into every child of a program, most of which never call it. So at
//! loading it only looks whether a few variables are set, and registers the handlers of forks
//! (`process/fork.rs`): no allocation, no file, no system call. Everything else waits for the first
//! call.

use crate::engine::ground::{display, settings};
use crate::engine::policies::{other_runtime, stats};
use crate::sys::sync::{AtomicBool, Ordering};
use crate::sys::{environ, exit};

/// Variables that ask for something to be shown at the first call.
const SHOWING: [&str; 2] = ["OMP_DISPLAY_ENV", "KMP_SETTINGS"];

/// Whether the environment asks for something at the first call, which has not come yet.
///
/// | from | to | when |
/// |---|---|---|
/// | false | true | the library is loaded, and one of [`SHOWING`] is set |
/// | true | false | it has been shown |
static AWAITED: AtomicBool = AtomicBool::new(false);

#[used]
#[unsafe(link_section = ".init_array")]
static AT_LOAD: extern "C" fn() = at_load;

extern "C" fn at_load() {
    other_runtime::at_load();
    stats::at_load();
    if SHOWING.iter().any(|name| environ::is_set(name)) {
        AWAITED.store(true, Ordering::Relaxed);
        if !environ::is_set("LD_PRELOAD") {
            exit::at_exit(at_exit, "no settings will be shown");
        }
    }
}

/// Notes that the program calls the runtime, by a routine that needs nothing else of it.
#[inline(always)]
pub fn called() {
    if AWAITED.load(Ordering::Relaxed) {
        first_call();
    }
}

#[cold]
#[inline(never)]
fn first_call() {
    show_settings();
}

/// Shows what OMP_DISPLAY_ENV and KMP_SETTINGS ask for, once.
pub fn show_settings() {
    static SHOWN: AtomicBool = AtomicBool::new(false);
    if !SHOWN.swap(true, Ordering::Relaxed) {
        AWAITED.store(false, Ordering::Relaxed);
        display::at_start(settings::get());
    }
}

/// Runs at the end of a process that loaded the library because it needs it, not by preloading. The
/// user asked to be shown the settings, even if the program never called.
extern "C" fn at_exit() {
    called();
}
