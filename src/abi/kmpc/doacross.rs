//! Loops with `ordered(n)` and `depend(source)` and `depend(sink: …)` (OpenMP 5.2, 15.9.6). The compiler tells of them before
//! it begins the loop, and passes the loop variables themselves.

use std::slice;

use super::dispatch::count;
use super::ident::Ident;
use crate::engine::thread::Thread;
use crate::engine::worksharing::doacross::{self, Dimension};

/// `struct kmp_dim`: one of the loops, from `lower` to `upper`, inclusive.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Loop {
    lower: i64,
    upper: i64,
    stride: i64,
}

const _: () = assert!(size_of::<Loop>() == 24);

impl Loop {
    fn dimension(self) -> Dimension {
        let (from, to) = if self.stride > 0 { (self.lower, self.upper) } else { (self.upper, self.lower) };
        let count = count(to < from, to.wrapping_sub(from).cast_unsigned(), self.stride.unsigned_abs());
        Dimension { first: self.lower.cast_unsigned(), step: self.stride, count }
    }
}

/// Begins a loop with `ordered(number)`, before the calls that share out its iterations. `loops`: the outermost first.
///
/// # Safety
/// `loops` must have `number` of them.
pub unsafe extern "C-unwind" fn __kmpc_doacross_init(
    _location: *const Ident,
    _gtid: i32,
    number: i32,
    loops: *const Loop,
) {
    // SAFETY: the caller's promise.
    let loops = unsafe { slice::from_raw_parts(loops, usize::try_from(number).unwrap_or(0)) };
    // How many of them the threads share out is not told: all of them may be, with `collapse`.
    doacross::begin(Thread::current(), loops.iter().map(|one| one.dimension()), loops.len());
}

/// `#pragma omp ordered depend(source)`: the iteration is done in which the loop variables are `values`.
///
/// # Safety
/// `values` must have one for each loop.
pub unsafe extern "C-unwind" fn __kmpc_doacross_post(_location: *const Ident, _gtid: i32, values: *const i64) {
    // SAFETY: the caller's promise.
    doacross::post(Thread::current(), |index| unsafe { *values.add(index) }.cast_unsigned());
}

/// `#pragma omp ordered depend(sink: …)`: waits until the iteration is done in which the loop variables are `values`.
///
/// # Safety
/// As for [`__kmpc_doacross_post`].
pub unsafe extern "C-unwind" fn __kmpc_doacross_wait(_location: *const Ident, _gtid: i32, values: *const i64) {
    // SAFETY: the caller's promise.
    doacross::wait(Thread::current(), |index| unsafe { *values.add(index) }.cast_unsigned());
}

/// After the loop.
pub extern "C-unwind" fn __kmpc_doacross_fini(_location: *const Ident, _gtid: i32) {
    Thread::current().slot.get().cursor.active.doacross.end();
}
