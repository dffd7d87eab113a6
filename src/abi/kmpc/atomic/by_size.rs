//! Any update of a variable of N bytes, by a function of the compiler's: `x = f(x, e)`.

use std::ffi::c_void;

use super::Location;
use crate::engine::constructs::atomic::Variable;
use crate::engine::constructs::mutex::{self, Known, Mutex};
use crate::engine::constructs::owner::current_gtid;
use crate::engine::protocols::process_locks::ATOMIC;

/// Writes `f(*a, *b)` to `to`, which may be `a`.
type Function = unsafe extern "C-unwind" fn(to: *mut c_void, a: *const c_void, b: *const c_void);

/// An update that is repeated until no other thread came between.
macro_rules! by_exchange {
    ($name:ident, $bits:ty) => {
        #[doc = prototype!($name)]
        /// `atomic` update by a function, see the module's description.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it, `e` to a value of the same type, and `f` computes on that type.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut $bits, e: *const c_void, f: Function) {
            let change = |before: $bits| {
                let mut after = before;
                // SAFETY: the caller's promise; the values are of the variable's size.
                unsafe { f((&raw mut after).cast(), (&raw const before).cast(), e) };
                Some(after)
            };
            // SAFETY: the caller's promise.
            unsafe { Variable::change(at, change) };
        }
    };
}

/// An update of a variable that is too wide for the machine, under the lock for those.
macro_rules! by_lock {
    ($name:ident) => {
        #[doc = prototype!($name)]
        /// `atomic` update by a function, see the module's description.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it, `e` to a value of the same type, and `f` computes on that type.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut c_void, e: *const c_void, f: Function) {
            __kmpc_atomic_start();
            // SAFETY: the caller's promise; whoever changes the variable holds the lock.
            unsafe { f(at, at, e) };
            __kmpc_atomic_end();
        }
    };
}

by_exchange!(__kmpc_atomic_1, u8);
by_exchange!(__kmpc_atomic_2, u16);
by_exchange!(__kmpc_atomic_4, u32);
by_exchange!(__kmpc_atomic_8, u64);
by_lock!(__kmpc_atomic_10);
by_lock!(__kmpc_atomic_16);
by_lock!(__kmpc_atomic_20);
by_lock!(__kmpc_atomic_32);

/// `void __kmpc_atomic_start(void)`: begins an `atomic` that the compiler has no other function
/// for. One lock serves them all.
///
/// Emitted by Intel's compilers for `atomic` (OpenMP 5.2, 15.8.4).
pub extern "C-unwind" fn __kmpc_atomic_start() {
    mutex::acquire(Known::new(Mutex::Atomic, &raw const ATOMIC), || ATOMIC.lock(current_gtid()));
}

/// `void __kmpc_atomic_end(void)`: ends the `atomic` that [`__kmpc_atomic_start`] began.
///
/// Emitted by Intel's compilers for `atomic` (OpenMP 5.2, 15.8.4).
pub extern "C-unwind" fn __kmpc_atomic_end() {
    mutex::release(Known::new(Mutex::Atomic, &raw const ATOMIC), || ATOMIC.unlock());
}
