//! The x87's 80-bit numbers: C's `long double`, Fortran's `real(10)`.

use std::arch::asm;
use std::cmp::Ordering;

use crate::engine::constructs::atomic::Arithmetic;
use crate::engine::constructs::atomic::complex::Part;

/// An 80-bit number in 16 bytes, as C lays it out. Rust has no such type: the x87 computes on it in
/// memory.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(16))]
pub struct F80 {
    /// The significand, its leading one included.
    pub significand: u64,
    /// The sign in bit 15, the exponent plus 16383 below.
    pub top: u16,
}

impl F80 {
    const SIGN: u16 = 1 << 15;
}

/// `$a $instruction $b` on the x87.
macro_rules! x87 {
    ($instruction:literal, $a:expr, $b:expr) => {{
        let mut result = F80 { significand: 0, top: 0 };
        // SAFETY: reads two numbers and writes ten bytes of the third; the x87's stack, empty at
        // any call by the C ABI, is empty again afterwards.
        unsafe {
            asm!(
                "fld tbyte ptr [{a}]",
                "fld tbyte ptr [{b}]",
                $instruction,
                "fstp tbyte ptr [{result}]",
                a = in(reg) &raw const $a,
                b = in(reg) &raw const $b,
                result = in(reg) &raw mut result,
                out("st(0)") _, out("st(1)") _, out("st(2)") _, out("st(3)") _,
                out("st(4)") _, out("st(5)") _, out("st(6)") _, out("st(7)") _,
                options(nostack),
            );
        }
        result
    }};
}

impl Arithmetic for F80 {
    fn plus(self, e: Self) -> Self {
        x87!("faddp st(1), st", self, e)
    }
    fn minus(self, e: Self) -> Self {
        x87!("fsubp st(1), st", self, e)
    }
    fn times(self, e: Self) -> Self {
        x87!("fmulp st(1), st", self, e)
    }
    fn over(self, e: Self) -> Self {
        x87!("fdivp st(1), st", self, e)
    }
}

impl PartialEq for F80 {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for F80 {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let (greater, less, unordered): (u8, u8, u8);
        // SAFETY: reads two numbers; the x87's stack is empty before and after.
        unsafe {
            asm!(
                "fld tbyte ptr [{other}]",
                "fld tbyte ptr [{this}]",
                "fucomip st, st(1)",
                "fstp st(0)",
                "seta {greater}",
                "setb {less}",
                "setp {unordered}",
                this = in(reg) self,
                other = in(reg) other,
                greater = out(reg_byte) greater,
                less = out(reg_byte) less,
                unordered = out(reg_byte) unordered,
                out("st(0)") _, out("st(1)") _, out("st(2)") _, out("st(3)") _,
                out("st(4)") _, out("st(5)") _, out("st(6)") _, out("st(7)") _,
                options(nostack, readonly),
            );
        }
        match (unordered, greater, less) {
            (1, ..) => None,
            (_, 1, _) => Some(Ordering::Greater),
            (.., 1) => Some(Ordering::Less),
            _ => Some(Ordering::Equal),
        }
    }
}

impl Part for F80 {
    fn magnitude(self) -> Self {
        Self { top: self.top & !Self::SIGN, ..self }
    }
    fn is_zero(self) -> bool {
        self.significand == 0 && self.top & !Self::SIGN == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: F80 = F80 { significand: 1 << 63, top: 0x3fff };
    const THREE: F80 = F80 { significand: 3 << 62, top: 0x4000 };
    const NAN: F80 = F80 { significand: 3 << 62, top: 0x7fff };

    #[test]
    fn keeps_all_64_bits_of_the_significand() {
        let third = ONE.over(THREE);
        assert_eq!((third.significand, third.top), (0xaaaa_aaaa_aaaa_aaab, 0x3ffd));
        let two = THREE.minus(ONE);
        assert_eq!((two.significand, two.top), (1 << 63, 0x4000));
        assert_eq!(two.plus(ONE), THREE);
        assert_eq!(third.times(THREE), ONE);
    }

    #[test]
    fn orders_numbers_and_nothing_with_nan() {
        assert_eq!(ONE.partial_cmp(&THREE), Some(Ordering::Less));
        assert_eq!(ONE.partial_cmp(&ONE.minus(THREE)), Some(Ordering::Greater));
        assert_eq!(THREE.partial_cmp(&THREE), Some(Ordering::Equal));
        assert_eq!(ONE.partial_cmp(&NAN), None);
        assert_eq!(ONE.minus(THREE).magnitude(), THREE.minus(ONE));
        assert!(ONE.minus(ONE).is_zero() && !ONE.is_zero());
    }
}
