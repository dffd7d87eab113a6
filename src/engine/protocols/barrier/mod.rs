//! Barriers: how members arrive, how each sees that the others have come, and which of them goes on
//! first. `README.md` beside this file has the words and the argument.

#[cfg(all(test, loom))]
mod models;
pub mod precedence;
pub mod protocol;
