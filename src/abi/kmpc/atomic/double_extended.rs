//! C's `long double`: the x87's floats, or binary128 where there is no x87.

use super::long_double;
use crate::engine::constructs::atomic::{Arithmetic, F80, F128};

long_double::update!(__kmpc_atomic_float10_add, F80, |x, e| x.plus(e));
update!(__kmpc_atomic_float10_add_fp, F80 as F128, |x, e| x.plus(e));
long_double::capture!(__kmpc_atomic_float10_add_cpt, F80, |x, e| x.plus(e));
long_double::capture!(__kmpc_atomic_float10_add_cpt_fp, F80 as F128, |x, e| x.plus(e));
long_double::update!(__kmpc_atomic_float10_sub, F80, |x, e| x.minus(e));
update!(__kmpc_atomic_float10_sub_fp, F80 as F128, |x, e| x.minus(e));
long_double::capture!(__kmpc_atomic_float10_sub_cpt, F80, |x, e| x.minus(e));
long_double::capture!(__kmpc_atomic_float10_sub_cpt_fp, F80 as F128, |x, e| x.minus(e));
long_double::update!(__kmpc_atomic_float10_sub_rev, F80, |x, e| e.minus(x));
update!(__kmpc_atomic_float10_sub_rev_fp, F80 as F128, |x, e| e.minus(x));
long_double::capture!(__kmpc_atomic_float10_sub_cpt_rev, F80, |x, e| e.minus(x));
long_double::capture!(__kmpc_atomic_float10_sub_cpt_rev_fp, F80 as F128, |x, e| e.minus(x));
long_double::update!(__kmpc_atomic_float10_mul, F80, |x, e| x.times(e));
update!(__kmpc_atomic_float10_mul_fp, F80 as F128, |x, e| x.times(e));
long_double::capture!(__kmpc_atomic_float10_mul_cpt, F80, |x, e| x.times(e));
long_double::capture!(__kmpc_atomic_float10_mul_cpt_fp, F80 as F128, |x, e| x.times(e));
long_double::update!(__kmpc_atomic_float10_div, F80, |x, e| x.over(e));
update!(__kmpc_atomic_float10_div_fp, F80 as F128, |x, e| x.over(e));
long_double::capture!(__kmpc_atomic_float10_div_cpt, F80, |x, e| x.over(e));
long_double::capture!(__kmpc_atomic_float10_div_cpt_fp, F80 as F128, |x, e| x.over(e));
long_double::update!(__kmpc_atomic_float10_div_rev, F80, |x, e| e.over(x));
update!(__kmpc_atomic_float10_div_rev_fp, F80 as F128, |x, e| e.over(x));
long_double::capture!(__kmpc_atomic_float10_div_cpt_rev, F80, |x, e| e.over(x));
long_double::capture!(__kmpc_atomic_float10_div_cpt_rev_fp, F80 as F128, |x, e| e.over(x));
long_double::replace_if!(__kmpc_atomic_float10_min, F80, |x, e| e < x);
long_double::replace_if_capture!(__kmpc_atomic_float10_min_cpt, F80, |x, e| e < x);
long_double::replace_if!(__kmpc_atomic_float10_max, F80, |x, e| x < e);
long_double::replace_if_capture!(__kmpc_atomic_float10_max_cpt, F80, |x, e| x < e);
long_double::load!(__kmpc_atomic_float10_rd, F80);
long_double::store!(__kmpc_atomic_float10_wr, F80);
long_double::swap!(__kmpc_atomic_float10_swp, F80);
