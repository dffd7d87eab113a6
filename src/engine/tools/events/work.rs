//! Worksharing, `masked`, `flush`, `cancel`, `error`.

use std::ffi::c_void;
use std::ptr;

use super::{Address, Word};
use crate::engine::ground::icv::Kind;
use crate::engine::records::task::Task;
use crate::engine::records::thread::Thread;
use crate::engine::tools::names::{Dispatch, Endpoint, Work, cancel};
use crate::engine::tools::orders;
use crate::engine::tools::trace;

/// `ompt_dispatch_chunk_t`.
#[repr(C)]
struct Chunk {
    start: u64,
    iterations: u64,
}

/// The current task comes to a worksharing construct of `count` iterations or blocks. The construct
/// that it was in before has ended, even if no call has said so.
#[cold]
#[inline(never)]
pub fn work_begins(t: &Thread, kind: Work, count: u64) {
    work_ends(t);
    t.task().tools().work.set((kind as u32, count));
    trace::work_begins(t, kind as u32, count);
    work(t, kind as u32, Endpoint::Begin, count);
}

/// It leaves the construct that it is in, if it is in one.
#[cold]
#[inline(never)]
pub fn work_ends(t: &Thread) {
    let (kind, count) = t.task().tools().work.take();
    if kind != 0 {
        trace::work_ends(t, kind);
        work(t, kind, Endpoint::End, count);
    }
}

/// The current task comes to a `single` that another one executes.
#[cold]
#[inline(never)]
pub fn single_of_other(t: &Thread) {
    work_begins(t, Work::SingleOther, 1);
    work_ends(t);
}

/// The current task begins or ends to generate the tasks of a `taskloop` of `count` iterations, be
/// it in another construct.
#[cold]
#[inline(never)]
pub fn taskloop(t: &Thread, endpoint: Endpoint, count: u64) {
    work(t, Work::Taskloop as u32, endpoint, count);
}

fn work(t: &Thread, kind: u32, endpoint: Endpoint, count: u64) {
    tell!(Work: (u32, Endpoint, Word, Word, u64, Address) =
        (kind, endpoint, super::parallel_data(t), super::task_data(t), count, super::address(t)));
}

/// The kind of a loop.
pub fn kind_of_loop(t: &Thread, kind: Kind) -> Work {
    match kind {
        // A single member gets all iterations at once.
        Kind::Guided | Kind::FineGuided | Kind::Trapezoidal if t.is_alone() => Work::LoopStatic,
        Kind::Static | Kind::Auto => Work::LoopStatic,
        Kind::Dynamic => Work::LoopDynamic,
        Kind::Guided | Kind::FineGuided => Work::LoopGuided,
        Kind::Trapezoidal => Work::LoopOther,
    }
}

/// The current task begins iterations of a loop. `kind`: of which one.
#[cold]
#[inline(never)]
pub fn chunk_begins(t: &Thread, kind: Dispatch, start: u64, iterations: u64) {
    trace::chunk_begins(t, start, iterations);
    let chunk = Chunk { start, iterations };
    dispatch(t, kind, (&raw const chunk).cast());
}

/// The current task begins a block of a `sections`.
#[cold]
#[inline(never)]
pub fn section_begins(t: &Thread) {
    trace::chunk_begins(t, 0, 0);
    dispatch(t, Dispatch::Section, super::address(t));
}

/// The current task begins what the construct has handed to it: a block, if it is a `sections`.
#[cold]
#[inline(never)]
pub fn part_begins(t: &Thread, start: u64, iterations: u64) {
    match t.task().tools().work.get() {
        (kind, _) if kind == Work::Sections as u32 => section_begins(t),
        (kind, _) if kind == Work::Distribute as u32 => chunk_begins(t, Dispatch::DistributeChunk, start, iterations),
        _ => chunk_begins(t, Dispatch::LoopChunk, start, iterations),
    }
}

fn dispatch(t: &Thread, kind: Dispatch, instance: Address) {
    tell!(Dispatch: (Word, Word, Dispatch, Address) =
        (super::parallel_data(t), super::task_data(t), kind, instance));
}

/// `task`, one of a `taskloop`'s, begins its iterations.
pub fn taskloop_chunk_begins(task: &Task, start: u64, iterations: u64) {
    let chunk = Chunk { start, iterations };
    tell!(Dispatch: (Word, Word, Dispatch, *const Chunk) =
        (task.team().tools.word(), task.tools().data.for_tool(), Dispatch::TaskloopChunk, &raw const chunk));
}

/// The current task begins or ends a `masked` block.
#[cold]
#[inline(never)]
pub fn masked(t: &Thread, endpoint: Endpoint) {
    tell!(Masked: (Endpoint, Word, Word, Address) =
        (endpoint, super::parallel_data(t), super::task_data(t), super::address(t)));
}

/// The calling thread has flushed.
#[cold]
#[inline(never)]
pub fn flushed(t: &Thread) {
    orders::flush();
    tell!(Flush: (Word, Address) = (t.tools.data.for_tool(), super::address(t)));
}

/// The construct that a `cancel` names, and the effect of it.
#[cold]
#[inline(never)]
pub fn cancelled(t: &Thread, flags: u32) {
    tell!(Cancel: (Word, u32, Address) = (super::task_data(t), flags, super::address(t)));
}

/// `task`, which belongs to what is cancelled, is not going to be executed.
#[cold]
#[inline(never)]
pub fn task_discarded(task: &Task) {
    let of = if task.team().cancel.has_region() { cancel::PARALLEL } else { cancel::TASKGROUP };
    tell!(Cancel: (Word, u32, Address) =
        (task.tools().data.for_tool(), of | cancel::DISCARDED_TASK, ptr::null()));
}

/// The flag for the worksharing construct that the current task is in.
pub fn cancelled_work(t: &Thread) -> u32 {
    if t.task().tools().work.get().0 == Work::Sections as u32 { cancel::SECTIONS } else { cancel::LOOP }
}

/// The program has come to an `error`. `severity`: `ompt_severity_t`; the text ends with a zero
/// byte that is not counted.
#[cold]
#[inline(never)]
pub fn error(t: &Thread, severity: u32, (text, length): (*const c_void, usize)) {
    tell!(Error: (u32, *const c_void, usize, Address) =
        (severity, text, length, super::address(t)));
}
