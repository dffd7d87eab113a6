//! How many threads a native thread's regions may have: the limit for all threads of the process,
//! and the shares that nested levels get of the budget.
//!
//! Both are worked out from the *width* of a team alone: the number of threads that a native thread
//! has at that level, if all its teams are like this one. Nothing that other threads do meanwhile
//! changes them. So a task gets a region of the size that it was told before.

use crate::sys::sync::unmodelled::{AtomicU32, Ordering};

use crate::engine::ground::icv::NO_LIMIT;
use crate::engine::ground::settings;

/// The limit. [`UNSAID`] until the program sets one: then the environment's value holds.
static LIMIT: AtomicU32 = AtomicU32::new(UNSAID);

const UNSAID: u32 = u32::MAX;

/// The most threads that a native thread may have in its regions and in the regions nested in them;
/// [`NO_LIMIT`]: any number.
#[inline]
pub fn limit() -> u32 {
    match LIMIT.load(Ordering::Relaxed) {
        UNSAID => written_limit(),
        limit => limit,
    }
}

#[cold]
fn written_limit() -> u32 {
    settings::get().process_thread_limit.unwrap_or(NO_LIMIT).min(NO_LIMIT)
}

/// Sets [`limit`] for all threads at once. It holds from each thread's next region on.
pub fn set_limit(limit: u32) {
    LIMIT.store(limit.clamp(1, NO_LIMIT), Ordering::Relaxed);
}

/// Takes over what the environment says. At the first OpenMP call.
pub fn apply() {
    let _ = LIMIT.compare_exchange(UNSAID, written_limit(), Ordering::Relaxed, Ordering::Relaxed);
}

/// The threads that a team in a team of this width gets under the limit, if it wants `wanted`.
#[inline(always)]
pub fn within_limit(wanted: u32, width: impl FnOnce() -> u32) -> u32 {
    // Without a limit this costs one load and no more: programs ask for the number of threads in
    // inner loops.
    if LIMIT.load(Ordering::Relaxed) == NO_LIMIT { wanted } else { limited(wanted, width()) }
}

#[inline(never)]
fn limited(wanted: u32, width: u32) -> u32 {
    match limit() {
        NO_LIMIT => wanted,
        limit => wanted.min(share(limit, width)),
    }
}

/// The share of each of `width` threads of the processors, or of FERROMP_BUDGET where that is set.
pub fn share_of_processors(width: u32) -> u32 {
    share(settings::get().budget(), width)
}

/// The share of each of `width` threads of `whole`.
#[inline]
fn share(whole: u32, width: u32) -> u32 {
    (whole / width).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_shares_together_are_no_more_than_the_whole_and_nobody_gets_nothing() {
        assert_eq!([share(6, 1), share(6, 2), share(6, 4), share(6, 6), share(6, 100)], [6, 3, 1, 1, 1]);
    }
}
