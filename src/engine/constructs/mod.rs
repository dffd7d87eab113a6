//! Constructs: the meaning of `parallel`, the worksharing constructs, `barrier`, `teams` and
//! `target`, and of the API routines for them.

pub mod alloc;
pub mod atomic;
pub mod barrier;
pub mod initial;
pub mod jobs;
pub mod masked;
pub mod member;
pub mod mutex;
pub mod num_threads;
pub mod offload;
pub mod openacc;
pub mod owner;
pub mod parallel;
pub mod teams;
pub mod threadprivate;
pub mod worksharing;
