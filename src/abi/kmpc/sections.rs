//! `sections`, as newer compilers of the LLVM family ask for them: numbers 0 to `count - 1`.

use super::ident::Ident;
use crate::engine::constructs::worksharing::dispatch;
use crate::engine::records::thread::Thread;

/// `int __kmpc_sections_init(ident_t *location, int gtid, int count)`: begins a construct of
/// `count` blocks; returns the number of the first one to execute, or `count`.
///
/// Emitted by Intel's compilers for `sections` (OpenMP 5.2, 11.3).
pub extern "C-unwind" fn __kmpc_sections_init(_location: *const Ident, _gtid: i32, count: i32) -> i32 {
    dispatch::begin_sections(Thread::current(), u64::try_from(count).unwrap_or(0));
    __kmpc_next_section(_location, _gtid, count)
}

/// `int __kmpc_next_section(ident_t *location, int gtid, int count)`: the number of the next block
/// to execute, or `count`.
///
/// Emitted by Intel's compilers for `sections` (OpenMP 5.2, 11.3).
pub extern "C-unwind" fn __kmpc_next_section(_location: *const Ident, _gtid: i32, count: i32) -> i32 {
    dispatch::next(Thread::current()).map_or(count, |chunk| chunk.first as i32)
}

/// `void __kmpc_end_sections(ident_t *location, int gtid)`: ends the construct; the compiler adds
/// the barrier. A thread that was told that the construct is cancelled has left it already.
///
/// Emitted by Intel's compilers for `sections` (OpenMP 5.2, 11.3).
pub extern "C-unwind" fn __kmpc_end_sections(_location: *const Ident, _gtid: i32) {
    dispatch::end_if_inside(Thread::current());
}
