//! Conversions for updates whose operand is wider than the variable.

use crate::engine::constructs::atomic::{Complex, F80, F128};

/// A type whose values can be converted to a wider type and back, as C does it.
pub trait Widen<W>: Copy {
    fn widen(self) -> W;
    fn narrow(wide: W) -> Self;
}

// Every compiler's support library has these functions, as it has the arithmetic.
unsafe extern "C" {
    safe fn __floatditf(value: i64) -> F128;
    safe fn __floatunditf(value: u64) -> F128;
    safe fn __fixtfdi(value: F128) -> i64;
    safe fn __fixunstfdi(value: F128) -> u64;
    safe fn __extendsftf2(value: f32) -> F128;
    safe fn __extenddftf2(value: f64) -> F128;
    safe fn __trunctfsf2(value: F128) -> f32;
    safe fn __trunctfdf2(value: F128) -> f64;
}

macro_rules! integer {
    ($($type:ty, $float:ident, $fix:ident;)*) => {$(
        impl Widen<F128> for $type {
            fn widen(self) -> F128 {
                $float(self.into())
            }
            fn narrow(wide: F128) -> Self {
                $fix(wide) as $type
            }
        }
    )*};
}

integer! {
    i8, __floatditf, __fixtfdi;
    i16, __floatditf, __fixtfdi;
    i32, __floatditf, __fixtfdi;
    i64, __floatditf, __fixtfdi;
    u8, __floatunditf, __fixunstfdi;
    u16, __floatunditf, __fixunstfdi;
    u32, __floatunditf, __fixunstfdi;
    u64, __floatunditf, __fixunstfdi;
}

macro_rules! through_double {
    ($($type:ty),*) => {$(
        impl Widen<f64> for $type {
            fn widen(self) -> f64 {
                self as f64
            }
            fn narrow(wide: f64) -> Self {
                // The machine converts to a wide integer and cuts that off.
                wide as i64 as $type
            }
        }
    )*};
}

through_double!(i8, i16, i32, i64);

impl Widen<f64> for f32 {
    fn widen(self) -> f64 {
        self.into()
    }
    fn narrow(wide: f64) -> Self {
        wide as f32
    }
}

impl Widen<F128> for f32 {
    fn widen(self) -> F128 {
        __extendsftf2(self)
    }
    fn narrow(wide: F128) -> Self {
        __trunctfsf2(wide)
    }
}

impl Widen<F128> for f64 {
    fn widen(self) -> F128 {
        __extenddftf2(self)
    }
    fn narrow(wide: F128) -> Self {
        __trunctfdf2(wide)
    }
}

impl<T: Widen<W>, W> Widen<Complex<W>> for Complex<T> {
    fn widen(self) -> Complex<W> {
        Complex { re: self.re.widen(), im: self.im.widen() }
    }
    fn narrow(wide: Complex<W>) -> Self {
        Complex { re: T::narrow(wide.re), im: T::narrow(wide.im) }
    }
}

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
    use super::*;

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

    #[test]
    fn integers_and_floats_convert_as_in_c() {
        assert_eq!(<i64 as Widen<F128>>::narrow(i64::MIN.widen()), i64::MIN);
        assert_eq!(<u64 as Widen<F128>>::narrow(u64::MAX.widen()), u64::MAX);
        assert_eq!(<i32 as Widen<f64>>::narrow(-7.9), -7);
        assert_eq!(<f32 as Widen<F128>>::narrow(0.1f32.widen()), 0.1);
        assert_eq!(<f64 as Widen<F128>>::narrow(0.1f64.widen()), 0.1);
    }
}
