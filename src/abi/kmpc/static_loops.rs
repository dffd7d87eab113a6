//! Static loops: each thread computes its part once, without the others.

use super::dispatch::{count, trip};
use super::ident::Ident;
use super::sched_type::decode;
use crate::engine::ground::request::League;
use crate::engine::policies::other_runtime;

use crate::engine::constructs::worksharing::loop_schedule::block;
use crate::engine::records::thread::Thread;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Work;

/// A part of the iterations `0..trip`: the first chunk of a member, and how far its next one is.
struct Part {
    first: u64,
    /// Iterations in the first chunk; 0: the member has none.
    count: u64,
    /// From one chunk of the member to its next, in iterations.
    stride: u64,
    /// Whether the member executes the last iteration.
    last: bool,
}

/// The part of member `tid` of `n`; `chunk` 0: one block each, of a multiple of `width` iterations.
fn part(trip: u64, n: u32, tid: u32, chunk: u64, width: u64) -> Part {
    if chunk == 0 {
        let (first, end) = block(trip.div_ceil(width), n, tid);
        let (first, end) = ((first * width).min(trip), end.saturating_mul(width).min(trip));
        return Part { first, count: end - first, stride: trip, last: first < end && end == trip };
    }
    let first = u64::from(tid).saturating_mul(chunk);
    Part {
        first,
        count: trip.saturating_sub(first).min(chunk),
        stride: chunk.saturating_mul(u64::from(n)),
        last: trip != 0 && (trip - 1) / chunk % u64::from(n) == u64::from(tid),
    }
}

/// A tool is told that a thread begins its first chunk of a loop of `trip` iterations; of the
/// others the program makes no calls.
#[cold]
fn tell(t: &Thread, kind: Work, trip: u64, part: &Part) {
    events::work_begins(t, kind, trip);
    if part.count > 0 {
        events::part_begins(t, part.first, part.count);
    }
}

/// The first and the last value of a part of the iterations from `first` to `end`. Of an empty
/// part, whose values beyond the end may not exist in the type, two that are the wrong way round.
macro_rules! bounds {
    ($part:expr, $first:expr, $end:expr, $incr:expr, $type:ty, $signed:ty) => {{
        let (part, first, end, incr): (Part, $type, $type, $signed) = ($part, $first, $end, $incr);
        let value = |iteration: u64| first.wrapping_add((iteration as $signed).wrapping_mul(incr) as $type);
        let beyond = first.wrapping_add(incr as $type);
        if part.count > 0 {
            (value(part.first), value(part.first + part.count - 1))
        } else if first != end {
            (end, end.wrapping_sub(incr as $type))
        } else if (beyond > first) == (incr > 0) {
            (beyond, first)
        } else {
            (first, first.wrapping_sub(incr as $type))
        }
    }};
}

/// `__kmpc_for_static_init_*` for one type of loop variable.
macro_rules! for_static_init {
    ($name:ident, $type:ty, $unsigned:ty, $signed:ty) => {
        #[doc = prototype!($name)]
        /// begins a static loop: turns the bounds of all iterations (inclusive) into those of the
        /// calling thread's first chunk, and sets the distance to its next one and whether it
        /// executes the loop's last iteration. The loop of a thread without iterations has its
        /// lower bound beyond its upper one.
        ///
        /// `number`: the schedule, an `enum sched_type`; for those of `distribute` the parts are
        /// those of the teams.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// The pointers must be writable; `last` may be null.
        pub unsafe extern "C-unwind" fn $name(
            location: *const Ident,
            _gtid: i32,
            number: i32,
            last: *mut i32,
            lower: *mut $type,
            upper: *mut $type,
            stride: *mut $signed,
            incr: $signed,
            chunk: $signed,
        ) {
            let t = Thread::current();
            let passed = decode(t, number, i64::from(chunk));
            let (n, index) = if passed.distribute {
                let league = League::of(t);
                (league.teams, league.team)
            } else {
                other_runtime::meets_construct(&t.stranger, || t.team.get().level.get());
                (t.nthreads.get(), t.tid.get())
            };
            // SAFETY: the caller's promise.
            let (first, end) = unsafe { (*lower, *upper) };
            let (empty, span, step) = trip!(first, end, incr);
            let trip = count(empty, span as $unsigned as u64, u64::from(step));
            let part = part(trip, n, index, passed.schedule.chunk, passed.width);
            if tools::on() {
                // SAFETY: the caller's promise.
                tell(t, unsafe { Ident::kind_of_work(location) }, trip, &part);
            }
            // SAFETY: the caller's promise.
            unsafe {
                if !last.is_null() {
                    *last = i32::from(part.last);
                }
                *stride = if passed.schedule.chunk == 0 {
                    trip as $signed
                } else {
                    (part.stride as $signed).wrapping_mul(incr)
                };
                if empty {
                    return;
                }
                (*lower, *upper) = bounds!(part, first, end, incr, $type, $signed);
            }
        }
    };
}

for_static_init!(__kmpc_for_static_init_4, i32, u32, i32);
for_static_init!(__kmpc_for_static_init_4u, u32, u32, i32);
for_static_init!(__kmpc_for_static_init_8, i64, u64, i64);
for_static_init!(__kmpc_for_static_init_8u, u64, u64, i64);

