//! Where the numbers of barriers, phases, constructs, regions and leases begin.
//!
//! They begin with [`first`]. In a build with debug assertions `FERROMP_NUMBERS=wrap` makes that a
//! number just below 2³¹ or 2³², so that every run crosses the places where a comparison of numbers
//! can go wrong.

/// Of two counts that may wrap, the one that is behind.
pub fn earlier(a: u32, b: u32) -> u32 {
    if (a.wrapping_sub(b) as i32) < 0 { a } else { b }
}

/// Of two counts that may wrap, the one that is ahead.
pub fn later(a: u32, b: u32) -> u32 {
    if (a.wrapping_sub(b) as i32) < 0 { b } else { a }
}

/// The number behind which a new team or worker begins to count.
#[cfg(not(all(debug_assertions, not(loom))))]
#[inline(always)]
pub const fn first() -> u32 {
    0
}

#[cfg(all(debug_assertions, not(loom)))]
pub use near_wrap::first;

#[cfg(all(debug_assertions, not(loom)))]
mod near_wrap {
    use std::sync::atomic::{AtomicU32, Ordering};

    use crate::sys::environ;

    /// The number behind which a new team or worker begins to count.
    pub fn first() -> u32 {
        const UNREAD: u32 = 0;
        const OFF: u32 = 1;
        /// The environment's answer; from 2 on, the number of times that a number was asked for.
        static STATE: AtomicU32 = AtomicU32::new(UNREAD);
        if STATE.load(Ordering::Relaxed) == UNREAD {
            let on = environ::value("FERROMP_NUMBERS").is_some_and(|value| value == b"wrap");
            STATE.store(if on { 2 } else { OFF }, Ordering::Relaxed);
        }
        match STATE.load(Ordering::Relaxed) {
            OFF => 0,
            _ => below_a_wrap(STATE.fetch_add(1, Ordering::Relaxed)),
        }
    }

    /// Numbers from 1 to 16 below 2³¹ and 2³² in turn.
    fn below_a_wrap(count: u32) -> u32 {
        let wrap = if count.is_multiple_of(2) { 1 << 31 } else { 0_u32 };
        wrap.wrapping_sub(1 + count / 2 * 5 % 16)
    }

    #[cfg(test)]
    mod tests {
        use super::below_a_wrap;

        #[test]
        fn both_wraps_are_near() {
            let distances = (0..64).map(below_a_wrap).map(|number| 0_u32.wrapping_sub(number) % (1 << 31));
            assert!(distances.clone().all(|distance| (1..=16).contains(&distance)));
            assert_eq!((below_a_wrap(0) < 1 << 31, below_a_wrap(1) < 1 << 31), (true, false));
        }
    }
}
