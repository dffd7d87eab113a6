//! Records: threads, teams and tasks, and their parts. They are data; the floors above have the
//! code that works on them.
//!
//! A thread is in a team and runs a task; a team has members and their tasks; a task belongs to a
//! team, and a thread has generated it. So these three files import each other, and no others do.

pub mod admission;
pub mod affinity;
pub mod cancel;
pub mod fork_notice;
pub mod noted;
pub mod profile;
pub mod pushed;
pub mod reductions;
pub mod seat;
pub mod staff;
pub mod standing;
pub mod stats;
pub mod steal_policy;
pub mod task;
pub mod team;
pub mod thread;
pub mod thread_numbers;
pub mod threadprivate;
pub mod tools;
pub mod trace;
pub mod whereabouts;
pub mod worksharing;
