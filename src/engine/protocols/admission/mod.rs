//! Admission: the gate, the word that holds members back, and what the runtime learns about
//! regions. `README.md` beside this file has the states and the argument.

pub mod gate;
pub mod hold;
pub mod learned;
#[cfg(all(test, loom))]
mod models;
pub mod pace;
