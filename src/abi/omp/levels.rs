//! Nesting levels (OpenMP 5.2, 18.2). Programs call these.

use std::ffi::c_int;

use super::{answer, change_icv, icv, int};
use crate::engine::ground::settings::values::SUPPORTED_ACTIVE_LEVELS;
use crate::engine::policies::load;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;

/// `void omp_set_max_active_levels(int max_levels)`: at how many levels regions that the calling
/// task begins, and those inside them, may have more than one thread. A negative number changes
/// nothing.
///
/// OpenMP 5.2, 18.2.15.
pub extern "C-unwind" fn omp_set_max_active_levels(max_levels: c_int) {
    if let Ok(levels) = u32::try_from(max_levels) {
        change_icv(|icv| {
            icv.max_active_levels = levels.min(SUPPORTED_ACTIVE_LEVELS);
            icv.asked_for_nesting = true;
        });
    }
}

/// `int omp_get_max_active_levels(void)`: at how many they may.
///
/// OpenMP 5.2, 18.2.16.
pub extern "C-unwind" fn omp_get_max_active_levels() -> c_int {
    icv(|icv| int(icv.max_active_levels))
}

/// `int omp_get_supported_active_levels(void)`: the most that [`omp_set_max_active_levels`] takes.
///
/// OpenMP 5.2, 18.2.14.
pub extern "C-unwind" fn omp_get_supported_active_levels() -> c_int {
    load::called();
    int(SUPPORTED_ACTIVE_LEVELS)
}

/// `void omp_set_nested(int nested)`: allows nested active regions at all levels that are
/// supported, or at the first one only. A task that may have none at all stays so. Deprecated.
///
/// OpenMP 5.2, 18.2.9.
pub extern "C-unwind" fn omp_set_nested(nested: c_int) {
    change_icv(|icv| {
        icv.max_active_levels = if nested != 0 { SUPPORTED_ACTIVE_LEVELS } else { icv.max_active_levels.min(1) };
        icv.asked_for_nesting = true;
    });
}

/// `int omp_get_nested(void)`: Returns 1 if more than one level may be active, otherwise 0.
/// Deprecated.
///
/// OpenMP 5.2, 18.2.10.
pub extern "C-unwind" fn omp_get_nested() -> c_int {
    icv(|icv| (icv.max_active_levels > 1).into())
}

/// `int omp_get_level(void)`: how many regions enclose the call.
///
/// OpenMP 5.2, 18.2.17.
pub extern "C-unwind" fn omp_get_level() -> c_int {
    answer(|t| t.team.get().level.get().cast_signed(), || 0)
}

/// `int omp_get_active_level(void)`: how many regions of more than one thread enclose the call.
///
/// OpenMP 5.2, 18.2.20.
pub extern "C-unwind" fn omp_get_active_level() -> c_int {
    answer(|t| t.team.get().active_level.get().cast_signed(), || 0)
}

/// `int omp_get_ancestor_thread_num(int level)`: the number that the calling thread, or its
/// ancestor, has at `level`; -1 where there is no such level.
///
/// OpenMP 5.2, 18.2.18.
pub extern "C-unwind" fn omp_get_ancestor_thread_num(level: c_int) -> c_int {
    ancestor(level).map_or(-1, |(_, tid)| int(tid))
}

/// `int omp_get_team_size(int level)`: the size of the team at `level` that the calling thread or
/// its ancestor is in; -1 where there is no such level.
///
/// OpenMP 5.2, 18.2.19.
pub extern "C-unwind" fn omp_get_team_size(level: c_int) -> c_int {
    ancestor(level).map_or(-1, |(team, _)| team.map_or(1, |team| int(team.size.get())))
}

/// The team at `level` and the number that leads to the calling thread. A thread that is new to the
/// runtime is number 0 at level 0, and has no team.
fn ancestor(level: c_int) -> Option<(Option<&'static Team>, u32)> {
    let level = u32::try_from(level).ok()?;
    let Some(t) = Thread::asked() else { return (level == 0).then_some((None, 0)) };
    let own = t.team.get();
    (level <= own.level.get()).then(|| {
        let (team, tid) = own.ancestor(level, t.tid.get());
        (Some(team), tid)
    })
}

fortran!(omp_set_max_active_levels_, omp_set_max_active_levels(max_levels: i32));
fortran!(omp_set_max_active_levels_8_, omp_set_max_active_levels(max_levels: i64));
fortran!(omp_get_max_active_levels_, omp_get_max_active_levels() -> c_int);
fortran!(omp_get_supported_active_levels_, omp_get_supported_active_levels() -> c_int);
fortran!(omp_set_nested_, omp_set_nested(nested: i32));
fortran!(omp_set_nested_8_, omp_set_nested(nested: i64));
fortran!(omp_get_nested_, omp_get_nested() -> c_int);
fortran!(omp_get_level_, omp_get_level() -> c_int);
fortran!(omp_get_active_level_, omp_get_active_level() -> c_int);
fortran!(omp_get_ancestor_thread_num_, omp_get_ancestor_thread_num(level: i32) -> c_int);
fortran!(omp_get_ancestor_thread_num_8_, omp_get_ancestor_thread_num(level: i64) -> c_int);
fortran!(omp_get_team_size_, omp_get_team_size(level: i32) -> c_int);
fortran!(omp_get_team_size_8_, omp_get_team_size(level: i64) -> c_int);
