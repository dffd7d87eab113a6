//! `target` and related constructs (OpenMP 5.2, chapter 13). There is no device but the host, so
//! every construct runs there, on the program's own variables. Mapping data needs no work.

pub mod device;
pub mod memory;
pub mod order;
pub mod region;
