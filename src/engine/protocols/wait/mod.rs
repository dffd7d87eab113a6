//! The one way to wait: spin, then sleep. `README.md` beside this file argues that no wake-up is
//! lost.
//!
//! | file | topic |
//! |---|---|
//! | `history` | how long to spin |
//! | `event` | sleeping for one of several events |
//! | `sleep` | sleeping on a word |
//! | `patience` | giving way to a thread that tells nobody |
//! | `external_load` | whether other programs want the processors too |
//! | `task_sleeper` | sleeping inside a task |
//! | `tuned` | what the environment and the program say about it |
//! | `rung` | when a sleeper's event happened |
//! | `rhythm` | waking up before an event that comes at regular intervals |

pub mod event;
mod external_load;
mod history;
#[cfg(all(test, loom))]
mod models;
mod patience;
mod rhythm;
mod rung;
pub mod sleep;
mod task_sleeper;
pub mod tuned;

pub use event::{ANY_TASK, Calls, EventCount, sleeper};
pub use external_load::usable_processors;
pub use history::{
    DEFAULT_SPIN, History, LONG_WAIT, LongWait, TIMED_WAIT_ENDED, after_fork_in_child, are_short, are_too_many,
    came_after, is_configured, lock_looks, look_for, worker_ended, worker_started,
};
pub use patience::Patience;
pub use rhythm::Rhythm;
pub use rung::Rung;
pub use sleep::{SLEEPER, sleep_on};
pub use task_sleeper::TaskSleeper;
