//! `target` and what belongs to it (OpenMP 5.2, chapter 13). There is no device but the host, so every construct runs
//! there, on the program's own variables: data is mapped by doing nothing.

pub mod device;
pub mod memory;
pub mod order;
pub mod region;
