//! `omp_pause_resource`: giving back what the runtime holds (OpenMP 5.2, 18.6). Programs call
//! these.

use std::ffi::c_int;

use super::devices::omp_get_initial_device;
use crate::abi::ompt::start;
use crate::engine::process::runtime;
use crate::engine::records::thread::Thread;

/// `omp_pause_stop_tool`, the greatest `omp_pause_resource_t`: resume is 0, soft 1, hard 2.
const STOP_TOOL: c_int = 3;

/// `int omp_pause_resource(omp_pause_resource_t kind, int device_num)`: ends the workers that the
/// calling thread's regions and the pool hold, and hidden helpers without work; the next region and
/// target task get new ones. A worker's copies of threadprivate variables end with it, as in
/// libgomp. Returns 0 if that was done and the threads are gone: if the program has no other
/// threads, it may make system calls that the kernel refuses to a process with several threads.
/// Returns -1 inside a region, for a device that does not exist, or if a thread is busy for 10 s
/// with the program's destructors.
///
/// OpenMP 5.2, 18.6.1.
pub extern "C-unwind" fn omp_pause_resource(kind: c_int, device_num: c_int) -> c_int {
    if device_num == omp_get_initial_device() { omp_pause_resource_all(kind) } else { -1 }
}

/// `int omp_pause_resource_all(omp_pause_resource_t kind)`: the same for all devices, which is the
/// host.
///
/// OpenMP 5.2, 18.6.2.
pub extern "C-unwind" fn omp_pause_resource_all(kind: c_int) -> c_int {
    if !(0..=STOP_TOOL).contains(&kind) {
        return -1;
    }
    let t = Thread::asked();
    if t.is_some_and(|t| t.team.get().level.get() != 0) {
        return -1;
    }
    if kind == STOP_TOOL {
        start::finalize();
    }
    if runtime::pause(t) { 0 } else { -1 }
}

fortran!(omp_pause_resource_, omp_pause_resource(kind: i32, device_num: i32) -> c_int);
fortran!(omp_pause_resource_all_, omp_pause_resource_all(kind: i32) -> c_int);
