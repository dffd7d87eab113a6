//! `atomic compare`: `if x == e { x = d }` on N bytes.
//!
//! The arguments are `(location, gtid, at: *mut X, e: X, d: X)`, then for `_cpt` a pointer `to`.

use super::Location;
use crate::engine::constructs::atomic::{Cell, Integer};

/// Returns whether `x` was `e`.
macro_rules! succeeds {
    ($name:ident, $x:ty) => {
        #[doc = prototype!($name)]
        /// `atomic compare`, see the module's description. Returns 1 if `x` was `e`, otherwise 0.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut $x, e: $x, d: $x) -> bool {
            // SAFETY: the caller's promise.
            unsafe { <$x>::cell(at) }.exchange_if(e, d) == e
        }
    };
}

/// Returns whether `x` was `e`; if not, writes to `to` what it was.
macro_rules! succeeds_capture {
    ($name:ident, $x:ty) => {
        #[doc = prototype!($name)]
        /// `atomic compare capture`, see the module's description. Returns 1 if `x` was `e`;
        /// otherwise 0, and writes the value of `x` to `to`.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it, and `to` to one of the calling thread.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut $x, e: $x, d: $x, to: *mut $x) -> bool {
            // SAFETY: the caller's promise.
            let before = unsafe { <$x>::cell(at) }.exchange_if(e, d);
            if before != e {
                // SAFETY: the caller's promise.
                unsafe { to.write(before) };
            }
            before == e
        }
    };
}

/// Returns what `x` was.
macro_rules! value {
    ($name:ident, $x:ty) => {
        #[doc = prototype!($name)]
        /// `atomic compare`, see the module's description. Returns the former value of `x`.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut $x, e: $x, d: $x) -> $x {
            // SAFETY: the caller's promise.
            unsafe { <$x>::cell(at) }.exchange_if(e, d)
        }
    };
}

/// Returns what `x` was, and writes to `to` what it is now.
macro_rules! value_capture {
    ($name:ident, $x:ty) => {
        #[doc = prototype!($name)]
        /// `atomic compare capture`, see the module's description. Returns the former value of `x`;
        /// `to` gets the new one.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it, and `to` to one of the calling thread.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut $x, e: $x, d: $x, to: *mut $x) -> $x {
            // SAFETY: the caller's promise.
            let before = unsafe { <$x>::cell(at) }.exchange_if(e, d);
            // SAFETY: the caller's promise.
            unsafe { to.write(if before == e { d } else { before }) };
            before
        }
    };
}

succeeds!(__kmpc_atomic_bool_1_cas, i8);
succeeds!(__kmpc_atomic_bool_2_cas, i16);
succeeds!(__kmpc_atomic_bool_4_cas, i32);
succeeds!(__kmpc_atomic_bool_8_cas, i64);

succeeds_capture!(__kmpc_atomic_bool_1_cas_cpt, i8);
succeeds_capture!(__kmpc_atomic_bool_2_cas_cpt, i16);
succeeds_capture!(__kmpc_atomic_bool_4_cas_cpt, i32);
succeeds_capture!(__kmpc_atomic_bool_8_cas_cpt, i64);

value!(__kmpc_atomic_val_1_cas, i8);
value!(__kmpc_atomic_val_2_cas, i16);
value!(__kmpc_atomic_val_4_cas, i32);
value!(__kmpc_atomic_val_8_cas, i64);

value_capture!(__kmpc_atomic_val_1_cas_cpt, i8);
value_capture!(__kmpc_atomic_val_2_cas_cpt, i16);
value_capture!(__kmpc_atomic_val_4_cas_cpt, i32);
value_capture!(__kmpc_atomic_val_8_cas_cpt, i64);
