//! `taskloop`.

use crate::engine::ground::request::Body;
use std::ffi::{c_int, c_long, c_uint, c_ulong, c_ulonglong, c_void};

use super::loops::trip_of_long;
use super::loops_ull::trip_of_ull;
use super::task_reduction::Passed;
use super::tasks::{Copy, flags_of, with_arguments};
use crate::engine::ground::defaults;
use crate::engine::tasks::create::Siblings;
use crate::engine::tasks::taskloop;
use crate::engine::tasks::taskloop::Clause;
use crate::engine::tasks::{create, group, taskgroup};

use crate::engine::records::thread::Thread;

mod flag {
    use std::ffi::c_uint;

    /// The loop variable is incremented.
    pub const UP: c_uint = 1 << 8;
    /// Set: the number is that of a `grainsize` clause. Not set: it is that of `num_tasks`, or 0 if
    /// there is no clause.
    pub const GRAINSIZE: c_uint = 1 << 9;
    /// There is no `if` clause, or it is true.
    pub const IF: c_uint = 1 << 10;
    pub const NOGROUP: c_uint = 1 << 11;
    pub const REDUCTION: c_uint = 1 << 12;
    pub const STRICT: c_uint = 1 << 14;
}

/// A task's arguments begin with its iterations: first value, and the one where it ends.
#[repr(C)]
struct Arguments {
    start: u64,
    end: u64,
    /// If the flags say so.
    reductions: *mut usize,
}

/// The common part of the two entry points.
struct Taskloop {
    body: Body,
    data: *mut c_void,
    copy: Option<Copy>,
    size: c_long,
    align: c_long,
    flags: c_uint,
    number: c_ulong,
    priority: c_int,
    trip: u64,
    /// In 64 bits, of either sign: `start`, `end`, `step`.
    bounds: [u64; 3],
}

impl Taskloop {
    fn clause(&self) -> Clause {
        let iterations = self.number;
        match iterations {
            _ if self.flags & flag::GRAINSIZE != 0 => {
                Clause::Grainsize { iterations, strict: self.flags & flag::STRICT != 0 }
            }
            0 => Clause::None,
            tasks => Clause::NumTasks(tasks),
        }
    }

    /// # Safety
    /// As for [`GOMP_taskloop`].
    unsafe fn run(&self) {
        let t = Thread::current();
        let grouped = self.flags & flag::NOGROUP == 0;
        let reduces = grouped && self.flags & flag::REDUCTION != 0;
        // SAFETY: the caller's promise.
        let reductions = reduces.then(|| unsafe { Passed::new((*self.data.cast::<Arguments>()).reductions) }).flatten();
        if self.trip == 0 {
            if let Some(reductions) = reductions {
                reductions.skip();
            }
            return;
        }
        if grouped {
            group::begin(t);
        }
        if let Some(reductions) = reductions {
            reductions.register(t);
        }
        let kind = flags_of(self.flags, self.flags & flag::IF != 0);
        let priority = defaults::task_priority(self.priority);
        let [start, end, step] = self.bounds;
        let siblings = Siblings::new(kind);
        taskloop::generate(t, self.trip, self.clause(), |chunk| {
            let value = |iteration: u64| start.wrapping_add(iteration.wrapping_mul(step));
            let set_bounds = |own: *mut Arguments| {
                // SAFETY: the arguments begin with the bounds.
                unsafe {
                    (*own).start = value(chunk.first);
                    (*own).end = if chunk.last { end } else { value(chunk.first + chunk.count) };
                }
            };
            if self.copy.is_none() && create::is_immediate(t, kind, priority > 0) {
                // In the caller's frame, where they are nobody else's until this returns.
                set_bounds(self.data.cast());
                // SAFETY: the caller's promise.
                unsafe {
                    if create::is_plain(t) {
                        siblings.run(t, self.body, self.data);
                    } else {
                        create::run_included(t, kind, self.body, self.data);
                    }
                }
                return None;
            }
            // SAFETY: the caller's promise.
            let (task, own) =
                unsafe { with_arguments(t, kind, self.body, self.data, self.copy, (self.size, self.align)) };
            set_bounds(own.cast());
            task.set_priority(priority);
            Some(task)
        });
        if grouped {
            taskgroup::end(t);
        }
    }
}

/// `void GOMP_taskloop(void (*body)(void *), void *data, void (*copy)(void *, void *), long size,
/// long align, unsigned flags, unsigned long number, int priority, long start, long end, long
/// step)`: `#pragma omp taskloop` over `long`: from `start` to before `end` in steps of `step`,
/// each task with a copy of `data` (`size` bytes aligned to `align`, by `copy` if that is not null)
/// whose first two words are its bounds.
///
/// `flags`: 1 untied, 2 final, 4 mergeable, 2⁸ upwards, 2⁹ `number` is a grainsize and not a number
/// of tasks, 2¹⁰ the `if` clause, 2¹¹ nogroup, 2¹² the third word of `data` is an array of
/// reductions, 2¹⁴ strict.
///
/// Emitted by GCC for `taskloop` (OpenMP 5.2, 12.6).
///
/// # Safety
/// `body` must be callable with such a copy of `data`.
pub unsafe extern "C-unwind" fn GOMP_taskloop(
    body: Body,
    data: *mut c_void,
    copy: Option<Copy>,
    size: c_long,
    align: c_long,
    flags: c_uint,
    number: c_ulong,
    priority: c_int,
    start: c_long,
    end: c_long,
    step: c_long,
) {
    // GCC extends the step of a downward loop over `unsigned int` with zeros.
    let wrong = flags & flag::UP == 0 && step > 0;
    let step = if wrong { c_long::from(step as c_int) } else { step };
    let trip = trip_of_long(start, end, step);
    let bounds = [start as u64, end as u64, step as u64];
    // SAFETY: the caller's promise.
    unsafe { Taskloop { body, data, copy, size, align, flags, number, priority, trip, bounds }.run() };
}

/// `void GOMP_taskloop_ull(void (*body)(void *), void *data, void (*copy)(void *, void *), long
/// size, long align, unsigned flags, unsigned long number, int priority, unsigned long long start,
/// unsigned long long end, unsigned long long step)`: the same over `unsigned long long`; `step` of
/// a downward loop is negative, modulo 2⁶⁴.
///
/// Emitted by GCC for `taskloop` (OpenMP 5.2, 12.6).
///
/// # Safety
/// As for [`GOMP_taskloop`].
pub unsafe extern "C-unwind" fn GOMP_taskloop_ull(
    body: Body,
    data: *mut c_void,
    copy: Option<Copy>,
    size: c_long,
    align: c_long,
    flags: c_uint,
    number: c_ulong,
    priority: c_int,
    start: c_ulonglong,
    end: c_ulonglong,
    step: c_ulonglong,
) {
    let trip = trip_of_ull(flags & flag::UP != 0, start, end, step);
    let bounds = [start, end, step];
    // SAFETY: the caller's promise.
    unsafe { Taskloop { body, data, copy, size, align, flags, number, priority, trip, bounds }.run() };
}
