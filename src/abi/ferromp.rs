//! Functions that no other runtime has. Programs call these; `include/ferromp.h` declares them.

use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;

use super::omp::int;
use super::openblas;
use crate::engine::constructs::jobs;
use crate::engine::ground::budget;
use crate::engine::ground::icv::NO_LIMIT;
use crate::engine::ground::tuning;
use crate::engine::policies::stats;
use crate::engine::records::thread::Thread;
use crate::engine::tools::trace;
use crate::sys::stderr;

/// `void ferromp_set_thread_limit(int limit)`: no thread of the program may have more than `limit`
/// threads, itself among them, in its regions and those nested in them; 0: any number. Holds for
/// all threads at once, from their next region on. A negative number changes nothing and gets a
/// line.
///
/// ferromp's own.
pub extern "C-unwind" fn ferromp_set_thread_limit(limit: c_int) {
    match u32::try_from(limit) {
        Ok(0) => budget::set_limit(NO_LIMIT),
        Ok(limit) => budget::set_limit(limit),
        Err(_) if tuning::warnings() => {
            let line =
                format!("ferromp: ferromp_set_thread_limit({limit}): not a number of threads; nothing changes\n");
            stderr::write(line.as_bytes());
        }
        Err(_) => {}
    }
}

/// `int ferromp_get_thread_limit(void)`: that limit; FERROMP_THREAD_LIMIT's until another is set, 0
/// if there is none.
///
/// ferromp's own.
pub extern "C-unwind" fn ferromp_get_thread_limit() -> c_int {
    match budget::limit() {
        NO_LIMIT => 0,
        limit => int(limit),
    }
}

/// `size_t ferromp_get_stats(char *text, size_t size)`: writes what happened in this process until
/// now, as FERROMP_STATS=json would at its end, cut off to `size` bytes with the null byte at the
/// end. Regions are counted from the first call on, or from the start if the variable asks for it.
/// Returns the length of the whole text, without the null byte.
///
/// ferromp's own.
///
/// # Safety
/// `text` points to `size` bytes.
pub unsafe extern "C-unwind" fn ferromp_get_stats(text: *mut c_char, size: usize) -> usize {
    let account = stats::so_far();
    let account = account.trim_end().as_bytes();
    if let Some(room) = size.checked_sub(1) {
        let length = account.len().min(room);
        // SAFETY: `length` and one more are no more than `size`.
        unsafe {
            ptr::copy_nonoverlapping(account.as_ptr().cast(), text, length);
            text.add(length).write(0);
        }
    }
    account.len()
}

/// `int ferromp_trace_write(const char *path)`: writes what the trace of this process
/// (FERROMP_TRACE, `ferromp run --trace`) has recorded until now into another file, which `ferromp
/// report` shows as well. Returns 0, or -1 if there is no trace or the file cannot be written.
///
/// ferromp's own.
///
/// # Safety
/// `path` is null or a string.
pub unsafe extern "C-unwind" fn ferromp_trace_write(path: *const c_char) -> c_int {
    if path.is_null() {
        return -1;
    }
    // SAFETY: the caller's promise.
    let path = Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(path) }.to_bytes()));
    if trace::write_copy(path).is_ok() { 0 } else { -1 }
}

/// `void ferromp_openblas_callback(int sync, void (*job)(int, void *, int), int jobs, size_t size,
/// void *data, int buffer)`: does OpenBLAS's jobs `0` to `jobs - 1`, each by a thread of a team of
/// as many: job *i* is `job(number, data + i * size, buffer)`, with a number below 64 that no other
/// job has at the same time (from 64 jobs on: below `jobs`). Returns when all are done.
///
/// ferromp's own.
///
/// # Safety
/// OpenBLAS's contract for `openblas_set_threads_callback_function`; it was built for 64 threads
/// or more.
pub unsafe extern "C-unwind" fn ferromp_openblas_callback(
    _sync: c_int,
    job: Option<unsafe extern "C-unwind" fn(c_int, *mut c_void, c_int)>,
    jobs: c_int,
    size: usize,
    data: *mut c_void,
    buffer: c_int,
) {
    let Some(job) = job else { return };
    let first = data.expose_provenance();
    let run = move |index: u32, number: u32| {
        let element = ptr::with_exposed_provenance_mut(first.wrapping_add(size.wrapping_mul(index as usize)));
        // SAFETY: the caller's promise.
        unsafe { job(int(number), element, buffer) };
    };
    if let Ok(count @ 1..) = u32::try_from(jobs) {
        jobs::run(Thread::current(), job as *const c_void, count, run);
    }
}

/// `int ferromp_openblas_look(void)`: has every OpenBLAS in the process that can use them use
/// ferromp's threads, unless FERROMP_OPENBLAS turns this off. Returns how many there are. Waits for
/// threads that load or unload a library.
///
/// ferromp's own.
pub extern "C-unwind" fn ferromp_openblas_look() -> c_int {
    c_int::try_from(openblas::look(ferromp_openblas_callback as *const ())).unwrap_or(c_int::MAX)
}
