//! Policies and observers: which threads may run, on which processors, and what is recorded about
//! them.

pub mod admission;
pub mod affinity;
pub mod colocated;
pub mod load;
pub mod other_runtime;
pub mod stats;
pub mod strict;
