//! FERROMP_TRACE: what each thread did and when, in a file that people look at with `ferromp
//! report`.
//!
//! The file is mapped into memory, and each thread writes into segments of its own ([`recorder`]).
//! So a record is a few words in a line that no other thread touches, and it stays if the process
//! is killed. Regions, barriers and sleeps are recorded where they are counted for FERROMP_STATS,
//! with the same times; all else where tools are told of it.

pub mod format;
mod recorder;

use std::ptr;

use crate::engine::records::task::Task;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::Sync;
use crate::engine::tools::names::{Mutex, ThreadKind, Work};
use crate::sys::clock;

pub use format::Asleep;
use format::Kind;
pub use recorder::{after_fork_in_child, control, is_on, look_at_objects, start, write_copy};

/// Waits for a lock that are shorter than this, in nanoseconds, are not recorded.
const SHORT_WAIT: u64 = 1000;

fn record<const N: usize>(t: &Thread, kind: Kind, words: [u64; N]) {
    if is_on() {
        recorder::write(t, kind, clock::nanos(), words);
    }
}

/// As [`record`], of something that happened at `time`.
fn record_at<const N: usize>(t: &Thread, time: u64, kind: Kind, words: [u64; N]) {
    if is_on() {
        recorder::write(t, kind, time, words);
    }
}

/// The clock of a thread's processor time is a system call, so it is read no more often than once
/// in this many nanoseconds.
const PERIOD: u64 = 100_000;

/// Records the processor time of the calling thread, if that is due. `now`: the time.
fn note_processor_time(t: &Thread, now: u64) {
    if is_on() && now.saturating_sub(t.trace.looked.get()) >= PERIOD {
        t.trace.looked.set(now);
        record_at(t, now, Kind::Processor, [clock::thread_nanos()]);
    }
}

/// Where the program has called the runtime.
fn caller(t: &Thread) -> u64 {
    t.tools.caller.get().address as u64
}

