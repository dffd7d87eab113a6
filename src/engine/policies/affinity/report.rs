//! The reports about affinity: OMP_DISPLAY_AFFINITY, and KMP_AFFINITY=verbose.

use std::fmt::Write;
use std::path::Path;
use std::ptr;

use crate::engine::ground::settings;
use crate::engine::policies::affinity::{Affinity, format};
use crate::engine::records::affinity::Shown;
use crate::engine::records::thread::Thread;
use crate::sys::affinity::CpuSet;
use crate::sys::topology;
use crate::sys::topology::{Level, Topology};
use crate::sys::{stderr, stdout, thread};

/// To be called when a member has entered a region. Writes its line if that has changed since it
/// was last shown, or if any member's place has (OpenMP 5.2, 21.2.4).
pub fn at_entry(t: &Thread, seating_changed: bool) {
    let now = Shown {
        team: ptr::from_ref(t.team.get()).addr(),
        level: t.team.get().level.get(),
        tid: t.tid.get(),
        threads: t.nthreads.get(),
        place: t.slot.get().seat.get().place,
    };
    if t.place.shown.replace(now) != now || seating_changed {
        display(t, b"");
    }
}

/// Writes a line about the calling thread to standard output, as libomp does, in `format`, or in
/// affinity-format-var if that is empty.
pub fn display(t: &Thread, format: &[u8]) {
    stdout::line(&format::of_thread(t, format));
}

/// KMP_AFFINITY=verbose: the topology and the places, in libomp's words.
pub fn verbose(affinity: &Affinity) {
    let settings = settings::get();
    let respects = settings.kmp_affinity.as_ref().is_none_or(|kmp| kmp.respect);
    let topology = match settings.flat_topology {
        Some(true) => Topology::flat(&affinity.usable),
        _ => Topology::read(Path::new(topology::DEVICES), &affinity.usable),
    };
    let count = |level| topology.groups(level).len();
    let (sockets, cores, threads) = (count(Level::Socket), count(Level::Core), count(Level::Thread));
    let uniform = cores.is_multiple_of(sockets.max(1)) && threads.is_multiple_of(cores.max(1));
    let mut text = String::new();
    let mut line = |number: u32, line: std::fmt::Arguments| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "OMP: Info #{number}: KMP_AFFINITY: {line}");
    };
    let (number, respected) = if respects { (155, "respected") } else { (156, "not respected") };
    line(number, format_args!("Initial OS proc set {respected}: {}", affinity.usable));
    line(157, format_args!("{threads} available OS procs"));
    if uniform {
        line(158, format_args!("Uniform topology"));
        let [per_socket, per_core] = [cores / sockets.max(1), threads / cores.max(1)];
        line(
            191,
            format_args!(
                "{} x {}/socket x {}/core ({cores} total cores)",
                counted(sockets, "socket"),
                counted(per_socket, "core"),
                counted(per_core, "thread")
            ),
        );
    } else {
        line(159, format_args!("Nonuniform topology"));
    }
    for (number, place) in affinity.places.iter().enumerate() {
        line(218, format_args!("place {number} is OS proc set {place}"));
    }
    stderr::write(text.as_bytes());
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// KMP_AFFINITY=verbose, and variables with the same syntax: the number of innermost levels
/// (threads, cores and those around them) within which a thread may move.
pub fn migration(name: &str, granularity: Level) {
    let levels = match granularity {
        Level::Thread => return,
        Level::Core => 1,
        _ => 2,
    };
    let line = format!("OMP: Info #145: {name}: Threads may migrate across {levels} innermost levels of machine\n");
    stderr::write(line.as_bytes());
}

/// The same: a line that the calling thread, number `gtid`, was bound.
pub fn bound(name: &str, gtid: u32, processors: &CpuSet) {
    let (process, own) = (std::process::id(), thread::id());
    let line =
        format!("OMP: Info #254: {name}: pid {process} tid {own} thread {gtid} bound to OS proc set {processors}\n");
    stderr::write(line.as_bytes());
}
