//! OMPT (OpenMP 5.2, chapter 19): how a tool is found and started, and the functions that it gets.
//! Its events come from `engine/tools`.

pub mod entry;
pub mod lookup;
pub mod start;