fn pair(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

pub fn thread_begins(t: &Thread, kind: ThreadKind) {
    record(t, Kind::ThreadBegin, [kind as u64]);
    if is_on() {
        look_at_objects();
    }
}

pub fn thread_ends(t: &Thread) {
    record(t, Kind::ThreadEnd, []);
}

/// The calling thread opens a region, for which `team` has noted when, and for which function.
pub fn region_begins(t: &Thread, team: &Team, size: u32) {
    let function = team.stats.function.get() as u64;
    let words = [function, caller(t), pair(size, team.level.get())];
    record_at(t, team.stats.began.get(), Kind::RegionBegin, words);
}

/// All members of the region have come to its end, at `time`.
pub fn region_ends(t: &Thread, team: &Team, time: u64) {
    record_at(t, time, Kind::RegionEnd, [recorder::since_begin(team.stats.began.get())]);
}

/// The calling thread becomes a member of a region.
pub fn member_begins(t: &Thread, team: &Team, tid: u32, size: u32) {
    if is_on() && team.stats.site.get() != 0 {
        let began = recorder::since_begin(team.stats.began.get());
        let now = clock::nanos();
        record_at(t, now, Kind::MemberBegin, [team.stats.function.get() as u64, began, pair(tid, size)]);
        note_processor_time(t, now);
    }
}

/// It comes to the end of the region, at `time`.
pub fn arrives(t: &Thread, time: u64) {
    record_at(t, time, Kind::Arrive, []);
    note_processor_time(t, time);
}

/// It comes to a barrier, at `time`.
pub fn barrier_begins(t: &Thread, time: u64) {
    record_at(t, time, Kind::BarrierBegin, [caller(t)]);
}

pub fn barrier_ends(t: &Thread, time: u64) {
    record_at(t, time, Kind::BarrierEnd, []);
    note_processor_time(t, time);
}

/// It has slept from `began` to `time`.
pub fn sleep_ends(t: &Thread, began: u64, time: u64, what: Asleep) {
    record_at(t, time, Kind::Sleep, [u64::from(what as u8) | time.saturating_sub(began) << 8]);
}

/// It has slept without a region since `began`, from [`watch`].
pub fn idle_ends(t: &Thread, began: u64) {
    if began != 0 {
        sleep_ends(t, began, clock::nanos(), Asleep::Idle);
    }
}

/// The time, if a trace is written; otherwise 0.
pub fn watch() -> u64 {
    if is_on() { clock::nanos() } else { 0 }
}

/// The calling thread generates a task.
pub fn task_created(t: &Thread, task: &Task) {
    record(t, Kind::TaskCreate, [name(task), caller(t)]);
}

/// It begins a task, or goes on with it. `from`: where that was generated.
pub fn task_begins(t: &Thread, task: &Task, from: usize) {
    record(t, Kind::TaskBegin, [name(task), from as u64]);
}

pub fn task_ends(t: &Thread, task: &Task, done: bool) {
    record(t, Kind::TaskEnd, [name(task), done.into()]);
}

/// A task's name in the trace, until the task is freed.
fn name(task: &Task) -> u64 {
    ptr::from_ref(task).addr() as u64
}

/// It comes to a worksharing construct.
pub fn work_begins(t: &Thread, kind: u32, count: u64) {
    if kind != Work::SingleOther as u32 {
        record(t, Kind::WorkBegin, [u64::from(kind) | count << 8, caller(t)]);
    }
}

pub fn work_ends(t: &Thread, kind: u32) {
    if kind != Work::SingleOther as u32 {
        record(t, Kind::WorkEnd, []);
    }
}

/// It begins iterations, or a block if they are 0.
pub fn chunk_begins(t: &Thread, start: u64, iterations: u64) {
    record(t, Kind::Chunk, [start, iterations]);
}

/// It begins to wait for tasks. Barriers are recorded elsewhere.
pub fn sync_begins(t: &Thread, kind: Sync) {
    if !kind.is_barrier() {
        record(t, Kind::SyncBegin, [kind as u64, caller(t)]);
    }
}

pub fn sync_ends(t: &Thread, kind: Sync) {
    if !kind.is_barrier() {
        record(t, Kind::SyncEnd, []);
    }
}

/// It wants a lock.
pub fn lock_is_wanted(t: &Thread) {
    t.trace.wants_lock.set(watch());
}

/// It has it.
pub fn lock_is_acquired(t: &Thread, mutex: Mutex, id: usize) {
    let wanted = t.trace.wants_lock.take();
    if wanted != 0 {
        let now = clock::nanos();
        let waited = now.saturating_sub(wanted);
        if waited >= SHORT_WAIT {
            record_at(t, now, Kind::LockWait, [mutex as u64 | waited << 8, id as u64, caller(t)]);
        }
    }
}

/// The process has forked.
pub fn forked() {
    if let Some(t) = Thread::get() {
        record(t, Kind::Fork, []);
    }
}

/// The calling thread's region has waited since `began` until it was admitted.
pub fn admitted(t: &Thread, began: u64, size: u32) {
    if began != 0 {
        let now = clock::nanos();
        record_at(t, now, Kind::Held, [now.saturating_sub(began), size.into()]);
    }
}

/// It has made room for others, after a turn of `length` nanoseconds.
pub fn turn_ends(t: &Thread, length: u64) {
    record(t, Kind::TurnEnd, [length]);
}

/// The system gives it no more workers.
pub fn worker_refused(t: &Thread) {
    record(t, Kind::Refused, []);
}

/// A command of the program to its tool: 1 begins or resumes the trace, 2 pauses it, 3 does
/// nothing, since the file is always up to date, 4 ends it. Whether there is a trace.
pub fn command(t: &Thread, command: u64, modifier: u64) -> bool {
    const START: u64 = 1;
    if command == START {
        control(command);
    }
    record(t, Kind::Mark, [command & 0xffff_ffff | modifier << 32]);
    control(command)
}
