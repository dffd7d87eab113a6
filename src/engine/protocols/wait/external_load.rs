//! Whether other programs want the processors too.
//!
//! Who gives the processor away to threads of the same process does well: they are those who are waited for. Another
//! program keeps it for a slice of milliseconds. The kernel does not say who had it, but what share of the processors
//! the process gets: all, as long as more of its own threads want to run than there are processors, and nobody else does.

use crate::sys::sync::unmodelled::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use crate::sys::clock;

/// When it was asked last, and how much the process had computed by then, in nanoseconds.
static ASKED: AtomicU64 = AtomicU64::new(0);
static USED: AtomicU64 = AtomicU64::new(0);

/// Processors that the process can get time of, which excludes those that are only pretended.
static PROCESSORS: AtomicU32 = AtomicU32::new(1);

/// The last answer.
static THERE: AtomicBool = AtomicBool::new(false);

/// An answer is good for so long: a share is found out over no shorter time.
const SHORT: u64 = 2_000_000;

/// What happened so long ago says nothing of now.
const LONG: u64 = 1_000_000_000;

/// Sets how many processors there are.
pub fn configure(processors: u32) {
    PROCESSORS.store(processors, Ordering::Relaxed);
}

/// Whether others have taken part of the processors since this was asked last, in a process that
/// had work for all the time. `now`: in nanoseconds.
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

/// Whether `used` nanoseconds of computing in `time` are so few that others had the rest: below three quarters.
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
        // One of two threads of the machine's only processor, and another program's.
        assert!(is_part(500, 1_000, 1));
        assert!(is_part(1_300, 1_000, 2));
    }

    #[test]
    fn the_first_answer_and_one_after_a_long_time_are_no() {
        assert!(!compute(2 * LONG));
        // Too soon for another answer.
        assert!(!compute(2 * LONG + SHORT - 1));
        assert!(!compute(4 * LONG));
    }
}
