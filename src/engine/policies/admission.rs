//! The policies of admission, and the calls by which regions and workers ask them.

use crate::engine::ground::request::Body;
use crate::sys::sync::{AtomicBool, AtomicU8, AtomicU32, Ordering};
use crossbeam_utils::CachePadded;
use std::ffi::c_void;
use std::ptr;
use std::time::Duration;

use crate::engine::ground::settings;
use crate::engine::ground::settings::values::Admission;
use crate::engine::policies::stats;
use crate::engine::protocols::admission::gate::{GRACE, Gate};
use crate::engine::protocols::admission::learned::{Record, Records};
use crate::engine::protocols::lock::{ForkAttempt, Rank, Shared};
use crate::engine::protocols::wait;
use crate::engine::records::admission::{Lesson, ThreadAdmission};
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::tools::trace;
use crate::sys::clock;

/// In a cache line of its own: threads that are not admitted write it.
static GATE: CachePadded<Gate> = CachePadded::new(Gate::new());

/// The [`Admission`] policy, as a number.
static POLICY: AtomicU8 = AtomicU8::new(Admission::Turns as u8);

/// The number of native threads that have opened regions. With one there is nothing to share out.
static MASTERS: AtomicU32 = AtomicU32::new(0);

/// Whether the policy may hold members back.
static HOLDS: AtomicBool = AtomicBool::new(false);

static BUDGET: AtomicU32 = AtomicU32::new(1);

/// The number of threads that run under `hold`.
static RUNNING: AtomicU32 = AtomicU32::new(0);

/// The records of `learned`.
static RECORDS: Records = Records::new();

/// Sets the policy. To be called at the first OpenMP call.
pub fn apply() {
    let settings = settings::get();
    BUDGET.store(settings.budget(), Ordering::Relaxed);
    POLICY.store(settings.admission as u8, Ordering::Relaxed);
    HOLDS.store(matches!(settings.admission, Admission::Hold | Admission::Learned), Ordering::Relaxed);
    if settings.admission == Admission::Learned {
        stats::know_own_library();
    }
}

fn policy() -> u8 {
    POLICY.load(Ordering::Relaxed)
}

fn budget() -> u32 {
    BUDGET.load(Ordering::Relaxed)
}

#[inline(always)]
fn is_on() -> bool {
    policy() != Admission::Kernel as u8
}

/// Whether the policy may hold members back.
#[inline(always)]
fn holds() -> bool {
    HOLDS.load(Ordering::Relaxed)
}

/// Counts the calling thread when it opens its first region.
pub fn count(t: &Thread) {
    if t.native && !t.admission.counted.replace(true) {
        MASTERS.fetch_add(1, Ordering::Relaxed);
    }
}

/// To be called when the calling thread begins a region of `size` threads, before any of them
/// starts.
#[inline(always)]
pub fn begin(t: &'static Thread, team: &'static Team, body: Body, data: *mut c_void, size: u32) {
    if is_on() && size > 1 && MASTERS.load(Ordering::Relaxed) > 1 {
        enter(t, team, body, data, size);
    }
}

#[inline(never)]
fn enter(t: &'static Thread, team: &'static Team, body: Body, data: *mut c_void, size: u32) {
    let own = &t.admission;
    if holds() {
        team.admission.hold.set(None);
    }
    // Nested regions run on the admission of the outer one.
    if !t.native || t.depth.get() != 1 {
        return;
    }
    if policy() == Admission::Turns as u8 {
        if own.pass.take_loss() {
            own.pace.lost();
        }
        if own.pace.takes_turns() || own.pace.count(wait::are_short, clock::thread_nanos) {
            enter_gate(t, team, body, data, size);
        } else {
            team.admission.set_pass(ptr::null_mut());
        }
        return;
    }
    own.is_in.set(true);
    let learns = policy() == Admission::Learned as u8;
    let function = if learns { stats::outlined_function(body, data).addr() } else { 0 };
    let as_gang = policy() == Admission::Gang as u8 || learns && RECORDS.of(function).is_some_and(Record::is_gang);
    own.lesson.set(learns.then(|| Lesson { function, as_gang, began: clock::nanos() }));
    if as_gang {
        enter_gate(t, team, body, data, size);
    } else if hold(own, team, size) {
        stats::held_back();
    }
}

/// Waits until there is room for all of the region's threads.
fn enter_gate(t: &'static Thread, team: &'static Team, body: Body, data: *mut c_void, size: u32) {
    let own = &t.admission;
    own.is_in.set(true);
    team.admission.set_pass(ptr::from_ref(&*own.pass).cast_mut());
    stats::admitted_as_gang(body, data);
    let began = trace::watch();
    if GATE.enter(&own.pass, size, budget(), clock::nanos) {
        stats::held_back();
        trace::admitted(t, began, size);
    }
}

/// Nanoseconds for which a worker waits for the next region of a team that keeps others waiting.
const PATIENCE: u64 = 20_000;

/// To be called before a worker without work waits for the team's next region. If others wait for
/// admission and no region comes soon, they get the team's admission. Returns whether the team is
/// not admitted: then the worker is to sleep.
#[inline(always)]
pub fn wait_briefly(team: &Team, ready: impl Fn() -> bool) -> bool {
    GATE.others_wait() && wait_or_hand_on(team, ready)
}

#[cold]
fn wait_or_hand_on(team: &Team, ready: impl Fn() -> bool) -> bool {
    let Some(pass) = team.admission.pass() else { return false };
    if !pass.is_out() {
        if wait::look_for(PATIENCE, ready) {
            return false;
        }
        GATE.hand_on(pass, budget(), clock::nanos);
    }
    pass.is_out()
}

