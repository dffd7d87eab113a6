//! The environment variables, read once into plain data; `docs/environment.md` lists them for users.
//!
//! They are read at the first OpenMP call, not when the library is loaded. What a value means for a construct
//! is decided where the construct is; here is only what was written, and what was not understood.

pub mod allocator;
pub mod bind;
#[cfg(test)]
mod garbage;
pub mod places;
mod read;
mod schedule;
pub mod source;
mod text;
mod threads;
pub mod values;
pub mod waiting;

pub use schedule::{ScheduleKind, ScheduleModifier};
pub use values::Settings;
pub use waiting::Waiting;

use crate::sys::{cpus, stderr};
use source::Variables;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

static SETTINGS: AtomicPtr<Settings> = AtomicPtr::new(ptr::null_mut());

/// The settings, read from the environment on the first call.
///
/// No thread waits for another here, so a fork may come at any moment. Two first callers may both read; the
/// one that installs its result writes the lines about malformed values, so they appear once.
pub fn get() -> &'static Settings {
    let installed = SETTINGS.load(Ordering::Acquire);
    if installed.is_null() {
        return read_and_install();
    }
    // SAFETY: whatever SETTINGS points to was leaked by `read_and_install` and is never written again.
    unsafe { &*installed }
}

#[cold]
fn read_and_install() -> &'static Settings {
    let (settings, complaints) = read::read(&Variables::of_process(), cpus::available() as u32);
    let ours = Box::into_raw(Box::new(settings));
    // Release: partner of the Acquire loads here and in `get`, so that they see the whole struct.
    match SETTINGS.compare_exchange(ptr::null_mut(), ours, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => {
            for line in complaints {
                stderr::write(line.as_bytes());
            }
            // SAFETY: `ours` is installed: from now on nobody writes or frees it.
            unsafe { &*ours }
        }
        Err(theirs) => {
            // SAFETY: `ours` came from Box::into_raw above and was not installed, so nobody else has seen it.
            drop(unsafe { Box::from_raw(ours) });
            // SAFETY: as in `get`.
            unsafe { &*theirs }
        }
    }
}

/// The variables that are set now, as KMP_SETTINGS shows them: `NAME='value'`.
pub fn set_variables() -> Vec<String> {
    read::set_variables(&Variables::of_process()).collect()
}

/// The settings that `pairs` make on a machine with two processors.
#[cfg(test)]
pub fn from_pairs(pairs: &[(&str, &[u8])]) -> Settings {
    read::read(&Variables::from_pairs(pairs), 2).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_read_once() {
        assert!(ptr::eq(get(), get()));
    }
}
