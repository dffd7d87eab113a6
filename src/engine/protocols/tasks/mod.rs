//! Tasks, as far as several threads use them at once. `README.md` beside this file has the states
//! and the argument.
//!
//! | file | topic |
//! |---|---|
//! | `deque` | where tasks wait for a thread |
//! | `priorities` | the same, for tasks with priorities |
//! | `counts` | the children of a task: who sees the last one finish, who frees |
//! | `event` | the two things that complete a detachable task |
//! | `members` | the tasks of a taskgroup |
//! | `phases` | whether tasks are left, at a barrier and behind a region's end |
//! | `graph` | who waits for whom by dependences |
//! | `node_lock` | the lock of the graph's nodes |
//! | `spin` | the lock that others use |

pub mod counts;
pub mod deque;
pub mod event;
pub mod graph;
pub mod guarded;
pub mod members;
#[cfg(all(test, loom))]
mod models;
pub mod node_lock;
pub mod phases;
pub mod priorities;
pub mod spin;
