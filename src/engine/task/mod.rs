//! Tasks, implicit and explicit: their data environment, and their life from creation to the last descendant's end.
//!
//! | file | topic |
//! |---|---|
//! | `record` | the task |
//! | `create` | generating explicit tasks |
//! | `memory` | where their memory comes from and goes to |
//! | `schedule` | who runs what, and waiting meanwhile |
//! | `finish` | completing them |
//! | `depend` | order between siblings |
//! | `group` | `taskgroup` |
//! | `helpers` | the threads for `target nowait` |
//! | `reduction` | task reductions |
//! | `taskloop` | `taskloop` |
//! | `worth` | whether taking tasks from others pays |
//!
//! What several threads do with them at once is apart, and checked by loom:
//!
//! | file | topic |
//! |---|---|
//! | `deque` | where tasks wait for a thread |
//! | `priorities` | where those with a priority do |
//! | `guarded` | both, under a lock |
//! | `counts` | the children of a task: who sees the last one finish, who frees |
//! | `event` | the two things that complete a detachable task |
//! | `members` | the tasks of a taskgroup |
//! | `phases` | whether tasks are left, at a barrier and behind a region's end |
//! | `graph` | who waits for whom by dependences |
//! | `spin` | the lock that some of them use |

pub mod counts;
#[cfg(not(loom))]
pub mod create;
#[cfg(not(loom))]
pub mod depend;
pub mod deque;
pub mod event;
#[cfg(not(loom))]
mod finish;
pub mod graph;
#[cfg(not(loom))]
pub mod group;
mod guarded;
#[cfg(not(loom))]
pub mod helpers;
pub mod members;
#[cfg(not(loom))]
pub mod memory;
#[cfg(all(test, loom))]
mod models;
pub mod phases;
pub mod priorities;
#[cfg(not(loom))]
mod queue;
#[cfg(not(loom))]
pub mod record;
#[cfg(not(loom))]
pub mod reduction;
#[cfg(not(loom))]
pub mod reductions;
#[cfg(not(loom))]
pub mod schedule;
mod spin;
#[cfg(not(loom))]
pub mod taskgroup;
#[cfg(not(loom))]
pub mod taskloop;
#[cfg(not(loom))]
pub mod taskwait;
#[cfg(not(loom))]
pub mod worth;

#[cfg(not(loom))]
pub use finish::fulfil;
#[cfg(not(loom))]
pub use record::{Flags, Task};
