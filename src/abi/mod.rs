//! The functions that compilers emit calls to, and those that programs call. Each function unpacks
//! its arguments, calls the engine, packs the answer.
//!
//! A function in this folder that is `pub … extern "C-unwind" fn NAME` with a NAME of the symbol
//! tables (`abi/`) is exported under all of that name's version nodes by what `build.rs` generates.

// The names are the compilers', not ours.
#![allow(non_snake_case)]

// `prototype!` and `source!`, from which functions that macros define have their docs.
include!(concat!(env!("OUT_DIR"), "/documentation.rs"));

pub mod acc;
#[cfg(not(test))]
mod exports;
pub mod ferromp;
pub mod gomp;
pub mod kmpc;
pub mod omp;
pub mod ompt;
pub mod openblas;
mod variadic;
