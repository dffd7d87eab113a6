//! FERROMP_STATS: statistics of this process, for each site in the program that opens regions.
//!
//! The constructs call the hooks here at their begin and end. Unless somebody asked for statistics,
//! a hook costs one load of a word that never changes. Counts are relaxed atomics, so a fork or the
//! end of the process may come at any moment.

mod account;
mod report;

use crate::engine::ground::extras::{self, STATISTICS};
use crate::engine::ground::request::Body;
use crate::sys::sync::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::ffi::c_void;

use crate::engine::ground::settings;
use crate::engine::ground::settings::values::Stats;
use crate::engine::records::stats::TeamStats;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::tools::trace;
use crate::sys::{clock, environ, exit, object};
use account::{Site, account};

/// The address range of this library, which has the wrappers of outlined functions.
static OWN: (AtomicUsize, AtomicUsize) = (AtomicUsize::new(0), AtomicUsize::new(0));

/// Whether this is a forked process that is to take an account of its family at its first region.
static JOINS: AtomicBool = AtomicBool::new(false);

/// The number of the process that the library was loaded into, if the variable was set then;
/// otherwise 0.
static LOADED_INTO: AtomicU32 = AtomicU32::new(0);

/// To be called when the library is loaded. Children that are forked before the first call belong
/// to the family, too.
pub fn at_load() {
    if environ::is_set("FERROMP_STATS") {
        LOADED_INTO.store(std::process::id(), Ordering::Relaxed);
        account::begin_family();
        exit::at_exit(at_exit, "no statistics will be written");
    }
}

/// Begins to count, if the environment asks for it. To be called at the first OpenMP call.
pub fn apply() {
    let settings = settings::get();
    if on() {
        return;
    }
    let traces = trace::start(settings);
    if settings.stats == Stats::Off {
        if traces {
            begin_to_count();
        }
        return;
    }
    account::begin_family();
    JOINS.store(!account::is_first(), Ordering::Relaxed);
    begin_to_count();
    // Handlers that the program has registered earlier run later, and may close the file that is
    // written to.
    exit::at_exit(at_exit, "no statistics will be written");
}

/// Begins to count.
fn begin_to_count() {
    know_own_library();
    account().began.store(clock::nanos(), Ordering::Relaxed);
    extras::set(STATISTICS, true);
}

/// The account of this process until now, as JSON. Counts the sites that open regions from the
/// first call on, if the environment did not ask for it from the start.
pub fn so_far() -> String {
    apply();
    if !on() {
        begin_to_count();
    }
    report::so_far(account())
}

/// Finds out what [`outlined_function`] needs to know.
pub fn know_own_library() {
    let own = object::extent_of(apply as *const ());
    OWN.0.store(own.start, Ordering::Relaxed);
    OWN.1.store(own.end, Ordering::Relaxed);
}

/// This is called twice if the variable was set when the library was loaded. The account is written
/// once.
extern "C" fn at_exit() {
    let settings = settings::get();
    if settings.stats == Stats::Off {
        return;
    }
    if on() {
        if account().close() {
            report::write(settings, account());
        }
    } else if LOADED_INTO.load(Ordering::Relaxed) == std::process::id() && is_to_speak(&settings.stats) {
        report::write_that_nothing_was_done(settings);
    }
    account::of_the_ended().for_each(|account| report::write(settings, account));
    static SAID: AtomicBool = AtomicBool::new(false);
    let missing = account::without_account();
    if missing != 0 && !SAID.swap(true, Ordering::Relaxed) {
        report::write_that_accounts_are_missing(missing);
    }
}

/// Whether a process that executed no OpenMP says so. The library is preloaded into each shell and
/// each compiler that a program starts, and somebody may read their stderr. So only the first
/// process says it, for which the user set the variable.
fn is_to_speak(stats: &Stats) -> bool {
    match stats {
        Stats::Off => false,
        Stats::Stderr(_) => !exit::parent_has("FERROMP_STATS"),
        Stats::Verbose | Stats::File(..) => true,
    }
}

#[inline(always)]
fn on() -> bool {
    extras::any::<STATISTICS>()
}

/// To be called before a region of `size` threads begins that executes `body(data)`.
#[inline(always)]
pub fn region_begins(t: &Thread, team: &Team, body: Body, data: *mut c_void, size: u32) {
    if on() {
        begin(t, team, body, data, size);
    }
}

#[cold]
fn begin(t: &Thread, of: &Team, body: Body, data: *mut c_void, size: u32) {
    let team = &of.stats;
    if JOINS.load(Ordering::Relaxed) && JOINS.swap(false, Ordering::Relaxed) {
        account::join_family();
    }
    let account = account();
    let function = outlined_function(body, data).addr();
    let index = account.index_of(function);
    account.sites[index].regions.fetch_add(1, Ordering::Relaxed);
    account.sites[index].threads.fetch_add(size.into(), Ordering::Relaxed);
    team.site.set(index as u32 + 1);
    team.arrivals.store(0, Ordering::Relaxed);
    team.function.set(function);
    team.began.set(clock::nanos());
    trace::region_begins(t, of, size);
}

/// The outlined function of a region.
pub fn outlined_function(body: Body, data: *mut c_void) -> *const c_void {
    let body = body as *const c_void;
    let (from, to) = (OWN.0.load(Ordering::Relaxed), OWN.1.load(Ordering::Relaxed));
    if (from..to).contains(&body.addr()) && !data.is_null() {
        // SAFETY: a wrapper's argument begins with this word.
        return unsafe { *data.cast::<*const c_void>() };
    }
    body
}

