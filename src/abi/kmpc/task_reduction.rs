//! Task reductions: `task_reduction`, `in_reduction`, and `reduction(task, …)` of regions and
//! loops.

use std::ffi::c_void;

use super::ident::Ident;
use crate::engine::records::reductions::{Initialise, Operations, Reductions};
use crate::engine::records::task::Group;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::{group, reduction, taskgroup};

/// `void f(void *copy)`.
type OnCopy = unsafe extern "C-unwind" fn(*mut c_void);

/// `void f(void *copy, void *other)`.
type OnBoth = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void);

/// `kmp_task_red_input_t`: a reduced variable (Clang before 11, Intel).
#[repr(C)]
pub struct Input {
    shared: *mut c_void,
    size: usize,
    initialise: Option<OnCopy>,
    finish: Option<OnCopy>,
    combine: OnBoth,
    /// 1: a copy can only be initialised by a thread that uses it. All are.
    _flags: u32,
}

/// `kmp_taskred_input_t`: the same, with what the first value is made of.
#[repr(C)]
pub struct InputWithOriginal {
    shared: *mut c_void,
    original: *mut c_void,
    size: usize,
    initialise: Option<OnBoth>,
    finish: Option<OnCopy>,
    combine: OnBoth,
    _flags: u32,
}

const _: () = assert!(size_of::<Input>() == 48 && size_of::<InputWithOriginal>() == 56);

/// A variable as the engine wants it: address, size, operations.
trait Variable {
    fn read(&self) -> (usize, usize, Operations);
}

impl Variable for Input {
    fn read(&self) -> (usize, usize, Operations) {
        let initialise = self.initialise.map_or(Initialise::Zero, Initialise::Plain);
        let operations = Operations { initialise, combine: self.combine, finish: self.finish };
        (self.shared.expose_provenance(), self.size, operations)
    }
}

impl Variable for InputWithOriginal {
    fn read(&self) -> (usize, usize, Operations) {
        let original = if self.original.is_null() { self.shared } else { self.original };
        let from = |initialise| Initialise::From(initialise, original);
        let initialise = self.initialise.map_or(Initialise::Zero, from);
        let operations = Operations { initialise, combine: self.combine, finish: self.finish };
        (self.shared.expose_provenance(), self.size, operations)
    }
}

/// Registers `count` variables with the calling thread's innermost taskgroup, and returns that.
///
/// A thread that is alone works on the variables themselves, and only the group is known to reduce
/// something. Copies would do harm: for `a[:n]`, Clang passes the size of one element with a
/// function that initialises `n` of them.
///
/// # Safety
/// `variables` must have `count` elements.
unsafe fn register<V: Variable>(count: i32, variables: *const V) -> *const Group {
    let t = Thread::current();
    let count = usize::try_from(count).unwrap_or(0);
    if count > 0 {
        let copied = if t.is_alone() { 0 } else { count };
        // SAFETY: the caller's promise.
        let variables = unsafe { std::slice::from_raw_parts(variables, copied) };
        let threads = t.nthreads.get() as usize;
        reduction::register(t, Reductions::of_items(variables.iter().map(V::read), threads));
    }
    t.task().group()
}

/// `const kmp_taskgroup_t *__kmpc_task_reduction_init(int gtid, int count, const
/// kmp_task_red_input_t *variables)`: registers what the taskgroup reduces that `__kmpc_taskgroup`
/// has just begun. Returns the group.
///
/// Emitted by Clang before 11 and Intel's compilers for `task_reduction` (OpenMP 5.2, 5.5.9).
///
/// # Safety
/// `variables` must have `count` elements.
pub unsafe extern "C-unwind" fn __kmpc_task_reduction_init(
    _gtid: i32,
    count: i32,
    variables: *const Input,
) -> *const Group {
    // SAFETY: the caller's promise.
    unsafe { register(count, variables) }
}

/// `const kmp_taskgroup_t *__kmpc_taskred_init(int gtid, int count, const kmp_taskred_input_t
/// *variables)`: as [`__kmpc_task_reduction_init`].
///
/// Emitted by Clang 11 and later for `task_reduction` (OpenMP 5.2, 5.5.9).
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn __kmpc_taskred_init(
    _gtid: i32,
    count: i32,
    variables: *const InputWithOriginal,
) -> *const Group {
    // SAFETY: the caller's promise.
    unsafe { register(count, variables) }
}

/// `const kmp_taskgroup_t *__kmpc_task_reduction_modifier_init(ident_t *location, int gtid, int
/// is_worksharing, int count, const kmp_task_red_input_t *variables)`: `reduction(task, …)` of a
/// region or worksharing construct: called by each member, with its own private variables. Begins a
/// taskgroup that reduces into those, and returns it; the compiler combines the members' variables
/// at the end.
///
/// Emitted by Clang before 11 and Intel's compilers for `reduction(task, …)` (OpenMP 5.2, 5.5.8).
///
/// # Safety
/// As for [`__kmpc_task_reduction_init`].
pub unsafe extern "C-unwind" fn __kmpc_task_reduction_modifier_init(
    _location: *const Ident,
    _gtid: i32,
    _is_worksharing: i32,
    count: i32,
    variables: *const Input,
) -> *const Group {
    group::begin_implied(Thread::current());
    // SAFETY: the caller's promise.
    unsafe { register(count, variables) }
}

/// `const kmp_taskgroup_t *__kmpc_taskred_modifier_init(ident_t *location, int gtid, int
/// is_worksharing, int count, const kmp_taskred_input_t *variables)`: as
/// [`__kmpc_task_reduction_modifier_init`].
///
/// Emitted by Clang 11 and later for `reduction(task, …)` (OpenMP 5.2, 5.5.8).
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn __kmpc_taskred_modifier_init(
    _location: *const Ident,
    _gtid: i32,
    _is_worksharing: i32,
    count: i32,
    variables: *const InputWithOriginal,
) -> *const Group {
    group::begin_implied(Thread::current());
    // SAFETY: the caller's promise.
    unsafe { register(count, variables) }
}

/// `void __kmpc_task_reduction_modifier_fini(ident_t *location, int gtid, int is_worksharing)`:
/// ends the taskgroup that a `…_modifier_init` began.
///
/// Emitted by Clang for `reduction(task, …)` (OpenMP 5.2, 5.5.8).
pub extern "C-unwind" fn __kmpc_task_reduction_modifier_fini(
    _location: *const Ident,
    _gtid: i32,
    _is_worksharing: i32,
) {
    taskgroup::end(Thread::current());
}

/// `void *__kmpc_task_reduction_get_th_data(int gtid, const kmp_taskgroup_t *group, void
/// *variable)`: the calling thread's copy of `variable`, which `group` or one around it reduces;
/// null stands for the current task's group. In a team of one thread, the variable itself.
///
/// Emitted by Clang for `in_reduction` and `reduction(task, …)` (OpenMP 5.2, 5.5.10).
///
/// # Safety
/// `group` must be null, or what one of the calls above returned in a taskgroup that has not ended.
pub unsafe extern "C-unwind" fn __kmpc_task_reduction_get_th_data(
    _gtid: i32,
    group: *const Group,
    variable: *mut c_void,
) -> *mut c_void {
    let t = Thread::current();
    let group = if group.is_null() { t.task().group() } else { group };
    reduction::own_copy(t, group, variable.addr()).map_or(variable, |copy| copy.address)
}
