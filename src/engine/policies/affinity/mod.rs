//! Thread affinity (OpenMP 5.2, 10.1.3 and 18.3): places, and the binding of threads to them.
//!
//! Nothing is bound, and no file is read, unless the environment asks for it. A thread binds
//! itself: a native thread when it begins a region, a worker when it joins a team in which it has
//! another place. So loading the library or asking it something does not narrow the caller's mask.

mod binding;
pub mod format;
mod helpers;
pub mod masks;
pub mod places;
pub mod query;
mod report;

use crate::sys::sync::{AtomicPtr, AtomicU8, Ordering};
use std::path::Path;
use std::ptr;

use crate::engine::ground::extras;
use crate::engine::ground::icv::Icv;
use crate::engine::ground::settings;
use crate::engine::ground::settings::Settings;
use crate::engine::ground::settings::bind::ProcBind;
use crate::engine::ground::settings::kmp_affinity::Type;
use crate::engine::records::seat::{Partition, Seat, Seating};
use crate::engine::records::team::{Slot, Team};
use crate::engine::records::thread::Thread;
use crate::sys::affinity as os;
use crate::sys::affinity::CpuSet;
use crate::sys::{stderr, topology};
pub use helpers::{OfHelpers, of_helpers};
pub use report::display;

/// The parts of affinity that are in use. In most programs this is 0. Written once, before the
/// first region.
static IN_USE: AtomicU8 = AtomicU8::new(0);

/// [`IN_USE`]: threads are bound, or bind-var is a list.
const BIND: u8 = 1;
/// [`IN_USE`]: OMP_DISPLAY_AFFINITY.
const SHOW: u8 = 2;
/// [`IN_USE`]: KMP_AFFINITY=reset.
const RESET: u8 = 4;

/// The meaning of the settings on this machine.
pub struct Affinity {
    pub places: Box<[CpuSet]>,
    /// The place of the first native thread.
    first: u32,
    /// bind-var, one for each nesting level.
    bind: Box<[ProcBind]>,
    /// The processors that may be used.
    pub usable: CpuSet,
    /// KMP_AFFINITY=disabled: nothing of this exists.
    pub disabled: bool,
    /// KMP_AFFINITY=verbose.
    verbose: bool,
}

static AFFINITY: AtomicPtr<Affinity> = AtomicPtr::new(ptr::null_mut());

/// The meaning of the settings on this machine. The first caller works it out.
///
/// No thread waits for another here, so a fork may come at any moment. Two first callers may both
/// work it out.
pub fn get() -> &'static Affinity {
    // SAFETY: `resolve` leaked what AFFINITY points to, and nobody writes to it again.
    unsafe { AFFINITY.load(Ordering::Acquire).as_ref() }.unwrap_or_else(resolve)
}

#[cold]
fn resolve() -> &'static Affinity {
    let settings = settings::get();
    let mask = os::of_calling_thread().unwrap_or_default();
    let resolved = places::resolve(settings, Path::new(topology::DEVICES), &mask);
    let kmp = settings.kmp_affinity.as_ref();
    let ours = Box::into_raw(Box::new(Affinity {
        places: resolved.places.into(),
        first: resolved.first,
        bind: resolved.bind.into(),
        usable: resolved.usable,
        disabled: kmp.is_some_and(|kmp| kmp.kind == Some(Type::Disabled)),
        verbose: kmp.is_some_and(|kmp| kmp.verbose),
    }));
    // Release: partner of the Acquire loads here and in `get`.
    match AFFINITY.compare_exchange(ptr::null_mut(), ours, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => {
            for line in resolved.complaints {
                stderr::write(format!("ferromp: {line}\n").as_bytes());
            }
            // SAFETY: `ours` is installed: from now on nobody writes or frees it.
            let installed = unsafe { &*ours };
            if installed.verbose {
                report::verbose(installed);
            }
            installed
        }
        Err(theirs) => {
            // SAFETY: `ours` came from Box::into_raw above, and nobody else has seen it.
            drop(unsafe { Box::from_raw(ours) });
            // SAFETY: as in `get`.
            unsafe { &*theirs }
        }
    }
}

/// Notes the parts of affinity that the settings ask for. To be called at the first OpenMP call of
/// the process.
pub fn apply(settings: &Settings) {
    let kmp = settings.kmp_affinity.as_ref();
    let binds = settings.places.is_some()
        || !settings.proc_bind.is_empty()
        || !settings.cpu_affinity.is_empty()
        || settings.kmp_hw_subset.is_some()
        || kmp.is_some_and(|kmp| kmp.kind.is_some() || kmp.verbose);
    let mut in_use = 0;
    if binds {
        let affinity = get();
        if !affinity.places.is_empty() || affinity.bind.len() > 1 {
            in_use |= BIND;
        }
    }
    if settings.display_affinity {
        in_use |= SHOW;
    }
    if in_use & BIND != 0 && kmp.is_some_and(|kmp| kmp.reset) {
        in_use |= RESET;
    }
    IN_USE.store(in_use, Ordering::Relaxed);
    extras::set(extras::AFFINITY, in_use != 0);
}

