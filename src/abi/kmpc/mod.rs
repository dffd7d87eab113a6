//! The functions that Clang, Flang and Intel's compilers emit calls to: `__kmpc_*`.
//!
//! Every call has a source location (`ident_t *`) and the number that `__kmpc_global_thread_num`
//! gave the calling thread. The thread's own pointer says more, so both are looked at only where
//! the compiler puts something into them.

pub mod alloc;
pub mod atomic;
pub mod barrier;
pub mod cancel;
pub mod collapse;
pub mod critical;
pub mod dispatch;
pub mod doacross;
pub mod error;
pub mod ident;
pub mod locks;
pub mod master;
pub mod microtask;
pub mod num_threads;
pub mod ordered;
pub mod parallel;
pub mod pause;
pub mod query;
pub mod reduce;
pub mod sched_type;
pub mod sections;
pub mod single;
pub mod static_loops;
pub mod target;
pub mod task_queries;
pub mod task_reduction;
pub mod taskgroup;
pub mod taskloop;
pub mod tasks;
pub mod teams;
pub mod threadprivate;
