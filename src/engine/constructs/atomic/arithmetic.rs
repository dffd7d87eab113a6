//! The operators of `atomic`, as C and Fortran define them on each type.

use crate::sys::exit;

/// The four basic operations. Integers wrap.
pub trait Arithmetic: Copy {
    fn plus(self, e: Self) -> Self;
    fn minus(self, e: Self) -> Self;
    fn times(self, e: Self) -> Self;
    fn over(self, e: Self) -> Self;
}

/// The operations of integers alone. C computes with at least 32 bits, and the machine takes a
/// shift's count modulo the width it computes with.
pub trait Bits: Copy {
    fn and(self, e: Self) -> Self;
    fn or(self, e: Self) -> Self;
    fn xor(self, e: Self) -> Self;
    /// Fortran's `.eqv.`, bit by bit.
    fn eqv(self, e: Self) -> Self;
    /// C's `&&`.
    fn both(self, e: Self) -> Self;
    /// C's `||`.
    fn either(self, e: Self) -> Self;
    fn shl(self, e: Self) -> Self;
    fn shr(self, e: Self) -> Self;
}

macro_rules! integer {
    ($($type:ty, $promoted:ty;)*) => {$(
        impl Arithmetic for $type {
            fn plus(self, e: Self) -> Self {
                self.wrapping_add(e)
            }
            fn minus(self, e: Self) -> Self {
                self.wrapping_sub(e)
            }
            fn times(self, e: Self) -> Self {
                self.wrapping_mul(e)
            }
            fn over(self, e: Self) -> Self {
                if e == 0 {
                    exit::divide_by_zero();
                }
                self.wrapping_div(e)
            }
        }

        impl Bits for $type {
            fn and(self, e: Self) -> Self {
                self & e
            }
            fn or(self, e: Self) -> Self {
                self | e
            }
            fn xor(self, e: Self) -> Self {
                self ^ e
            }
            fn eqv(self, e: Self) -> Self {
                self ^ !e
            }
            fn both(self, e: Self) -> Self {
                (self != 0 && e != 0) as $type
            }
            fn either(self, e: Self) -> Self {
                (self != 0 || e != 0) as $type
            }
            fn shl(self, e: Self) -> Self {
                (self as $promoted).wrapping_shl(e as u32) as $type
            }
            fn shr(self, e: Self) -> Self {
                (self as $promoted).wrapping_shr(e as u32) as $type
            }
        }
    )*};
}

integer! {
    i8, i32;
    i16, i32;
    i32, i32;
    i64, i64;
    u8, i32;
    u16, i32;
    u32, u32;
    u64, u64;
}

macro_rules! float {
    ($($type:ty),*) => {$(
        impl Arithmetic for $type {
            fn plus(self, e: Self) -> Self {
                self + e
            }
            fn minus(self, e: Self) -> Self {
                self - e
            }
            fn times(self, e: Self) -> Self {
                self * e
            }
            fn over(self, e: Self) -> Self {
                self / e
            }
        }
    )*};
}

float!(f32, f64);
