//! FERROMP_STATS: what happened in this process, by the place in the program that opens regions.
//!
//! The constructs call the hooks here where they begin and end. While nobody asked, a hook is one load that never
//! changes. Counts are relaxed atomics, so a fork or the end of the process may come at any moment.

mod report;

use crate::engine::request::Body;
use crate::sys::sync::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::ffi::c_void;

use super::records::stats::TeamStats;
use super::settings::{self, values::Stats};
use crate::sys::{clock, exit, object};

static ON: AtomicBool = AtomicBool::new(false);

/// Where this library lies in memory: wrappers of outlined functions are in it.
static OWN: (AtomicUsize, AtomicUsize) = (AtomicUsize::new(0), AtomicUsize::new(0));

/// When counting began, in nanoseconds of the monotonic clock.
static BEGAN: AtomicU64 = AtomicU64::new(0);

/// What is counted for the process.
struct Totals {
    created: AtomicU32,
    refused: AtomicU32,
    alive: AtomicU32,
    most: AtomicU32,
    held_back: AtomicU64,
    forks: AtomicU32,
}

static TOTALS: Totals = Totals {
    created: AtomicU32::new(0),
    refused: AtomicU32::new(0),
    alive: AtomicU32::new(0),
    most: AtomicU32::new(0),
    held_back: AtomicU64::new(0),
    forks: AtomicU32::new(0),
};

/// A place in the program that opens regions, and what became of them. Times are nanoseconds.
struct Site {
    /// Address of the outlined function; 0: the entry is free.
    address: AtomicUsize,
    regions: AtomicU64,
    /// Sum of the team sizes.
    threads: AtomicU64,
    /// From begin to end, as the primary threads saw it.
    time: AtomicU64,
    /// The same, times the team size.
    thread_time: AtomicU64,
    /// Members' time at barriers, that at the end included.
    waited: AtomicU64,
    /// How much of it they slept.
    slept: AtomicU64,
    /// How many regions were admitted as a gang.
    gangs: AtomicU64,
}

/// How many places are told apart; what is beyond that is counted under the last.
const SITES: usize = 1024;

static TABLE: [Site; SITES] = [const {
    Site {
        address: AtomicUsize::new(0),
        regions: AtomicU64::new(0),
        threads: AtomicU64::new(0),
        time: AtomicU64::new(0),
        thread_time: AtomicU64::new(0),
        waited: AtomicU64::new(0),
        slept: AtomicU64::new(0),
        gangs: AtomicU64::new(0),
    }
}; SITES];

/// Begins to count, if the environment asks for it. At the first OpenMP call.
pub fn apply() {
    if settings::get().stats == Stats::Off || ON.load(Ordering::Relaxed) {
        return;
    }
    know_own_library();
    BEGAN.store(clock::nanos(), Ordering::Relaxed);
    exit::at_exit(at_exit);
    ON.store(true, Ordering::Relaxed);
}

/// Finds out what [`place`] needs to know.
pub fn know_own_library() {
    let own = object::extent_of(apply as *const ());
    OWN.0.store(own.start, Ordering::Relaxed);
    OWN.1.store(own.end, Ordering::Relaxed);
}

extern "C" fn at_exit() {
    report::write(settings::get());
}

#[inline(always)]
fn on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// A region of `size` threads is about to begin, that executes `body(data)`.
#[inline(always)]
pub fn region_begins(team: &TeamStats, body: Body, data: *mut c_void, size: u32) {
    if on() {
        begin(team, body, data, size);
    }
}

#[cold]
fn begin(team: &TeamStats, body: Body, data: *mut c_void, size: u32) {
    let index = index_of(place(body, data));
    TABLE[index].regions.fetch_add(1, Ordering::Relaxed);
    TABLE[index].threads.fetch_add(size.into(), Ordering::Relaxed);
    team.site.set(index as u32 + 1);
    team.arrivals.store(0, Ordering::Relaxed);
    team.began.set(clock::nanos());
}

/// The outlined function of a region.
pub fn place(body: Body, data: *mut c_void) -> *const c_void {
    let body = body as *const c_void;
    let (from, to) = (OWN.0.load(Ordering::Relaxed), OWN.1.load(Ordering::Relaxed));
    if (from..to).contains(&body.addr()) && !data.is_null() {
        // SAFETY: a wrapper's argument, which begins so.
        return unsafe { *data.cast::<*const c_void>() };
    }
    body
}

