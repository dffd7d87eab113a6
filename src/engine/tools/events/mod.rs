//! Events. Each is called with [`on`](crate::engine::tools::on) true, out of the way of those who
//! have no tool.

/// Calls the tool's function for an event, if there is one: its types, and the arguments, which are
/// not worked out otherwise. A function that is called must have been registered for this event,
/// whose types these are; words are null or a record's.
macro_rules! tell {
    ($event:ident: ($($type:ty),*) = ($($value:expr),*)) => {{
        type Function = unsafe extern "C-unwind" fn($($type),*);
        let event = crate::engine::tools::names::Event::$event;
        // SAFETY: as the interface has it for this event.
        if let Some(call) = unsafe { crate::engine::tools::callbacks::get::<Function>(event) } {
            // SAFETY: the tool's function for such arguments.
            unsafe { call($($value),*) };
        }
    }};
}

mod mutexes;
mod regions;
mod sync;
mod target;
mod tasks;
mod threads;
mod work;

pub use mutexes::*;
pub use regions::*;
pub use sync::*;
pub use target::*;
pub use tasks::*;
pub use threads::*;
pub use work::*;

use std::ffi::c_void;
use std::ptr;

use crate::engine::records::thread::Thread;
use crate::engine::tools::names::frame;

/// A word of a tool's, as callbacks get it.
type Word = *mut u64;

/// An address in the program, as callbacks get it.
type Address = *const c_void;

/// Where the program has called the runtime.
fn address(t: &Thread) -> Address {
    ptr::without_provenance(t.tools.caller.get().address)
}

/// The word of the region that the calling thread is in.
fn parallel_data(t: &Thread) -> Word {
    t.team.get().tools.word()
}

/// That of its task.
fn task_data(t: &Thread) -> Word {
    t.task().tools().data.for_tool()
}

/// The current task of `t` is in the runtime, by the call that is noted.
fn enters_runtime(t: &Thread) {
    let noted = &t.task().tools().frame;
    noted.enter.set(t.tools.caller.get().stack);
    noted.enter_flags.set(frame::RUNTIME | frame::CFA);
}

/// It is back in the program's code.
fn leaves_runtime(t: &Thread) {
    t.task().tools().frame.enter.set(0);
}
