//! OMPT (OpenMP 5.2, chapter 19): how a tool is found and started, and the functions that it gets.
//! What it is told of comes from `engine/tools`.

pub mod entry;
pub mod lookup;
pub mod start;
