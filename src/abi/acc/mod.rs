//! OpenACC: what GCC emits (`GOACC_*`) and what programs call (`acc_*`), on the host.

pub mod constructs;
pub mod cuda;
pub mod data;
pub mod device;
pub mod fortran;
pub mod prof;
pub mod queue;
mod tools;