/// To be called before a worker sleeps because no region has come: if others wait, they get the
/// team's admission.
pub fn hand_on_admission(team: &Team) {
    if let Some(pass) = team.admission.pass() {
        GATE.hand_on(pass, budget(), clock::nanos);
    }
}

/// Takes as many threads as the budget has left, at least one, and holds the other members back;
/// whether there are any.
fn hold(own: &ThreadAdmission, team: &'static Team, size: u32) -> bool {
    let room = |running: u32| budget().saturating_sub(running).clamp(1, size);
    let before = RUNNING.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |running| Some(running + room(running)));
    let taken = room(before.unwrap_or_else(|running| running));
    own.taken.set(taken);
    if taken == size {
        return false;
    }
    team.admission.late.store(false, Ordering::Relaxed);
    team.admission.hold.set(Some(taken));
    with_held(|held| held.push((team, size)));
    true
}

/// To be called before a worker begins its part of a region: waits while the member is held back.
#[inline(always)]
pub fn hold_back(team: &'static Team, tid: u32) {
    if holds() && team.admission.hold.wait(tid, Duration::from_nanos(GRACE), clock::nanos) {
        team.admission.late.store(true, Ordering::Relaxed);
    }
}

/// To be called when a member of a team of `size` has come to the end, or waits for the others:
/// another member can have its processor.
#[inline(always)]
pub fn make_room(team: &'static Team, size: u32) {
    if holds() && team.admission.hold.holds() {
        team.admission.hold.admit_one(size);
    }
}

/// To be called when a region has ended.
#[inline(always)]
pub fn end(t: &'static Thread, team: &'static Team) {
    if t.admission.is_in.get() && t.depth.get() == 0 {
        leave(t, team);
    }
}

#[inline(never)]
fn leave(t: &'static Thread, team: &'static Team) {
    let own = &t.admission;
    own.is_in.set(false);
    if own.pass.is_in()
        && let Some(turn) = GATE.leave(&own.pass, budget(), clock::nanos)
    {
        trace::turn_ends(t, turn.time);
        own.pace.ended(turn);
    }
    give_back(own, team);
    if let Some(lesson) = own.lesson.take() {
        learn(lesson, team.admission.late.swap(false, Ordering::Relaxed));
    }
}

/// Gives back the threads of the budget that a thread's region, of `team`, has taken under `hold`.
fn give_back(own: &ThreadAdmission, team: &'static Team) {
    let taken = own.taken.replace(0);
    if taken > 0 {
        RUNNING.fetch_sub(taken, Ordering::Relaxed);
        if HELD.count.load(Ordering::Relaxed) > 0 {
            hand_on(team, taken);
        }
    }
}

fn learn(lesson: Lesson, late: bool) {
    let record = if late { RECORDS.make(lesson.function) } else { RECORDS.of(lesson.function) };
    let Some(record) = record else { return };
    let time = clock::nanos().saturating_sub(lesson.began);
    if lesson.as_gang {
        record.note_gang(time);
    } else {
        record.note_held(time, late);
    }
}

/// Lets members of other teams that are held back begin, on `free` processors. `team` itself has
/// none any more.
fn hand_on(team: &'static Team, mut free: u32) {
    with_held(|held| {
        held.retain(|(other, _)| !ptr::eq(*other, team));
        for (other, size) in held {
            while free > 0 && other.admission.hold.holds() {
                other.admission.hold.admit_one(*size);
                free -= 1;
            }
        }
    });
}

/// The teams with members that are held back.
struct Held {
    teams: Shared<Vec<(&'static Team, u32)>>,
    count: AtomicU32,
}

static HELD: Held = Held { teams: Shared::new(Rank::HeldBack, Vec::new()), count: AtomicU32::new(0) };

fn with_held(use_them: impl FnOnce(&mut Vec<(&'static Team, u32)>)) {
    HELD.teams.with(|teams| {
        use_them(teams);
        HELD.count.store(teams.len() as u32, Ordering::Relaxed);
    });
}

/// Forgets a native thread that ends: perhaps by `pthread_exit` inside a region, or in a signal
/// handler while it waits for admission.
pub fn retire(t: &'static Thread) {
    let own = &t.admission;
    if !own.counted.replace(false) {
        return;
    }
    MASTERS.fetch_sub(1, Ordering::Relaxed);
    // The handler may have interrupted a change of the list.
    if let Ok(teams) = t.teams.try_borrow() {
        teams.iter().for_each(|team| team.admission.set_pass(ptr::null_mut()));
        if let Some(team) = teams.first() {
            give_back(own, team);
        }
    }
    own.is_in.set(false);
    own.pace.forget();
    GATE.retire(&own.pass, budget(), clock::nanos());
}

/// Keeps the data under locks whole while the process forks.
pub fn before_fork(attempt: &ForkAttempt) {
    HELD.teams.before_fork(attempt);
    GATE.before_fork(attempt);
}

/// Ends what [`before_fork`] began, in the parent.
pub fn after_fork_in_parent() {
    GATE.after_fork_in_parent();
    HELD.teams.after_fork();
}

/// Resets admission in the child, which has only the survivor. A region that it is in does not
/// count.
pub fn after_fork_in_child(survivor: Option<&Thread>) {
    HELD.teams.after_fork_in_child();
    HELD.count.store(0, Ordering::Relaxed);
    GATE.after_fork_in_child();
    RUNNING.store(0, Ordering::Relaxed);
    MASTERS.store(survivor.is_some_and(|t| t.admission.counted.get()).into(), Ordering::Relaxed);
    if let Some(t) = survivor {
        t.admission.is_in.set(false);
        t.admission.taken.set(0);
        t.admission.lesson.set(None);
        t.admission.pass.forget();
        t.admission.pace.forget();
    }
}
