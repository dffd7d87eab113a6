//! `task`, `taskwait`, `taskyield`.

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::ground::defaults;
use crate::engine::ground::request::Body;
use crate::engine::records::task::Kind;
use crate::engine::records::task::{Flags, Task, TaskRef};
use crate::engine::records::thread::Thread;
use crate::engine::tasks as task;
use crate::engine::tasks::depend::Dependence;
use crate::engine::tasks::{create, memory, scheduler, taskwait};
use crate::engine::tools;
use crate::engine::tools::frames;

/// The function that a compiler makes of a task: `int entry(int gtid, kmp_task_t *task)`.
pub type Entry = unsafe extern "C-unwind" fn(i32, *mut KmpTask) -> i32;

/// `kmp_task_t`: the part of a task that the compiler knows. Its privates follow, and then its
/// shareds.
#[repr(C)]
pub struct KmpTask {
    pub shareds: *mut c_void,
    /// `None`: there is nothing to do, the task only orders others.
    pub entry: Option<Entry>,
    /// Of an untied task: where it goes on.
    pub part: i32,
    /// Destroys the privates, if the flags say so.
    pub destroy: Option<Entry>,
    /// If the flags say so.
    pub priority: u64,
}

const _: () = assert!(size_of::<KmpTask>() == 40);

/// `kmp_depend_info_t`.
#[repr(C)]
pub struct DependInfo {
    pub address: usize,
    _length: usize,
    flags: u8,
}

const _: () = assert!(size_of::<DependInfo>() == 24);

mod passed {
    pub const TIED: i32 = 1;
    pub const FINAL: i32 = 2;
    pub const DESTRUCTORS: i32 = 8;
    pub const PROXY: i32 = 16;
    pub const PRIORITY: i32 = 32;
    pub const DETACHABLE: i32 = 64;
}

/// The task that a call with a `kmp_task_t` is about.
///
/// # Safety
/// `kmp` must come from `__kmpc_omp_task_alloc`, and its task must not have completed.
#[inline(always)]
pub unsafe fn task_of(kmp: *mut KmpTask) -> TaskRef {
    // SAFETY: the caller's promise.
    unsafe { memory::task_of(kmp.cast()) }
}

/// Calls the entry of the current task.
///
/// # Safety
/// It must be the task's.
#[inline(always)]
unsafe fn call(t: &Thread, entry: Entry, kmp: *mut KmpTask) {
    let gtid = t.gtid as i32;
    // SAFETY: the caller's promise.
    unsafe {
        if tools::on() {
            call_told(t, entry, kmp);
        } else {
            entry(gtid, kmp);
        }
    }
}

/// # Safety
/// As for [`call`].
#[cold]
#[inline(never)]
unsafe fn call_told(t: &Thread, entry: Entry, kmp: *mut KmpTask) {
    let first = std::ptr::without_provenance_mut(t.gtid as usize);
    // SAFETY: the caller's promise.
    unsafe { frames::call_from(entry as *const c_void, first, kmp.cast(), frames::exit(t)) };
}

/// Runs a task; `kmp` is a [`KmpTask`].
///
/// # Safety
/// The compiler has filled the task in, and nobody else runs it.
unsafe extern "C-unwind" fn body(kmp: *mut c_void) {
    let kmp = kmp.cast::<KmpTask>();
    // SAFETY: the compiler's promise.
    unsafe {
        if let Some(entry) = (*kmp).entry {
            call(Thread::current(), entry, kmp);
        }
    }
}

/// Runs a task whose privates have to be destroyed, also if it is cancelled before it begins. An
/// untied one comes here once for each part.
///
/// # Safety
/// As for [`body`]; after its last part the task is not used any more.
unsafe extern "C-unwind" fn body_with_destructors(kmp: *mut c_void) {
    let t = Thread::current();
    let kmp = kmp.cast::<KmpTask>();
    // SAFETY: the compiler's promise.
    unsafe {
        let discarded = task_of(kmp).flags.get().has(Flags::DISCARDED);
        if let Some(entry) = (*kmp).entry.filter(|_| !discarded) {
            call(t, entry, kmp);
        }
        if !t.has_requeued() {
            destroy_privates(t, kmp);
        }
    }
}

