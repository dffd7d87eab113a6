//! Tools: the events that they are told of, and the questions that they may ask (OMPT; OpenMP 5.2,
//! chapter 19).
//!
//! The constructs call the events here at their begin and end, for both ABIs. Most processes have
//! no tool. [`on`] tells that by one load of a word that changes at most once in a process, and all
//! code behind it is cold. The field `tools` of each record has the tool's data about it.
//!
//! | | |
//! |---|---|
//! | [`callbacks`] | which function a tool has for which event |
//! | [`events`] | an event, as the constructs call it |
//! | [`ask`] | what a tool may ask |
//! | [`orders`] | what a race detector is told |
//! | [`frames`] | calls of the program's code whose frames tools can find |
//! | [`names`] | the numbers of the interface |

use crate::engine::ground::hook::Hook;
use crate::sys::sync::unmodelled::{AtomicU8, Ordering};
use crossbeam_utils::CachePadded;

pub mod ask;
pub mod callbacks;
pub mod events;
pub mod frames;
pub mod names;
pub mod orders;

/// Whether there is a tool that is to be told of events.
///
/// | value | meaning | next |
/// |---|---|---|
/// | [`UNDECIDED`] | nobody has looked for a tool | [`OFF`], [`ON`]: by whoever looks for one, at
/// the first OpenMP call |
/// | [`OFF`] | there is none, or none that wants to be told anything | [`ON`]: when the tool
/// registers its first callback |
/// | [`ON`] | there is one; once that has ended, nothing is registered any more | |
///
/// A value of its own line: every event reads it. Relaxed: what an event needs to see of a tool
/// comes from the table of callbacks.
pub static STATE: CachePadded<AtomicU8> = CachePadded::new(AtomicU8::new(UNDECIDED));

pub const OFF: u8 = 0;
pub const UNDECIDED: u8 = 1;
pub const ON: u8 = 2;

/// Whether events are to be told of.
#[inline(always)]
pub fn on() -> bool {
    STATE.load(Ordering::Relaxed) == ON
}

/// Whether nobody has looked for a tool so far.
pub fn is_undecided() -> bool {
    STATE.load(Ordering::Relaxed) == UNDECIDED
}

/// Somebody has looked, and found no tool, or one that wants to be told of nothing.
pub fn decide_off() {
    let _ = STATE.compare_exchange(UNDECIDED, OFF, Ordering::Relaxed, Ordering::Relaxed);
}

/// A tool has registered a callback.
pub fn switch_on() {
    STATE.store(ON, Ordering::Release);
}

/// The tool does not want to be told anything, although it has registered callbacks.
pub fn switch_off() {
    callbacks::forget_all();
    STATE.store(OFF, Ordering::Relaxed);
}

/// Looks for a tool and starts it; returns when somebody has. The ABI layer sets it when the
/// library is loaded.
pub static START: Hook<()> = Hook::new();
