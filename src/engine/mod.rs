//! The meaning of each construct, written once for both ABIs.
//!
//! What has statics or whole teams is not built for loom, whose atomics no `const fn` makes; it checks the protocols.

pub mod admission;
#[cfg(not(loom))]
pub mod affinity;
#[cfg(not(loom))]
pub mod alloc;
#[cfg(not(loom))]
pub mod atomic;
pub mod barrier;
#[cfg(not(loom))]
pub mod budget;
#[cfg(not(loom))]
pub mod by_address;
#[cfg(not(loom))]
pub mod cancel;
#[cfg(not(loom))]
pub mod colocated;
#[cfg(not(loom))]
pub mod defaults;
#[cfg(not(loom))]
pub mod departure;
pub mod display;
#[cfg(not(loom))]
pub mod error;
#[cfg(not(loom))]
pub mod fork;
#[cfg(not(loom))]
pub mod fork_notice;
pub mod handoff;
pub mod hook;
#[cfg(not(loom))]
pub mod icv;
#[cfg(not(loom))]
pub mod initial;
#[cfg(not(loom))]
pub mod load;
pub mod lock;
#[cfg(not(loom))]
pub mod member;
#[cfg(not(loom))]
pub mod new_thread;
#[cfg(not(loom))]
pub mod nthreads;
pub mod numbers;
#[cfg(not(loom))]
pub mod openacc;
#[cfg(not(loom))]
pub mod other_runtime;
#[cfg(not(loom))]
pub mod owner;
#[cfg(not(loom))]
pub mod pool;
#[cfg(not(loom))]
pub mod records;
#[cfg(not(loom))]
pub mod region;
#[cfg(not(loom))]
pub mod request;
pub mod rest;
#[cfg(not(loom))]
pub mod runtime;
#[cfg(not(loom))]
pub mod say;
#[cfg(all(test, shuttle))]
mod scenes;
pub mod settings;
#[cfg(not(loom))]
pub mod stats;
#[cfg(not(loom))]
pub mod strict;
#[cfg(not(loom))]
pub mod target;
pub mod task;
#[cfg(not(loom))]
pub mod team;
#[cfg(not(loom))]
pub mod teams;
#[cfg(not(loom))]
pub mod thread;
#[cfg(not(loom))]
pub mod thread_numbers;
#[cfg(not(loom))]
pub mod threadprivate;
#[cfg(not(loom))]
pub mod tuning;
pub mod wait;
#[cfg(not(loom))]
pub mod wishes;
#[cfg(not(loom))]
mod worker;
#[cfg(not(loom))]
pub mod worksharing;