/// Destroys a task's privates, if there is something to destroy.
///
/// # Safety
/// `kmp` must come from `__kmpc_omp_task_alloc`, filled in, and not be used after this.
pub unsafe fn destroy_privates(t: &Thread, kmp: *mut KmpTask) {
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(destroy) = (*kmp).destroy {
            destroy(t.gtid as i32, kmp);
        }
    }
}

/// Those of the engine's flags for which no more is needed than to set them.
#[inline(always)]
fn simple_flags_of(passed: i32) -> Flags {
    let untied = if passed & passed::TIED == 0 { Flags::UNTIED } else { Flags::default() };
    let is_final = if passed & passed::FINAL != 0 { Flags::FINAL } else { Flags::default() };
    untied.with(is_final)
}

/// The engine's flags for those that compilers pass.
fn flags_of(passed: i32) -> Flags {
    let mut flags = simple_flags_of(passed);
    for (bit, flag) in [
        (passed::DESTRUCTORS, Flags::CLEANS_UP),
        (passed::PROXY, Flags::DETACHABLE),
        (passed::DETACHABLE, Flags::DETACHABLE),
        (passed::PRIORITY, Flags::PRIORITY),
    ] {
        if passed & bit != 0 {
            flags = flags.with(flag);
        }
    }
    flags
}

/// Bytes of a task before its shareds.
#[inline(always)]
fn without_shareds(size: usize) -> usize {
    size.max(size_of::<KmpTask>()).next_multiple_of(16)
}

/// Sets what a task executes, and writes the part of it that the compiler knows: its shareds begin
/// `size` bytes behind that.
///
/// # Safety
/// The payload must have room for both.
#[inline(always)]
unsafe fn fill(
    (task, payload): (TaskRef, *mut u8),
    run: Body,
    size: usize,
    shareds: usize,
    entry: Option<Entry>,
) -> *mut KmpTask {
    let kmp = payload.cast::<KmpTask>();
    task.set_body(run, kmp.cast());
    // SAFETY: the caller's promise.
    unsafe {
        let shareds = if shareds > 0 { payload.add(size).cast() } else { std::ptr::null_mut() };
        kmp.write(KmpTask { shareds, entry, part: 0, destroy: None, priority: 0 });
    }
    kmp
}

/// `kmp_task_t *__kmpc_omp_task_alloc(ident_t *location, int gtid, int flags, size_t size, size_t
/// shareds, kmp_routine_entry_t entry)`: makes a task for `#pragma omp task`: `size` bytes that
/// begin with a [`KmpTask`], and `shareds` more. The caller fills in its privates and shareds, and
/// passes it to one of the calls below.
///
/// Emitted by Clang and Flang for `task` (OpenMP 5.2, 12.5).
pub extern "C-unwind" fn __kmpc_omp_task_alloc(
    location: *const Ident,
    gtid: i32,
    flags: i32,
    size: usize,
    shareds: usize,
    entry: Option<Entry>,
) -> *mut KmpTask {
    let least = without_shareds(size);
    // Most tasks are nothing else.
    if flags & !(passed::TIED | passed::FINAL) == 0
        && let Some(t) = Thread::at_hand()
        && let Some(new) = create::allocate_plain(t, least + shareds, simple_flags_of(flags))
    {
        // SAFETY: there is room for both.
        return unsafe { fill(new, body, least, shareds, entry) };
    }
    allocate(location, gtid, flags, size, shareds, entry)
}

/// As [`__kmpc_omp_task_alloc`], which is kept free of all but what most tasks need.
#[inline(never)]
extern "C-unwind" fn allocate(
    _location: *const Ident,
    _gtid: i32,
    flags: i32,
    size: usize,
    shareds: usize,
    entry: Option<Entry>,
) -> *mut KmpTask {
    let size = without_shareds(size);
    let new = create::allocate(Thread::current(), size + shareds, flags_of(flags));
    let run = if flags & passed::DESTRUCTORS != 0 { body_with_destructors } else { body };
    // SAFETY: there is room for both.
    unsafe { fill(new, run, size, shareds, entry) }
}

