//! Admission: how many of the threads of the regions that the program's own threads open run at once.
//!
//! | policy | |
//! |---|---|
//! | turns | threads with short regions run these as gangs, in turns: [`pace`]; the default, see `docs/budget.md` |
//! | kernel | all run |
//! | hold | a region begins at once, its members beyond the budget when others have left: [`hold`] |
//! | gang | a region begins when there is room for all its threads: [`gate`] |
//! | learned | hold, or gang where that makes regions shorter whose members only the grace time let go: [`learned`] |

pub mod gate;
pub mod hold;
#[cfg(not(loom))]
mod learned;
#[cfg(all(test, loom))]
mod models;
#[cfg(not(loom))]
pub mod pace;
#[cfg(not(loom))]
mod policy;

#[cfg(not(loom))]
pub use policy::*;
