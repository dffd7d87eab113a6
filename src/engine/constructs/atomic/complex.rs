//! Complex numbers.

use crate::engine::constructs::atomic::Arithmetic;

/// A complex number as C and Fortran lay it out, and as C passes it (`_Complex` of `T`).
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Complex<T> {
    pub re: T,
    pub im: T,
}

/// The operations on a part that division needs.
pub trait Part: Arithmetic + PartialOrd {
    fn magnitude(self) -> Self;
    fn is_zero(self) -> bool;
}

impl Part for f32 {
    fn magnitude(self) -> Self {
        self.abs()
    }
    fn is_zero(self) -> bool {
        self == 0.0
    }
}

impl Part for f64 {
    fn magnitude(self) -> Self {
        self.abs()
    }
    fn is_zero(self) -> bool {
        self == 0.0
    }
}

impl<T: Part> Arithmetic for Complex<T> {
    fn plus(self, e: Self) -> Self {
        Self { re: self.re.plus(e.re), im: self.im.plus(e.im) }
    }

    fn minus(self, e: Self) -> Self {
        Self { re: self.re.minus(e.re), im: self.im.minus(e.im) }
    }

    fn times(self, e: Self) -> Self {
        Self { re: self.re.times(e.re).minus(self.im.times(e.im)), im: self.re.times(e.im).plus(self.im.times(e.re)) }
    }

    /// Smith's division (Algorithm 116, CACM 5:8, 1962): no overflow as long as the quotient has
    /// none.
    fn over(self, e: Self) -> Self {
        let Self { re: a, im: b } = self;
        let Self { re: c, im: d } = e;
        if d.is_zero() {
            return Self { re: a.over(c), im: b.over(c) };
        }
        if c.magnitude() >= d.magnitude() {
            let ratio = d.over(c);
            let scale = c.plus(d.times(ratio));
            Self { re: a.plus(b.times(ratio)).over(scale), im: b.minus(a.times(ratio)).over(scale) }
        } else {
            let ratio = c.over(d);
            let scale = d.plus(c.times(ratio));
            Self { re: a.times(ratio).plus(b).over(scale), im: b.times(ratio).minus(a).over(scale) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dividing_large_numbers_does_not_overflow() {
        let x = Complex { re: 1e300, im: -1e300 };
        assert_eq!(x.over(x), Complex { re: 1.0, im: 0.0 });
        assert_eq!(x.over(Complex { re: 0.0, im: 1e300 }), Complex { re: -1.0, im: -1.0 });
    }

    #[test]
    fn dividing_by_a_real_number_divides_both_parts() {
        let x = Complex { re: 3.0f32, im: 5.0 };
        assert_eq!(x.over(Complex { re: 2.0, im: 0.0 }), Complex { re: 1.5, im: 2.5 });
        assert_eq!(x.over(Complex { re: 0.0, im: 0.0 }), Complex { re: f32::INFINITY, im: f32::INFINITY });
    }

    #[test]
    fn multiplying_then_dividing_gives_the_number_back() {
        let (x, e) = (Complex { re: 3.0, im: -4.0 }, Complex { re: 0.5, im: 2.0 });
        assert_eq!(x.times(e), Complex { re: 9.5, im: 4.0 });
        assert_eq!(x.times(e).over(e), x);
    }
}
