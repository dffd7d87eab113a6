//! What Clang, Flang and Intel's compilers emit: `__kmpc_*`.

pub mod critical;
pub mod locks;
