//! Tasks, implicit and explicit: their life from creation to the last descendant's end.
//!
//! | file | topic |
//! |---|---|
//! | `memory` | where their memory comes from and goes to |
//! | `queue` | where a task waits for a thread, and who is woken for it |
//! | `depend` | order between siblings |
//! | `group` | `taskgroup`, while it lasts |
//! | `finish` | completing tasks |
//! | `cancel` | what is cancelled |
//! | `schedule` | who runs what, and waiting meanwhile |
//! | `taskwait`, `taskgroup` | waiting for tasks |
//! | `create` | generating explicit tasks |
//! | `reduction` | task reductions |
//! | `taskloop` | `taskloop` |

pub mod cancel;
pub mod create;
pub mod depend;
pub mod finish;
pub mod group;
pub mod memory;
pub mod queue;
pub mod reduction;
pub mod scheduler;
pub mod taskgroup;
pub mod taskloop;
pub mod taskwait;

pub use finish::fulfil;
