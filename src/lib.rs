//! ferromp: one OpenMP runtime behind libgomp's and libomp's ABI.
//!
//! `abi` translates what compilers call, `engine` gives the constructs their meaning, `sys` talks
//! to the kernel. `CONTRIBUTING.md` is the map.

// Fuzz targets reach the parsers alone, and models the protocols.
#![cfg_attr(any(fuzzing, loom), allow(dead_code, unused_imports, unused_macros))]

// Tests and rustdoc are built without the profile's panic strategy.
#[cfg(not(any(panic = "abort", test, doc)))]
compile_error!("ferromp must be built with panic = \"abort\": a Rust panic must never unwind into C");

// Its statics cannot hold loom's atomics, which no `const fn` makes.
#[cfg(not(any(loom, fuzzing)))]
pub mod abi;
mod engine;
#[cfg(fuzzing)]
pub mod fuzzing;
mod sys;

#[cfg(not(any(loom, fuzzing)))]
#[global_allocator]
static HEAP: sys::sanitizer::Heap = sys::sanitizer::Heap;
