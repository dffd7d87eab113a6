//! Complex numbers of two `long double`.

use super::by_address;
use crate::engine::constructs::atomic::{Arithmetic, Complex, F80};

by_address::update!(__kmpc_atomic_cmplx10_add, Complex<F80>, |x, e| x.plus(e));
by_address::capture!(__kmpc_atomic_cmplx10_add_cpt, Complex<F80>, |x, e| x.plus(e));
by_address::update!(__kmpc_atomic_cmplx10_sub, Complex<F80>, |x, e| x.minus(e));
by_address::capture!(__kmpc_atomic_cmplx10_sub_cpt, Complex<F80>, |x, e| x.minus(e));
by_address::update!(__kmpc_atomic_cmplx10_sub_rev, Complex<F80>, |x, e| e.minus(x));
by_address::capture!(__kmpc_atomic_cmplx10_sub_cpt_rev, Complex<F80>, |x, e| e.minus(x));
by_address::update!(__kmpc_atomic_cmplx10_mul, Complex<F80>, |x, e| x.times(e));
by_address::capture!(__kmpc_atomic_cmplx10_mul_cpt, Complex<F80>, |x, e| x.times(e));
by_address::update!(__kmpc_atomic_cmplx10_div, Complex<F80>, |x, e| x.over(e));
by_address::capture!(__kmpc_atomic_cmplx10_div_cpt, Complex<F80>, |x, e| x.over(e));
by_address::update!(__kmpc_atomic_cmplx10_div_rev, Complex<F80>, |x, e| e.over(x));
by_address::capture!(__kmpc_atomic_cmplx10_div_cpt_rev, Complex<F80>, |x, e| e.over(x));
by_address::load!(__kmpc_atomic_cmplx10_rd, Complex<F80>);
by_address::store!(__kmpc_atomic_cmplx10_wr, Complex<F80>);
by_address::swap!(__kmpc_atomic_cmplx10_swp, Complex<F80>);
