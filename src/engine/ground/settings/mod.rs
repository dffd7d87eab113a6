//! The environment variables, read once into plain data; `docs/environment.md` lists them for
//! users.
//!
//! They are read at the first OpenMP call, not when the library is loaded. The code of a construct
//! decides what a value means for it. This folder only has the values as they were written, and the
//! warnings about those that were not understood.

pub mod allocator;
pub mod bind;
#[cfg(test)]
pub mod garbage;
pub mod hw_subset;
pub mod kmp_affinity;
mod omp_schedule;
pub mod places;
pub mod read;
pub mod source;
mod text;
mod threads;
pub mod values;
pub mod waiting;

#[cfg(fuzzing)]
pub use omp_schedule::Schedule;
pub use omp_schedule::{ScheduleKind, ScheduleModifier};
pub use values::Settings;
pub use waiting::Waiting;

use crate::sys::sync::unmodelled::{AtomicPtr, Ordering};
use crate::sys::{cpus, stderr};
use source::Variables;
use std::ptr;

static INSTALLED: AtomicPtr<Installed> = AtomicPtr::new(ptr::null_mut());

/// The settings and the variables that they were read from.
struct Installed {
    settings: Settings,
    variables: Variables,
}

/// The settings, read from the environment on the first call.
///
/// No thread waits for another here, so a fork may come at any moment. Two first callers may both
/// read. The lines about malformed values appear once, because only the caller whose result is
/// installed writes them.
pub fn get() -> &'static Settings {
    &installed().settings
}

/// The settings, if they have been read. Makes no call.
#[inline(always)]
pub fn get_if_read() -> Option<&'static Settings> {
    // SAFETY: it is null, or points to a struct that is never freed or written again, as in
    // `installed`.
    unsafe { INSTALLED.load(Ordering::Acquire).as_ref() }.map(|installed| &installed.settings)
}

fn installed() -> &'static Installed {
    let installed = INSTALLED.load(Ordering::Acquire);
    if installed.is_null() {
        return read_and_install();
    }
    // SAFETY: whatever INSTALLED points to was leaked by `install` and is never written again.
    unsafe { &*installed }
}

#[cold]
fn read_and_install() -> &'static Installed {
    install(ptr::null_mut(), Variables::of_process(), &[]).unwrap_or_else(|theirs| theirs)
}

/// Puts the variables of `definitions` (`NAME=value`, with bars between them) in the place of the
/// environment's. The former settings stay in memory, because other threads may still read them.
pub fn define(definitions: &[u8]) {
    let mut now = installed();
    loop {
        // The lines about malformed values that were written before.
        let said = read::read(&now.variables, now.settings.real_processors).1;
        match install(ptr::from_ref(now).cast_mut(), now.variables.overridden_by(definitions), &said) {
            Ok(_) => return,
            Err(theirs) => now = theirs,
        }
    }
}

/// Installs the settings that `variables` make in the place of `before`. Then it writes a line
/// about each malformed value, except the lines in `said`, which were written before. The error is
/// the struct that another thread has installed in the meantime.
fn install(
    before: *mut Installed,
    variables: Variables,
    said: &[String],
) -> Result<&'static Installed, &'static Installed> {
    // SAFETY: what was installed is never freed.
    let before_this = unsafe { before.as_ref() };
    let processors = before_this.map_or_else(|| real_processors(&variables), |it| it.settings.real_processors);
    let (settings, complaints) = read::read(&variables, processors);
    let ours = Box::into_raw(Box::new(Installed { settings, variables }));
    // Release: partner of the Acquire loads here and in `installed`, so that they see the whole
    // struct.
    match INSTALLED.compare_exchange(before, ours, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => {
            for line in complaints.iter().filter(|line| !said.contains(line)) {
                stderr::write(line.as_bytes());
            }
            // SAFETY: `ours` is installed: from now on nobody writes or frees it.
            Ok(unsafe { &*ours })
        }
        Err(theirs) => {
            // SAFETY: `ours` came from Box::into_raw above and was not installed, so nobody else
            // has seen it.
            drop(unsafe { Box::from_raw(ours) });
            // SAFETY: as in `installed`.
            Err(unsafe { &*theirs })
        }
    }
}

/// Processors that the process may use: fewer where KMP_HW_SUBSET leaves some out.
fn real_processors(variables: &Variables) -> u32 {
    let subset = variables.get("KMP_HW_SUBSET").and_then(hw_subset::HwSubset::parse);
    let flat = variables.get("KMP_TOPOLOGY_METHOD").and_then(hw_subset::is_flat);
    let in_subset = subset.and_then(|subset| hw_subset::processors(&subset, flat == Some(true)));
    cpus::available().min(in_subset.unwrap_or(usize::MAX)) as u32
}

/// The variables that are set, as KMP_SETTINGS shows them: `NAME='value'`.
pub fn set_variables() -> Vec<String> {
    read::set_variables(&installed().variables).collect()
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
