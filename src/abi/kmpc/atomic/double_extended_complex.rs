//! Complex numbers of two of the x87's floats.

use crate::engine::constructs::atomic::{Arithmetic, Complex, F80};

x87_update!(__kmpc_atomic_cmplx10_add, Complex<F80>, |x, e| x.plus(e));
x87_capture!(__kmpc_atomic_cmplx10_add_cpt, Complex<F80>, |x, e| x.plus(e));
x87_update!(__kmpc_atomic_cmplx10_sub, Complex<F80>, |x, e| x.minus(e));
x87_capture!(__kmpc_atomic_cmplx10_sub_cpt, Complex<F80>, |x, e| x.minus(e));
x87_update!(__kmpc_atomic_cmplx10_sub_rev, Complex<F80>, |x, e| e.minus(x));
x87_capture!(__kmpc_atomic_cmplx10_sub_cpt_rev, Complex<F80>, |x, e| e.minus(x));
x87_update!(__kmpc_atomic_cmplx10_mul, Complex<F80>, |x, e| x.times(e));
x87_capture!(__kmpc_atomic_cmplx10_mul_cpt, Complex<F80>, |x, e| x.times(e));
x87_update!(__kmpc_atomic_cmplx10_div, Complex<F80>, |x, e| x.over(e));
x87_capture!(__kmpc_atomic_cmplx10_div_cpt, Complex<F80>, |x, e| x.over(e));
x87_update!(__kmpc_atomic_cmplx10_div_rev, Complex<F80>, |x, e| e.over(x));
x87_capture!(__kmpc_atomic_cmplx10_div_cpt_rev, Complex<F80>, |x, e| e.over(x));
x87_load!(__kmpc_atomic_cmplx10_rd, Complex<F80>);
x87_store!(__kmpc_atomic_cmplx10_wr, Complex<F80>);
x87_swap!(__kmpc_atomic_cmplx10_swp, Complex<F80>);
