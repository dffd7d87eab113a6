//! ferromp: one OpenMP runtime behind libgomp's and libomp's ABI.
//!
//! `abi` translates what compilers call, `engine` gives the constructs their meaning, `sys` talks to
//! the kernel. `CONTRIBUTING.md` is the map.

// Tests and rustdoc are built without the profile's panic strategy.
#[cfg(not(any(panic = "abort", test, doc)))]
compile_error!("ferromp must be built with panic = \"abort\": a Rust panic must never unwind into C");

// Its statics cannot hold loom's atomics, which no `const fn` makes.
#[cfg(not(loom))]
pub mod abi;
mod engine;
mod sys;
