//! The functions that a tool gets by name from the `lookup` that it was initialised with (OpenMP
//! 5.2, 19.6).

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};

use crate::engine::ground::defaults;
use crate::engine::policies::affinity::query;
use crate::engine::records::seat::Partition;
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::Frame;
use crate::engine::tasks::memory;
use crate::engine::tools::names::{Told, state};
use crate::engine::tools::{ask, callbacks};
use crate::sys::affinity::CpuSet;
use crate::sys::thread;

/// Any function of the interface.
type Function = *const c_void;

/// All that [`lookup`] finds.
const FUNCTIONS: [(&CStr, Function); 19] = [
    (c"ompt_enumerate_states", enumerate_states as Function),
    (c"ompt_enumerate_mutex_impls", enumerate_mutex_impls as Function),
    (c"ompt_set_callback", set_callback as Function),
    (c"ompt_get_callback", get_callback as Function),
    (c"ompt_get_state", get_state as Function),
    (c"ompt_get_parallel_info", get_parallel_info as Function),
    (c"ompt_get_task_info", get_task_info as Function),
    (c"ompt_get_task_memory", get_task_memory as Function),
    (c"ompt_get_thread_data", get_thread_data as Function),
    (c"ompt_get_unique_id", get_unique_id as Function),
    (c"ompt_finalize_tool", finalize_tool as Function),
    (c"ompt_get_num_procs", get_num_procs as Function),
    (c"ompt_get_num_places", get_num_places as Function),
    (c"ompt_get_place_proc_ids", get_place_proc_ids as Function),
    (c"ompt_get_place_num", get_place_num as Function),
    (c"ompt_get_partition_place_nums", get_partition_place_nums as Function),
    (c"ompt_get_proc_id", get_proc_id as Function),
    (c"ompt_get_target_info", get_target_info as Function),
    (c"ompt_get_num_devices", get_num_devices as Function),
];

/// `ompt_function_lookup_t`.
///
/// # Safety
/// `name` is a string.
pub unsafe extern "C" fn lookup(name: *const c_char) -> Function {
    // SAFETY: the caller's promise.
    let name = unsafe { CStr::from_ptr(name) };
    FUNCTIONS.iter().find(|(known, _)| *known == name).map_or(std::ptr::null(), |(_, function)| *function)
}

const STATES: [(u32, &CStr); 17] = [
    (state::WORK_SERIAL, c"ompt_state_work_serial"),
    (state::WORK_PARALLEL, c"ompt_state_work_parallel"),
    (state::WORK_REDUCTION, c"ompt_state_work_reduction"),
    (state::WAIT_PARALLEL, c"ompt_state_wait_barrier_implicit_parallel"),
    (state::WAIT_WORKSHARE, c"ompt_state_wait_barrier_implicit_workshare"),
    (state::WAIT_EXPLICIT, c"ompt_state_wait_barrier_explicit"),
    (state::WAIT_IMPLEMENTATION, c"ompt_state_wait_barrier_implementation"),
    (state::WAIT_TEAMS, c"ompt_state_wait_barrier_teams"),
    (state::WAIT_TASKWAIT, c"ompt_state_wait_taskwait"),
    (state::WAIT_TASKGROUP, c"ompt_state_wait_taskgroup"),
    (state::WAIT_LOCK, c"ompt_state_wait_lock"),
    (state::WAIT_CRITICAL, c"ompt_state_wait_critical"),
    (state::WAIT_ATOMIC, c"ompt_state_wait_atomic"),
    (state::WAIT_ORDERED, c"ompt_state_wait_ordered"),
    (state::IDLE, c"ompt_state_idle"),
    (state::OVERHEAD, c"ompt_state_overhead"),
    (state::UNDEFINED, c"ompt_state_undefined"),
];

/// How mutual exclusion is built; the numbers and names are LLVM's.
const MUTEXES: [(u32, &CStr); 2] = [(0, c"kmp_mutex_impl_none"), (1, c"kmp_mutex_impl_spin")];

