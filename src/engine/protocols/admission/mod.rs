//! Admission's words: the gate, what holds members back, and what is learned.

pub mod gate;
pub mod hold;
#[cfg(not(loom))]
pub mod learned;
#[cfg(all(test, loom))]
mod models;
#[cfg(not(loom))]
pub mod pace;
