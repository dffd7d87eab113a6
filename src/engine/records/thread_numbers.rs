//! The numbers of threads, as programs see them, and of hidden helpers among them.

use crate::engine::ground::settings;
use crate::sys::sync::{AtomicU32, Ordering};

/// The number of threads that there have been, without hidden helpers.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// The first hidden helper's number.
pub const FIRST_HELPER: u32 = 2;

/// The number of thread numbers, from 1 on, that are kept free for hidden helpers.
fn helper_numbers() -> u32 {
    match settings::get().helpers {
        0 => 0,
        helpers => helpers + FIRST_HELPER - 1,
    }
}

/// A new number. After the first one, some are kept free for the hidden helpers.
pub fn next() -> u32 {
    let count = NEXT.fetch_add(1, Ordering::Relaxed);
    if count == 0 { 0 } else { count + helper_numbers() }
}

/// In a forked child the survivor keeps its number, and new threads get numbers above it.
pub fn after_fork_in_child(survivor: u32) {
    NEXT.store(survivor.saturating_sub(helper_numbers()) + 1, Ordering::Relaxed);
}

/// The number of threads that the runtime has known.
pub fn known() -> u32 {
    NEXT.load(Ordering::Relaxed)
}
