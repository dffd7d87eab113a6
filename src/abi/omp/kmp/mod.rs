//! The routines that only libomp and libiomp5 have, as Intel's compiler documents them under
//! "extension routines".
//!
//! Programs call them. They change the settings that environment variables make at the start, for
//! threads and regions to come.

pub mod defaults;
pub mod integer8;
pub mod library;
pub mod memory;
pub mod stack;
pub mod threads;
pub mod waiting;
pub mod warnings;
pub mod worksharing;
