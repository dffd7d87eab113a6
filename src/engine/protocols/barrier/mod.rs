//! How members arrive at a barrier, whose members are let go first, and how each sees that the others have come.

#[cfg(all(test, loom))]
mod models;
#[cfg(not(loom))]
pub mod precedence;
pub mod protocol;
