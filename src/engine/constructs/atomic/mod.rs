//! Indivisible updates of a program's variables (OpenMP 5.2, 15.8.4).
//!
//! Integers and the two common floats use the machine's instructions. A variable that is wider, or
//! aligned to less than its size as a complex number may be, is updated under
//! [`ATOMIC`](crate::engine::protocols::process_locks::ATOMIC), which GCC's code takes for such
//! types too.

// F128 is a vector, and C passes a vector in the same way as a 128-bit float. The lint does not
// know vectors.
#![allow(improper_ctypes)]

mod arithmetic;
pub mod bytes;
mod complex;
#[cfg(target_arch = "x86_64")]
mod double_extended;
mod machine;
mod quad;
mod under_lock;
mod widen;

pub use arithmetic::{Arithmetic, Bits};
pub use complex::Complex;
#[cfg(target_arch = "x86_64")]
pub use double_extended::F80;
pub use machine::{Cell, Integer};
/// C's `long double`.
#[cfg(not(target_arch = "x86_64"))]
pub use quad::F128 as F80;
pub use quad::F128;
pub use widen::Widen;

/// A type whose variables can be read and changed in one step.
pub trait Variable: Copy {
    /// The value of the variable.
    ///
    /// # Safety
    /// `at` points to a variable that is accessed by atomic operations only, as long as several
    /// threads use it.
    unsafe fn load(at: *mut Self) -> Self;

    /// Gives the variable the value `new`; returns its former value.
    ///
    /// # Safety
    /// As for [`Variable::load`].
    unsafe fn swap(at: *mut Self, new: Self) -> Self;

    /// Replaces the variable's value by the one that `change` makes of it, or leaves it if that
    /// makes none. Returns the values before and after. `change` may be called several times.
    ///
    /// # Safety
    /// As for [`Variable::load`].
    unsafe fn change(at: *mut Self, change: impl Fn(Self) -> Option<Self>) -> (Self, Self);
}

/// Replaces `x`, the variable at `at`, by `f(x, e)`. Returns the values before and after.
///
/// # Safety
/// As for [`Variable::load`].
pub unsafe fn update<T: Variable>(at: *mut T, e: T, f: impl Fn(T, T) -> T) -> (T, T) {
    // SAFETY: the caller's promise.
    unsafe { T::change(at, |x| Some(f(x, e))) }
}

/// As [`update`], but computes in the wider type of the operand, and rounds or cuts the result to
/// the variable's type.
///
/// # Safety
/// As for [`Variable::load`].
pub unsafe fn update_in<T: Variable + Widen<W>, W: Copy>(at: *mut T, e: W, f: impl Fn(W, W) -> W) -> (T, T) {
    // SAFETY: the caller's promise.
    unsafe { T::change(at, |x| Some(T::narrow(f(x.widen(), e)))) }
}

/// Replaces `x`, the variable at `at`, by `e` if `better(x, e)`, as the least or greatest value so
/// far. Returns the values before and after.
///
/// # Safety
/// As for [`Variable::load`].
pub unsafe fn replace_if<T: Variable>(at: *mut T, e: T, better: impl Fn(T, T) -> bool) -> (T, T) {
    // SAFETY: the caller's promise.
    unsafe { T::change(at, |x| better(x, e).then_some(e)) }
}
