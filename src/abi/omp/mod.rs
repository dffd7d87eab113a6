//! The functions that programs call by name: `omp_*`, `kmp_*`, `ompc_*`.
//!
//! A query of a thread that is new to the runtime answers from the environment's settings and
//! leaves the thread as it is: libraries ask for the number of threads when they are loaded.

use std::ffi::c_int;

use crate::engine::constructs::initial;
use crate::engine::ground::icv::Icv;
use crate::engine::records::thread::Thread;

#[macro_use]
mod fortran;

pub mod affinity;
pub mod alloc;
pub mod alloc_fortran;
pub mod alloc_spaces;
pub mod alloc_spaces_fortran;
pub mod cancellation;
pub mod device_uids;
pub mod devices;
pub mod dimensions;
pub mod display;
pub mod events;
pub mod gprivate;
pub mod interop;
pub mod kmp;
pub mod levels;
pub mod locks;
pub mod modules;
pub mod ompc;
pub mod pause;
pub mod schedule;
pub mod target_memory;
pub mod tasks;
pub mod teams;
pub mod threads;
pub mod timing;
pub mod tools;

/// The answer of `of` about the calling thread, or `initial` if the runtime does not know it. A
/// thread whose record is at hand gets it without a call, so the routine needs no frame.
#[inline(always)]
fn answer<T>(of: impl Fn(&'static Thread) -> T, initial: impl Fn() -> T) -> T {
    #[cold]
    #[inline(never)]
    fn otherwise<T>(of: impl Fn(&'static Thread) -> T, initial: impl Fn() -> T) -> T {
        Thread::asked().map_or_else(initial, of)
    }
    match Thread::at_hand() {
        Some(t) => of(t),
        None => otherwise(of, initial),
    }
}

/// The answer of `ask` about the control variables of the calling thread's task.
#[inline(always)]
fn icv<T>(ask: impl Fn(&Icv) -> T) -> T {
    answer(|t| ask(t.task().icv()), || ask(&initial::initial_icv()))
}

/// Changes the control variables of the calling thread's task.
fn change_icv(change: impl FnOnce(&mut Icv)) {
    Thread::current().task().change_icv(change);
}

/// A number as a program gets it.
pub fn int(number: u32) -> c_int {
    c_int::try_from(number).unwrap_or(c_int::MAX)
}
