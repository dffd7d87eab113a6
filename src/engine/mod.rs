//! The meaning of each construct, written once for both ABIs.
//!
//! Each folder is a floor, and calls what is on its own floor or below: `tests/layers.rs` keeps
//! that.
//!
//! | floor, from the ground up | holds |
//! |---|---|
//! | `ground` | settings, control variables, what the runtime says |
//! | `protocols` | shared words and what threads do with them; loom builds up to here |
//! | `records` | thread, team and task, and their parts |
//! | `tools` | what tools are told, and what they may ask |
//! | `tasks` | what becomes of tasks |
//! | `policies` | admission, affinity, statistics |
//! | `pool` | the workers |
//! | `constructs` | regions, worksharing, barriers, teams, offload, allocators |
//! | `process` | the start, the lives of workers and helpers, forks |

pub mod ground;
pub mod protocols;

#[cfg(not(loom))]
pub mod constructs;
#[cfg(not(loom))]
pub mod policies;
#[cfg(not(loom))]
pub mod pool;
#[cfg(not(loom))]
pub mod process;
#[cfg(not(loom))]
pub mod records;
#[cfg(not(loom))]
pub mod tasks;
#[cfg(not(loom))]
pub mod tools;

#[cfg(all(test, shuttle))]
mod scenes;
