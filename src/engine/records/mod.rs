//! The records of threads, teams and tasks, and the parts of them that belong to one subject: data, without what is done with it.

pub mod admission;
pub mod affinity;
pub mod cancel;
pub mod profile;
pub mod standing;
pub mod stats;
pub mod whereabouts;
pub mod worksharing;