/// Whether regions are to call [`begin`], [`enter`] and [`end`].
#[inline(always)]
pub fn in_use() -> bool {
    extras::any::<{ extras::AFFINITY }>()
}

/// Whether threads are bound to places.
pub fn binds() -> bool {
    uses(BIND)
}

fn uses(what: u8) -> bool {
    IN_USE.load(Ordering::Relaxed) & what != 0
}

/// bind-var of an initial task.
pub fn initial_bind() -> u8 {
    get().bind.first().map_or(0, |&bind| bind as u8)
}

impl Affinity {
    /// The seat of native thread number `number` outside of any region.
    fn initial_seat(&self, number: u32) -> Seat {
        let places = self.places.len() as u32;
        if places == 0 {
            return Seat::NONE;
        }
        let place = ((u64::from(self.first) + u64::from(number)) % u64::from(places)) as u32;
        Seat { place, partition: Partition { first: 0, places } }
    }

    /// Whether a seat is in this place list: a forked child may have another one.
    fn has(&self, seat: Seat) -> bool {
        let Partition { first, places } = seat.partition;
        let end = first as usize + places as usize;
        (seat.place as usize) < self.places.len() && end <= self.places.len()
    }
}

/// The seat of a thread that is about to begin a region, or that asks for it.
fn seat_of(t: &Thread, affinity: &Affinity) -> Seat {
    let seat = t.slot.get().seat.get();
    // Outside of any region a thread gets its seat at the first use. A forked child may have
    // another place list.
    if affinity.has(seat) || t.team.get().level.get() > 0 { seat } else { affinity.initial_seat(t.place.number()) }
}

/// Works out the seating of `team` in the region of `threads` threads that `t` begins at `level`,
/// and moves on in the list of bind-var. `clause`: the region's `proc_bind`, 0 for none; `inner`:
/// the control variables of its implicit tasks.
#[inline(never)]
pub fn begin(t: &Thread, team: &Team, level: u32, clause: u8, threads: u32, inner: &mut Icv) {
    if !uses(BIND) {
        return;
    }
    let affinity = get();
    // bind-var false overrides the clause (OpenMP 5.2, 10.1.3).
    let bind = if inner.bind != 0 && clause != 0 { clause } else { inner.bind };
    inner.bind = affinity.bind.get(level as usize).map_or(bind, |&bind| bind as u8);
    let parent = seat_of(t, affinity);
    t.slot.get().seat.set(parent);
    let seating = policy(bind).filter(|_| affinity.has(parent)).map(|bind| Seating { bind, threads, parent });
    team.places.changed.set(team.places.seating.replace(seating) != seating);
}

/// As [`begin`], for an initial team that `t` begins at its place.
#[inline(never)]
pub fn begin_initial(t: &Thread, team: &Team) {
    if !uses(BIND) {
        return;
    }
    let affinity = get();
    let parent = seat_of(t, affinity);
    let seating = affinity.has(parent).then_some(Seating { bind: ProcBind::Primary, threads: 1, parent });
    team.places.seating.set(seating);
    team.places.changed.set(false);
}

/// The binding of the threads that execute the teams of a league (KMP_TEAMS_PROC_BIND).
pub fn bind_of_league() -> u8 {
    settings::get().teams_proc_bind.unwrap_or(ProcBind::Spread) as u8
}

/// The policy for a value of bind-var; `None`: threads are not bound.
fn policy(bind: u8) -> Option<ProcBind> {
    [ProcBind::True, ProcBind::Primary, ProcBind::Close, ProcBind::Spread]
        .into_iter()
        .find(|&known| known as u8 == bind)
}

/// Gives the calling thread its seat as member `tid` of `team`, and shows it where
/// OMP_DISPLAY_AFFINITY asks for that.
#[inline(never)]
pub fn enter(t: &Thread, team: &Team, slot: &Slot, tid: u32) {
    if uses(BIND) {
        let seat = team.places.seating.get().map_or(Seat::NONE, |seating| seating.seat(tid));
        slot.seat.set(seat);
        if seat != Seat::NONE {
            t.place.take(t, seat.place, get());
        }
    }
    if uses(SHOW) {
        report::at_entry(t, team.places.changed.get());
    }
}

/// To be called when the calling thread has left a region.
#[inline(never)]
pub fn end(t: &Thread) {
    if uses(RESET) && t.depth.get() == 0 {
        t.place.release();
    }
}

/// In a forked child: the surviving thread gets back the mask that it had before it was bound, and
/// the place list is worked out anew when it is needed, from whatever mask the child has then. No
/// allocation, no lock.
pub fn after_fork_in_child(t: &Thread) {
    if !uses(BIND) {
        return;
    }
    if let Some(affinity) = Some(AFFINITY.load(Ordering::Acquire)).filter(|affinity| !affinity.is_null()) {
        // SAFETY: as in `get`.
        t.place.release_in_child(unsafe { &*affinity });
    }
    t.slot.get().seat.set(Seat::NONE);
    AFFINITY.store(ptr::null_mut(), Ordering::Release);
}
