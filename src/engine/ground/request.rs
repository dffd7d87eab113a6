//! The requests of constructs: plain data, which the ABI layer fills in.

use crate::engine::ground::nthreads::{Level, Strict};
use std::ffi::c_void;

/// The function that the members of a team execute: a compiler's outlined function, or a wrapper of
/// the ABI layer. The first word of a wrapper's argument is the outlined function, so that the
/// place in the program is known.
pub type Body = unsafe extern "C-unwind" fn(*mut c_void);

/// The caller of a region's body in its primary thread.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Caller {
    /// The runtime does.
    #[default]
    Runtime,
    /// The program's code does, between two calls of the runtime.
    Program,
    /// Nobody of the program's: the members execute the teams of a league.
    Hidden,
}

/// The request of a `parallel` directive.
#[derive(Clone, Copy, Default)]
pub struct Request {
    /// `num_threads`; 0: no clause. GCC's code has 1 for a false `if` clause too.
    pub threads: u32,
    /// Whether the team must have that size even where processors are short.
    pub exactly: bool,
    /// Whether an `if` clause is false.
    pub serial: bool,
    /// `proc_bind`, with the numbers of `omp_proc_bind_t`; 0: no clause.
    pub bind: u8,
    /// The caller of the primary thread's body.
    pub caller: Caller,
}

/// The parts of a `num_threads` clause besides a size.
#[derive(Default)]
pub struct NumThreads {
    /// Team sizes of the levels inside the region; the last one holds for all deeper levels.
    /// `None`: as the control variables say.
    pub deeper: Option<&'static Level>,
    pub strict: Option<Strict>,
}

/// The request of a `teams` directive.
#[derive(Clone, Copy, Default)]
pub struct LeagueRequest {
    /// `num_teams`: at least, and at most; 0: no clause.
    pub teams: (u32, u32),
    /// `thread_limit`; 0: no clause.
    pub thread_limit: u32,
    /// Whether tools are told of a region of one thread in each team, which executes its code.
    pub tells_inner: bool,
}

/// A league of teams, and the place of one of them in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct League {
    pub team: u32,
    pub teams: u32,
}

impl League {
    /// Outside of any `teams` construct.
    pub const ALONE: Self = Self { team: 0, teams: 1 };
}