/// `void __kmpc_for_static_fini(ident_t *location, int gtid)`: ends a static loop: nothing is
/// shared, so nothing is left to do.
///
/// Emitted by Clang and Flang for `for schedule(static)`, `sections` and `distribute` (OpenMP 5.2,
/// 11.3, 11.5 and 11.6).
pub extern "C-unwind" fn __kmpc_for_static_fini(_location: *const Ident, _gtid: i32) {
    if tools::on() {
        events::work_ends(Thread::current());
    }
}

/// `__kmpc_dist_for_static_init_*` for one type of loop variable.
macro_rules! dist_for_static_init {
    ($name:ident, $type:ty, $unsigned:ty, $signed:ty) => {
        #[doc = prototype!($name)]
        /// begins a `distribute parallel for`: the bounds of all iterations become those of the
        /// calling thread's first chunk within the block of its team, and `upper_of_team` the end
        /// of that block.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// The pointers must be writable; `last` may be null.
        pub unsafe extern "C-unwind" fn $name(
            _location: *const Ident,
            _gtid: i32,
            number: i32,
            last: *mut i32,
            lower: *mut $type,
            upper: *mut $type,
            upper_of_team: *mut $type,
            stride: *mut $signed,
            incr: $signed,
            chunk: $signed,
        ) {
            let t = Thread::current();
            let passed = decode(t, number, i64::from(chunk));
            let league = League::of(t);
            // SAFETY: the caller's promise.
            let (first, end) = unsafe { (*lower, *upper) };
            let (empty, span, step) = trip!(first, end, incr);
            let trip = count(empty, span as $unsigned as u64, u64::from(step));
            let team = part(trip, league.teams, league.team, 0, 1);
            let thread = part(team.count, t.nthreads.get(), t.tid.get(), passed.schedule.chunk, passed.width);
            if tools::on() {
                let of_all = Part { first: team.first + thread.first, ..thread };
                tell(t, Work::LoopStatic, trip, &of_all);
            }
            let value = |iteration: u64| first.wrapping_add((iteration as $signed).wrapping_mul(incr) as $type);
            // SAFETY: the caller's promise.
            unsafe {
                if !last.is_null() {
                    *last = i32::from(team.last && thread.last);
                }
                *stride = if passed.schedule.chunk == 0 {
                    team.count as $signed
                } else {
                    (thread.stride as $signed).wrapping_mul(incr)
                };
                if empty {
                    *upper_of_team = end;
                    return;
                }
                // A team or a thread without iterations: an empty range at the end of what it might
                // have had.
                *upper_of_team = if team.count == 0 { end } else { value(team.first + team.count - 1) };
                let of_all = Part { first: team.first + thread.first, ..thread };
                (*lower, *upper) = bounds!(of_all, first, end, incr, $type, $signed);
            }
        }
    };
}

dist_for_static_init!(__kmpc_dist_for_static_init_4, i32, u32, i32);
dist_for_static_init!(__kmpc_dist_for_static_init_4u, u32, u32, i32);
dist_for_static_init!(__kmpc_dist_for_static_init_8, i64, u64, i64);
dist_for_static_init!(__kmpc_dist_for_static_init_8u, u64, u64, i64);

/// `void __kmpc_dist_for_static_fini(ident_t *location, int gtid)`: ends a `distribute parallel
/// for`: nothing is shared.
///
/// Emitted by Flang and Intel's compilers for `distribute parallel for` (OpenMP 5.2, 11.5 and
/// 11.6).
pub extern "C-unwind" fn __kmpc_dist_for_static_fini(_location: *const Ident, _gtid: i32) {
    if tools::on() {
        events::work_ends(Thread::current());
    }
}

/// `__kmpc_team_static_init_*` for one type of loop variable.
macro_rules! team_static_init {
    ($name:ident, $type:ty, $unsigned:ty, $signed:ty) => {
        #[doc = prototype!($name)]
        /// begins a `distribute` with `dist_schedule(static, chunk)`: the bounds of all iterations
        /// become those of the first chunk of the calling thread's team, `stride` the distance to
        /// its next one.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// The pointers must be writable; `last` may be null.
        pub unsafe extern "C-unwind" fn $name(
            _location: *const Ident,
            _gtid: i32,
            last: *mut i32,
            lower: *mut $type,
            upper: *mut $type,
            stride: *mut $signed,
            incr: $signed,
            chunk: $signed,
        ) {
            let t = Thread::current();
            let league = League::of(t);
            // SAFETY: the caller's promise.
            let (first, end) = unsafe { (*lower, *upper) };
            let (empty, span, step) = trip!(first, end, incr);
            let trip = count(empty, span as $unsigned as u64, u64::from(step));
            let chunk = u64::try_from(chunk).unwrap_or(0).max(1);
            let part = part(trip, league.teams, league.team, chunk, 1);
            if tools::on() {
                tell(t, Work::Distribute, trip, &part);
            }
            // SAFETY: the caller's promise.
            unsafe {
                if !last.is_null() {
                    *last = i32::from(part.last);
                }
                *stride = (part.stride as $signed).wrapping_mul(incr);
                if !empty {
                    (*lower, *upper) = bounds!(part, first, end, incr, $type, $signed);
                }
            }
        }
    };
}

team_static_init!(__kmpc_team_static_init_4, i32, u32, i32);
team_static_init!(__kmpc_team_static_init_4u, u32, u32, i32);
team_static_init!(__kmpc_team_static_init_8, i64, u64, i64);
team_static_init!(__kmpc_team_static_init_8u, u64, u64, i64);
