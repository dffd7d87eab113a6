//! `atomic` (OpenMP 5.2, 15.8.4) on types that the machine cannot update by itself.

use crate::engine::constructs::mutex::{self, Known, Mutex};
use crate::engine::constructs::owner::current_gtid;
use crate::engine::protocols::process_locks::ATOMIC;

/// `void GOMP_atomic_start(void)`: begins an `atomic` that GCC has no instruction for, as on `long
/// double` or `_Complex`. One lock serves them all.
///
/// Emitted by GCC for `atomic` without an instruction of the machine (OpenMP 5.2, 15.8.4).
pub extern "C-unwind" fn GOMP_atomic_start() {
    mutex::acquire(Known::new(Mutex::Atomic, &raw const ATOMIC), || ATOMIC.lock(current_gtid()));
}

/// `void GOMP_atomic_end(void)`: ends the `atomic` that [`GOMP_atomic_start`] began.
///
/// Emitted by GCC for `atomic` without an instruction of the machine (OpenMP 5.2, 15.8.4).
pub extern "C-unwind" fn GOMP_atomic_end() {
    mutex::release(Known::new(Mutex::Atomic, &raw const ATOMIC), || ATOMIC.unlock());
}
