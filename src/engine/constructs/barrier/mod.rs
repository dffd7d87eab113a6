//! Barriers: all members arrive, and no task of theirs is left.
//!
//! Each barrier of a team has a number. In a team of two each member publishes the number it arrived at and looks at
//! the other's: both hand-overs run at the same time. Larger teams count arrivals in a tree whose groups of
//! `protocol::FAN_IN` have their counter in the first member's slot; who completes the root publishes the number for all.
//!
//! `protocols::barrier` is that, and the wait until no task is left either, as `task::phases` has it; `team` applies it; `precedence` says
//! who goes on first, and `cancelled` what happens in a cancelled region instead.

pub mod cancelled;
mod team;

pub use team::{arrive_at_end, gather, meet, wait, wait_as, wait_cancellable, wait_within};
