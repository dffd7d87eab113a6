//! Floats of 4 and 8 bytes.

use crate::engine::constructs::atomic::Arithmetic;

update!(__kmpc_atomic_float4_add, f32, |x, e| x.plus(e));
capture!(__kmpc_atomic_float4_add_cpt, f32, |x, e| x.plus(e));
update!(__kmpc_atomic_float4_sub, f32, |x, e| x.minus(e));
capture!(__kmpc_atomic_float4_sub_cpt, f32, |x, e| x.minus(e));
update!(__kmpc_atomic_float4_sub_rev, f32, |x, e| e.minus(x));
capture!(__kmpc_atomic_float4_sub_cpt_rev, f32, |x, e| e.minus(x));
update!(__kmpc_atomic_float4_mul, f32, |x, e| x.times(e));
capture!(__kmpc_atomic_float4_mul_cpt, f32, |x, e| x.times(e));
update!(__kmpc_atomic_float4_div, f32, |x, e| x.over(e));
capture!(__kmpc_atomic_float4_div_cpt, f32, |x, e| x.over(e));
update!(__kmpc_atomic_float4_div_rev, f32, |x, e| e.over(x));
capture!(__kmpc_atomic_float4_div_cpt_rev, f32, |x, e| e.over(x));
replace_if!(__kmpc_atomic_float4_min, f32, |x, e| e < x);
replace_if_capture!(__kmpc_atomic_float4_min_cpt, f32, |x, e| e < x);
replace_if!(__kmpc_atomic_float4_max, f32, |x, e| x < e);
replace_if_capture!(__kmpc_atomic_float4_max_cpt, f32, |x, e| x < e);
load!(__kmpc_atomic_float4_rd, f32);
store!(__kmpc_atomic_float4_wr, f32);
swap!(__kmpc_atomic_float4_swp, f32);

update!(__kmpc_atomic_float8_add, f64, |x, e| x.plus(e));
capture!(__kmpc_atomic_float8_add_cpt, f64, |x, e| x.plus(e));
update!(__kmpc_atomic_float8_sub, f64, |x, e| x.minus(e));
capture!(__kmpc_atomic_float8_sub_cpt, f64, |x, e| x.minus(e));
update!(__kmpc_atomic_float8_sub_rev, f64, |x, e| e.minus(x));
capture!(__kmpc_atomic_float8_sub_cpt_rev, f64, |x, e| e.minus(x));
update!(__kmpc_atomic_float8_mul, f64, |x, e| x.times(e));
capture!(__kmpc_atomic_float8_mul_cpt, f64, |x, e| x.times(e));
update!(__kmpc_atomic_float8_div, f64, |x, e| x.over(e));
capture!(__kmpc_atomic_float8_div_cpt, f64, |x, e| x.over(e));
update!(__kmpc_atomic_float8_div_rev, f64, |x, e| e.over(x));
capture!(__kmpc_atomic_float8_div_cpt_rev, f64, |x, e| e.over(x));
replace_if!(__kmpc_atomic_float8_min, f64, |x, e| e < x);
replace_if_capture!(__kmpc_atomic_float8_min_cpt, f64, |x, e| e < x);
replace_if!(__kmpc_atomic_float8_max, f64, |x, e| x < e);
replace_if_capture!(__kmpc_atomic_float8_max_cpt, f64, |x, e| x < e);
load!(__kmpc_atomic_float8_rd, f64);
store!(__kmpc_atomic_float8_wr, f64);
swap!(__kmpc_atomic_float8_swp, f64);
