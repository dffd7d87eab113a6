//! `taskloop`.

use super::ident::Ident;
use super::tasks::{KmpTask, destroy_privates, task_of};
use crate::engine::ground::defaults;
use crate::engine::records::task::{Flags, TaskRef};
use crate::engine::records::thread::Thread;
use crate::engine::tasks::taskloop;
use crate::engine::tasks::taskloop::{Chunk, Clause};
use crate::engine::tasks::{create, group, taskgroup};

/// `void duplicate(kmp_task_t *to, kmp_task_t *from, int last)`: copies what cannot be copied byte
/// by byte, and says whether the task has the loop's last iteration.
type Duplicate = unsafe extern "C-unwind" fn(*mut KmpTask, *mut KmpTask, i32);

/// The loop that a pattern is to be made into tasks of.
struct Taskloop {
    pattern: *mut KmpTask,
    /// Where in a task its bounds are, as a distance from its beginning.
    bounds: [usize; 2],
    first: u64,
    stride: i64,
    duplicate: Option<Duplicate>,
}

impl Taskloop {
    /// The task of a chunk.
    ///
    /// # Safety
    /// The pattern must be as the compiler makes it.
    unsafe fn task(&self, t: &'static Thread, chunk: Chunk) -> TaskRef {
        // SAFETY: the caller's promise.
        let (task, payload) = create::duplicate(t, unsafe { task_of(self.pattern) });
        let kmp = payload.cast::<KmpTask>();
        task.set_data(kmp.cast());
        let value = |iteration: u64| self.first.wrapping_add(iteration.wrapping_mul(self.stride as u64));
        // SAFETY: the new task has the layout of the pattern.
        unsafe {
            if !(*kmp).shareds.is_null() {
                let distance = (*kmp).shareds.addr() - self.pattern.addr();
                (*kmp).shareds = payload.add(distance).cast();
            }
            let bounds = self.bounds.map(|distance| payload.add(distance).cast::<u64>());
            bounds[0].write(value(chunk.first));
            bounds[1].write(value(chunk.first + chunk.count - 1));
            if let Some(duplicate) = self.duplicate {
                duplicate(kmp, self.pattern, i32::from(chunk.last));
            }
        }
        task
    }
}

/// How many iterations there are from `lower` to `upper` inclusive. An empty loop ends one before
/// its beginning.
fn trip(lower: u64, upper: u64, stride: i64) -> u64 {
    let span = if stride < 0 { lower.wrapping_sub(upper) } else { upper.wrapping_sub(lower) };
    (span / stride.unsigned_abs().max(1)).wrapping_add(1)
}

/// # Safety
/// As for [`__kmpc_taskloop`].
unsafe fn run(
    pattern: *mut KmpTask,
    condition: i32,
    loop_: (*mut u64, *mut u64, i64),
    nogroup: i32,
    clause: Clause,
    duplicate: Option<Duplicate>,
) {
    let t = Thread::current();
    let (lower, upper, stride) = loop_;
    // SAFETY: the caller's promise.
    let task = unsafe { task_of(pattern) };
    if condition == 0 {
        task.become_undeferred();
    }
    // SAFETY: the caller's promise.
    let (first, last) = unsafe {
        if task.flags.get().has(Flags::PRIORITY) {
            task.set_priority(defaults::task_priority((*pattern).priority as i32));
        }
        (*lower, *upper)
    };
    let bounds = [lower, upper].map(|bound| bound.addr() - pattern.addr());
    let loop_ = Taskloop { pattern, bounds, first, stride, duplicate };
    if nogroup == 0 {
        group::begin(t);
    }
    // SAFETY: the caller's promise.
    taskloop::generate(t, trip(first, last, stride), clause, |chunk| unsafe { Some(loop_.task(t, chunk)) });
    // SAFETY: the caller's promise.
    unsafe { destroy_privates(t, pattern) };
    // SAFETY: it was allocated for this, and only its copies were submitted.
    unsafe { create::discard(t, task) };
    if nogroup == 0 {
        taskgroup::end(t);
    }
}

fn clause(kind: i32, number: u64, strict: bool) -> Clause {
    match kind {
        1 => Clause::Grainsize { iterations: number, strict },
        2 => Clause::NumTasks(number),
        _ => Clause::None,
    }
}

/// `void __kmpc_taskloop(ident_t *location, int gtid, kmp_task_t *pattern, int condition, uint64_t
/// *lower, uint64_t *upper, int64_t stride, int nogroup, int kind, uint64_t number, kmp_task_dup_t
/// duplicate)`: makes tasks like `pattern`, which is used up.
///
/// `condition`: the `if` clause; `lower` and `upper`: where in the pattern its bounds are, with
/// those of the loop (both inclusive), which goes in steps of `stride`; `nogroup`: whether the
/// caller takes care of the taskgroup; `kind`: 1 if `number` is a grainsize, 2 if it is a number of
/// tasks, 0 if it is neither; `duplicate`: null, or what copies a task's privates.
///
/// Emitted by Clang and Flang for `taskloop` (OpenMP 5.2, 12.6).
///
/// # Safety
/// `pattern` must come from `__kmpc_omp_task_alloc`, filled in.
pub unsafe extern "C-unwind" fn __kmpc_taskloop(
    _location: *const Ident,
    _gtid: i32,
    pattern: *mut KmpTask,
    condition: i32,
    lower: *mut u64,
    upper: *mut u64,
    stride: i64,
    nogroup: i32,
    kind: i32,
    number: u64,
    duplicate: Option<Duplicate>,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let clause = clause(kind, number, false);
        run(pattern, condition, (lower, upper, stride), nogroup, clause, duplicate);
    }
}

/// `void __kmpc_taskloop_5(ident_t *location, int gtid, kmp_task_t *pattern, int condition,
/// uint64_t *lower, uint64_t *upper, int64_t stride, int nogroup, int kind, uint64_t number, int
/// modifier, kmp_task_dup_t duplicate)`: as [`__kmpc_taskloop`]; `modifier`: 1 for a `strict`
/// number.
///
/// Emitted by Clang 20 and later for `taskloop` with `strict` (OpenMP 5.2, 12.6).
///
/// # Safety
/// As for [`__kmpc_taskloop`].
pub unsafe extern "C-unwind" fn __kmpc_taskloop_5(
    _location: *const Ident,
    _gtid: i32,
    pattern: *mut KmpTask,
    condition: i32,
    lower: *mut u64,
    upper: *mut u64,
    stride: i64,
    nogroup: i32,
    kind: i32,
    number: u64,
    modifier: i32,
    duplicate: Option<Duplicate>,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let clause = clause(kind, number, modifier != 0);
        run(pattern, condition, (lower, upper, stride), nogroup, clause, duplicate);
    }
}
