//! The calls that a compiler's code makes to the engine.

use crate::engine::ground::request::Request;
use std::ffi::c_void;

use crate::engine::constructs::barrier;
use crate::engine::constructs::parallel as region;
use crate::engine::process::runtime;
use crate::engine::records::task::{Flags, TaskRef};
use crate::engine::records::thread::Thread;
use crate::engine::tasks::depend::Dependence;
use crate::engine::tasks::finish::fulfil;
use crate::engine::tasks::taskwait::taskwait as wait_for_children;
use crate::engine::tasks::{create, group, taskgroup as group_end};

/// The calling thread's number in its team.
pub fn thread_num() -> u32 {
    Thread::current().tid.get()
}

/// The size of the calling thread's team.
pub fn num_threads() -> u32 {
    Thread::current().nthreads.get()
}

/// `parallel num_threads(threads)`.
pub fn parallel<F: Fn()>(threads: u32, body: F) {
    unsafe extern "C-unwind" fn call<F: Fn()>(data: *mut c_void) {
        // SAFETY: `parallel` passed it, and returns after all members have.
        unsafe { (*data.cast::<F>())() }
    }
    let request = Request { threads, ..Request::default() };
    // SAFETY: the body may be called by several threads: they take turns.
    unsafe { region::run(Thread::current(), request, call::<F>, (&raw const body).cast_mut().cast()) };
}

/// `barrier`.
pub fn barrier() {
    barrier::wait(Thread::current());
}

/// `task`.
pub fn task(body: impl FnOnce() + 'static) {
    task_with(Flags::default(), &[], body);
}

/// `task` with dependences.
pub fn task_with<F: FnOnce() + 'static>(flags: Flags, dependences: &[Dependence], body: F) {
    unsafe extern "C-unwind" fn call<F: FnOnce()>(data: *mut c_void) {
        // SAFETY: made by `task_with`; a task's body is called once.
        let body = unsafe { Box::from_raw(data.cast::<F>()) };
        body();
    }
    let t = Thread::current();
    let (task, _) = create::allocate(t, 0, flags);
    task.set_body(call::<F>, Box::into_raw(Box::new(body)).cast());
    // SAFETY: a body and its data.
    unsafe { create::submit(t, task, dependences) };
}

/// `task detach(event)`: `hand_out` gets the event at once.
pub fn detached_task<F: FnOnce() + 'static>(body: F, hand_out: impl FnOnce(Event)) {
    unsafe extern "C-unwind" fn call<F: FnOnce()>(data: *mut c_void) {
        // SAFETY: as in `task_with`.
        let body = unsafe { Box::from_raw(data.cast::<F>()) };
        body();
    }
    let t = Thread::current();
    let (task, _) = create::allocate(t, 0, Flags::DETACHABLE);
    task.set_body(call::<F>, Box::into_raw(Box::new(body)).cast());
    hand_out(Event(task));
    // SAFETY: a body and its data.
    unsafe { create::submit(t, task, &[]) };
}

/// The event of a detachable task.
#[derive(Clone, Copy)]
pub struct Event(TaskRef);

// SAFETY: it may be fulfilled by any thread.
unsafe impl Send for Event {}

impl Event {
    /// `omp_fulfill_event`.
    pub fn fulfil(self) {
        // SAFETY: each scene fulfils an event once.
        unsafe { fulfil(Thread::get(), self.0) };
    }
}

/// `taskwait`.
pub fn taskwait() {
    wait_for_children(Thread::current());
}

/// `taskgroup`.
pub fn taskgroup(body: impl FnOnce()) {
    group::begin(Thread::current());
    body();
    group_end::end(Thread::current());
}

/// `omp_set_max_active_levels`.
pub fn set_max_active_levels(levels: u32) {
    Thread::current().task().change_icv(|icv| icv.max_active_levels = levels);
}

/// `omp_pause_resource_all`.
pub fn pause() {
    runtime::pause(Thread::get());
}

/// A native thread, which the caller joins.
pub fn native(body: impl FnOnce() + Send + 'static) -> shuttle::thread::JoinHandle<()> {
    shuttle::thread::spawn(body)
}

/// A number below `limit`, chosen by the schedule.
pub fn choose(limit: u32) -> u32 {
    use shuttle::rand::Rng;
    shuttle::rand::thread_rng().gen_range(0..limit)
}
