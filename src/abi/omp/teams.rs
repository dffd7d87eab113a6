//! Leagues of teams (OpenMP 5.2, 18.4). Programs call these.

use crate::engine::ground::request::League;
use std::ffi::c_int;

use super::int;
use crate::engine::policies::load;

use crate::engine::constructs::teams;
use crate::engine::records::thread::Thread;

fn league() -> League {
    Thread::asked().map_or(League::ALONE, League::of)
}

/// `int omp_get_num_teams(void)`: how many teams the league has that the calling thread is in; 1
/// outside of any.
///
/// OpenMP 5.2, 18.4.1.
pub extern "C-unwind" fn omp_get_num_teams() -> c_int {
    int(league().teams)
}

/// `int omp_get_team_num(void)`: the number of the calling thread's team in its league; 0 outside
/// of any.
///
/// OpenMP 5.2, 18.4.2.
pub extern "C-unwind" fn omp_get_team_num() -> c_int {
    int(league().team)
}

/// `void omp_set_num_teams(int num_teams)`: how many teams a league without a `num_teams` clause
/// may have, in the whole process; 0 for the runtime's choice. A negative number changes nothing.
///
/// OpenMP 5.2, 18.4.3.
pub extern "C-unwind" fn omp_set_num_teams(num_teams: c_int) {
    load::called();
    if let Ok(number) = u32::try_from(num_teams) {
        teams::set_num_teams(number);
    }
}

/// `int omp_get_max_teams(void)`: how many it may have; 0 if nobody said.
///
/// OpenMP 5.2, 18.4.4.
pub extern "C-unwind" fn omp_get_max_teams() -> c_int {
    load::called();
    int(teams::num_teams())
}

/// `void omp_set_teams_thread_limit(int thread_limit)`: how many threads a team of a league without
/// a `thread_limit` clause may have, in the whole process; 0 for no limit. A negative number
/// changes nothing.
///
/// OpenMP 5.2, 18.4.5.
pub extern "C-unwind" fn omp_set_teams_thread_limit(thread_limit: c_int) {
    load::called();
    if let Ok(limit) = u32::try_from(thread_limit) {
        teams::set_thread_limit(limit);
    }
}

/// `int omp_get_teams_thread_limit(void)`: how many it may have; 0 if nobody said.
///
/// OpenMP 5.2, 18.4.6.
pub extern "C-unwind" fn omp_get_teams_thread_limit() -> c_int {
    load::called();
    int(teams::thread_limit())
}

fortran!(omp_get_num_teams_, omp_get_num_teams() -> c_int);
fortran!(omp_get_team_num_, omp_get_team_num() -> c_int);
fortran!(omp_set_num_teams_, omp_set_num_teams(num_teams: i32));
fortran!(omp_set_num_teams_8_, omp_set_num_teams(num_teams: i64));
fortran!(omp_get_max_teams_, omp_get_max_teams() -> c_int);
fortran!(omp_set_teams_thread_limit_, omp_set_teams_thread_limit(thread_limit: i32));
fortran!(omp_set_teams_thread_limit_8_, omp_set_teams_thread_limit(thread_limit: i64));
fortran!(omp_get_teams_thread_limit_, omp_get_teams_thread_limit() -> c_int);
