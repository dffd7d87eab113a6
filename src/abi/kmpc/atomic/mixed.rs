//! Variables with an operand of type double or double complex.

use crate::engine::constructs::atomic::{Arithmetic, Complex};

update!(__kmpc_atomic_fixed1_mul_float8, i8 as f64, |x, e| x.times(e));
update!(__kmpc_atomic_fixed1_div_float8, i8 as f64, |x, e| x.over(e));

update!(__kmpc_atomic_fixed2_mul_float8, i16 as f64, |x, e| x.times(e));
update!(__kmpc_atomic_fixed2_div_float8, i16 as f64, |x, e| x.over(e));

update!(__kmpc_atomic_fixed4_mul_float8, i32 as f64, |x, e| x.times(e));
update!(__kmpc_atomic_fixed4_div_float8, i32 as f64, |x, e| x.over(e));

update!(__kmpc_atomic_fixed8_mul_float8, i64 as f64, |x, e| x.times(e));
update!(__kmpc_atomic_fixed8_div_float8, i64 as f64, |x, e| x.over(e));

update!(__kmpc_atomic_float4_add_float8, f32 as f64, |x, e| x.plus(e));
update!(__kmpc_atomic_float4_sub_float8, f32 as f64, |x, e| x.minus(e));
update!(__kmpc_atomic_float4_mul_float8, f32 as f64, |x, e| x.times(e));
update!(__kmpc_atomic_float4_div_float8, f32 as f64, |x, e| x.over(e));

update!(__kmpc_atomic_cmplx4_add_cmplx8, Complex<f32> as Complex<f64>, |x, e| x.plus(e));
update!(__kmpc_atomic_cmplx4_sub_cmplx8, Complex<f32> as Complex<f64>, |x, e| x.minus(e));
update!(__kmpc_atomic_cmplx4_mul_cmplx8, Complex<f32> as Complex<f64>, |x, e| x.times(e));
update!(__kmpc_atomic_cmplx4_div_cmplx8, Complex<f32> as Complex<f64>, |x, e| x.over(e));
