//! The machine's atomics with a [`look`] before each access: where a build with debug assertions
//! delays threads at random, and the exploring scheduler switches between them.

use std::sync::atomic;

pub use std::sync::atomic::Ordering;

use super::before::{Access, look};

/// A full fence, or a weaker one.
#[inline(always)]
pub fn fence(order: Ordering) {
    atomic::fence(order);
}

/// The part that all atomics have.
macro_rules! watched {
    ($name:ident, $value:ty $(, $parameter:ident)?) => {
        /// As the standard library's atomic of this name.
        #[repr(transparent)]
        pub struct $name$(<$parameter>)?(atomic::$name$(<$parameter>)?);

        impl$(<$parameter>)? $name$(<$parameter>)? {
            pub const fn new(value: $value) -> Self {
                Self(atomic::$name::new(value))
            }

            /// The word itself, for the kernel and for machine code.
            pub const fn machine(&self) -> &atomic::$name$(<$parameter>)? {
                &self.0
            }

            #[cfg_attr(shuttle, track_caller)]
            pub fn load(&self, order: Ordering) -> $value {
                look(Access::Read, std::ptr::from_ref(self).addr());
                self.0.load(order)
            }

            #[cfg_attr(shuttle, track_caller)]
            pub fn store(&self, value: $value, order: Ordering) {
                look(Access::Store, std::ptr::from_ref(self).addr());
                self.0.store(value, order);
            }

            #[cfg_attr(shuttle, track_caller)]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                look(Access::Update, std::ptr::from_ref(self).addr());
                self.0.swap(value, order)
            }

            /// # Errors
            /// The value that was there instead of `current`.
            #[cfg_attr(shuttle, track_caller)]
            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                look(Access::Update, std::ptr::from_ref(self).addr());
                self.0.compare_exchange(current, new, success, failure)
            }

            /// # Errors
            /// As [`compare_exchange`](Self::compare_exchange).
            #[cfg_attr(shuttle, track_caller)]
            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                look(Access::Update, std::ptr::from_ref(self).addr());
                self.0.compare_exchange_weak(current, new, success, failure)
            }

            /// # Errors
            /// The value for which `change` gave none.
            #[cfg_attr(shuttle, track_caller)]
            pub fn fetch_update(
                &self,
                success: Ordering,
                failure: Ordering,
                change: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                look(Access::Update, std::ptr::from_ref(self).addr());
                self.0.fetch_update(success, failure, change)
            }
        }
    };
}

/// The operations that only numbers have.
macro_rules! watched_number {
    ($name:ident, $value:ty) => {
        watched!($name, $value);

        impl Default for $name {
            fn default() -> Self {
                Self::new(0)
            }
        }

        watched_number!($name, $value: fetch_add fetch_sub fetch_and fetch_or fetch_xor fetch_max fetch_min);
    };
    ($name:ident, $value:ty: $($operation:ident)*) => {
        impl $name {
            $(
                #[cfg_attr(shuttle, track_caller)]
                pub fn $operation(&self, value: $value, order: Ordering) -> $value {
                    look(Access::Update, std::ptr::from_ref(self).addr());
                    self.0.$operation(value, order)
                }
            )*
        }
    };
}

watched!(AtomicPtr, *mut T, T);
watched!(AtomicBool, bool);
watched_number!(AtomicU8, u8);
watched_number!(AtomicU32, u32);
watched_number!(AtomicU64, u64);
watched_number!(AtomicUsize, usize);
watched_number!(AtomicI32, i32);

impl Default for AtomicBool {
    fn default() -> Self {
        Self::new(false)
    }
}

impl<T> Default for AtomicPtr<T> {
    fn default() -> Self {
        Self::new(std::ptr::null_mut())
    }
}
