//! A call upwards: a lower floor asks, and a higher floor answers once the runtime has started.

use std::marker::PhantomData;
use std::{mem, ptr};

use crate::sys::sync::unmodelled::{AtomicPtr, Ordering};

/// A function that its caller does not know. Until it is set, a call does nothing.
///
/// Not a `OnceLock`: if the process forks while another thread sets one, the child waits for ever.
pub struct Hook<A, R = ()> {
    function: AtomicPtr<()>,
    kind: PhantomData<fn(A) -> R>,
}

impl<A, R> Hook<A, R> {
    pub const fn new() -> Self {
        Self { function: AtomicPtr::new(ptr::null_mut()), kind: PhantomData }
    }

    pub fn set(&self, function: fn(A) -> R) {
        self.function.store(function as *mut (), Ordering::Release);
    }

    /// The function's answer; `None` if there is no function yet.
    pub fn call(&self, argument: A) -> Option<R> {
        let function = self.function.load(Ordering::Acquire);
        (!function.is_null()).then(|| {
            // SAFETY: `set` stored it, from a function of this type.
            let function = unsafe { mem::transmute::<*mut (), fn(A) -> R>(function) };
            function(argument)
        })
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn nothing_is_called_before_it_is_set() {
        let hook: Hook<&Cell<u32>> = Hook::new();
        let count = Cell::new(0);
        assert_eq!(hook.call(&count), None);
        hook.set(|count| count.set(count.get() + 1));
        assert_eq!(hook.call(&count), Some(()));
        assert_eq!(count.get(), 1);
    }
}
