//! Variables that the machine updates by itself.

use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicU8, AtomicU16, AtomicU32, AtomicU64};

use crate::engine::constructs::atomic::Variable;

/// An integer that the machine changes in one instruction.
pub trait Integer: Variable {
    /// The atomic type of the same size.
    type Cell;

    /// The variable as an atomic.
    ///
    /// # Safety
    /// As for [`Variable::load`].
    unsafe fn cell<'a>(at: *mut Self) -> &'a Self::Cell;
}

/// The operations of an [`Integer`]'s atomic. Each returns the former value.
pub trait Cell<T> {
    fn fetch_add(&self, e: T) -> T;
    fn fetch_sub(&self, e: T) -> T;
    fn fetch_and(&self, e: T) -> T;
    fn fetch_or(&self, e: T) -> T;
    fn fetch_xor(&self, e: T) -> T;
    /// Stores `new` if the value is `expected`; returns the former value.
    fn exchange_if(&self, expected: T, new: T) -> T;
}

macro_rules! machine {
    ($($type:ty, $cell:ty, $of:path, $into:path;)*) => {$(
        impl Variable for $type {
            unsafe fn load(at: *mut Self) -> Self {
                // SAFETY: the caller's promise; the atomic has the variable's size, and the
                // specification asks the program for its alignment.
                $of(unsafe { <$cell>::from_ptr(at.cast()) }.load(SeqCst))
            }

            unsafe fn swap(at: *mut Self, new: Self) -> Self {
                // SAFETY: as in `load`.
                $of(unsafe { <$cell>::from_ptr(at.cast()) }.swap($into(new), SeqCst))
            }

            unsafe fn change(at: *mut Self, change: impl Fn(Self) -> Option<Self>) -> (Self, Self) {
                // SAFETY: as in `load`.
                let cell = unsafe { <$cell>::from_ptr(at.cast()) };
                let mut before = cell.load(SeqCst);
                loop {
                    let Some(after) = change($of(before)) else { return ($of(before), $of(before)) };
                    match cell.compare_exchange_weak(before, $into(after), SeqCst, SeqCst) {
                        Ok(_) => return ($of(before), after),
                        Err(now) => before = now,
                    }
                }
            }
        }
    )*};
}

macro_rules! integer {
    ($($type:ty, $cell:ty;)*) => {$(
        machine! { $type, $cell, std::convert::identity, std::convert::identity; }

        impl Integer for $type {
            type Cell = $cell;

            unsafe fn cell<'a>(at: *mut Self) -> &'a $cell {
                // SAFETY: the caller's promise; the specification asks the program for the
                // alignment.
                unsafe { <$cell>::from_ptr(at) }
            }
        }

        impl Cell<$type> for $cell {
            fn fetch_add(&self, e: $type) -> $type {
                <$cell>::fetch_add(self, e, SeqCst)
            }
            fn fetch_sub(&self, e: $type) -> $type {
                <$cell>::fetch_sub(self, e, SeqCst)
            }
            fn fetch_and(&self, e: $type) -> $type {
                <$cell>::fetch_and(self, e, SeqCst)
            }
            fn fetch_or(&self, e: $type) -> $type {
                <$cell>::fetch_or(self, e, SeqCst)
            }
            fn fetch_xor(&self, e: $type) -> $type {
                <$cell>::fetch_xor(self, e, SeqCst)
            }
            fn exchange_if(&self, expected: $type, new: $type) -> $type {
                self.compare_exchange(expected, new, SeqCst, SeqCst).unwrap_or_else(|now| now)
            }
        }
    )*};
}

integer! {
    i8, AtomicI8;
    i16, AtomicI16;
    i32, AtomicI32;
    i64, AtomicI64;
    u8, AtomicU8;
    u16, AtomicU16;
    u32, AtomicU32;
    u64, AtomicU64;
}

machine! {
    f32, AtomicU32, f32::from_bits, f32::to_bits;
    f64, AtomicU64, f64::from_bits, f64::to_bits;
}
