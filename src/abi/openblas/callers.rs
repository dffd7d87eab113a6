//! The callers of a function, by the addresses that it returns to.

use crate::engine::ground::by_address::spread;
use crate::sys::sync::{AtomicUsize, Ordering};

/// Both are powers of two. The processor's cache has the callers of a set in one line.
const SETS: usize = 32;
const WAYS: usize = 8;

/// The newest callers, in sets by a number that is worked out from the address. Any number of
/// threads may read and add at the same time; nobody waits for anybody.
///
/// All is read, and next to nothing is written: each caller is added once, as long as there are few
/// of them. A program whose code asks from hundreds of places has some more than a set holds. Then
/// the oldest one of the set is dropped, and is new when it comes again.
///
/// A place in the code is the same place for ever, unless its library is unloaded and another one
/// lies there. If that one calls from the very same address, the caller is taken for the former.
pub struct Callers([Set; SETS]);

/// Each word is an address, or 0 for none; the newest comes first. Two threads that add at once may
/// lose a caller or keep it twice. There are never other addresses than callers'.
#[repr(align(64))]
struct Set([AtomicUsize; WAYS]);

impl Callers {
    pub const fn new() -> Self {
        Self([const { Set([const { AtomicUsize::new(0) }; WAYS]) }; SETS])
    }

    #[inline(always)]
    fn set(&self, caller: usize) -> &[AtomicUsize; WAYS] {
        let number = spread(caller) >> (usize::BITS - SETS.ilog2());
        &self.0[number % SETS].0
    }

    /// Whether `caller` was added, and was not dropped.
    #[inline(always)]
    pub fn have(&self, caller: usize) -> bool {
        self.set(caller).iter().any(|way| way.load(Ordering::Relaxed) == caller)
    }

    pub fn add(&self, caller: usize) {
        let mut next = caller;
        for way in self.set(caller) {
            let here = way.load(Ordering::Relaxed);
            way.store(next, Ordering::Relaxed);
            next = here;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::array;

    use super::*;

    #[test]
    fn a_caller_is_new_once() {
        let callers = Callers::new();
        for caller in [0x40_1005, 0x7fff_f7a0_1234] {
            assert!(!callers.have(caller));
            callers.add(caller);
            assert!(callers.have(caller));
        }
        assert!(callers.have(0x40_1005));
        assert!(!callers.have(0x40_1006));
    }

    /// Calls from a function's body, a dozen bytes apart.
    #[test]
    fn a_hundred_callers_have_room() {
        let callers = Callers::new();
        let places = array::from_fn::<usize, 100, _>(|index| 0x5555_5560_0003 + 13 * index);
        places.iter().for_each(|&place| callers.add(place));
        assert!(places.iter().all(|&place| callers.have(place)));
    }

    #[test]
    fn the_newest_callers_stay() {
        let callers = Callers::new();
        for caller in 1..=10_000 {
            callers.add(caller);
        }
        assert!((9_990..=10_000).all(|caller| callers.have(caller)));
        assert!((1..=10_000).filter(|&caller| callers.have(caller)).count() == SETS * WAYS);
    }
}