/// Submits a task: a new one as `submit_new` does.
///
/// # Safety
/// `kmp` must come from `__kmpc_omp_task_alloc`, filled in.
unsafe fn submit(kmp: *mut KmpTask, submit_new: impl FnOnce(&'static Thread, TaskRef)) {
    let t = Thread::current();
    // SAFETY: the caller's promise.
    let task = unsafe { task_of(kmp) };
    if task == t.task_ref() {
        let flags = task.flags.get();
        if flags.has(Flags::UNDEFERRED) || flags.has(Flags::HELPER) {
            // Whoever began it waits for it: it goes on at once.
            // SAFETY: the caller's promise.
            unsafe { body(kmp.cast()) };
        } else {
            scheduler::requeue(t, task);
        }
        return;
    }
    // SAFETY: the caller's promise.
    unsafe {
        if task.flags.get().has(Flags::PRIORITY) {
            task.set_priority(defaults::task_priority((*kmp).priority as i32));
        }
    }
    submit_new(t, task);
}

/// `int __kmpc_omp_task(ident_t *location, int gtid, kmp_task_t *kmp)`: `#pragma omp task` without
/// dependences, or the next part of an untied task, called by that task. Returns 0.
///
/// Emitted by Clang and Flang for `task` (OpenMP 5.2, 12.5).
///
/// # Safety
/// `kmp` must come from `__kmpc_omp_task_alloc`, filled in.
pub unsafe extern "C-unwind" fn __kmpc_omp_task(_location: *const Ident, _gtid: i32, kmp: *mut KmpTask) -> i32 {
    // SAFETY: the caller's promise.
    unsafe { submit(kmp, |t, task| create::submit(t, task, &[])) };
    0
}

/// `int __kmpc_omp_task_parts(ident_t *location, int gtid, kmp_task_t *kmp)`: as
/// [`__kmpc_omp_task`].
///
/// Emitted by Intel's compilers for `task untied` (OpenMP 5.2, 12.1 and 12.5).
///
/// # Safety
/// As for [`__kmpc_omp_task`].
pub unsafe extern "C-unwind" fn __kmpc_omp_task_parts(_location: *const Ident, _gtid: i32, kmp: *mut KmpTask) -> i32 {
    // SAFETY: the caller's promise.
    unsafe { submit(kmp, |t, task| create::submit(t, task, &[])) };
    0
}

/// The dependences that the two lists of a `depend` clause name. The second, of addresses known not
/// to be in the first, is always empty.
///
/// # Safety
/// The lists must have as many items as said.
pub unsafe fn read_dependences(lists: [(i32, *const DependInfo); 2]) -> Vec<Dependence> {
    const OUT: u8 = 2;
    const MUTEXINOUTSET: u8 = 4;
    const INOUTSET: u8 = 8;
    const ALL_MEMORY: u8 = 0x80;
    /// The other way to say so.
    const ALL_ADDRESSES: usize = usize::MAX;
    let mut read = Vec::new();
    for (count, list) in lists {
        let count = if list.is_null() { 0 } else { usize::try_from(count).unwrap_or(0) };
        for index in 0..count {
            // SAFETY: the caller's promise.
            let item = unsafe { &*list.add(index) };
            let kind = match item.flags {
                flags if flags & ALL_MEMORY != 0 || item.address == ALL_ADDRESSES => Kind::All,
                flags if flags & MUTEXINOUTSET != 0 => Kind::Exclusive,
                flags if flags & INOUTSET != 0 => Kind::Set,
                flags if flags & OUT != 0 => Kind::Out,
                _ => Kind::In,
            };
            read.push(Dependence { address: item.address, kind });
        }
    }
    read
}

/// `int __kmpc_omp_task_with_deps(ident_t *location, int gtid, kmp_task_t *kmp, int count, const
/// kmp_depend_info_t *list, int count_noalias, const kmp_depend_info_t *list_noalias)`: `#pragma
/// omp task depend(…)`. Returns 0.
///
/// Emitted by Clang and Flang for `task` (OpenMP 5.2, 12.5).
///
/// # Safety
/// As for [`__kmpc_omp_task`], and the lists must have as many items as said.
pub unsafe extern "C-unwind" fn __kmpc_omp_task_with_deps(
    _location: *const Ident,
    _gtid: i32,
    kmp: *mut KmpTask,
    count: i32,
    list: *const DependInfo,
    count_noalias: i32,
    list_noalias: *const DependInfo,
) -> i32 {
    // SAFETY: the caller's promise.
    unsafe {
        let read = || read_dependences([(count, list), (count_noalias, list_noalias)]);
        submit(kmp, |t, task| create::submit_after(t, task, read));
    }
    0
}

/// `void __kmpc_omp_task_begin_if0(ident_t *location, int gtid, kmp_task_t *kmp)`: begins an
/// undeferred task, whose entry the caller calls.
///
/// Emitted by Clang and Flang for `task` with `if` (OpenMP 5.2, 3.4 and 12.5).
///
/// # Safety
/// As for [`__kmpc_omp_task`].
pub unsafe extern "C-unwind" fn __kmpc_omp_task_begin_if0(_location: *const Ident, _gtid: i32, kmp: *mut KmpTask) {
    // SAFETY: the caller's promise.
    let task = unsafe { task_of(kmp) };
    if !Thread::at_hand().is_some_and(|t| create::begin_plain(t, task)) {
        begin_undeferred(task);
    }
}

#[inline(never)]
fn begin_undeferred(task: TaskRef) {
    // As in libomp.
    task.leave_event_for_later();
    create::begin_undeferred(Thread::current(), task);
}

/// `void __kmpc_omp_task_complete_if0(ident_t *location, int gtid, kmp_task_t *kmp)`: ends an
/// undeferred task.
///
/// Emitted by Clang and Flang for `task` with `if` (OpenMP 5.2, 3.4 and 12.5).
///
/// # Safety
/// As for [`__kmpc_omp_task`].
pub unsafe extern "C-unwind" fn __kmpc_omp_task_complete_if0(_location: *const Ident, _gtid: i32, kmp: *mut KmpTask) {
    // SAFETY: the caller's promise.
    unsafe {
        let task = task_of(kmp);
        let plain = (*kmp).destroy.is_none() && Thread::at_hand().is_some_and(|t| create::end_plain(t, task));
        if !plain {
            end_undeferred(kmp);
        }
    }
}

/// # Safety
/// As for [`__kmpc_omp_task_complete_if0`].
#[inline(never)]
unsafe fn end_undeferred(kmp: *mut KmpTask) {
    let t = Thread::current();
    // SAFETY: the caller's promise.
    unsafe {
        destroy_privates(t, kmp);
        create::end_undeferred(t, task_of(kmp));
    }
}

/// `void __kmpc_omp_wait_deps(ident_t *location, int gtid, int count, const kmp_depend_info_t
/// *list, int count_noalias, const kmp_depend_info_t *list_noalias)`: waits for what an undeferred
/// task depends on, before `__kmpc_omp_task_begin_if0`.
///
/// Emitted by Clang and Flang for `task` with `if` (OpenMP 5.2, 3.4 and 12.5).
///
/// # Safety
/// The lists must have as many items as said.
pub unsafe extern "C-unwind" fn __kmpc_omp_wait_deps(
    _location: *const Ident,
    _gtid: i32,
    count: i32,
    list: *const DependInfo,
    count_noalias: i32,
    list_noalias: *const DependInfo,
) {
    // SAFETY: the caller's promise.
    let read = || unsafe { read_dependences([(count, list), (count_noalias, list_noalias)]) };
    taskwait::await_for_current(Thread::current(), read);
}

/// `void __kmpc_omp_taskwait_deps_51(ident_t *location, int gtid, int count, const
/// kmp_depend_info_t *list, int count_noalias, const kmp_depend_info_t *list_noalias, int nowait)`:
/// `#pragma omp taskwait depend(…)`, with `nowait` or without.
///
/// Emitted by Clang 16 and later for `taskwait depend` (OpenMP 5.2, 15.5).
///
/// # Safety
/// The lists must have as many items as said.
pub unsafe extern "C-unwind" fn __kmpc_omp_taskwait_deps_51(
    _location: *const Ident,
    _gtid: i32,
    count: i32,
    list: *const DependInfo,
    count_noalias: i32,
    list_noalias: *const DependInfo,
    nowait: i32,
) {
    let t = Thread::current();
    // SAFETY: the caller's promise.
    let read = || unsafe { read_dependences([(count, list), (count_noalias, list_noalias)]) };
    if nowait == 0 {
        taskwait::await_for_current(t, read);
        return;
    }
    let (task, _) = create::allocate(t, 0, Flags::default());
    task.set_body(scheduler::NOTHING, std::ptr::null_mut());
    // SAFETY: the body takes anything.
    unsafe { create::submit_after(t, task, read) };
}

/// `int __kmpc_omp_taskwait(ident_t *location, int gtid)`: `#pragma omp taskwait`. Returns 0.
///
/// Emitted by Clang and Flang for `taskwait` (OpenMP 5.2, 15.5).
pub extern "C-unwind" fn __kmpc_omp_taskwait(_location: *const Ident, _gtid: i32) -> i32 {
    taskwait::taskwait(Thread::current());
    0
}

/// `int __kmpc_omp_taskyield(ident_t *location, int gtid, int end_part)`: `#pragma omp taskyield`.
/// Returns 0.
///
/// Emitted by Clang and Flang for `taskyield` (OpenMP 5.2, 12.7).
pub extern "C-unwind" fn __kmpc_omp_taskyield(_location: *const Ident, _gtid: i32, _end_part: i32) -> i32 {
    scheduler::taskyield(Thread::current());
    0
}

/// `kmp_event_t *__kmpc_task_allow_completion_event(ident_t *location, int gtid, kmp_task_t *kmp)`:
/// the event of a task with a `detach` clause, for `omp_fulfill_event`.
///
/// Emitted by Clang for `detach` (OpenMP 5.2, 12.5.2).
///
/// # Safety
/// As for [`__kmpc_omp_task`].
pub unsafe extern "C-unwind" fn __kmpc_task_allow_completion_event(
    _location: *const Ident,
    _gtid: i32,
    kmp: *mut KmpTask,
) -> *const Task {
    // SAFETY: the caller's promise.
    unsafe { task_of(kmp) }.as_ptr()
}

/// `void __kmpc_proxy_task_completed(int gtid, kmp_task_t *kmp)`: what a proxy task stands for has
/// completed; called by a thread of the team.
///
/// Called by LLVM's offloading library and other runtimes when what a proxy task stands for is
/// done.
///
/// # Safety
/// `kmp` must be a proxy task that has not completed.
pub unsafe extern "C-unwind" fn __kmpc_proxy_task_completed(_gtid: i32, kmp: *mut KmpTask) {
    // SAFETY: the caller's promise.
    unsafe { task::fulfil(Thread::get(), task_of(kmp)) };
}

/// `void __kmpc_proxy_task_completed_ooo(kmp_task_t *kmp)`: as [`__kmpc_proxy_task_completed`],
/// called by any thread.
///
/// Called by LLVM's offloading library and other runtimes when what a proxy task stands for is
/// done.
///
/// # Safety
/// As for [`__kmpc_proxy_task_completed`].
pub unsafe extern "C-unwind" fn __kmpc_proxy_task_completed_ooo(kmp: *mut KmpTask) {
    // SAFETY: the caller's promise.
    unsafe { task::fulfil(Thread::get(), task_of(kmp)) };
}

/// `int __kmpc_omp_reg_task_with_affinity(ident_t *location, int gtid, kmp_task_t *kmp, int count,
/// const kmp_task_affinity_info_t *list)`: the `affinity` clause of a task: a hint, not used.
/// Returns 0.
///
/// Emitted by Clang for the `affinity` clause of `task` (OpenMP 5.2, 12.5.1).
pub extern "C-unwind" fn __kmpc_omp_reg_task_with_affinity(
    _location: *const Ident,
    _gtid: i32,
    _kmp: *mut KmpTask,
    _count: i32,
    _list: *const c_void,
) -> i32 {
    0
}
