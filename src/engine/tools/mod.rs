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
//! | [`trace`] | the trace that `ferromp report` shows |

use crate::engine::ground::extras::{self, TOOL, TOOL_UNDECIDED};
use crate::engine::ground::hook::Hook;
use crate::engine::ground::settings;

pub mod ask;
pub mod callbacks;
pub mod events;
pub mod frames;
pub mod names;
pub mod orders;
pub mod trace;

// Whether there is a tool that is to be told of events is in two bits of `extras`:
//
// | bits | meaning | next |
// |---|---|---|
// | TOOL_UNDECIDED | nobody has looked for a tool | none, TOOL: by whoever looks for one, at the
// first OpenMP call |
// | none | there is none, or none that wants to be told anything | TOOL: when the tool registers its
// first callback |
// | TOOL | there is one, or a trace is written; once the tool has ended, nothing is registered any
// more | |
//
// An event finds all that it needs of a tool in the table of callbacks.

/// Whether events are to be told of.
#[inline(always)]
pub fn on() -> bool {
    extras::any::<TOOL>()
}

/// Whether nobody has looked for a tool so far.
pub fn is_undecided() -> bool {
    extras::any::<TOOL_UNDECIDED>()
}

/// Somebody has looked, and found no tool, or one that wants to be told of nothing.
pub fn decide_off() {
    extras::change(without_tool(), TOOL_UNDECIDED);
}

/// A tool has registered a callback.
pub fn switch_on() {
    extras::change(TOOL, TOOL_UNDECIDED);
}

/// The tool does not want to be told anything, although it has registered callbacks.
pub fn switch_off() {
    callbacks::forget_all();
    extras::change(0, TOOL | TOOL_UNDECIDED);
    extras::change(without_tool(), 0);
}

/// The bits if nobody but the trace is told of events. The settings are asked, since a question of
/// the program (`Thread::asked`) may come before the trace begins.
fn without_tool() -> u8 {
    if settings::get().trace.is_some() { TOOL } else { 0 }
}

/// Looks for a tool and starts it; returns when somebody has. The ABI layer sets it when the
/// library is loaded.
pub static START: Hook<()> = Hook::new();
