//! The x87's 80-bit numbers: C's `long double`, Fortran's `real(10)`.

use crate::engine::constructs::atomic::Arithmetic;
use crate::engine::constructs::atomic::complex::Part;
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
}
