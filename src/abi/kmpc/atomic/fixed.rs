//! Signed integers. Operations that are the same for unsigned integers serve these too.

use crate::engine::constructs::atomic::{Arithmetic, Bits, Cell, Integer};

use super::Location;

/// `x = x op e` in one instruction of the machine.
macro_rules! fetch {
    ($name:ident, $x:ty, $op:ident) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`atomic` update, see [`super`]: `", stringify!($op), "`.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut $x, e: $x) {
            // SAFETY: the caller's promise.
            Cell::$op(unsafe { <$x>::cell(at) }, e);
        }
    };
}

/// [`fetch`] that returns the value before (`flag` 0), or after, which `$f` computes.
macro_rules! fetch_capture {
    ($name:ident, $x:ty, $op:ident, $f:expr) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`atomic capture`, see [`super`]: `", stringify!($op), "`.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `at` points to a variable that is accessed by atomic operations only, as long as several
        /// threads use it.
        pub unsafe extern "C-unwind" fn $name(_: Location, _gtid: i32, at: *mut $x, e: $x, flag: i32) -> $x {
            // SAFETY: the caller's promise.
            let before = Cell::$op(unsafe { <$x>::cell(at) }, e);
            let after: fn($x, $x) -> $x = $f;
            if flag == 0 { before } else { after(before, e) }
        }
    };
}

fetch!(__kmpc_atomic_fixed1_add, i8, fetch_add);
fetch_capture!(__kmpc_atomic_fixed1_add_cpt, i8, fetch_add, |x, e| x.plus(e));
fetch!(__kmpc_atomic_fixed1_sub, i8, fetch_sub);
fetch_capture!(__kmpc_atomic_fixed1_sub_cpt, i8, fetch_sub, |x, e| x.minus(e));
update!(__kmpc_atomic_fixed1_sub_rev, i8, |x, e| e.minus(x));
capture!(__kmpc_atomic_fixed1_sub_cpt_rev, i8, |x, e| e.minus(x));
update!(__kmpc_atomic_fixed1_mul, i8, |x, e| x.times(e));
capture!(__kmpc_atomic_fixed1_mul_cpt, i8, |x, e| x.times(e));
update!(__kmpc_atomic_fixed1_div, i8, |x, e| x.over(e));
capture!(__kmpc_atomic_fixed1_div_cpt, i8, |x, e| x.over(e));
update!(__kmpc_atomic_fixed1_div_rev, i8, |x, e| e.over(x));
capture!(__kmpc_atomic_fixed1_div_cpt_rev, i8, |x, e| e.over(x));
fetch!(__kmpc_atomic_fixed1_andb, i8, fetch_and);
fetch_capture!(__kmpc_atomic_fixed1_andb_cpt, i8, fetch_and, |x, e| x.and(e));
fetch!(__kmpc_atomic_fixed1_orb, i8, fetch_or);
fetch_capture!(__kmpc_atomic_fixed1_orb_cpt, i8, fetch_or, |x, e| x.or(e));
fetch!(__kmpc_atomic_fixed1_xor, i8, fetch_xor);
fetch_capture!(__kmpc_atomic_fixed1_xor_cpt, i8, fetch_xor, |x, e| x.xor(e));
fetch!(__kmpc_atomic_fixed1_neqv, i8, fetch_xor);
fetch_capture!(__kmpc_atomic_fixed1_neqv_cpt, i8, fetch_xor, |x, e| x.xor(e));
update!(__kmpc_atomic_fixed1_eqv, i8, |x, e| x.eqv(e));
capture!(__kmpc_atomic_fixed1_eqv_cpt, i8, |x, e| x.eqv(e));
update!(__kmpc_atomic_fixed1_andl, i8, |x, e| x.both(e));
capture!(__kmpc_atomic_fixed1_andl_cpt, i8, |x, e| x.both(e));
update!(__kmpc_atomic_fixed1_orl, i8, |x, e| x.either(e));
capture!(__kmpc_atomic_fixed1_orl_cpt, i8, |x, e| x.either(e));
update!(__kmpc_atomic_fixed1_shl, i8, |x, e| x.shl(e));
capture!(__kmpc_atomic_fixed1_shl_cpt, i8, |x, e| x.shl(e));
update!(__kmpc_atomic_fixed1_shl_rev, i8, |x, e| e.shl(x));
capture!(__kmpc_atomic_fixed1_shl_cpt_rev, i8, |x, e| e.shl(x));
update!(__kmpc_atomic_fixed1_shr, i8, |x, e| x.shr(e));
capture!(__kmpc_atomic_fixed1_shr_cpt, i8, |x, e| x.shr(e));
update!(__kmpc_atomic_fixed1_shr_rev, i8, |x, e| e.shr(x));
capture!(__kmpc_atomic_fixed1_shr_cpt_rev, i8, |x, e| e.shr(x));
replace_if!(__kmpc_atomic_fixed1_min, i8, |x, e| e < x);
replace_if_capture!(__kmpc_atomic_fixed1_min_cpt, i8, |x, e| e < x);
replace_if!(__kmpc_atomic_fixed1_max, i8, |x, e| x < e);
replace_if_capture!(__kmpc_atomic_fixed1_max_cpt, i8, |x, e| x < e);
load!(__kmpc_atomic_fixed1_rd, i8);
store!(__kmpc_atomic_fixed1_wr, i8);
swap!(__kmpc_atomic_fixed1_swp, i8);

