//! Copies of OpenBLAS that have threads of their own, and are given the runtime's.
//!
//! OpenBLAS can be given another's threads from 0.3.27 on, by a call that nobody makes. When is the
//! time for it? A copy may be loaded at any moment, and the process may never open a region. But a
//! copy that has threads of its own asks before it uses them whether its caller is in a region
//! (`omp_in_parallel`, if the process has such a function), to warn if so. That is the occasion:
//! the runtime looks whether the code that asks is a copy's. So a copy does the first call on its
//! own threads, and all others on the runtime's, for which it asks nobody. No call of the loader
//! has to be intercepted, and none of its locks is held while something is loaded. And the copy
//! that is given threads is one that runs: of others, nobody knows whether they are loaded
//! completely.
//!
//! Programs ask the same, in their inner loops too. So code that was looked at in vain is
//! remembered (`callers.rs`).
//!
//! A copy that was loaded before the runtime asks nobody. For such, and for the first call, the
//! Python package has the runtime [`look`] at all copies.
//!
//! Left alone are copies
//!
//! - that are built for OpenMP, or without threads;
//! - that have room for fewer than 64 threads, since jobs are numbered from 63 down (the lower
//!   numbers are those of OpenBLAS's own threads, which LU factorizations go on to use);
//! - with more than 32 threads, for the same reason.

mod callers;

use std::ffi::{CStr, c_char, c_int};
use std::{mem, str};

use callers::Callers;

use crate::engine::ground::settings;
use crate::sys::exports;
use crate::sys::exports::Exports;
use crate::sys::symbol;

macro_rules! cstr {
    ($($part:literal),+) => {
        match CStr::from_bytes_with_nul(concat!($($part),+, "\0").as_bytes()) {
            Ok(name) => name,
            Err(_) => panic!("a null byte inside"),
        }
    };
}

/// Each name that builds may give to a function: with a prefix, a suffix, or both. A copy may have
/// different ones for different functions.
macro_rules! names {
    ($name:literal) => {
        [
            cstr!($name),
            cstr!("scipy_", $name, "64_"),
            cstr!("scipy_", $name),
            cstr!($name, "64_"),
            cstr!($name, "_64"),
            cstr!($name, "_64_"),
        ]
    };
}

type Names = [&'static CStr; 6];

const REGISTER: Names = names!("openblas_set_threads_callback_function");
const KIND: Names = names!("openblas_get_parallel");
const THREADS: Names = names!("openblas_get_num_threads");
const CONFIGURATION: Names = names!("openblas_get_config");

/// The kind of a copy with threads of its own.
const OWN_THREADS: c_int = 1;

/// For how many threads it has to be built, and how many it may have at most.
const ROOM: u32 = 64;
const MOST: c_int = 32;

/// The code that asks and is no copy's, or that of a copy which keeps its threads.
static KNOWN: Callers = Callers::new();

/// Whether there is nothing to do when the code at `caller` asks whether it is in a region.
#[inline(always)]
pub fn is_known(caller: usize) -> bool {
    KNOWN.have(caller)
}

/// To be called when the code at `caller` asks that. `callback`: the function that a copy is to
/// give its jobs to.
pub fn asked(caller: usize, callback: *const ()) {
    if is_known(caller) {
        return;
    }
    if !settings::get().openblas || !gives_threads(caller, callback) {
        KNOWN.add(caller);
    }
}

/// Gives threads to the copy that the code at `caller` belongs to; false if it is no copy, or keeps
/// its own.
#[cold]
#[inline(never)]
fn gives_threads(caller: usize, callback: *const ()) -> bool {
    // The copy stays: it waits for the answer. Its functions are called when the loader's lock is
    // free again, because they may be bound at their first call.
    exports::of_object(caller, Copy::of).flatten().is_some_and(|copy| copy.takes_threads(callback))
}

/// Gives threads to every copy in the process that can take them; how many there are. `callback`
/// as above. Waits for threads that load or unload a library.
pub fn look(callback: *const ()) -> usize {
    if !settings::get().openblas {
        return 0;
    }
    let mut found = Vec::new();
    exports::each(|file, exports| found.extend(Copy::of(exports).map(|copy| (file, copy.register.addr()))));
    let given = found.into_iter().filter(|(file, place)| {
        // Now it is loaded completely, and stays.
        let is_there = file.is_empty() || symbol::keep(file);
        is_there && exports::of_object(*place, Copy::of).flatten().is_some_and(|copy| copy.takes_threads(callback))
    });
    given.count()
}

/// The functions of a copy.
struct Copy {
    register: *const (),
    kind: *const (),
    threads: *const (),
    configuration: *const (),
}

impl Copy {
    fn of(exports: &Exports) -> Option<Self> {
        let function = |names: &Names| names.iter().find_map(|name| exports.function(name));
        Some(Self {
            register: function(&REGISTER)?,
            kind: function(&KIND)?,
            threads: function(&THREADS)?,
            configuration: function(&CONFIGURATION)?,
        })
    }

    /// Gives it threads, if it can be given any.
    fn takes_threads(&self, callback: *const ()) -> bool {
        let takes_them = self.can_be_given_threads();
        if takes_them {
            // SAFETY: OpenBLAS's `void openblas_set_threads_callback_function(callback)`, which
            // stores the pointer, for all threads at once. A call that runs meanwhile goes on with
            // what it has begun with.
            unsafe { mem::transmute::<*const (), extern "C" fn(*const ())>(self.register)(callback) };
        }
        takes_them
    }

    fn can_be_given_threads(&self) -> bool {
        // SAFETY: OpenBLAS's `int openblas_get_parallel(void)` and `int
        // openblas_get_num_threads(void)`.
        let number = |function| unsafe { mem::transmute::<*const (), extern "C" fn() -> c_int>(function)() };
        number(self.kind) == OWN_THREADS && number(self.threads) <= MOST && room(self.configuration()) >= ROOM
    }

    fn configuration(&self) -> &'static [u8] {
        // SAFETY: OpenBLAS's `char *openblas_get_config(void)`.
        let text = unsafe { mem::transmute::<*const (), extern "C" fn() -> *const c_char>(self.configuration)() };
        // SAFETY: it ends with a null byte, and stays.
        unsafe { CStr::from_ptr(text) }.to_bytes()
    }
}

/// How many threads a copy was built for at most, according to its configuration.
fn room(configuration: &[u8]) -> u32 {
    let words = configuration.split(u8::is_ascii_whitespace);
    let mut numbers = words.filter_map(|word| str::from_utf8(word.strip_prefix(b"MAX_THREADS=")?).ok()?.parse().ok());
    numbers.next().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_for_threads_is_read_from_the_configuration() {
        assert_eq!(room(b"OpenBLAS 0.3.31 USE64BITINT DYNAMIC_ARCH NO_AFFINITY Haswell MAX_THREADS=64"), 64);
        assert_eq!(room(b"OpenBLAS 0.3.27 MAX_THREADS=128 SINGLE_THREADED"), 128);
        assert_eq!(room(b"OpenBLAS 0.3.27 NO_AFFINITY"), 0);
        assert_eq!(room(b"MAX_THREADS=many"), 0);
    }

    #[test]
    fn names_have_affixes() {
        assert_eq!(KIND[1], c"scipy_openblas_get_parallel64_");
        assert!(KIND.contains(&c"openblas_get_parallel"));
    }
}
