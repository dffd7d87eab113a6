//! The x87's 80-bit numbers: C's `long double`, Fortran's `real(10)`.

use super::under_lock::{locked, under_lock};
use crate::engine::constructs::atomic::complex::Part;
use crate::engine::constructs::atomic::{Arithmetic, Complex, F128, Variable, Widen};
pub use crate::sys::arch::x87::F80;

impl F80 {
    const SIGN: u16 = 1 << 15;
}

impl Arithmetic for F80 {
    fn plus(self, e: Self) -> Self {
        Self::plus(self, e)
    }
    fn minus(self, e: Self) -> Self {
        Self::minus(self, e)
    }
    fn times(self, e: Self) -> Self {
        Self::times(self, e)
    }
    fn over(self, e: Self) -> Self {
        Self::over(self, e)
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

under_lock!(F80, Complex<F80>);

/// Both formats have the same exponents; they differ in the significand's length, and in whether
/// its leading one is written down.
impl Widen<F128> for F80 {
    fn widen(self) -> F128 {
        let fraction = u128::from(self.significand << 1 >> 1) << LENGTH_DIFFERENCE;
        F128::from_bits(u128::from(self.top) << QUAD_FRACTION | fraction)
    }

    fn narrow(wide: F128) -> Self {
        let bits = wide.to_bits();
        let top = (bits >> QUAD_FRACTION) as u16;
        let fraction = bits & (QUAD_LEADING_ONE - 1);
        let leading_one = u64::from(top & EXPONENT != 0) << 63;
        let significand = leading_one | (fraction >> LENGTH_DIFFERENCE) as u64;
        if top & EXPONENT == EXPONENT {
            // Infinity stays, and a NaN becomes a quiet one.
            return F80 { significand: significand | u64::from(fraction != 0) << 62, top };
        }
        let lost = fraction & ((1 << LENGTH_DIFFERENCE) - 1);
        let half = 1 << (LENGTH_DIFFERENCE - 1);
        if lost < half || lost == half && significand & 1 == 0 {
            return F80 { significand, top };
        }
        match significand.checked_add(1) {
            // Rounding a denormal up may make it normal: the leading one appears by itself, the
            // exponent does not.
            Some(rounded) => F80 { significand: rounded, top: top + u16::from(leading_one == 0 && rounded >> 63 == 1) },
            None => F80 { significand: 1 << 63, top: top + 1 },
        }
    }
}

const EXPONENT: u16 = 0x7fff;
const QUAD_FRACTION: u32 = 112;
const QUAD_LEADING_ONE: u128 = 1 << QUAD_FRACTION;
/// The number of bits by which the fraction of the 128-bit format is longer.
const LENGTH_DIFFERENCE: u32 = 49;

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

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

    fn bits(number: F80) -> (u16, u64) {
        (number.top, number.significand)
    }

    fn there_and_back(number: F80) -> (u16, u64) {
        bits(F80::narrow(number.widen()))
    }

    #[test]
    fn every_kind_of_80_bit_number_survives_128_bits() {
        for (top, significand) in [
            (0x3fff, 1 << 63),
            (0xc000, 0xaaaa_aaaa_aaaa_aaab),
            (0, 0),
            (0x8000, 0),
            (0, 1),
            (0, u64::MAX >> 1),
            (0x7ffe, u64::MAX),
            (0x7fff, 1 << 63),
            (0xffff, 3 << 62),
        ] {
            assert_eq!(there_and_back(F80 { top, significand }), (top, significand));
        }
    }

    #[test]
    fn a_half_rounds_to_the_even_neighbour() {
        let near = |significand: u64, beyond: u128| {
            let wide = F80 { top: 0x3fff, significand }.widen().to_bits() + beyond;
            bits(F80::narrow(F128::from_bits(wide)))
        };
        let (even, odd, half) = (1 << 63, 1 << 63 | 1, 1 << 48);
        assert_eq!(near(even, half - 1), (0x3fff, even));
        assert_eq!(near(even, half), (0x3fff, even));
        assert_eq!(near(even, half + 1), (0x3fff, even + 1));
        assert_eq!(near(odd, half), (0x3fff, odd + 1));
        assert_eq!(near(u64::MAX, half), (0x4000, 1 << 63));
    }

    #[test]
    fn rounding_reaches_infinity_and_leaves_the_denormals() {
        let up = |top, significand| {
            let wide = F80 { top, significand }.widen().to_bits() + (1 << 48) + 1;
            bits(F80::narrow(F128::from_bits(wide)))
        };
        assert_eq!(up(0x7ffe, u64::MAX), (0x7fff, 1 << 63));
        assert_eq!(up(0, u64::MAX >> 1), (1, 1 << 63));
    }
}
