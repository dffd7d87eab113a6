//! Marks of addresses that are memory from an allocator, for gfortran: an allocatable may come from
//! `malloc` or, under an `allocators` directive, from here, and the code that deallocates it has to
//! know.
//!
//! It is a set of addresses, made of atomics only, because a fork may come at any moment. Each
//! segment is a table in which an address has [`WINDOW`] cells. When all of them are taken, the
//! next segment is used, which is four times as large. Nothing is ever moved.

use crate::sys::sync::{AtomicPtr, AtomicUsize, Ordering};
use std::ptr;

use crate::engine::ground::by_address::spread;

/// Cells of the first segment.
const FIRST: usize = 256;

/// Cells that an address may be in: a cache line.
const WINDOW: usize = 8;

/// The segments, made when they are needed. Each cell has an address, or 0.
struct Marks([AtomicPtr<AtomicUsize>; 16]);

static MARKS: Marks = Marks::new();

impl Marks {
    const fn new() -> Self {
        Self([const { AtomicPtr::new(ptr::null_mut()) }; 16])
    }

    /// The cells for `address` in a segment, if that exists.
    fn window(&self, segment: usize, address: usize) -> Option<&[AtomicUsize]> {
        let cells = self.0[segment].load(Ordering::Acquire);
        let windows = (FIRST << (2 * segment)) / WINDOW;
        let window = (spread(address) >> 32) % windows;
        // SAFETY: null, or the FIRST << 2 * segment cells that `add_segment` leaked.
        (!cells.is_null()).then(|| unsafe { std::slice::from_raw_parts(cells.add(window * WINDOW), WINDOW) })
    }

    fn windows(&self, address: usize) -> impl Iterator<Item = &[AtomicUsize]> {
        (0..self.0.len()).map_while(move |segment| self.window(segment, address))
    }

    fn add_segment(&self, segment: usize) {
        let cells: Box<[AtomicUsize]> = (0..FIRST << (2 * segment)).map(|_| AtomicUsize::new(0)).collect();
        let cells = Box::into_raw(cells);
        // Release: partner of the Acquire in `window`.
        let ours =
            self.0[segment].compare_exchange(ptr::null_mut(), cells.cast(), Ordering::Release, Ordering::Relaxed);
        if ours.is_err() {
            // SAFETY: from Box::into_raw above; nobody else has seen it.
            drop(unsafe { Box::from_raw(cells) });
        }
    }

    fn put(&self, address: usize) {
        for segment in 0..self.0.len() {
            if self.window(segment, address).is_none() {
                self.add_segment(segment);
            }
            // Relaxed, here and in `take`: the thread that takes an address out has got the address
            // itself, in order, from the one that put it in.
            let put =
                |cell: &AtomicUsize| cell.compare_exchange(0, address, Ordering::Relaxed, Ordering::Relaxed).is_ok();
            if self.window(segment, address).into_iter().flatten().any(put) {
                return;
            }
        }
    }

    fn take(&self, address: usize) -> bool {
        let take = |cell: &AtomicUsize| {
            cell.load(Ordering::Relaxed) == address
                && cell.compare_exchange(address, 0, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        };
        self.windows(address).flatten().any(take)
    }

    fn has(&self, address: usize) -> bool {
        self.windows(address).flatten().any(|cell| cell.load(Ordering::Relaxed) == address)
    }
}

/// Marks an address, once.
pub fn mark(address: usize) {
    if address != 0 && !MARKS.has(address) {
        MARKS.put(address);
    }
}

/// Takes the mark of an address away; whether it had one.
pub fn unmark(address: usize) -> bool {
    address != 0 && MARKS.take(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_taken_once() {
        let marks = Marks::new();
        let addresses: Vec<usize> = (1..5000).map(|n| 0x7f00_0000_0000 + n * 32).collect();
        for &address in &addresses {
            assert!(!marks.take(address));
            marks.put(address);
        }
        for &address in &addresses {
            assert!(marks.has(address));
            assert!(marks.take(address));
            assert!(!marks.take(address));
        }
    }

    #[test]
    fn cells_are_used_again() {
        let marks = Marks::new();
        for n in 1..100_000 {
            marks.put(n * 16);
            assert!(marks.take(n * 16));
        }
        assert!(marks.window(1, 16).is_none(), "one at a time fits into the first segment");
    }

    #[test]
    fn a_mark_is_set_once_and_null_never() {
        mark(0x1230);
        mark(0x1230);
        assert!(unmark(0x1230));
        assert!(!unmark(0x1230));
        mark(0);
        assert!(!unmark(0));
    }
}