fetch!(__kmpc_atomic_fixed2_add, i16, fetch_add);
fetch_capture!(__kmpc_atomic_fixed2_add_cpt, i16, fetch_add, |x, e| x.plus(e));
fetch!(__kmpc_atomic_fixed2_sub, i16, fetch_sub);
fetch_capture!(__kmpc_atomic_fixed2_sub_cpt, i16, fetch_sub, |x, e| x.minus(e));
update!(__kmpc_atomic_fixed2_sub_rev, i16, |x, e| e.minus(x));
capture!(__kmpc_atomic_fixed2_sub_cpt_rev, i16, |x, e| e.minus(x));
update!(__kmpc_atomic_fixed2_mul, i16, |x, e| x.times(e));
capture!(__kmpc_atomic_fixed2_mul_cpt, i16, |x, e| x.times(e));
update!(__kmpc_atomic_fixed2_div, i16, |x, e| x.over(e));
capture!(__kmpc_atomic_fixed2_div_cpt, i16, |x, e| x.over(e));
update!(__kmpc_atomic_fixed2_div_rev, i16, |x, e| e.over(x));
capture!(__kmpc_atomic_fixed2_div_cpt_rev, i16, |x, e| e.over(x));
fetch!(__kmpc_atomic_fixed2_andb, i16, fetch_and);
fetch_capture!(__kmpc_atomic_fixed2_andb_cpt, i16, fetch_and, |x, e| x.and(e));
fetch!(__kmpc_atomic_fixed2_orb, i16, fetch_or);
fetch_capture!(__kmpc_atomic_fixed2_orb_cpt, i16, fetch_or, |x, e| x.or(e));
fetch!(__kmpc_atomic_fixed2_xor, i16, fetch_xor);
fetch_capture!(__kmpc_atomic_fixed2_xor_cpt, i16, fetch_xor, |x, e| x.xor(e));
fetch!(__kmpc_atomic_fixed2_neqv, i16, fetch_xor);
fetch_capture!(__kmpc_atomic_fixed2_neqv_cpt, i16, fetch_xor, |x, e| x.xor(e));
update!(__kmpc_atomic_fixed2_eqv, i16, |x, e| x.eqv(e));
capture!(__kmpc_atomic_fixed2_eqv_cpt, i16, |x, e| x.eqv(e));
update!(__kmpc_atomic_fixed2_andl, i16, |x, e| x.both(e));
capture!(__kmpc_atomic_fixed2_andl_cpt, i16, |x, e| x.both(e));
update!(__kmpc_atomic_fixed2_orl, i16, |x, e| x.either(e));
capture!(__kmpc_atomic_fixed2_orl_cpt, i16, |x, e| x.either(e));
update!(__kmpc_atomic_fixed2_shl, i16, |x, e| x.shl(e));
capture!(__kmpc_atomic_fixed2_shl_cpt, i16, |x, e| x.shl(e));
update!(__kmpc_atomic_fixed2_shl_rev, i16, |x, e| e.shl(x));
capture!(__kmpc_atomic_fixed2_shl_cpt_rev, i16, |x, e| e.shl(x));
update!(__kmpc_atomic_fixed2_shr, i16, |x, e| x.shr(e));
capture!(__kmpc_atomic_fixed2_shr_cpt, i16, |x, e| x.shr(e));
update!(__kmpc_atomic_fixed2_shr_rev, i16, |x, e| e.shr(x));
capture!(__kmpc_atomic_fixed2_shr_cpt_rev, i16, |x, e| e.shr(x));
replace_if!(__kmpc_atomic_fixed2_min, i16, |x, e| e < x);
replace_if_capture!(__kmpc_atomic_fixed2_min_cpt, i16, |x, e| e < x);
replace_if!(__kmpc_atomic_fixed2_max, i16, |x, e| x < e);
replace_if_capture!(__kmpc_atomic_fixed2_max_cpt, i16, |x, e| x < e);
load!(__kmpc_atomic_fixed2_rd, i16);
store!(__kmpc_atomic_fixed2_wr, i16);
swap!(__kmpc_atomic_fixed2_swp, i16);