/// The entry of a place; a new one if it has none.
fn index_of(address: *const c_void) -> usize {
    let address = address.addr().max(1);
    let first = address.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
    for step in 0..SITES {
        let index = (first + step) % SITES;
        let entry = &TABLE[index].address;
        let now = entry.load(Ordering::Relaxed);
        if now == address
            || now == 0
                && match entry.compare_exchange(0, address, Ordering::Relaxed, Ordering::Relaxed) {
                    Ok(_) => true,
                    Err(theirs) => theirs == address,
                }
        {
            return index;
        }
    }
    SITES - 1
}

/// A worker has come to the region's end.
#[inline(always)]
pub fn worker_arrives(team: &TeamStats) {
    if on() {
        team.arrivals.fetch_add(clock::nanos().wrapping_sub(team.began.get()), Ordering::Relaxed);
    }
}

/// All members of a region, `size`, have come to its end; the primary thread did at `arrived`, which [`watch`] gave.
#[inline(always)]
pub fn region_ends(team: &TeamStats, size: u32, arrived: Watch) {
    if arrived.0 != 0 {
        end(team, size, arrived.0);
    }
}

#[cold]
fn end(team: &TeamStats, size: u32, arrived: u64) {
    let Some(site) = site_of(team) else { return };
    team.site.set(0);
    let (now, began) = (clock::nanos(), team.began.get());
    let time = now.saturating_sub(began);
    let size = u64::from(size);
    site.time.fetch_add(time, Ordering::Relaxed);
    site.thread_time.fetch_add(time * size, Ordering::Relaxed);
    let workers = (time * (size - 1)).saturating_sub(team.arrivals.load(Ordering::Relaxed));
    site.waited.fetch_add(workers + now.saturating_sub(arrived), Ordering::Relaxed);
}

fn site_of(team: &TeamStats) -> Option<&'static Site> {
    TABLE.get((team.site.get() as usize).wrapping_sub(1))
}

/// A time that is taken only while counting, else 0.
#[derive(Clone, Copy)]
pub struct Watch(u64);

/// The time now.
#[inline(always)]
pub fn watch() -> Watch {
    Watch(if on() { clock::nanos() } else { 0 })
}

/// A member has waited at a barrier since `began`.
#[inline(always)]
pub fn barrier_ends(team: &TeamStats, began: Watch) {
    if began.0 != 0
        && let Some(site) = site_of(team)
    {
        site.waited.fetch_add(clock::nanos().saturating_sub(began.0), Ordering::Relaxed);
    }
}

/// A member has slept since `began`.
#[inline(always)]
pub fn sleep_ends(team: &TeamStats, began: Watch) {
    if began.0 != 0
        && let Some(site) = site_of(team)
    {
        site.slept.fetch_add(clock::nanos().saturating_sub(began.0), Ordering::Relaxed);
    }
}

/// A worker has been created.
pub fn worker_created() {
    TOTALS.created.fetch_add(1, Ordering::Relaxed);
    let alive = TOTALS.alive.fetch_add(1, Ordering::Relaxed) + 1;
    TOTALS.most.fetch_max(alive, Ordering::Relaxed);
}

/// A worker could not be created.
pub fn worker_refused() {
    TOTALS.refused.fetch_add(1, Ordering::Relaxed);
}

/// A worker ends.
pub fn worker_ended() {
    TOTALS.alive.fetch_sub(1, Ordering::Relaxed);
}

/// A region had to wait for others to leave the processors.
pub fn held_back() {
    TOTALS.held_back.fetch_add(1, Ordering::Relaxed);
}

/// A region is admitted as a gang.
pub fn admitted_as_gang(body: Body, data: *mut c_void) {
    if on() {
        TABLE[index_of(place(body, data))].gangs.fetch_add(1, Ordering::Relaxed);
    }
}

/// The process has forked.
pub fn forked() {
    TOTALS.forks.fetch_add(1, Ordering::Relaxed);
}

/// The child counts anew.
pub fn after_fork_in_child() {
    for total in [&TOTALS.created, &TOTALS.refused, &TOTALS.alive, &TOTALS.most, &TOTALS.forks] {
        total.store(0, Ordering::Relaxed);
    }
    TOTALS.held_back.store(0, Ordering::Relaxed);
    BEGAN.store(clock::nanos(), Ordering::Relaxed);
    if on() {
        for site in &TABLE {
            let Site { address: _, regions, threads, time, thread_time, waited, slept, gangs } = site;
            let counts = [regions, threads, time, thread_time, waited, slept, gangs];
            counts.iter().for_each(|count| count.store(0, Ordering::Relaxed));
        }
    }
}