/// The entry of `all` behind `current`: writes it and returns 1; 0 if there is none.
///
/// # Safety
/// The two pointers are valid.
unsafe fn next_of(all: &[(u32, &'static CStr)], current: c_int, next: *mut c_int, name: *mut *const c_char) -> c_int {
    let at = all.iter().position(|(number, _)| c_int::try_from(*number) == Ok(current));
    match at.and_then(|at| all.get(at + 1)) {
        // SAFETY: the caller's promise.
        Some((number, text)) => unsafe {
            *next = *number as c_int;
            *name = text.as_ptr();
            1
        },
        None => 0,
    }
}

/// `ompt_enumerate_states`: begins with `ompt_state_undefined`.
unsafe extern "C" fn enumerate_states(current: c_int, next: *mut c_int, name: *mut *const c_char) -> c_int {
    if current == state::UNDEFINED as c_int {
        let (number, text) = STATES[0];
        // SAFETY: the tool's pointers.
        unsafe {
            *next = number as c_int;
            *name = text.as_ptr();
        }
        return 1;
    }
    // SAFETY: the tool's pointers. The last one is that from which the list begins.
    unsafe { next_of(&STATES[..STATES.len() - 1], current, next, name) }
}

unsafe extern "C" fn enumerate_mutex_impls(current: c_int, next: *mut c_int, name: *mut *const c_char) -> c_int {
    // SAFETY: the tool's pointers.
    unsafe { next_of(&MUTEXES, current, next, name) }
}

extern "C" fn set_callback(event: c_uint, function: *mut c_void) -> Told {
    callbacks::set(event, function)
}

unsafe extern "C" fn get_callback(event: c_uint, function: *mut *mut c_void) -> c_int {
    let found = callbacks::registered(event);
    if found.is_null() {
        return 0;
    }
    // SAFETY: the tool's pointer.
    unsafe { *function = found };
    1
}

unsafe extern "C" fn get_state(wait_id: *mut u64) -> c_int {
    let (state, id) = ask::thread_state(Thread::get());
    if !wait_id.is_null() {
        // SAFETY: the tool's pointer.
        unsafe { *wait_id = id };
    }
    state as c_int
}

/// Writes what a tool wants to know, if it does.
///
/// # Safety
/// `to` is null or valid.
unsafe fn give<T>(to: *mut T, value: T) {
    if !to.is_null() {
        // SAFETY: the caller's promise.
        unsafe { *to = value };
    }
}

/// 2: what was asked for is there; 0: there is no such region or task.
const FOUND: c_int = 2;

unsafe extern "C" fn get_parallel_info(level: c_int, data: *mut *mut u64, size: *mut c_int) -> c_int {
    let level = u32::try_from(level).ok();
    let Some((word, threads)) = level.and_then(|level| ask::region(Thread::get()?, level)) else { return 0 };
    // SAFETY: the tool's pointers.
    unsafe {
        give(data, word);
        give(size, threads as c_int);
    }
    FOUND
}

unsafe extern "C" fn get_task_info(
    level: c_int,
    flags: *mut c_int,
    data: *mut *mut u64,
    frame: *mut *const Frame,
    parallel: *mut *mut u64,
    tid: *mut c_int,
) -> c_int {
    let level = u32::try_from(level).ok();
    let Some(found) = level.and_then(|level| ask::task(Thread::get()?, level)) else { return 0 };
    // SAFETY: the tool's pointers.
    unsafe {
        give(flags, found.flags as c_int);
        let tools = found.tools.as_ref();
        give(data, tools.map_or(std::ptr::null_mut(), |tools| tools.data.for_tool()));
        give(frame, tools.map_or(std::ptr::null(), |tools| &raw const tools.frame));
        give(parallel, found.region);
        give(tid, found.tid as c_int);
    }
    FOUND
}

/// `ompt_get_task_memory`: the one block that a task has: what the compiler keeps in it.
unsafe extern "C" fn get_task_memory(address: *mut *mut c_void, size: *mut usize, block: c_int) -> c_int {
    let found = Thread::get().and_then(|t| ask::task(t, 0));
    let memory = found.filter(|_| block == 0).map(|found| memory::payload_if_any(found.task));
    let (at, length) = memory.flatten().unwrap_or((std::ptr::null_mut(), 0));
    // SAFETY: the tool's pointers.
    unsafe {
        give(address, at.cast());
        give(size, length);
    }
    0
}

extern "C" fn get_thread_data() -> *mut u64 {
    Thread::get().map_or(std::ptr::null_mut(), |t| t.tools.data.for_tool())
}

extern "C" fn get_unique_id() -> u64 {
    ask::unique_id(Thread::get())
}

extern "C" fn finalize_tool() {
    super::start::finalize();
}

extern "C" fn get_num_procs() -> c_int {
    defaults::processors() as c_int
}

extern "C" fn get_num_places() -> c_int {
    query::places().len() as c_int
}

/// Writes as many numbers as there is room for; returns how many there are.
///
/// # Safety
/// `to` has room for `room` numbers.
unsafe fn list(numbers: impl Iterator<Item = u32>, room: c_int, to: *mut c_int) -> c_int {
    let mut count = 0;
    for number in numbers {
        if count < room {
            // SAFETY: the caller's promise.
            unsafe { *to.add(count as usize) = number as c_int };
        }
        count += 1;
    }
    count
}

unsafe extern "C" fn get_place_proc_ids(place: c_int, room: c_int, ids: *mut c_int) -> c_int {
    let place = usize::try_from(place).ok().and_then(|place| query::places().get(place));
    // SAFETY: the tool's promise.
    unsafe { list(place.into_iter().flat_map(CpuSet::iter), room, ids) }
}

extern "C" fn get_place_num() -> c_int {
    Thread::get().and_then(query::place_num).map_or(-1, |place| place as c_int)
}

unsafe extern "C" fn get_partition_place_nums(room: c_int, numbers: *mut c_int) -> c_int {
    let partition = Thread::get().map(query::partition);
    let Partition { first, places } = partition.unwrap_or(Partition { first: 0, places: 0 });
    // SAFETY: the tool's promise.
    unsafe { list(first..first + places, room, numbers) }
}

extern "C" fn get_proc_id() -> c_int {
    Thread::get().and_then(|_| thread::processor()).map_or(-1, |cpu| cpu as c_int)
}

/// `ompt_get_target_info`: no thread of the host is in a target region of a device.
extern "C" fn get_target_info(_device: *mut u64, _target: *mut u64, _operation: *mut u64) -> c_int {
    0
}

/// `ompt_get_num_devices`: as for LLVM's tools, the host counts.
extern "C" fn get_num_devices() -> c_int {
    1
}
