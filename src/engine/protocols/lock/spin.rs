//! How long to look at a lock before sleeping on it.

use std::ptr;

use crate::engine::protocols::lock::crowd::Waiter;
use crate::engine::protocols::wait;
use crate::sys::sync::spin_hint;

/// The number of looks at a taken lock before sleeping; `u64::MAX`: for ever.
fn spin_limit() -> u64 {
    // Under loom a second look finds nothing that the first sleep does not find.
    if cfg!(loom) {
        return 0;
    }
    // A lock may be the first part of OpenMP that a process uses.
    if !wait::is_configured() {
        wait::tuned::apply();
    }
    wait::lock_looks()
}

/// After this many looks the processor is given away, because the holder may be queued on it. Only
/// users who ask for long spinning get here.
const PATIENCE: u64 = 2000;

/// The most pauses between two looks. Each look takes the lock's cache line from the holder, who
/// could otherwise take the lock several times meanwhile.
const LONGEST: u64 = 8;

/// The pauses after which the thread takes it that others wait too: three looks.
const ALONE: u64 = 7;

/// Where each thread has a processor, one that does not look at the lock disturbs nobody. So it may
/// wait this many times longer for its turn before it sleeps.
const FAR: u64 = 8;

/// Calls `take` until it returns true, which means that the calling thread has the lock whose word
/// is `word`. Gives up, and returns false, when looking is not worth it any more, or after as many
/// looks as the user wants.
pub fn spin_until<Word>(word: &Word, mut take: impl FnMut() -> bool) -> bool {
    let limit = spin_limit();
    let (mut waited, mut pauses, mut patience) = (0, 1, PATIENCE);
    let mut crowd = None;
    while waited < limit {
        let (now, counted) = match crowd.as_mut().map_or(Ok(()), Waiter::may_look) {
            Ok(()) if take() => return true,
            Ok(()) => {
                let now = pauses;
                pauses = (pauses * 2).min(LONGEST);
                (now, now)
            }
            Err(far) if wait::are_short() => (far, far),
            Err(far) => (far, far.div_ceil(FAR)),
        };
        if waited >= patience {
            patience = waited + PATIENCE;
            crate::sys::thread::yield_now();
        }
        for _ in 0..now {
            spin_hint();
        }
        waited += counted;
        if crowd.is_none() && waited >= ALONE {
            crowd = Some(Waiter::join(ptr::from_ref(word).addr()));
        }
    }
    false
}
