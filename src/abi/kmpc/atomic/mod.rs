//! `__kmpc_atomic_*`: the `atomic` construct (OpenMP 5.2, 15.8.4) as Intel's compilers call it. MKL
//! does.
//!
//! Clang and Flang use the machine's instructions instead. A name is put together as
//! `__kmpc_atomic_` type `_` operation, and perhaps `_cpt`, `_rev` or `_fp`:
//!
//! | part | meaning |
//! |---|---|
//! | `fixedN`, `fixedNu` | signed, unsigned integer of N bytes |
//! | `floatN`, `cmplxN` | float of N bytes (10: C's `long double`, 16: binary128), complex number of two of them |
//! | `add`, `sub`, `mul`, `div`, `shl`, `shr` | `x = x op e` |
//! | `andb`, `orb`, `xor`, `neqv`, `eqv` | the same, bit by bit; `neqv` is `xor`, `eqv` its complement |
//! | `andl`, `orl` | C's `&&` and `\|\|` |
//! | `min`, `max` | the lesser, the greater of `x` and `e` |
//! | `rd`, `wr`, `swp` | read, write, exchange |
//! | `_rev` | `x = e op x` |
//! | `_cpt` | also returns `x`: the value before if the argument `flag` is 0, otherwise the one after |
//! | `_float8`, `_cmplx8` | `e` is a double or a double complex, and the operation is computed in its type |
//! | `_fp` | the same with a binary128 number |
//!
//! All have the arguments `(location, gtid, at: *mut X, e: E)`, then `flag`. Location and thread
//! number are not needed. Files whose functions differ from this say so. The functions are one line
//! each: the macros below write them.

// C passes a vector, which F128 is, as it does a 128-bit float; the lint knows of no vectors.
#![allow(improper_ctypes_definitions)]

use super::ident::Ident;

/// Where the construct stands in the program: an `ident_t`, which no function here looks at.
type Location = *const Ident;

/// `x = f(x, e)`; with `X as W`, computed in the type W of `e`.
macro_rules! update {
    ($name:ident, $x:ty as $w:ty, $f:expr) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`atomic` update in a wider type, see [`super`]: `", stringify!($f), "`.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: super::Location, _gtid: i32, at: *mut $x, e: $w) {
            // SAFETY: the caller's promise.
            unsafe { crate::engine::constructs::atomic::update_in::<$x, $w>(at, e, $f) };
        }
    };
    ($name:ident, $x:ty, $f:expr) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`atomic` update, see [`super`]: `", stringify!($f), "`.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: super::Location, _gtid: i32, at: *mut $x, e: $x) {
            // SAFETY: the caller's promise.
            unsafe { crate::engine::constructs::atomic::update(at, e, $f) };
        }
    };
}

/// [`update`] that returns the value before (`flag` 0) or after.
macro_rules! capture {
    ($name:ident, $x:ty as $w:ty, $f:expr) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`atomic capture` in a wider type, see [`super`]: `", stringify!($f), "`.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: super::Location, _gtid: i32, at: *mut $x, e: $w, flag: i32) -> $x {
            // SAFETY: the caller's promise.
            let (before, after) = unsafe { crate::engine::constructs::atomic::update_in::<$x, $w>(at, e, $f) };
            if flag == 0 { before } else { after }
        }
    };
    ($name:ident, $x:ty, $f:expr) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`atomic capture`, see [`super`]: `", stringify!($f), "`.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: super::Location, _gtid: i32, at: *mut $x, e: $x, flag: i32) -> $x {
            // SAFETY: the caller's promise.
            let (before, after) = unsafe { crate::engine::constructs::atomic::update(at, e, $f) };
            if flag == 0 { before } else { after }
        }
    };
}

/// `if f(x, e) { x = e }`.
macro_rules! replace_if {
    ($name:ident, $x:ty, $f:expr) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`atomic compare` that keeps the least or greatest value, see [`super`]: `", stringify!($f), "`.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: super::Location, _gtid: i32, at: *mut $x, e: $x) {
            // SAFETY: the caller's promise.
            unsafe { crate::engine::constructs::atomic::replace_if(at, e, $f) };
        }
    };
}

/// [`replace_if`] that returns the value before (`flag` 0) or after.
macro_rules! replace_if_capture {
    ($name:ident, $x:ty, $f:expr) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`atomic compare capture`, see [`super`]: `", stringify!($f), "`.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: super::Location, _gtid: i32, at: *mut $x, e: $x, flag: i32) -> $x {
            // SAFETY: the caller's promise.
            let (before, after) = unsafe { crate::engine::constructs::atomic::replace_if(at, e, $f) };
            if flag == 0 { before } else { after }
        }
    };
}

/// The value of `x`.
macro_rules! load {
    ($name:ident, $x:ty) => {
        #[doc = prototype!($name)]
        /// `atomic read`, see [`super`].
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: super::Location, _gtid: i32, at: *mut $x) -> $x {
            // SAFETY: the caller's promise.
            unsafe { <$x as crate::engine::constructs::atomic::Variable>::load(at) }
        }
    };
}

/// `x = e`.
macro_rules! store {
    ($name:ident, $x:ty) => {
        #[doc = prototype!($name)]
        /// `atomic write`, see [`super`].
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: super::Location, _gtid: i32, at: *mut $x, e: $x) {
            // SAFETY: the caller's promise.
            unsafe { <$x as crate::engine::constructs::atomic::Variable>::swap(at, e) };
        }
    };
}

/// `x = e`, returning the value before.
macro_rules! swap {
    ($name:ident, $x:ty) => {
        #[doc = prototype!($name)]
        /// `atomic capture` of an exchange, see [`super`]. The value before.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: super::Location, _gtid: i32, at: *mut $x, e: $x) -> $x {
            // SAFETY: the caller's promise.
            unsafe { <$x as crate::engine::constructs::atomic::Variable>::swap(at, e) }
        }
    };
}

/// The macros for operands and results that Rust passes as C does.
mod by_value {
    #[allow(unused_imports, reason = "not every architecture has each of them")]
    pub(super) use {capture, load, replace_if, replace_if_capture, store, swap, update};
}

#[macro_use]
mod by_address;

// Rust passes a binary128 number as C does, but a complex number of two only on x86-64. C's `long
// double` is an x87 number there, and binary128 on AArch64.
#[cfg(not(target_arch = "x86_64"))]
use {by_address as complex_quad, by_value as long_double};
#[cfg(target_arch = "x86_64")]
use {by_address as long_double, by_value as complex_quad};

pub mod by_size;
pub mod compare;
pub mod complex;
pub mod double_extended;
pub mod double_extended_complex;
pub mod fixed;
pub mod fixed_unsigned;
pub mod float;
pub mod generic;
pub mod mixed;
pub mod quad;
pub mod with_quad;
