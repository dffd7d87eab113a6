//! The order in which a thread takes the engine's own locks. A build with debug assertions checks
//! it; in others a [`Ranked`] is empty, and so are its functions.

/// The locks, the first ones first; `CONTRIBUTING.md` has the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// The fork's own.
    Fork,
    /// Admission: the list of regions held back.
    HeldBack,
    /// Admission: the gate.
    Gate,
    /// The pool's shelves.
    Pool,
    /// The registry of threadprivate variables.
    Threadprivate,
    /// The start of hidden helpers.
    HelpersStart,
    /// A helper's hand.
    HelpersHand,
    /// The tasks for helpers.
    HelpersQueue,
    /// The threads that are about to end.
    Ending,
    /// A member's deque.
    Deque,
    /// The team's tasks with priorities.
    Priorities,
    /// A node of dependences, or what tasks need alone.
    Node,
    /// The file of the trace.
    Trace,
}

/// The rank as a lock keeps it: empty, unless the order is checked.
#[derive(Clone, Copy)]
pub struct Ranked(#[cfg(all(debug_assertions, not(loom)))] Rank);

impl Ranked {
    pub const fn new(rank: Rank) -> Self {
        let _ = rank;
        Self(
            #[cfg(all(debug_assertions, not(loom)))]
            rank,
        )
    }
}

#[cfg(not(all(debug_assertions, not(loom))))]
impl Ranked {
    #[inline(always)]
    pub fn is_next(self) {}
    #[inline(always)]
    pub fn taken(self) {}
    #[inline(always)]
    pub fn freed(self) {}
    #[inline(always)]
    pub fn is_next_for_fork(self) {}
    #[inline(always)]
    pub fn taken_for_fork(self) {}
    #[inline(always)]
    pub fn freed_after_fork(self) {}
}

#[cfg(all(debug_assertions, not(loom)))]
mod checked {
    use super::{Rank, Ranked};
    use crate::sys::sync::held::change;

    /// The names, in the order.
    const RANKS: [Rank; 12] = [
        Rank::Fork,
        Rank::HeldBack,
        Rank::Gate,
        Rank::Pool,
        Rank::Threadprivate,
        Rank::HelpersStart,
        Rank::HelpersHand,
        Rank::HelpersQueue,
        Rank::Ending,
        Rank::Deque,
        Rank::Priorities,
        Rank::Node,
    ];

    /// Bits in which the locks of a rank are counted.
    const BITS: u32 = 4;

    impl Ranked {
        fn shift(self) -> u32 {
            self.0 as u32 * BITS
        }

        fn one(self) -> u64 {
            1 << self.shift()
        }

        fn count(self, counts: u64) -> u64 {
            counts >> self.shift() & ((1 << BITS) - 1)
        }

        /// That none of the locks counted is one behind which this one is not taken.
        fn check(self, counts: u64, first: u32) {
            if counts >> first != 0 {
                let last = RANKS[((u64::BITS - 1 - counts.leading_zeros()) / BITS) as usize];
                panic!("the lock {:?} is taken by a thread that holds {last:?}", self.0);
            }
        }

        /// The calling thread is about to wait for the lock.
        pub fn is_next(self) {
            change(|[own, for_fork]| self.check(*own | *for_fork, self.shift()));
        }

        /// It has the lock.
        pub fn taken(self) {
            change(|[own, _]| *own += self.one());
        }

        /// It has it no longer.
        pub fn freed(self) {
            change(|[own, _]| {
                assert_ne!(self.count(*own), 0, "the lock {:?} is freed by a thread that has none", self.0);
                *own -= self.one();
            });
        }

        /// The calling thread forks, and is about to wait for the lock. Other locks that it holds
        /// do not count: a signal handler has interrupted it there, and forks. It may hold several
        /// locks of one rank for the fork.
        pub fn is_next_for_fork(self) {
            change(|[_, for_fork]| self.check(*for_fork, self.shift() + BITS));
        }

        /// It has the lock for the time of the fork.
        pub fn taken_for_fork(self) {
            change(|[_, for_fork]| *for_fork += self.one());
        }

        /// It has it no longer.
        pub fn freed_after_fork(self) {
            change(|[_, for_fork]| {
                assert_ne!(self.count(*for_fork), 0, "the lock {:?} was not taken for a fork", self.0);
                *for_fork -= self.one();
            });
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        const POOL: Ranked = Ranked::new(Rank::Pool);
        const GATE: Ranked = Ranked::new(Rank::Gate);

        #[test]
        fn the_ranks_are_in_their_order() {
            assert!(RANKS.iter().enumerate().all(|(index, rank)| *rank as usize == index));
        }

        #[test]
        fn locks_are_taken_one_behind_the_other() {
            GATE.is_next();
            GATE.taken();
            POOL.is_next();
            POOL.taken();
            POOL.freed();
            GATE.freed();
            GATE.is_next();
        }

        #[test]
        #[should_panic(expected = "the lock Gate is taken by a thread that holds Pool")]
        fn one_that_comes_before_is_not_taken() {
            POOL.taken();
            GATE.is_next();
        }

        #[test]
        #[should_panic(expected = "the lock Pool is taken by a thread that holds Pool")]
        fn nor_is_one_of_the_same_rank() {
            POOL.taken();
            POOL.is_next();
        }

        #[test]
        fn a_handler_may_fork_that_interrupted_the_holder() {
            POOL.taken();
            GATE.is_next_for_fork();
            GATE.taken_for_fork();
            GATE.freed_after_fork();
            POOL.freed();
        }
    }
}