/// To be called when a worker has come to the region's end.
#[inline(always)]
pub fn worker_arrives(t: &Thread) {
    if on() {
        note_arrival(t);
    }
}

#[cold]
fn note_arrival(t: &Thread) {
    let now = clock::nanos();
    let team = &t.team.get().stats;
    team.arrivals.fetch_add(now.wrapping_sub(team.began.get()), Ordering::Relaxed);
    if team.site.get() != 0 {
        trace::arrives(t, now);
    }
}

/// To be called when the primary thread has come to the region's end: the time.
#[inline(always)]
pub fn primary_arrives(t: &Thread) -> Watch {
    let now = watch();
    if now.0 != 0 && t.team.get().stats.site.get() != 0 {
        trace::arrives(t, now.0);
    }
    now
}

/// To be called when all `size` members of a region have come to its end. `arrived`: the time at
/// which the primary thread did, from [`primary_arrives`].
#[inline(always)]
pub fn region_ends(t: &Thread, team: &Team, size: u32, arrived: Watch) {
    if arrived.0 != 0 {
        end(t, team, size, arrived.0);
    }
}

#[cold]
fn end(t: &Thread, of: &Team, size: u32, arrived: u64) {
    let team = &of.stats;
    let Some(site) = site_of(team) else { return };
    team.site.set(0);
    let (now, began) = (clock::nanos(), team.began.get());
    trace::region_ends(t, of, now);
    let time = now.saturating_sub(began);
    let size = u64::from(size);
    site.time.fetch_add(time, Ordering::Relaxed);
    site.thread_time.fetch_add(time * size, Ordering::Relaxed);
    let workers = (time * (size - 1)).saturating_sub(team.arrivals.load(Ordering::Relaxed));
    site.waited.fetch_add(workers + now.saturating_sub(arrived), Ordering::Relaxed);
    account().last.store(now, Ordering::Relaxed);
}

fn site_of(team: &TeamStats) -> Option<&'static Site> {
    account().sites.get((team.site.get() as usize).wrapping_sub(1))
}

/// A time that is taken only while counting; otherwise 0.
#[derive(Clone, Copy)]
pub struct Watch(u64);

impl Watch {
    /// Nothing is counted.
    pub const NONE: Self = Self(0);
}

/// The time now.
#[inline(always)]
pub fn watch() -> Watch {
    Watch(if on() { clock::nanos() } else { 0 })
}

/// Notes that a member comes to a barrier: the time.
#[inline(always)]
pub fn barrier_begins(t: &Thread) -> Watch {
    let now = watch();
    if now.0 != 0 {
        trace::barrier_begins(t, now.0);
    }
    now
}

/// Notes that a member has waited at a barrier since `began`.
#[inline(always)]
pub fn barrier_ends(t: &Thread, team: &TeamStats, began: Watch) {
    if began.0 != 0 {
        end_barrier(t, team, began.0);
    }
}

#[cold]
fn end_barrier(t: &Thread, team: &TeamStats, began: u64) {
    let now = clock::nanos();
    trace::barrier_ends(t, now);
    if let Some(site) = site_of(team) {
        site.waited.fetch_add(now.saturating_sub(began), Ordering::Relaxed);
    }
}

/// Notes that a member has slept since `began`.
#[inline(always)]
pub fn sleep_ends(t: &Thread, team: &TeamStats, began: Watch) {
    if began.0 != 0 {
        end_sleep(t, team, began.0);
    }
}

#[cold]
fn end_sleep(t: &Thread, team: &TeamStats, began: u64) {
    let now = clock::nanos();
    trace::sleep_ends(t, began, now, trace::Asleep::Barrier);
    if let Some(site) = site_of(team) {
        site.slept.fetch_add(now.saturating_sub(began), Ordering::Relaxed);
    }
}

/// A worker has been created.
pub fn worker_created() {
    account().created.fetch_add(1, Ordering::Relaxed);
    let alive = account().alive.fetch_add(1, Ordering::Relaxed) + 1;
    account().most.fetch_max(alive, Ordering::Relaxed);
}

/// A worker could not be created.
pub fn worker_refused() {
    account().refused.fetch_add(1, Ordering::Relaxed);
}

/// A worker ends.
pub fn worker_ended() {
    account().alive.fetch_sub(1, Ordering::Relaxed);
}

/// Notes that a region had to wait for other regions.
pub fn held_back() {
    account().held_back.fetch_add(1, Ordering::Relaxed);
}

/// A region is admitted as a gang.
pub fn admitted_as_gang(body: Body, data: *mut c_void) {
    if on() {
        let account = account();
        account.sites[account.index_of(outlined_function(body, data).addr())].gangs.fetch_add(1, Ordering::Relaxed);
    }
}

/// A native thread has called the runtime for the first time.
pub fn native_thread_came() {
    account().natives.fetch_add(1, Ordering::Relaxed);
}

/// The process has forked.
pub fn forked() {
    account().forks.fetch_add(1, Ordering::Relaxed);
}

/// The child counts anew. `knows_survivor`: whether its thread has called the runtime. No
/// allocation, no lock.
pub fn after_fork_in_child(knows_survivor: bool) {
    account::leave_family();
    let account = account();
    account.clear();
    account.natives.store(knows_survivor.into(), Ordering::Relaxed);
    account.began.store(clock::nanos(), Ordering::Relaxed);
    JOINS.store(on(), Ordering::Relaxed);
}
