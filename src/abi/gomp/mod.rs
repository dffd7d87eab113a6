//! The functions that GCC emits calls to: `GOMP_*`.

pub mod alloc;
pub mod atomic;
pub mod barrier;
pub mod cancel;
pub mod critical;
pub mod depend;
pub mod doacross;
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
pub mod scope;
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
pub mod teams;

use std::ffi::c_uint;

/// A `bool` argument as GCC passes it: the low byte of a register whose other bits are anything. A
/// Rust `bool` would be taken from more than that byte: LLVM expects callers to extend it.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Bool(c_uint);

impl Bool {
    #[inline]
    pub fn is_true(self) -> bool {
        self.0 & 0xff != 0
    }
}