fetch!(__kmpc_atomic_fixed4_add, i32, fetch_add);
fetch_capture!(__kmpc_atomic_fixed4_add_cpt, i32, fetch_add, |x, e| x.plus(e));
fetch!(__kmpc_atomic_fixed4_sub, i32, fetch_sub);
fetch_capture!(__kmpc_atomic_fixed4_sub_cpt, i32, fetch_sub, |x, e| x.minus(e));
update!(__kmpc_atomic_fixed4_sub_rev, i32, |x, e| e.minus(x));
capture!(__kmpc_atomic_fixed4_sub_cpt_rev, i32, |x, e| e.minus(x));
update!(__kmpc_atomic_fixed4_mul, i32, |x, e| x.times(e));
capture!(__kmpc_atomic_fixed4_mul_cpt, i32, |x, e| x.times(e));
update!(__kmpc_atomic_fixed4_div, i32, |x, e| x.over(e));
capture!(__kmpc_atomic_fixed4_div_cpt, i32, |x, e| x.over(e));
update!(__kmpc_atomic_fixed4_div_rev, i32, |x, e| e.over(x));
capture!(__kmpc_atomic_fixed4_div_cpt_rev, i32, |x, e| e.over(x));
fetch!(__kmpc_atomic_fixed4_andb, i32, fetch_and);
fetch_capture!(__kmpc_atomic_fixed4_andb_cpt, i32, fetch_and, |x, e| x.and(e));
fetch!(__kmpc_atomic_fixed4_orb, i32, fetch_or);
fetch_capture!(__kmpc_atomic_fixed4_orb_cpt, i32, fetch_or, |x, e| x.or(e));
fetch!(__kmpc_atomic_fixed4_xor, i32, fetch_xor);
fetch_capture!(__kmpc_atomic_fixed4_xor_cpt, i32, fetch_xor, |x, e| x.xor(e));
fetch!(__kmpc_atomic_fixed4_neqv, i32, fetch_xor);
fetch_capture!(__kmpc_atomic_fixed4_neqv_cpt, i32, fetch_xor, |x, e| x.xor(e));
update!(__kmpc_atomic_fixed4_eqv, i32, |x, e| x.eqv(e));
capture!(__kmpc_atomic_fixed4_eqv_cpt, i32, |x, e| x.eqv(e));
update!(__kmpc_atomic_fixed4_andl, i32, |x, e| x.both(e));
capture!(__kmpc_atomic_fixed4_andl_cpt, i32, |x, e| x.both(e));
update!(__kmpc_atomic_fixed4_orl, i32, |x, e| x.either(e));
capture!(__kmpc_atomic_fixed4_orl_cpt, i32, |x, e| x.either(e));
update!(__kmpc_atomic_fixed4_shl, i32, |x, e| x.shl(e));
capture!(__kmpc_atomic_fixed4_shl_cpt, i32, |x, e| x.shl(e));
update!(__kmpc_atomic_fixed4_shl_rev, i32, |x, e| e.shl(x));
capture!(__kmpc_atomic_fixed4_shl_cpt_rev, i32, |x, e| e.shl(x));
update!(__kmpc_atomic_fixed4_shr, i32, |x, e| x.shr(e));
capture!(__kmpc_atomic_fixed4_shr_cpt, i32, |x, e| x.shr(e));
update!(__kmpc_atomic_fixed4_shr_rev, i32, |x, e| e.shr(x));
capture!(__kmpc_atomic_fixed4_shr_cpt_rev, i32, |x, e| e.shr(x));
replace_if!(__kmpc_atomic_fixed4_min, i32, |x, e| e < x);
replace_if_capture!(__kmpc_atomic_fixed4_min_cpt, i32, |x, e| e < x);
replace_if!(__kmpc_atomic_fixed4_max, i32, |x, e| x < e);
replace_if_capture!(__kmpc_atomic_fixed4_max_cpt, i32, |x, e| x < e);
load!(__kmpc_atomic_fixed4_rd, i32);
store!(__kmpc_atomic_fixed4_wr, i32);
swap!(__kmpc_atomic_fixed4_swp, i32);

