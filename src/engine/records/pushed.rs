//! Clauses that calls push for the thread's next construct, before the call of the construct.

use std::cell::Cell;

use crate::engine::ground::request::{LeagueRequest, NumThreads};

/// The clauses that were pushed for the next constructs of a thread.
#[derive(Default)]
pub struct Pushed {
    /// The size in `num_threads`; 0: none.
    threads: Cell<u32>,
    /// `proc_bind`; 0: none.
    bind: Cell<u8>,
    league: Cell<LeagueRequest>,
    /// The rest of `num_threads`.
    num_threads: Cell<Option<Box<NumThreads>>>,
}

impl Pushed {
    /// Keeps a `num_threads` clause for the next region, in place of what was pushed before.
    pub fn push_num_threads(&self, threads: u32, rest: Option<Box<NumThreads>>) {
        self.threads.set(threads);
        self.num_threads.set(rest);
    }

    /// Keeps a `proc_bind` clause for the next region.
    pub fn push_bind(&self, bind: u8) {
        self.bind.set(bind);
    }

    /// Keeps the clauses of the next league of teams.
    pub fn push_league(&self, league: LeagueRequest) {
        self.league.set(league);
    }

    /// Whether a size was pushed for the next region.
    #[inline(always)]
    pub fn has_threads(&self) -> bool {
        self.threads.get() != 0
    }

    /// The size for the region that begins; 0: none.
    #[inline(always)]
    pub fn take_threads(&self) -> u32 {
        self.threads.take()
    }

    /// `proc_bind` for the region that begins; 0: none.
    #[inline(always)]
    pub fn take_bind(&self) -> u8 {
        self.bind.take()
    }

    /// The rest of a `num_threads` clause for the region that begins.
    #[inline(always)]
    pub fn take_num_threads(&self) -> Option<Box<NumThreads>> {
        self.num_threads.take()
    }

    /// The clauses of the league that begins.
    pub fn take_league(&self) -> LeagueRequest {
        self.league.take()
    }

    /// Forgets clauses for constructs that the thread has not met.
    pub fn forget(&self) {
        self.push_num_threads(0, None);
        self.bind.set(0);
        self.league.take();
    }
}
