//! Conversions for updates whose operand is wider than the variable.

use crate::engine::constructs::atomic::{Complex, F128};

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

/// Where `long double` has this format already.
#[cfg(not(target_arch = "x86_64"))]
impl Widen<F128> for F128 {
    fn widen(self) -> F128 {
        self
    }

    fn narrow(wide: F128) -> Self {
        wide
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_and_floats_convert_as_in_c() {
        assert_eq!(<i64 as Widen<F128>>::narrow(i64::MIN.widen()), i64::MIN);
        assert_eq!(<u64 as Widen<F128>>::narrow(u64::MAX.widen()), u64::MAX);
        assert_eq!(<i32 as Widen<f64>>::narrow(-7.9), -7);
        assert_eq!(<f32 as Widen<F128>>::narrow(0.1f32.widen()), 0.1);
        assert_eq!(<f64 as Widen<F128>>::narrow(0.1f64.widen()), 0.1);
    }
}
