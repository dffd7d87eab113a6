//! What GCC emits: `GOMP_*`.

pub mod alloc;
pub mod atomic;
pub mod barrier;
pub mod critical;
pub mod depend;
pub mod error;
pub mod interop;
pub mod loops;
pub mod loops_ull;
pub mod masked;
pub mod offload;
pub mod ordered;
pub mod parallel;
pub mod parallel_loops;
pub mod reduction;
pub mod sections;
pub mod shared_memory;
pub mod single;
pub mod static_worksharing;
pub mod target;
pub mod target_args;
pub mod target_data;
pub mod task_reduction;
pub mod taskgroup;
pub mod taskloop;
pub mod tasks;
