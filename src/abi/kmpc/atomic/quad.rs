//! Floats of 16 bytes, and complex numbers of two of them: in libiomp5 only.

use super::complex_quad;
use crate::engine::constructs::atomic::{Arithmetic, Complex, F128};

update!(__kmpc_atomic_float16_add, F128, |x, e| x.plus(e));
capture!(__kmpc_atomic_float16_add_cpt, F128, |x, e| x.plus(e));
update!(__kmpc_atomic_float16_sub, F128, |x, e| x.minus(e));
capture!(__kmpc_atomic_float16_sub_cpt, F128, |x, e| x.minus(e));
update!(__kmpc_atomic_float16_sub_rev, F128, |x, e| e.minus(x));
capture!(__kmpc_atomic_float16_sub_cpt_rev, F128, |x, e| e.minus(x));
update!(__kmpc_atomic_float16_mul, F128, |x, e| x.times(e));
capture!(__kmpc_atomic_float16_mul_cpt, F128, |x, e| x.times(e));
update!(__kmpc_atomic_float16_div, F128, |x, e| x.over(e));
capture!(__kmpc_atomic_float16_div_cpt, F128, |x, e| x.over(e));
update!(__kmpc_atomic_float16_div_rev, F128, |x, e| e.over(x));
capture!(__kmpc_atomic_float16_div_cpt_rev, F128, |x, e| e.over(x));
replace_if!(__kmpc_atomic_float16_min, F128, |x, e| e < x);
replace_if_capture!(__kmpc_atomic_float16_min_cpt, F128, |x, e| e < x);
replace_if!(__kmpc_atomic_float16_max, F128, |x, e| x < e);
replace_if_capture!(__kmpc_atomic_float16_max_cpt, F128, |x, e| x < e);
load!(__kmpc_atomic_float16_rd, F128);
store!(__kmpc_atomic_float16_wr, F128);
swap!(__kmpc_atomic_float16_swp, F128);

complex_quad::update!(__kmpc_atomic_cmplx16_add, Complex<F128>, |x, e| x.plus(e));
complex_quad::capture!(__kmpc_atomic_cmplx16_add_cpt, Complex<F128>, |x, e| x.plus(e));
complex_quad::update!(__kmpc_atomic_cmplx16_sub, Complex<F128>, |x, e| x.minus(e));
complex_quad::capture!(__kmpc_atomic_cmplx16_sub_cpt, Complex<F128>, |x, e| x.minus(e));
complex_quad::update!(__kmpc_atomic_cmplx16_sub_rev, Complex<F128>, |x, e| e.minus(x));
complex_quad::capture!(__kmpc_atomic_cmplx16_sub_cpt_rev, Complex<F128>, |x, e| e.minus(x));
complex_quad::update!(__kmpc_atomic_cmplx16_mul, Complex<F128>, |x, e| x.times(e));
complex_quad::capture!(__kmpc_atomic_cmplx16_mul_cpt, Complex<F128>, |x, e| x.times(e));
complex_quad::update!(__kmpc_atomic_cmplx16_div, Complex<F128>, |x, e| x.over(e));
complex_quad::capture!(__kmpc_atomic_cmplx16_div_cpt, Complex<F128>, |x, e| x.over(e));
complex_quad::update!(__kmpc_atomic_cmplx16_div_rev, Complex<F128>, |x, e| e.over(x));
complex_quad::capture!(__kmpc_atomic_cmplx16_div_cpt_rev, Complex<F128>, |x, e| e.over(x));
complex_quad::load!(__kmpc_atomic_cmplx16_rd, Complex<F128>);
complex_quad::store!(__kmpc_atomic_cmplx16_wr, Complex<F128>);
complex_quad::swap!(__kmpc_atomic_cmplx16_swp, Complex<F128>);
