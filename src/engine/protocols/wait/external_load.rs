//! External load: whether other programs want the processors too.
//!
//! A thread does well to give its processor away to other threads of its process, because it waits
//! for them. Another program, however, keeps the processor for some milliseconds. The kernel does
//! not tell which of the two has got it. But it tells how much time the process has computed: if
//! the process has more threads that want to run than there are processors, and no other program
//! wants any, that is all the time of all processors.

use crate::sys::sync::unmodelled::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use crate::sys::clock;

/// The time of the last answer, and how much the process had computed by then, in nanoseconds.
static ASKED: AtomicU64 = AtomicU64::new(0);
static USED: AtomicU64 = AtomicU64::new(0);

/// Processors that the process can get time of, not counting those that FERROMP_PROCESSORS
/// pretends.
static PROCESSORS: AtomicU32 = AtomicU32::new(1);

/// The last answer.
static THERE: AtomicBool = AtomicBool::new(false);

/// Nanoseconds for which an answer is good: the share is not measured over a shorter time.
const SHORT: u64 = 2_000_000;

/// After this many nanoseconds an answer says nothing about the present.
const LONG: u64 = 1_000_000_000;

/// Sets how many processors there are.
pub fn configure(processors: u32) {
    PROCESSORS.store(processors, Ordering::Relaxed);
}

/// How many processors the process can get time of.
pub fn usable_processors() -> u32 {
    PROCESSORS.load(Ordering::Relaxed)
}

/// Whether other programs have taken part of the processors since the last answer. The process must
/// have had work for all processors since then. `now`: in nanoseconds.
pub fn compute(now: u64) -> bool {
    let asked = ASKED.load(Ordering::Relaxed);
    let time = now.saturating_sub(asked);
    if time < SHORT || ASKED.compare_exchange(asked, now, Ordering::Relaxed, Ordering::Relaxed).is_err() {
        return THERE.load(Ordering::Relaxed);
    }
    let used = clock::process_nanos();
    let since = used.saturating_sub(USED.swap(used, Ordering::Relaxed));
    let there = time < LONG && is_part(since, time, PROCESSORS.load(Ordering::Relaxed));
    THERE.store(there, Ordering::Relaxed);
    there
}

/// Whether the process computed for less than three quarters of the processors' `time`, so that
/// other programs had the rest. `used`: nanoseconds of computing.
fn is_part(used: u64, time: u64, processors: u32) -> bool {
    used.saturating_mul(4) < time.saturating_mul(3 * u64::from(processors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_gets_all_processors_is_alone() {
        assert!(!is_part(2_000, 1_000, 2));
        assert!(!is_part(1_600, 1_000, 2));
        // The machine's only processor is shared with another program's thread.
        assert!(is_part(500, 1_000, 1));
        assert!(is_part(1_300, 1_000, 2));
    }

    #[test]
    fn the_first_answer_and_one_after_a_long_time_are_no() {
        assert!(!compute(2 * LONG));
        // This is too soon for another answer.
        assert!(!compute(2 * LONG + SHORT - 1));
        assert!(!compute(4 * LONG));
    }
}
