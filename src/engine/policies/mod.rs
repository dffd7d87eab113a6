//! Policies and observers: who may run and where, and what is told of it.

pub mod admission;
pub mod affinity;
pub mod colocated;
pub mod load;
pub mod other_runtime;
pub mod stats;
pub mod strict;
