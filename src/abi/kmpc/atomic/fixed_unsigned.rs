//! Unsigned integers, where they differ from signed ones: division and shift to the right.

use crate::engine::constructs::atomic::{Arithmetic, Bits};

update!(__kmpc_atomic_fixed1u_div, u8, |x, e| x.over(e));
capture!(__kmpc_atomic_fixed1u_div_cpt, u8, |x, e| x.over(e));
update!(__kmpc_atomic_fixed1u_div_rev, u8, |x, e| e.over(x));
capture!(__kmpc_atomic_fixed1u_div_cpt_rev, u8, |x, e| e.over(x));
update!(__kmpc_atomic_fixed1u_shr, u8, |x, e| x.shr(e));
capture!(__kmpc_atomic_fixed1u_shr_cpt, u8, |x, e| x.shr(e));
update!(__kmpc_atomic_fixed1u_shr_rev, u8, |x, e| e.shr(x));
capture!(__kmpc_atomic_fixed1u_shr_cpt_rev, u8, |x, e| e.shr(x));

update!(__kmpc_atomic_fixed2u_div, u16, |x, e| x.over(e));
capture!(__kmpc_atomic_fixed2u_div_cpt, u16, |x, e| x.over(e));
update!(__kmpc_atomic_fixed2u_div_rev, u16, |x, e| e.over(x));
capture!(__kmpc_atomic_fixed2u_div_cpt_rev, u16, |x, e| e.over(x));
update!(__kmpc_atomic_fixed2u_shr, u16, |x, e| x.shr(e));
capture!(__kmpc_atomic_fixed2u_shr_cpt, u16, |x, e| x.shr(e));
update!(__kmpc_atomic_fixed2u_shr_rev, u16, |x, e| e.shr(x));
capture!(__kmpc_atomic_fixed2u_shr_cpt_rev, u16, |x, e| e.shr(x));

update!(__kmpc_atomic_fixed4u_div, u32, |x, e| x.over(e));
capture!(__kmpc_atomic_fixed4u_div_cpt, u32, |x, e| x.over(e));
update!(__kmpc_atomic_fixed4u_div_rev, u32, |x, e| e.over(x));
capture!(__kmpc_atomic_fixed4u_div_cpt_rev, u32, |x, e| e.over(x));
update!(__kmpc_atomic_fixed4u_shr, u32, |x, e| x.shr(e));
capture!(__kmpc_atomic_fixed4u_shr_cpt, u32, |x, e| x.shr(e));
update!(__kmpc_atomic_fixed4u_shr_rev, u32, |x, e| e.shr(x));
capture!(__kmpc_atomic_fixed4u_shr_cpt_rev, u32, |x, e| e.shr(x));

update!(__kmpc_atomic_fixed8u_div, u64, |x, e| x.over(e));
capture!(__kmpc_atomic_fixed8u_div_cpt, u64, |x, e| x.over(e));
update!(__kmpc_atomic_fixed8u_div_rev, u64, |x, e| e.over(x));
capture!(__kmpc_atomic_fixed8u_div_cpt_rev, u64, |x, e| e.over(x));
update!(__kmpc_atomic_fixed8u_shr, u64, |x, e| x.shr(e));
capture!(__kmpc_atomic_fixed8u_shr_cpt, u64, |x, e| x.shr(e));
update!(__kmpc_atomic_fixed8u_shr_rev, u64, |x, e| e.shr(x));
capture!(__kmpc_atomic_fixed8u_shr_cpt_rev, u64, |x, e| e.shr(x));
