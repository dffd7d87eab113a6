//! The records of threads, teams and tasks, and the parts of them that belong to one subject: data, without what is done with it.

pub mod affinity;
pub mod cancel;
pub mod profile;
pub mod stats;
