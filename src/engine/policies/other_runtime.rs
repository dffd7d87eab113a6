//! Other OpenMP runtimes in the process.
//!
//! Two runtimes side by side do no harm as long as each object of the program calls one of them.
//! But an object's calls may be divided between two runtimes, if ferromp was opened for all after
//! some of the calls were bound. Then one runtime runs the object's regions, and the other one is
//! asked in there for the thread's number. It knows nothing about the region: so each thread has
//! number 0, executes each loop as a whole, and waits for nobody at barriers. Nothing else shows
//! this mistake, so the runtime says it once.
//!
//! It says so only if that is certain: a thread that is new to this runtime asks for its number, or
//! meets a construct outside of all regions of this runtime; and code of another runtime has called
//! it, with only functions of a single object in between. Threads are looked at when they are new,
//! and only a limited number of them.

use std::cell::Cell;

use crate::engine::ground::{say, tuning};
use crate::sys::bindings;
use crate::sys::object;
use crate::sys::object::Object;
use crate::sys::stack;
use crate::sys::sync::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};

/// The cost that all looks may have before they end: threads that do not belong to the runtime may
/// ask all the time.
static LOOKS: AtomicU32 = AtomicU32::new(32 * LOOK);

/// The cost of a look at the callers, compared with a look that finds no other runtime.
const LOOK: u32 = 1000;

/// The number of objects that had been loaded when a thread looked for another runtime among them,
/// shifted; the lowest bit says whether there was one.
static SEEN: AtomicU64 = AtomicU64::new(0);

/// An address on the stack of the thread that loaded the library, which is usually the first thread
/// of the process.
static LOADER: AtomicUsize = AtomicUsize::new(0);

/// Whether a region is known to be divided between two runtimes.
static DIVIDED: AtomicBool = AtomicBool::new(false);

/// To be called when the library is loaded.
pub fn at_load() {
    LOADER.store(stack::position(), Ordering::Relaxed);
}

/// To be called when a thread that is new to the runtime asks for its number or its team's size.
#[inline(always)]
pub fn asked() {
    if LOOKS.load(Ordering::Relaxed) != 0 {
        look();
    }
}

/// To be called when a thread meets a construct that its team divides, at a `level` of regions.
/// `stranger`: whether the thread has yet to be looked at.
#[inline(always)]
pub fn meets_construct(stranger: &Cell<bool>, level: impl FnOnce() -> u32) {
    if stranger.get() && level() == 0 {
        stranger.set(false);
        look();
    }
}

/// To be called at the first OpenMP call of each native thread. Whether the thread is to be looked
/// at when it meets a construct.
pub fn thread_comes() -> bool {
    let is_there = is_there();
    if is_there && tuning::warnings() {
        look_for_callers();
    }
    is_there && LOOKS.load(Ordering::Relaxed) != 0 && !is_loader()
}

/// Whether the calling thread is the one that loaded the library. As the first member of a region
/// of any runtime it rightly has number 0.
fn is_loader() -> bool {
    const STACK: usize = 16 << 20;
    LOADER.load(Ordering::Relaxed).wrapping_sub(stack::position()) < STACK
}

#[cold]
#[inline(never)]
fn look() {
    if is_loader() {
        return;
    }
    let is_there = is_there();
    let fewer = |looks: u32| Some(looks.saturating_sub(if is_there { LOOK } else { 1 }));
    if LOOKS.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fewer) == Ok(0) || !is_there {
        return;
    }
    if let Some((caller, other)) = caller_in_region(&others()) {
        LOOKS.store(0, Ordering::Relaxed);
        DIVIDED.store(true, Ordering::Relaxed);
        say::warn_once!(
            "{} calls two OpenMP runtimes: {} runs its regions, but ferromp is asked there which thread this is, \
                 and says 0 to each; see docs/environment.md, \"Two runtimes\"",
            caller.path(),
            other.path()
        );
    }
}

/// Says once if another runtime, which is there, is in use beside this one. Then each has threads
/// of its own, and none knows of the other's.
fn look_for_callers() {
    /// The number of objects at the last look; the highest number once it has been said.
    static LOOKED: AtomicU64 = AtomicU64::new(0);
    let (looked, loads) = (LOOKED.load(Ordering::Relaxed), SEEN.load(Ordering::Relaxed) >> 1);
    if looked == u64::MAX || looked == loads {
        return;
    }
    let others = others();
    let own = object::extent_of(asked as *const ());
    let found = bindings::first(&own, |address| others.iter().position(|other| other.extent.contains(&address)));
    LOOKED.store(if found.is_some() { u64::MAX } else { loads }, Ordering::Relaxed);
    if let Some((caller, other)) = found {
        say::warn_once!(
            "{} uses {}, and not ferromp as the rest of the program: two OpenMP runtimes, each with threads of its \
                 own; see docs/environment.md, \"Two runtimes\"",
            caller.path(),
            others[other].path()
        );
    }
}

/// If the calling thread is in a region of one of the `others`: the object that has called this
/// runtime from there, and the other runtime.
fn caller_in_region(others: &[Object]) -> Option<(Object, Object)> {
    let own = object::extent_of(asked as *const ());
    let mut caller: Option<Object> = None;
    let mut found = None;
    stack::callers(&mut |address| {
        if caller.is_none() && own.contains(&address) {
            return false;
        }
        if let Some(other) = others.iter().find(|other| other.extent.contains(&address)) {
            found = caller.take().map(|caller| (caller, other.clone()));
            return true;
        }
        match &caller {
            None => caller = object::at(address),
            Some(caller) if caller.extent.contains(&address) => return false,
            Some(_) => return true,
        }
        caller.is_none()
    });
    found
}

/// Whether another OpenMP runtime is in memory.
fn is_there() -> bool {
    let loads = object::loads();
    let seen = SEEN.load(Ordering::Relaxed);
    if seen >> 1 == loads {
        return seen & 1 != 0;
    }
    let is_there = !others().is_empty();
    SEEN.store(loads << 1 | u64::from(is_there), Ordering::Relaxed);
    is_there
}

/// The other OpenMP runtimes that are in memory.
fn others() -> Vec<Object> {
    object::with_names(is_runtime, object::extent_of(asked as *const ()))
}

/// Whether a file of this name is an OpenMP runtime: also one that a Python wheel brings along
/// (`libgomp-a34b3233.so.1`), but no plug-in and no library for tools.
fn is_runtime(name: &[u8]) -> bool {
    let rest = [&b"libgomp"[..], b"libomp", b"libiomp5"].iter().find_map(|start| name.strip_prefix(*start));
    rest.is_some_and(|rest| rest.starts_with(b".so") || (rest.starts_with(b"-") && !rest.starts_with(b"-plugin-")))
}

/// The paths of other OpenMP runtimes in the process, and whether one of them shares regions with
/// this one.
pub fn found() -> (Vec<String>, bool) {
    (others().iter().map(Object::path).collect(), DIVIDED.load(Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtimes_are_known_by_the_names_of_their_files() {
        for name in
            ["libgomp.so.1", "libgomp.so.1.0.0", "libgomp-a34b3233.so.1", "libomp.so.5", "libomp-1.so", "libiomp5.so"]
        {
            assert!(is_runtime(name.as_bytes()), "{name}");
        }
        for name in ["libgomp-plugin-nvptx.so.1", "libomptarget.so.19", "libompd.so", "libc.so.6", "xlibgomp.so.1", ""]
        {
            assert!(!is_runtime(name.as_bytes()), "{name}");
        }
    }
}
