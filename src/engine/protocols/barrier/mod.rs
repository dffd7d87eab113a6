//! Barriers: how members arrive, how each sees that the others have come, and which of them goes on
//! first.

#[cfg(all(test, loom))]
mod models;
#[cfg(not(loom))]
pub mod precedence;
pub mod protocol;
