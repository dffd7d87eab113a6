//! `parallel`.

use crate::engine::ground::request::{Body, Caller, Request};
use std::ffi::c_void;
use std::mem;

use super::ident::Ident;
use super::microtask::{self, Microtask};
use crate::engine::constructs::num_threads;
use crate::engine::constructs::parallel as region;
use crate::engine::records::team::{Go, STASH};
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::frames;
use crate::sys::arch::{FloatControl, hand_over};

/// A microtask and its arguments, as the members of a team find them. In the team's `Go`, beside
/// what starts them.
#[repr(C)]
struct Call {
    microtask: Microtask,
    count: u32,
    /// The primary thread's.
    float_control: FloatControl,
    arguments: *const *mut c_void,
    /// The first arguments; all, if there are no more than these.
    here: [*mut c_void; STASH - 3],
}

const _: () = assert!(size_of::<Call>() == size_of::<[usize; STASH]>());
const _: () = assert!(size_of::<Go>() == 128);

/// The body of the members; `call` is a [`Call`].
///
/// # Safety
/// The call is whole, its microtask takes its arguments, and both stay until the region ends.
unsafe extern "C-unwind" fn member(call: *mut c_void) {
    let t = Thread::current();
    let (mut gtid, mut tid) = (t.gtid as i32, t.tid.get() as i32);
    // SAFETY: the stash of the team, which keeps the call until all members have arrived at the
    // region's end.
    let call = unsafe { &*call.cast::<Call>() };
    if t.tid.get() != 0 {
        call.float_control.apply();
    }
    let count = call.count as usize;
    let (gtid, tid) = (&raw mut gtid, &raw mut tid);
    // SAFETY: the promise of `__kmpc_fork_call`'s caller.
    unsafe {
        if tools::on() {
            call_told(t, call, gtid, tid);
        } else {
            microtask::call(call.microtask, gtid, tid, count, call.arguments);
        }
    }
}

/// # Safety
/// As for [`member`].
#[cold]
#[inline(never)]
unsafe fn call_told(t: &Thread, call: &Call, gtid: *mut i32, tid: *mut i32) {
    let (count, exit) = (call.count as usize, frames::exit(t));
    // SAFETY: the caller's promise.
    unsafe { microtask::call_and_note(call.microtask, gtid, tid, count, call.arguments, exit) };
}

/// The clauses that were pushed for the calling thread's next region.
fn pushed(t: &Thread) -> Request {
    Request { threads: t.pushed.take_threads(), bind: t.pushed.take_bind(), ..Request::default() }
}

/// `void __kmpc_fork_call(ident_t *location, int count, kmpc_micro microtask, ...)`:
/// `microtask(&gtid, &tid, argument…)` by all threads of a team.
///
/// `count`: number of arguments, each of the size of a pointer.
///
/// Emitted by Clang and Flang for `parallel` (OpenMP 5.2, 10.1).
///
/// # Safety
/// The microtask must take `count` arguments, which several threads may use at once.
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn __kmpc_fork_call(location: *const Ident, count: i32, microtask: Microtask) {
    hand_over!(fork_call)
}

/// The variadic part of `__kmpc_fork_call`: some of the arguments at `in_registers`, the others at
/// `on_stack`.
///
/// # Safety
/// As for `__kmpc_fork_call`.
unsafe extern "C-unwind" fn fork_call(
    _location: *const Ident,
    count: i32,
    microtask: Microtask,
    in_registers: *const *mut c_void,
    on_stack: *const *mut c_void,
) {
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: the caller's promise, and the naked stub's addresses.
    let argument = |index| unsafe { microtask::argument(index, in_registers, on_stack) };
    let t = Thread::current();
    let request = pushed(t);
    // SAFETY: as above.
    unsafe { run(t, request, microtask, count, argument) };
}

