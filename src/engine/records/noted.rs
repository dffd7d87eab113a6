//! Cells that only the records write.

use std::cell::Cell;

/// A value that any code may read, and that changes only with an event of its record: only the
/// record's methods for such events write it.
#[repr(transparent)]
pub struct Noted<T>(Cell<T>);

impl<T: Copy> Noted<T> {
    #[inline(always)]
    pub(in crate::engine::records) const fn new(value: T) -> Self {
        Self(Cell::new(value))
    }

    #[inline(always)]
    pub fn get(&self) -> T {
        self.0.get()
    }

    #[inline(always)]
    pub(in crate::engine::records) fn set(&self, value: T) {
        self.0.set(value);
    }

    #[inline(always)]
    pub(in crate::engine::records) fn replace(&self, value: T) -> T {
        self.0.replace(value)
    }

    /// Sets a value that other threads also read, if it changes: a value that does not change stays
    /// in their caches.
    #[inline(always)]
    pub(in crate::engine::records) fn keep(&self, value: T)
    where
        T: PartialEq,
    {
        if self.0.get() != value {
            self.0.set(value);
        }
    }
}
