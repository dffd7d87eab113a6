//! What GCC emits: `GOMP_*`.

pub mod atomic;
pub mod critical;