/// Executes a region of a microtask with `count` arguments.
///
/// # Safety
/// As for `__kmpc_fork_call`.
pub unsafe fn run(
    t: &'static Thread,
    request: Request,
    microtask: Microtask,
    count: usize,
    argument: impl Fn(usize) -> *mut c_void,
) {
    let call = region::next_team(t, request).go.stash.get().cast::<Call>();
    let mut many = Vec::new();
    // SAFETY: the stash is as large and aligned as a call (checked above), and belongs to the
    // region that begins here.
    unsafe {
        (*call).microtask = microtask;
        (*call).count = count as u32;
        (*call).float_control = FloatControl::current();
        (*call).arguments = if count <= STASH - 3 {
            for index in 0..count {
                (*call).here[index] = argument(index);
            }
            (&raw const (*call).here).cast()
        } else {
            many.extend((0..count).map(argument));
            many.as_ptr()
        };
        num_threads::begin_pushed(t, request, member, call.cast());
        member(call.cast());
        region::end(t);
    }
    mem::drop(many);
}

/// `int __kmpc_invoke_task_func(int gtid)`: executes the microtask of the region that the calling
/// thread is in once more, for debuggers. Returns 1; 0 where no code by Clang began a region of
/// several threads.
///
/// LLVM's extension for debuggers.
///
/// # Safety
/// As for `__kmpc_fork_call`.
pub unsafe extern "C-unwind" fn __kmpc_invoke_task_func(_gtid: i32) -> i32 {
    let t = Thread::current();
    let start = &t.team.get().go.start;
    let ours: Body = member;
    if t.is_alone() || !start.body.get().is_some_and(|body| std::ptr::fn_addr_eq(body, ours)) {
        return 0;
    }
    // SAFETY: the caller's promise; the data are those of the region.
    unsafe { member(start.data.get()) };
    1
}

/// `void __kmpc_fork_call_if(ident_t *location, int count, kmpc_micro microtask, int condition,
/// void *argument)`: as `__kmpc_fork_call` with one argument, by one thread if `condition` is 0.
///
/// Emitted by Flang for `parallel if` (OpenMP 5.2, 3.4 and 10.1).
///
/// # Safety
/// As for `__kmpc_fork_call`.
pub unsafe extern "C-unwind" fn __kmpc_fork_call_if(
    _location: *const Ident,
    count: i32,
    microtask: Microtask,
    condition: i32,
    argument: *mut c_void,
) {
    let t = Thread::current();
    let request = Request { serial: condition == 0, ..pushed(t) };
    // SAFETY: the caller's promise; the only argument there can be.
    unsafe { run(t, request, microtask, usize::from(count > 0), |_| argument) };
}

/// Nobody calls it: regions of one thread are executed by the calling code itself.
///
/// # Safety
/// Any argument will do.
unsafe extern "C-unwind" fn nothing(_: *mut c_void) {}

/// `void __kmpc_serialized_parallel(ident_t *location, int gtid)`: begins a region of one thread,
/// for a false `if` clause; the compiler calls the outlined function itself.
///
/// Emitted by Clang for `parallel` with `if` (OpenMP 5.2, 3.4 and 10.1).
pub extern "C-unwind" fn __kmpc_serialized_parallel(location: *const Ident, _gtid: i32) {
    let t = Thread::current();
    let request = Request { serial: true, caller: Caller::Program, ..pushed(t) };
    // The compiler names no function here; its note of the place in the source lies in the same
    // library.
    // SAFETY: the body takes anything.
    unsafe { num_threads::begin_pushed(t, request, nothing, (&raw const location).cast_mut().cast()) };
}

/// `void __kmpc_end_serialized_parallel(ident_t *location, int gtid)`: ends the region that
/// [`__kmpc_serialized_parallel`] began.
///
/// Emitted by Clang for `parallel` with `if` (OpenMP 5.2, 3.4 and 10.1).
pub extern "C-unwind" fn __kmpc_end_serialized_parallel(_location: *const Ident, _gtid: i32) {
    let t = Thread::current();
    if t.depth.get() > 0 {
        region::end(t);
    }
}

/// `void __kmpc_push_proc_bind(ident_t *location, int gtid, int policy)`: the `proc_bind` clause of
/// the next region; `policy`: `omp_proc_bind_t`.
///
/// Emitted by Clang and Flang for `proc_bind` (OpenMP 5.2, 10.1.4).
pub extern "C-unwind" fn __kmpc_push_proc_bind(_location: *const Ident, _gtid: i32, policy: i32) {
    Thread::current().pushed.push_bind(u8::try_from(policy).unwrap_or(0));
}
