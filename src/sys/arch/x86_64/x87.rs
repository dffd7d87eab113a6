//! The x87's 80-bit numbers, which Rust has no type for.

use std::arch::asm;
use std::cmp::Ordering;

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

impl F80 {
    pub fn plus(self, e: Self) -> Self {
        x87!("faddp st(1), st", self, e)
    }
    pub fn minus(self, e: Self) -> Self {
        x87!("fsubp st(1), st", self, e)
    }
    pub fn times(self, e: Self) -> Self {
        x87!("fmulp st(1), st", self, e)
    }
    pub fn over(self, e: Self) -> Self {
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
