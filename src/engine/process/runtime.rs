//! The start of the runtime in a process, and in each thread that calls it.

use crate::engine::ground::{budget, say, settings};
use crate::engine::policies::load;
use crate::engine::policies::{admission, affinity, colocated, other_runtime, stats};
use crate::engine::pool;
use crate::engine::process::{fork, new_thread, start, worker};
use crate::engine::protocols::departure::Deadline;
use crate::engine::protocols::wait::tuned;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::cancel;
use crate::engine::tools;
use crate::engine::tools::names::ThreadKind;
use crate::engine::tools::{events, orders};
use crate::sys::{thread as os, tls};
use std::ffi::c_void;
use std::ptr;

use crate::engine::process::helpers;

impl Thread {
    /// The calling thread's record. A thread that is new to the runtime gets one, with an initial
    /// team of its own.
    #[inline(always)]
    pub fn current() -> &'static Thread {
        match Self::at_hand() {
            Some(thread) => thread,
            None => Self::find_or_adopt(),
        }
    }

    /// As [`get`](Self::get), for a routine that answers a question of the program and makes no
    /// record for a new thread, unless there is a tool.
    #[inline(always)]
    pub fn asked() -> Option<&'static Thread> {
        Self::get().or_else(Self::asked_first)
    }

    #[cold]
    #[inline(never)]
    fn asked_first() -> Option<&'static Thread> {
        load::called();
        if tools::is_undecided() {
            tools::START.call(());
        }
        // A tool may ask in turn, for the initial task of this thread.
        tools::on().then(Self::current)
    }

    #[cold]
    #[inline(never)]
    fn find_or_adopt() -> &'static Thread {
        Self::find().unwrap_or_else(Self::adopt_native)
    }

    fn adopt_native() -> &'static Thread {
        start::once(|noticeable| {
            fork::install(noticeable);
            apply();
        });
        tools::START.call(());
        let thread = new_thread::native(pool::reuse_native());
        thread.stranger.set(other_runtime::thread_comes());
        thread.enter();
        at_thread_exit(thread);
        if tools::on() {
            events::thread_begins(thread, ThreadKind::Initial);
        }
        thread
    }
}

/// Applies the settings of the process. To be called at the first OpenMP call.
fn apply() {
    budget::apply();
    stats::apply();
    admission::apply();
    tuned::apply();
    colocated::install();
    worker::install();
    cancel::configure(settings::get().cancellation);
    helpers::configure(settings::get());
    affinity::apply(settings::get());
    load::show_settings();
}

/// Makes the calling thread's teams go back to the pool when it ends.
fn at_thread_exit(t: &'static Thread) {
    extern "C" fn native_ends(thread: *mut c_void) {
        // SAFETY: `at_thread_exit` set it to a thread record, which is never freed.
        let t: &'static Thread = unsafe { &*thread.cast::<Thread>() };
        if tools::on() {
            events::thread_ends(t);
        }
        tls::set(ptr::null());
        leave_behind(t);
    }
    if let Err(error) = os::at_end(native_ends, ptr::from_ref(t).cast_mut().cast()) {
        say::warn_once!("the workers of threads that end cannot be used again: {error}");
    }
}

/// Leaves a native thread's teams and its record to other threads.
fn leave_behind(t: &'static Thread) {
    admission::retire(t);
    // If a thread ends inside a region (by pthread_exit), its team is never used again, because its
    // members may still run. So may tasks whose parent is the thread's implicit task.
    if t.depth.get() != 0 || !t.task().counts.is_childless() {
        return;
    }
    t.private.destroy();
    pool::take_back(t);
}

/// Ends the workers of the calling thread's teams and of those nested in them, workers without a
/// use, and the hidden helpers if they have nothing to do (`omp_pause_resource`). Then it waits
/// until their threads are gone; false if that takes too long. `t`: the calling thread, which is
/// not in a region, if the runtime knows it.
pub fn pause(t: Option<&Thread>) -> bool {
    helpers::pause();
    pool::dismiss(t);
    let deadline = Deadline::of_new_wait();
    // The helpers come first, because each of them orders the workers of its own regions to end
    // before it leaves.
    let all = deadline.wait(helpers::have_left) && pool::wait_for_leaving(&deadline) && deadline.wait_until_gone();
    if tools::on() {
        orders::threads_have_ended();
    }
    all
}

/// A tool is about to be ended: ends what threads [`pause`] does, as far as the calling thread is
/// not in a region, and tells the tool of the end of all of them and of the calling thread. The
/// tool hears of no end of a thread that is in a region or in a task, as after `exit` there: what
/// the thread is in does not end.
pub fn end_for_tool() {
    let t = Thread::get();
    if t.is_none_or(|t| t.team.get().level.get() == 0) {
        pause(t);
    }
    if let Some(t) = t
        && t.depth.get() == 0
        && t.team.get().level.get() == 0
        && t.task().is_implicit()
    {
        events::thread_ends(t);
    }
}