fetch!(__kmpc_atomic_fixed8_add, i64, fetch_add);
fetch_capture!(__kmpc_atomic_fixed8_add_cpt, i64, fetch_add, |x, e| x.plus(e));
fetch!(__kmpc_atomic_fixed8_sub, i64, fetch_sub);
fetch_capture!(__kmpc_atomic_fixed8_sub_cpt, i64, fetch_sub, |x, e| x.minus(e));
update!(__kmpc_atomic_fixed8_sub_rev, i64, |x, e| e.minus(x));
capture!(__kmpc_atomic_fixed8_sub_cpt_rev, i64, |x, e| e.minus(x));
update!(__kmpc_atomic_fixed8_mul, i64, |x, e| x.times(e));
capture!(__kmpc_atomic_fixed8_mul_cpt, i64, |x, e| x.times(e));
update!(__kmpc_atomic_fixed8_div, i64, |x, e| x.over(e));
capture!(__kmpc_atomic_fixed8_div_cpt, i64, |x, e| x.over(e));
update!(__kmpc_atomic_fixed8_div_rev, i64, |x, e| e.over(x));
capture!(__kmpc_atomic_fixed8_div_cpt_rev, i64, |x, e| e.over(x));
fetch!(__kmpc_atomic_fixed8_andb, i64, fetch_and);
fetch_capture!(__kmpc_atomic_fixed8_andb_cpt, i64, fetch_and, |x, e| x.and(e));
fetch!(__kmpc_atomic_fixed8_orb, i64, fetch_or);
fetch_capture!(__kmpc_atomic_fixed8_orb_cpt, i64, fetch_or, |x, e| x.or(e));
fetch!(__kmpc_atomic_fixed8_xor, i64, fetch_xor);
fetch_capture!(__kmpc_atomic_fixed8_xor_cpt, i64, fetch_xor, |x, e| x.xor(e));
fetch!(__kmpc_atomic_fixed8_neqv, i64, fetch_xor);
fetch_capture!(__kmpc_atomic_fixed8_neqv_cpt, i64, fetch_xor, |x, e| x.xor(e));
update!(__kmpc_atomic_fixed8_eqv, i64, |x, e| x.eqv(e));
capture!(__kmpc_atomic_fixed8_eqv_cpt, i64, |x, e| x.eqv(e));
update!(__kmpc_atomic_fixed8_andl, i64, |x, e| x.both(e));
capture!(__kmpc_atomic_fixed8_andl_cpt, i64, |x, e| x.both(e));
update!(__kmpc_atomic_fixed8_orl, i64, |x, e| x.either(e));
capture!(__kmpc_atomic_fixed8_orl_cpt, i64, |x, e| x.either(e));
update!(__kmpc_atomic_fixed8_shl, i64, |x, e| x.shl(e));
capture!(__kmpc_atomic_fixed8_shl_cpt, i64, |x, e| x.shl(e));
update!(__kmpc_atomic_fixed8_shl_rev, i64, |x, e| e.shl(x));
capture!(__kmpc_atomic_fixed8_shl_cpt_rev, i64, |x, e| e.shl(x));
update!(__kmpc_atomic_fixed8_shr, i64, |x, e| x.shr(e));
capture!(__kmpc_atomic_fixed8_shr_cpt, i64, |x, e| x.shr(e));
update!(__kmpc_atomic_fixed8_shr_rev, i64, |x, e| e.shr(x));
capture!(__kmpc_atomic_fixed8_shr_cpt_rev, i64, |x, e| e.shr(x));
replace_if!(__kmpc_atomic_fixed8_min, i64, |x, e| e < x);
replace_if_capture!(__kmpc_atomic_fixed8_min_cpt, i64, |x, e| e < x);
replace_if!(__kmpc_atomic_fixed8_max, i64, |x, e| x < e);
replace_if_capture!(__kmpc_atomic_fixed8_max_cpt, i64, |x, e| x < e);
load!(__kmpc_atomic_fixed8_rd, i64);
store!(__kmpc_atomic_fixed8_wr, i64);
swap!(__kmpc_atomic_fixed8_swp, i64);
