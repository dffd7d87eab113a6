//! Threads.

use std::ffi::c_void;

use super::{Address, Word};
use crate::engine::records::thread::Thread;
use crate::engine::tools::names::{Endpoint, Event, ThreadKind, state, task};
use crate::engine::tools::{callbacks, orders, trace};

/// The calling thread is there for the runtime. `kind`: what it is.
#[cold]
#[inline(never)]
pub fn thread_begins(t: &Thread, kind: ThreadKind) {
    if t.tools.begun.replace(true) {
        return;
    }
    trace::thread_begins(t, kind);
    t.tools.data.clear();
    if kind != ThreadKind::Initial {
        t.tools.waits.set(state::IDLE);
    }
    tell!(ThreadBegin: (ThreadKind, Word) = (kind, t.tools.data.for_tool()));
    if kind != ThreadKind::Worker && t.depth.get() == 0 {
        let team = t.team.get();
        team.tools.told.set(true);
        team.tools.data.clear();
        initial_task(t, Endpoint::Begin);
    }
}

/// The calling thread leaves the runtime for ever, or its process ends.
#[cold]
#[inline(never)]
pub fn thread_ends(t: &Thread) {
    orders::thread_ends();
    if !t.tools.begun.replace(false) {
        return;
    }
    trace::thread_ends(t);
    let has_initial_task = t.native || t.team.get().of_helper.get();
    if has_initial_task && t.depth.get() == 0 && t.team.get().tools.told.replace(false) {
        initial_task(t, Endpoint::End);
    }
    tell!(ThreadEnd: (Word) = (t.tools.data.for_tool()));
}

/// The initial task of a native thread, which is thread 1 of 1 by definition.
fn initial_task(t: &Thread, endpoint: Endpoint) {
    let tools = t.task().tools();
    let parallel = if endpoint == Endpoint::Begin {
        tools.clear();
        tools.flags.set(task::INITIAL);
        tools.place.set((1, 0));
        t.team.get().tools.word()
    } else {
        std::ptr::null_mut()
    };
    let size = u32::from(endpoint == Endpoint::Begin);
    super::implicit_task(endpoint, parallel, tools.data.for_tool(), size, 1, task::INITIAL);
}

/// The program has a command for the tool: the tool's answer, if it takes commands.
pub fn control(t: &Thread, command: u64, modifier: u64, argument: *mut c_void) -> Option<i32> {
    type Control = unsafe extern "C-unwind" fn(u64, u64, *mut c_void, Address) -> i32;
    // SAFETY: this event's type.
    let control = unsafe { callbacks::get::<Control>(Event::ControlTool) }?;
    super::enters_runtime(t);
    // SAFETY: the tool's function.
    let answer = unsafe { control(command, modifier, argument, super::address(t)) };
    super::leaves_runtime(t);
    Some(answer)
}
