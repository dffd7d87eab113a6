//! Internal control variables (OpenMP 5.2, chapter 2).
//!
//! Those of a data environment are in [`Icv`] and are inherited by value; the others belong to the
//! process.

use std::ptr;

use crate::engine::ground::nthreads::{Level, Strict};

/// The kinds of `run-sched-var` and of a loop's schedule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Static,
    Dynamic,
    /// Each part is a member's fair share of the iterations that are left.
    Guided,
    /// Each part is half of that, so that the first one is not the longest where the first
    /// iterations are. Of loops only: run-sched-var has `Guided` for both.
    FineGuided,
    /// LLVM's own kind, whose parts shrink along a straight line that begins at half of a fair
    /// share. Carried out as `FineGuided`.
    Trapezoidal,
    /// Of loops it is static.
    Auto,
}

/// A loop's schedule. `chunk` 0 means that none was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Schedule {
    pub kind: Kind,
    pub chunk: u64,
    pub order: Order,
}

impl Schedule {
    /// This schedule, taken from run-sched-var, for a `schedule(runtime)` clause whose modifier is
    /// `order`. If either of the two says `monotonic`, the result is monotonic.
    pub fn within(self, order: Order) -> Self {
        if order == Order::Monotonic { Self { order, ..self } } else { self }
    }
}

/// In what order a member of a team gets its iterations of a loop (OpenMP 5.2, 11.5.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// `monotonic` by name: rising, and chunk by chunk also where one member gets all of them,
    /// unless the schedule is static.
    Monotonic,
    /// Neither was named. Rising: the specification allows any order then, but programs have come
    /// to rely on this one.
    Unsaid,
    /// `nonmonotonic` by name, or by the number with which a compiler says it: a member may get
    /// lower iterations after higher ones.
    Nonmonotonic,
}

/// The control variables of one data environment.
#[derive(Clone, Copy, Debug)]
pub struct Icv {
    /// nthreads-var: the team size of a region without `num_threads`.
    pub nthreads: u32,
    /// The values of `nthreads` at the deeper levels.
    pub nthreads_deeper: Option<&'static Level>,
    /// `nthreads` is what `num_threads(strict: …)` of an outer region says for this level.
    pub strict: Option<&'static Strict>,
    /// thread-limit-var.
    pub thread_limit: u32,
    /// max-active-levels-var.
    pub max_active_levels: u32,
    /// The program, or whoever set its environment, asked for teams inside of teams, and so knows
    /// how many threads that makes.
    pub asked_for_nesting: bool,
    /// dyn-var.
    pub dynamic: bool,
    /// Whether each region has one thread, whatever it asks for (KMP_LIBRARY=serial).
    pub serial: bool,
    /// bind-var, with the numbers of `omp_proc_bind_t`.
    pub bind: u8,
    /// run-sched-var. `None`: neither the environment nor the program set it, and the ABI in use
    /// has its own default, which compilers' users rely on.
    pub schedule: Option<Schedule>,
    /// default-device-var.
    pub default_device: i32,
    /// def-allocator-var, with the numbers of `omp_allocator_handle_t`.
    pub allocator: usize,
}

impl PartialEq for Icv {
    /// Each region compares its variables, so this must be quick: two lists count as equal only if
    /// they are the same object.
    fn eq(&self, other: &Self) -> bool {
        let Self {
            nthreads,
            nthreads_deeper,
            strict,
            thread_limit,
            max_active_levels,
            asked_for_nesting,
            dynamic,
            serial,
            bind,
            schedule,
            default_device,
            allocator,
        } = *self;
        same(nthreads_deeper, other.nthreads_deeper)
            && same(strict, other.strict)
            && nthreads == other.nthreads
            && thread_limit == other.thread_limit
            && max_active_levels == other.max_active_levels
            && asked_for_nesting == other.asked_for_nesting
            && dynamic == other.dynamic
            && serial == other.serial
            && bind == other.bind
            && schedule == other.schedule
            && default_device == other.default_device
            && allocator == other.allocator
    }
}

/// Whether they are the same object, or both none.
fn same<T>(one: Option<&'static T>, other: Option<&'static T>) -> bool {
    let address = |it: Option<&'static T>| it.map_or(ptr::null(), ptr::from_ref);
    address(one) == address(other)
}

/// No limit: the value of `thread_limit` without OMP_THREAD_LIMIT.
pub const NO_LIMIT: u32 = i32::MAX as u32;

impl Icv {
    /// The variables of a team that has not begun a region.
    pub const NONE: Self = Self {
        nthreads: 1,
        nthreads_deeper: None,
        strict: None,
        thread_limit: NO_LIMIT,
        max_active_levels: 1,
        asked_for_nesting: false,
        dynamic: false,
        serial: false,
        bind: 0,
        schedule: None,
        default_device: 0,
        allocator: 0,
    };

    /// Takes over each variable that differs between `before` and `after`.
    pub fn follow(&mut self, before: &Icv, after: &Icv) {
        fn take<T: PartialEq + Copy>(own: &mut T, before: T, after: T) {
            if before != after {
                *own = after;
            }
        }
        take(&mut self.nthreads, before.nthreads, after.nthreads);
        if !same(before.nthreads_deeper, after.nthreads_deeper) {
            self.nthreads_deeper = after.nthreads_deeper;
        }
        take(&mut self.thread_limit, before.thread_limit, after.thread_limit);
        take(&mut self.max_active_levels, before.max_active_levels, after.max_active_levels);
        take(&mut self.asked_for_nesting, before.asked_for_nesting, after.asked_for_nesting);
        take(&mut self.dynamic, before.dynamic, after.dynamic);
        take(&mut self.serial, before.serial, after.serial);
        take(&mut self.schedule, before.schedule, after.schedule);
        take(&mut self.default_device, before.default_device, after.default_device);
    }
}
