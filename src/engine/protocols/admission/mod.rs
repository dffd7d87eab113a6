//! Admission: the gate, the word that holds members back, and what the runtime learns about
//! regions. `README.md` beside this file has the states and the argument.

pub mod gate;
pub mod hold;
#[cfg(not(loom))]
pub mod learned;
#[cfg(all(test, loom))]
mod models;
#[cfg(not(loom))]
pub mod pace;
