//! Thread records with an initial team: those of native threads and of hidden helpers.

use crate::engine::constructs::initial;
use crate::engine::policies::stats;
use crate::engine::records::seat::Seat;
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;
use crate::engine::records::thread_numbers;

/// The record of a native thread, with an initial team. It is `old`, the record of a thread that
/// ended, or a new one.
pub fn native(old: Option<&'static Thread>) -> &'static Thread {
    let t = old.unwrap_or_else(|| Thread::make(false, thread_numbers::next(), Team::new(), 0));
    reset(t);
    stats::native_thread_came();
    t
}

/// The record of a hidden helper, with an initial team.
pub fn helper(gtid: u32) -> &'static Thread {
    let t = Thread::make(true, gtid, Team::new(), 0);
    t.team.get().serve_helper();
    reset(t);
    t
}

/// Puts a thread into its initial team, with the control variables that the environment gives.
fn reset(t: &Thread) {
    let root = t.team.get();
    root.begin_initial(initial::initial_icv());
    let slot = root.slot(0);
    slot.seat.set(Seat::NONE);
    slot.task.begin_implicit(t, root, None);
    t.begin_task(slot);
    t.pushed.forget();
}
