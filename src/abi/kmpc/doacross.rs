//! Loops with `ordered(n)` and `depend(source)` and `depend(sink: …)` (OpenMP 5.2, 15.9.6). The
//! compiler tells of them before it begins the loop, and passes the loop variables themselves.

use std::slice;

use super::dispatch::count;
use super::ident::Ident;
use crate::engine::constructs::worksharing::doacross;
use crate::engine::constructs::worksharing::doacross::Dimension;
use crate::engine::records::thread::Thread;

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

/// `void __kmpc_doacross_init(ident_t *location, int gtid, int number, const struct kmp_dim
/// *loops)`: begins a loop with `ordered(number)`, before the calls that share out its iterations.
/// `loops`: the outermost first.
///
/// Emitted by Clang and Flang for `for ordered(n)` (OpenMP 5.2, 11.5 and 15.9.6).
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

/// `void __kmpc_doacross_post(ident_t *location, int gtid, const int64_t *values)`: the iteration
/// is done in which the loop variables are `values`.
///
/// Emitted by Clang and Flang for `ordered doacross(source)` (OpenMP 5.2, 15.9.6).
///
/// # Safety
/// `values` must have one for each loop.
pub unsafe extern "C-unwind" fn __kmpc_doacross_post(_location: *const Ident, _gtid: i32, values: *const i64) {
    // SAFETY: the caller's promise.
    doacross::post(Thread::current(), |index| unsafe { *values.add(index) }.cast_unsigned());
}

/// `void __kmpc_doacross_wait(ident_t *location, int gtid, const int64_t *values)`: waits until the
/// iteration is done in which the loop variables are `values`.
///
/// Emitted by Clang and Flang for `ordered doacross(sink: …)` (OpenMP 5.2, 15.9.6).
///
/// # Safety
/// As for [`__kmpc_doacross_post`].
pub unsafe extern "C-unwind" fn __kmpc_doacross_wait(_location: *const Ident, _gtid: i32, values: *const i64) {
    // SAFETY: the caller's promise.
    doacross::wait(Thread::current(), |index| unsafe { *values.add(index) }.cast_unsigned());
}

/// `void __kmpc_doacross_fini(ident_t *location, int gtid)`: after the loop.
///
/// Emitted by Clang and Flang for `for ordered(n)` (OpenMP 5.2, 11.5 and 15.9.6).
pub extern "C-unwind" fn __kmpc_doacross_fini(_location: *const Ident, _gtid: i32) {
    Thread::current().slot.get().cursor.active.doacross.end();
}
