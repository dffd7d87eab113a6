//! nthreads-var is a list (OpenMP 5.2, 2.2): how many threads the next region is to have, and then
//! those inside it, level by level.

use crate::sys::sync::unmodelled::{AtomicPtr, Ordering};
use std::ptr;

/// An entry of such a list behind the first one: what nthreads-var becomes one level deeper.
#[derive(Debug)]
pub struct Level {
    pub threads: u32,
    /// Set if fewer threads are not acceptable there.
    pub strict: Option<Strict>,
    pub deeper: Option<&'static Level>,
}

/// `num_threads(strict: …)` (OpenMP 6.0, 12.1.2): what to do if a region gets fewer threads than it
/// asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strict {
    /// Whether the program ends then.
    pub fatal: bool,
    /// The message in the place of the runtime's own words.
    pub message: Option<Box<[u8]>>,
}

/// A level that lives as long as the process.
struct Kept {
    level: Level,
    older: *const Kept,
}

/// The numbers as a list of levels. Equal lists are the same one: control variables are compared at
/// each region, and by address. `strict` holds for all of them.
pub fn list(numbers: &[u32], strict: Option<&Strict>) -> Option<&'static Level> {
    numbers.iter().rev().fold(None, |deeper, &threads| Some(kept(threads, strict, deeper)))
}

/// The level with these values. Programs use few different lists, so each level is kept once and
/// for ever. Two threads that come with the same level at the same time may keep it twice. No lock:
/// a fork may come at any moment.
fn kept(threads: u32, strict: Option<&Strict>, deeper: Option<&'static Level>) -> &'static Level {
    static NEWEST: AtomicPtr<Kept> = AtomicPtr::new(ptr::null_mut());
    let address = |level: Option<&'static Level>| level.map_or(ptr::null(), ptr::from_ref);
    let mut newest = NEWEST.load(Ordering::Acquire);
    let mut next = newest.cast_const();
    // SAFETY: what was published is never freed or changed.
    while let Some(Kept { level, older }) = unsafe { next.as_ref() } {
        let same_strict = level.strict.as_ref() == strict;
        if same_strict && level.threads == threads && address(level.deeper) == address(deeper) {
            return level;
        }
        next = *older;
    }
    let level = Level { threads, strict: strict.cloned(), deeper };
    let fresh = Box::into_raw(Box::new(Kept { level, older: newest }));
    // Release: partner of the load above, so that others see the whole level.
    while let Err(other) = NEWEST.compare_exchange(newest, fresh, Ordering::AcqRel, Ordering::Acquire) {
        newest = other;
        // SAFETY: not published yet.
        unsafe { (*fresh).older = newest };
    }
    // SAFETY: as above.
    unsafe { &(*fresh).level }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(mut level: Option<&'static Level>) -> Vec<u32> {
        let mut numbers = Vec::new();
        while let Some(&Level { threads, deeper, .. }) = level {
            numbers.push(threads);
            level = deeper;
        }
        numbers
    }

    #[test]
    fn equal_lists_are_the_same_one() {
        let first = list(&[3, 2], None).expect("it has two levels");
        assert_eq!(numbers(Some(first)), [3, 2]);
        assert!(ptr::eq(first, list(&[3, 2], None).expect("as above")));
        assert_eq!(numbers(list(&[4, 3, 2], None)), [4, 3, 2]);
        assert!(list(&[], None).is_none());
    }

    #[test]
    fn lists_that_differ_in_what_is_said_are_two() {
        let strict = |fatal, message: &[u8]| Strict { fatal, message: Some(message.into()) };
        let of = |strict: Strict| ptr::from_ref(list(&[3], Some(&strict)).expect("it has a level"));
        assert_eq!(of(strict(true, b"a")), of(strict(true, b"a")));
        assert_ne!(of(strict(true, b"a")), of(strict(true, b"b")));
        assert_ne!(of(strict(true, b"a")), of(strict(false, b"a")));
    }
}
