//! The way into those functions from which events come. `build.rs` puts a stub before each: while
//! there is a tool, or nobody knows yet, it notes where the program called.
//!
//! The entries that do little have another function for a tool, so that they look no second time
//! (`abi/told.tsv`). The return address is at hand in the stub, and nowhere that the function
//! itself could find it.

use crate::engine::records::thread::Thread;
use crate::engine::records::tools::Caller;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::ThreadKind;
use crate::sys::arch::note_and_go;

/// Where the stubs jump to with the addresses of the function and of that for a tool: notes the
/// caller, and jumps to one of them with all its arguments in place. None of them is in a vector
/// register.
///
/// # Safety
/// Only the stubs jump here.
#[unsafe(naked)]
pub unsafe extern "C-unwind" fn note_and_go() {
    note_and_go!(note)
}

/// The calling thread was called from the program. Whether there is a tool.
extern "C-unwind" fn note(address: usize, stack: usize, frame_pointer: usize) -> bool {
    if tools::is_undecided() {
        // The start of the runtime looks for a tool.
        Thread::current();
    }
    let on = tools::on();
    if on {
        let t = Thread::current();
        t.tools.caller.set(Caller { address, stack, frame_pointer });
        if !t.tools.begun.get() {
            let kind = if t.native { ThreadKind::Initial } else { ThreadKind::Worker };
            events::thread_begins(t, kind);
        }
    }
    on
}
