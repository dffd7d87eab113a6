//! Variables that the machine cannot update by itself.

use crate::engine::constructs::atomic::{Complex, F128, Variable};
use crate::engine::constructs::owner::current_gtid;
use crate::engine::protocols::process_locks::ATOMIC;

/// Runs `body` while no other thread does.
pub fn locked<R>(body: impl FnOnce() -> R) -> R {
    ATOMIC.lock(current_gtid());
    let result = body();
    ATOMIC.unlock();
    result
}

macro_rules! under_lock {
    ($($type:ty),*) => {$(
        impl Variable for $type {
            unsafe fn load(at: *mut Self) -> Self {
                // SAFETY: the caller's promise; a thread that changes the variable holds the lock.
                // Fortran may align it to less than C does.
                locked(|| unsafe { at.read_unaligned() })
            }

            unsafe fn swap(at: *mut Self, new: Self) -> Self {
                // SAFETY: as in `load`.
                unsafe { Self::change(at, |_| Some(new)) }.0
            }

            unsafe fn change(at: *mut Self, change: impl Fn(Self) -> Option<Self>) -> (Self, Self) {
                locked(|| {
                    // SAFETY: as in `load`.
                    let before = unsafe { at.read_unaligned() };
                    let Some(after) = change(before) else { return (before, before) };
                    // SAFETY: as in `load`.
                    unsafe { at.write_unaligned(after) };
                    (before, after)
                })
            }
        }
    )*};
}

#[cfg(target_arch = "x86_64")]
pub(super) use under_lock;

under_lock!(F128, Complex<f32>, Complex<f64>, Complex<F128>);
