//! The `num_threads` clause: one number, or (OpenMP 6.0, 12.1.2) a list for the nesting levels;
//! with `strict`, fewer threads are worth a word, or the end of the program.

use std::ffi::{CStr, c_char};
use std::slice;

use super::ident::Ident;
use crate::engine::ground::nthreads;
use crate::engine::ground::nthreads::Strict;
use crate::engine::ground::request::NumThreads;
use crate::engine::records::thread::Thread;

/// `severity` of a `strict` clause (`omp_severity_t`).
const FATAL: i32 = 2;

/// `void __kmpc_push_num_threads(ident_t *location, int gtid, int num_threads)`: the `num_threads`
/// clause of the next region. A number that is not positive counts as no clause.
///
/// Emitted by Clang and Flang for `num_threads` (OpenMP 5.2, 10.1.2).
pub extern "C-unwind" fn __kmpc_push_num_threads(_location: *const Ident, _gtid: i32, num_threads: i32) {
    push(num_threads, None);
}

/// `void __kmpc_pop_num_threads(ident_t *location, int gtid)`: takes a pushed `num_threads` back.
///
/// LLVM's extension, the opposite of `__kmpc_push_num_threads` (OpenMP 5.2, 10.1.2).
pub extern "C-unwind" fn __kmpc_pop_num_threads(_location: *const Ident, _gtid: i32) {
    push(0, None);
}

/// `void __kmpc_push_num_threads_strict(ident_t *location, int gtid, int num_threads, int severity,
/// const char *message)`: `num_threads(strict: number)`: if the region gets fewer threads,
/// `message` (null: one of the runtime's own) goes to stderr; `severity` 2 ends the program then, 1
/// does not.
///
/// Emitted by Clang for `num_threads` with `strict` or a list (OpenMP 6.0, 12.1.2).
///
/// # Safety
/// `message` must be null or a string.
pub unsafe extern "C-unwind" fn __kmpc_push_num_threads_strict(
    location: *const Ident,
    gtid: i32,
    num_threads: i32,
    severity: i32,
    message: *const c_char,
) {
    // SAFETY: the caller's promise.
    unsafe { __kmpc_push_num_threads_list_strict(location, gtid, 1, &raw const num_threads, severity, message) };
}

/// `void __kmpc_push_num_threads_list(ident_t *location, int gtid, unsigned length, const int
/// *list)`: `num_threads(number, number, …)`: the first of `length` numbers for the next region,
/// the others for the levels inside it; the last one holds for all levels deeper still.
///
/// Emitted by Clang for `num_threads` with `strict` or a list (OpenMP 6.0, 12.1.2).
///
/// # Safety
/// `list` must have `length` numbers.
pub unsafe extern "C-unwind" fn __kmpc_push_num_threads_list(
    _location: *const Ident,
    _gtid: i32,
    length: u32,
    list: *const i32,
) {
    // SAFETY: the caller's promise.
    push_list(unsafe { slice::from_raw_parts(list, length as usize) }, None);
}

/// `void __kmpc_push_num_threads_list_strict(ident_t *location, int gtid, unsigned length, const
/// int *list, int severity, const char *message)`: `num_threads(strict: number, number, …)`: as
/// [`__kmpc_push_num_threads_list`] and [`__kmpc_push_num_threads_strict`].
///
/// Emitted by Clang for `num_threads` with `strict` or a list (OpenMP 6.0, 12.1.2).
///
/// # Safety
/// `list` must have `length` numbers, and `message` must be null or a string.
pub unsafe extern "C-unwind" fn __kmpc_push_num_threads_list_strict(
    _location: *const Ident,
    _gtid: i32,
    length: u32,
    list: *const i32,
    severity: i32,
    message: *const c_char,
) {
    // SAFETY: the caller's promise.
    let message = (!message.is_null()).then(|| unsafe { CStr::from_ptr(message) }.to_bytes().into());
    let strict = Strict { fatal: severity == FATAL, message };
    // SAFETY: the caller's promise.
    push_list(unsafe { slice::from_raw_parts(list, length as usize) }, Some(strict));
}

fn push_list(list: &[i32], strict: Option<Strict>) {
    let [first, deeper @ ..] = list else { return };
    let deeper: Vec<u32> = deeper.iter().map(|&deeper| number(deeper).max(1)).collect();
    let deeper = nthreads::list(&deeper, strict.as_ref());
    push(*first, Some(Box::new(NumThreads { deeper, strict })));
}

/// Keeps what the next region is to have, in place of what was pushed before.
fn push(num_threads: i32, clause: Option<Box<NumThreads>>) {
    Thread::current().pushed.push_num_threads(number(num_threads), clause);
}

/// A number of threads; 0, no clause, in place of a negative one.
fn number(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}
