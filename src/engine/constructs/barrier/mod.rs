//! Barriers: a member goes on when all members have arrived and none of their tasks is left.
//!
//! Each barrier of a team has a number. In a team of two, each member publishes the number that it
//! has arrived at, and looks at the other's: both hand-overs run at the same time. Larger teams
//! count arrivals in a tree. Each group of four members, or eight, has its counter in the first
//! member's slot. The member that completes the root publishes the number for all; in a very large
//! team some members pass it on to others (`protocols::relay`).
//!
//! `protocols::barrier` has that, and the wait until no task is left, by
//! `protocols::tasks::phases`; `team` applies it; `precedence` lets the primary thread go on first;
//! `cancelled` has the end of a cancelled region.

pub mod cancelled;
mod team;

pub use team::{arrive_at_end, gather, meet, wait, wait_as, wait_cancellable, wait_untold, wait_within};
