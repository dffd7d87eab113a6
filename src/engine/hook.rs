//! A call upwards: what a lower floor asks about, and a higher one answers once the runtime has started.

use std::marker::PhantomData;
use std::{mem, ptr};

use crate::sys::sync::unmodelled::{AtomicPtr, Ordering};

/// A function that is not known to whoever calls it. Until it is set a call does nothing.
///
/// Not a `OnceLock`: a process may be forked while another thread sets one, and its child would wait for ever.
pub struct Hook<A> {
    function: AtomicPtr<()>,
    argument: PhantomData<fn(A)>,
}

impl<A> Hook<A> {
    pub const fn new() -> Self {
        Self { function: AtomicPtr::new(ptr::null_mut()), argument: PhantomData }
    }

    pub fn set(&self, function: fn(A)) {
        self.function.store(function as *mut (), Ordering::Release);
    }

    pub fn call(&self, argument: A) {
        let function = self.function.load(Ordering::Acquire);
        if !function.is_null() {
            // SAFETY: what `set` stored.
            let function = unsafe { mem::transmute::<*mut (), fn(A)>(function) };
            function(argument);
        }
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
        hook.call(&count);
        hook.set(|count| count.set(count.get() + 1));
        hook.call(&count);
        assert_eq!(count.get(), 1);
    }
}
