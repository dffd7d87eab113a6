//! Complex numbers of two floats of 4 or 8 bytes.
//!
//! Those of 4 are captured through a pointer `to` after `e`, not as the function's result.

use crate::engine::constructs::atomic::{Arithmetic, Complex, Variable, update};

use super::Location;

/// [`capture`] that writes the value before (`flag` 0) or after to `to`.
macro_rules! capture_to {
    ($name:ident, $x:ty, $f:expr) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`atomic capture`, see [`super`]: `", stringify!($f), "`.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it, and `to` to one of the calling thread.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut $x, e: $x, to: *mut $x, flag: i32) {
            // SAFETY: the caller's promise.
            unsafe {
                let (before, after) = update(at, e, $f);
                to.write(if flag == 0 { before } else { after });
            }
        }
    };
}

/// [`swap`] that writes the value before to `to`.
macro_rules! swap_to {
    ($name:ident, $x:ty) => {
        #[doc = prototype!($name)]
        /// `atomic capture` of an exchange, see [`super`]. Writes the value before to `to`.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it, and `to` to one of the calling thread.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut $x, e: $x, to: *mut $x) {
            // SAFETY: the caller's promise.
            unsafe { to.write(Variable::swap(at, e)) };
        }
    };
}

update!(__kmpc_atomic_cmplx4_add, Complex<f32>, |x, e| x.plus(e));
capture_to!(__kmpc_atomic_cmplx4_add_cpt, Complex<f32>, |x, e| x.plus(e));
update!(__kmpc_atomic_cmplx4_sub, Complex<f32>, |x, e| x.minus(e));
capture_to!(__kmpc_atomic_cmplx4_sub_cpt, Complex<f32>, |x, e| x.minus(e));
update!(__kmpc_atomic_cmplx4_sub_rev, Complex<f32>, |x, e| e.minus(x));
capture_to!(__kmpc_atomic_cmplx4_sub_cpt_rev, Complex<f32>, |x, e| e.minus(x));
update!(__kmpc_atomic_cmplx4_mul, Complex<f32>, |x, e| x.times(e));
capture_to!(__kmpc_atomic_cmplx4_mul_cpt, Complex<f32>, |x, e| x.times(e));
update!(__kmpc_atomic_cmplx4_div, Complex<f32>, |x, e| x.over(e));
capture_to!(__kmpc_atomic_cmplx4_div_cpt, Complex<f32>, |x, e| x.over(e));
update!(__kmpc_atomic_cmplx4_div_rev, Complex<f32>, |x, e| e.over(x));
capture_to!(__kmpc_atomic_cmplx4_div_cpt_rev, Complex<f32>, |x, e| e.over(x));
load!(__kmpc_atomic_cmplx4_rd, Complex<f32>);
store!(__kmpc_atomic_cmplx4_wr, Complex<f32>);
swap_to!(__kmpc_atomic_cmplx4_swp, Complex<f32>);

update!(__kmpc_atomic_cmplx8_add, Complex<f64>, |x, e| x.plus(e));
capture!(__kmpc_atomic_cmplx8_add_cpt, Complex<f64>, |x, e| x.plus(e));
update!(__kmpc_atomic_cmplx8_sub, Complex<f64>, |x, e| x.minus(e));
capture!(__kmpc_atomic_cmplx8_sub_cpt, Complex<f64>, |x, e| x.minus(e));
update!(__kmpc_atomic_cmplx8_sub_rev, Complex<f64>, |x, e| e.minus(x));
capture!(__kmpc_atomic_cmplx8_sub_cpt_rev, Complex<f64>, |x, e| e.minus(x));
update!(__kmpc_atomic_cmplx8_mul, Complex<f64>, |x, e| x.times(e));
capture!(__kmpc_atomic_cmplx8_mul_cpt, Complex<f64>, |x, e| x.times(e));
update!(__kmpc_atomic_cmplx8_div, Complex<f64>, |x, e| x.over(e));
capture!(__kmpc_atomic_cmplx8_div_cpt, Complex<f64>, |x, e| x.over(e));
update!(__kmpc_atomic_cmplx8_div_rev, Complex<f64>, |x, e| e.over(x));
capture!(__kmpc_atomic_cmplx8_div_cpt_rev, Complex<f64>, |x, e| e.over(x));
load!(__kmpc_atomic_cmplx8_rd, Complex<f64>);
store!(__kmpc_atomic_cmplx8_wr, Complex<f64>);
swap!(__kmpc_atomic_cmplx8_swp, Complex<f64>);
