//! IEEE binary128: C's `__float128`, Intel's `_Quad`, Fortran's `real(16)`.

use std::cmp::Ordering;

use crate::engine::constructs::atomic::Arithmetic;
use crate::engine::constructs::atomic::complex::Part;
use crate::sys::arch::Vector;

/// A 128-bit float. Stable Rust has no such type; C passes it in a vector register, as it does
/// this one.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct F128(Vector);

// The functions that compilers call for arithmetic on this type. Every compiler's support library
// has them.
unsafe extern "C" {
    safe fn __addtf3(a: F128, b: F128) -> F128;
    safe fn __subtf3(a: F128, b: F128) -> F128;
    safe fn __multf3(a: F128, b: F128) -> F128;
    safe fn __divtf3(a: F128, b: F128) -> F128;
    safe fn __lttf2(a: F128, b: F128) -> i32;
    safe fn __gttf2(a: F128, b: F128) -> i32;
    safe fn __eqtf2(a: F128, b: F128) -> i32;
}

impl F128 {
    const SIGN: u128 = 1 << 127;

    pub fn from_bits(bits: u128) -> Self {
        // SAFETY: 16 bytes of any value are a vector.
        Self(unsafe { std::mem::transmute::<u128, Vector>(bits) })
    }

    pub fn to_bits(self) -> u128 {
        // SAFETY: a vector is 16 initialised bytes.
        unsafe { std::mem::transmute::<Vector, u128>(self.0) }
    }
}

impl Arithmetic for F128 {
    fn plus(self, e: Self) -> Self {
        __addtf3(self, e)
    }
    fn minus(self, e: Self) -> Self {
        __subtf3(self, e)
    }
    fn times(self, e: Self) -> Self {
        __multf3(self, e)
    }
    fn over(self, e: Self) -> Self {
        __divtf3(self, e)
    }
}

impl PartialEq for F128 {
    fn eq(&self, other: &Self) -> bool {
        __eqtf2(*self, *other) == 0
    }
}

impl PartialOrd for F128 {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if __lttf2(*self, *other) < 0 {
            Some(Ordering::Less)
        } else if __gttf2(*self, *other) > 0 {
            Some(Ordering::Greater)
        } else {
            (self == other).then_some(Ordering::Equal)
        }
    }
}

impl Part for F128 {
    fn magnitude(self) -> Self {
        Self::from_bits(self.to_bits() & !Self::SIGN)
    }
    fn is_zero(self) -> bool {
        self.to_bits() & !Self::SIGN == 0
    }
}
