//! Copies of OpenBLAS that have threads of their own, and are given the runtime's.
//!
//! OpenBLAS can be given another's threads from 0.3.27 on, by a call that nobody makes. When is the
//! time for it? A copy may be loaded at any moment, and the process may never open a region. But a
//! copy that has threads of its own asks before it uses them whether its caller is in a region
//! (`omp_in_parallel`, if the process has such a function), to warn if so. Each such question is
//! the occasion: if objects have been loaded since the last look, there may be a new copy among
//! them. So a copy does the first call on its own threads, and all others on the runtime's. No call
//! of the loader has to be intercepted, and none of its locks is held while something is loaded.
//!
//! Left alone are copies
//!
//! - that are built for OpenMP, or without threads;
//! - that have room for fewer than 64 threads, since jobs are numbered from 63 down (the lower
//!   numbers are those of OpenBLAS's own threads, which LU factorizations go on to use);
//! - with more than 32 threads, for the same reason.

use std::ffi::{CStr, c_char, c_int};
use std::{mem, str};

use crate::engine::ground::settings;
use crate::engine::records::thread::Thread;
use crate::sys::exports::Exports;
use crate::sys::sync::{AtomicU8, AtomicU64, Ordering};
use crate::sys::{exports, object};

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

/// How many objects had been loaded at the last look.
static SEEN: AtomicU64 = AtomicU64::new(0);

/// How often threads without a record have asked; not exact, if several do so at once.
static ASKED: AtomicU8 = AtomicU8::new(0);

/// Whether to look at a thread's question of this number. To look for new objects takes up to a
/// microsecond in a process with many.
fn is_occasion(asked: u8) -> bool {
    asked.is_multiple_of(8)
}

/// To be called when a thread asks whether it is in a region. `callback`: the function that new
/// copies are to give their jobs to.
#[inline]
pub fn asked(thread: Option<&Thread>, callback: *const ()) {
    let asked = match thread {
        Some(thread) => thread.asked.replace(thread.asked.get().wrapping_add(1)),
        None => {
            let asked = ASKED.load(Ordering::Relaxed);
            ASKED.store(asked.wrapping_add(1), Ordering::Relaxed);
            asked
        }
    };
    if is_occasion(asked) {
        look(callback);
    }
}

#[cold]
#[inline(never)]
fn look(callback: *const ()) {
    // Before the look: what is loaded meanwhile is found at the next one.
    let loads = object::loads();
    if SEEN.load(Ordering::Relaxed) == loads || !settings::get().openblas {
        return;
    }
    exports::each(|copy| {
        if let Some(register) = function(copy, &REGISTER)
            && can_be_given_threads(copy)
        {
            // SAFETY: OpenBLAS's `void openblas_set_threads_callback_function(callback)`, which
            // stores the pointer, for all threads at once. A call that runs meanwhile goes on with
            // what it has begun with.
            unsafe { mem::transmute::<*const (), extern "C" fn(*const ())>(register)(callback) };
        }
    });
    SEEN.store(loads, Ordering::Relaxed);
}

fn function(copy: &Exports, names: &Names) -> Option<*const ()> {
    names.iter().find_map(|name| copy.function(name))
}

/// The answer of a function of OpenBLAS's that takes no arguments.
fn number(copy: &Exports, names: &Names) -> Option<c_int> {
    let found = function(copy, names)?;
    // SAFETY: OpenBLAS's functions that this file names and that give a number are of this type.
    // They take no lock that is held while a library is loaded.
    Some(unsafe { mem::transmute::<*const (), extern "C" fn() -> c_int>(found)() })
}

/// OpenBLAS's `char *openblas_get_config(void)`.
fn configuration(copy: &Exports) -> Option<&'static [u8]> {
    let found = function(copy, &CONFIGURATION)?;
    // SAFETY: as in `number`.
    let text = unsafe { mem::transmute::<*const (), extern "C" fn() -> *const c_char>(found)() };
    // SAFETY: it ends with a null byte, and stays.
    Some(unsafe { CStr::from_ptr(text) }.to_bytes())
}

fn can_be_given_threads(copy: &Exports) -> bool {
    number(copy, &KIND) == Some(OWN_THREADS)
        && number(copy, &THREADS).is_some_and(|threads| threads <= MOST)
        && configuration(copy).is_some_and(|text| room(text) >= ROOM)
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
    fn the_first_question_is_an_occasion_and_so_are_later_ones() {
        let occasions: Vec<u8> = (0..20).filter(|&asked| is_occasion(asked)).collect();
        assert_eq!(occasions, [0, 8, 16]);
    }

    #[test]
    fn names_have_affixes() {
        assert_eq!(KIND[1], c"scipy_openblas_get_parallel64_");
        assert!(KIND.contains(&c"openblas_get_parallel"));
    }
}
