//! Chaos: delays before atomic accesses in a build with debug assertions, so that a machine with
//! two processors shows errors that otherwise only many processors show.
//!
//! `FERROMP_CHAOS=SEED` or `SEED:RATE` delays threads at random before their atomic accesses:
//! before one of RATE writes (2000 if not given), and one of eight times as many reads, since most
//! reads are made by threads that wait. The same seed gives each thread, in the order in which they
//! come, the same delays.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::sys::{environ, thread};

/// The access that a thread is about to make.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read,
    Store,
    /// An atomic read and write in one.
    Update,
}

/// There is a delay before one of this many writes; 0: never; [`UNREAD`] before the environment has
/// been asked.
static RATE: AtomicU32 = AtomicU32::new(UNREAD);
const UNREAD: u32 = u32::MAX;

/// The seed of the next thread's numbers.
static SEED: AtomicU64 = AtomicU64::new(0);

/// By this factor a delay before a read is rarer.
const READS: u64 = 8;

thread_local! {
    /// The thread's random numbers; 0: it has none yet.
    static NUMBERS: Cell<u64> = const { Cell::new(0) };
}

/// To be called before each atomic access to the word at an address.
#[inline]
pub fn look(access: Access, _address: usize) {
    match RATE.load(Ordering::Relaxed) {
        0 => {}
        UNREAD => configure(),
        rate => {
            let one_of = u64::from(rate) * if access == Access::Read { READS } else { 1 };
            let number = next_number();
            if number.is_multiple_of(one_of) {
                delay(number / one_of);
            }
        }
    }
}

#[cold]
fn configure() {
    let value = environ::value("FERROMP_CHAOS").and_then(|value| String::from_utf8(value).ok());
    let (seed, rate) = value.as_deref().and_then(parse).unwrap_or((0, 0));
    SEED.store(seed, Ordering::Relaxed);
    RATE.store(rate, Ordering::Relaxed);
}

fn parse(value: &str) -> Option<(u64, u32)> {
    let (seed, rate) = value.split_once(':').unwrap_or((value, "2000"));
    Some((seed.parse().ok()?, rate.parse().ok().filter(|rate| *rate != UNREAD)?))
}

/// A step of xorshift64*.
fn next_number() -> u64 {
    NUMBERS.with(|numbers| {
        let mut state = numbers.get();
        if state == 0 {
            state = SEED.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed) | 1;
        }
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        numbers.set(state);
        state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    })
}

/// From a few hundred nanoseconds to a millisecond, the longer the rarer.
#[cold]
fn delay(how: u64) {
    match how % 16 {
        0..8 => (0..how / 16 % 512).for_each(|_| std::hint::spin_loop()),
        8..13 => thread::yield_now(),
        13..15 => thread::pause(std::time::Duration::from_micros(how / 16 % 100)),
        _ => thread::pause(std::time::Duration::from_micros(how / 16 % 1000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_comes_with_a_rate_or_without() {
        assert_eq!(parse("7"), Some((7, 2000)));
        assert_eq!(parse("7:100"), Some((7, 100)));
        assert_eq!(parse("7:0"), Some((7, 0)));
        assert_eq!(parse("x"), None);
        assert_eq!(parse("7:"), None);
    }
}
