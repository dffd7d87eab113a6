//! Threads of a team (OpenMP 5.2, 18.2 and 18.3). Programs call these.

use std::ffi::c_int;

use super::{answer, change_icv, icv, int};
use crate::abi::ferromp::ferromp_openblas_callback;
use crate::abi::openblas;
use crate::engine::constructs::initial;
use crate::engine::ground::budget;
use crate::engine::policies::load;
use crate::engine::policies::other_runtime;
use crate::engine::records::thread::Thread;
use crate::sys::arch::hand_over_caller;

/// `void omp_set_num_threads(int num_threads)`: sets the number of threads of the next regions that
/// the calling task begins without a `num_threads` clause. A number that is not positive counts as
/// 1, as in both peers.
///
/// OpenMP 5.2, 18.2.1.
pub extern "C-unwind" fn omp_set_num_threads(num_threads: c_int) {
    let inside = Thread::asked().is_some_and(|t| t.team.get().level.get() > 0);
    change_icv(|icv| {
        icv.nthreads = num_threads.max(1).cast_unsigned();
        icv.strict = None;
        icv.asked_for_nesting |= inside;
    });
}

/// The answer of `of` about the calling thread, or `INITIAL` if the runtime does not know it. Then
/// it may be one of another runtime's.
#[inline(always)]
fn numbered<const INITIAL: c_int>(of: impl Fn(&Thread) -> u32) -> c_int {
    let unknown = || {
        other_runtime::asked();
        INITIAL
    };
    answer(|t| of(t).cast_signed(), unknown)
}

/// `int omp_get_num_threads(void)`: the size of the calling thread's team. GCC emits it for static
/// loops.
///
/// OpenMP 5.2, 18.2.2.
pub extern "C-unwind" fn omp_get_num_threads() -> c_int {
    numbered::<1>(|t| t.nthreads.get())
}

/// `int omp_get_max_threads(void)`: how many threads a region without a `num_threads` clause would
/// have. This is nthreads-var, as far as the limit for all threads allows it.
///
/// OpenMP 5.2, 18.2.3.
pub extern "C-unwind" fn omp_get_max_threads() -> c_int {
    answer(
        |t| budget::within_limit(t.task().icv().nthreads, || t.team.get().width.get()).cast_signed(),
        || budget::within_limit(initial::initial_icv().nthreads, || 1).cast_signed(),
    )
}

/// `int omp_get_thread_num(void)`: the calling thread's number in its team. GCC emits it for static
/// loops.
///
/// OpenMP 5.2, 18.2.4.
pub extern "C-unwind" fn omp_get_thread_num() -> c_int {
    numbered::<0>(|t| t.tid.get())
}

/// `int omp_in_parallel(void)`: 1 inside an active region, at whatever depth, otherwise 0. OpenBLAS
/// asks before it uses threads of its own.
///
/// OpenMP 5.2, 18.2.5.
#[unsafe(naked)]
pub extern "C-unwind" fn omp_in_parallel() -> c_int {
    hand_over_caller!(in_parallel)
}

/// The answer, to the code at `caller`. A thread with a record gets it without a further call.
extern "C-unwind" fn in_parallel(caller: usize) -> c_int {
    #[inline]
    fn answer(thread: &Thread) -> c_int {
        (thread.team.get().active_level.get() != 0).into()
    }
    #[cold]
    #[inline(never)]
    extern "C-unwind" fn otherwise(caller: usize) -> c_int {
        let thread = Thread::asked();
        openblas::asked(caller, ferromp_openblas_callback as *const ());
        thread.map_or(0, answer)
    }
    match Thread::at_hand() {
        Some(thread) if openblas::is_known(caller) => answer(thread),
        _ => otherwise(caller),
    }
}

/// `void omp_set_dynamic(int dynamic_threads)`: whether the runtime may start fewer threads than
/// the task asks for, if processors are short.
///
/// OpenMP 5.2, 18.2.6.
pub extern "C-unwind" fn omp_set_dynamic(dynamic_threads: c_int) {
    change_icv(|icv| icv.dynamic = dynamic_threads != 0);
}

/// `int omp_get_dynamic(void)`: whether it may, 1 or 0.
///
/// OpenMP 5.2, 18.2.7.
pub extern "C-unwind" fn omp_get_dynamic() -> c_int {
    icv(|icv| icv.dynamic.into())
}

/// `int omp_get_thread_limit(void)`: how many threads the contention group may have; `INT_MAX`
/// without a limit.
///
/// OpenMP 5.2, 18.2.13.
pub extern "C-unwind" fn omp_get_thread_limit() -> c_int {
    icv(|icv| int(icv.thread_limit.min(budget::limit())))
}

/// `int omp_get_num_procs(void)`: how many processors this process may use, in the calling thread's
/// mask and the cgroup's quota.
///
/// OpenMP 5.2, 18.7.1.
pub extern "C-unwind" fn omp_get_num_procs() -> c_int {
    load::called();
    int(initial::processors_now())
}

/// `omp_proc_bind_t omp_get_proc_bind(void)`: how the next regions without a `proc_bind` clause
/// bind their threads.
///
/// OpenMP 5.2, 18.3.1.
pub extern "C-unwind" fn omp_get_proc_bind() -> c_int {
    icv(|icv| icv.bind.into())
}

fortran!(omp_set_num_threads_, omp_set_num_threads(num_threads: i32));
fortran!(omp_set_num_threads_8_, omp_set_num_threads(num_threads: i64));
fortran!(omp_get_num_threads_, omp_get_num_threads() -> c_int);
fortran!(omp_get_max_threads_, omp_get_max_threads() -> c_int);
fortran!(omp_get_thread_num_, omp_get_thread_num() -> c_int);
fortran!(omp_in_parallel_, omp_in_parallel() -> c_int);
fortran!(omp_set_dynamic_, omp_set_dynamic(dynamic_threads: i32));
fortran!(omp_set_dynamic_8_, omp_set_dynamic(dynamic_threads: i64));
fortran!(omp_get_dynamic_, omp_get_dynamic() -> c_int);
fortran!(omp_get_thread_limit_, omp_get_thread_limit() -> c_int);
fortran!(omp_get_num_procs_, omp_get_num_procs() -> c_int);
fortran!(omp_get_proc_bind_, omp_get_proc_bind() -> c_int);
