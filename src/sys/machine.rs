//! A model of a machine with many processors and coherent caches: what accesses to memory cost
//! there, in time and in cache lines that move.
//!
//! Each thread has a processor of its own, by its number: [`CLUSTER`] processors share a cache, and
//! [`SOCKET`] share a socket. A line is in one cache that may write it, or in any number that may
//! read it. An access by a processor that does not have the line that way moves it, which takes the
//! longer the further away the line is. A line moves once at a time; readers follow each other
//! more closely than writers. A plain store does not hold its thread up, but others see it only
//! when the line has arrived.
//!
//! The costs are those of server processors of the years around 2020, rounded. The model knows no
//! prefetching, no speculation, and of the program only its atomic accesses and its futexes.

use std::collections::{BTreeSet, HashMap};
use std::panic::Location;

use crate::sys::sync::before::Access;

/// Processors that share a cache.
pub const CLUSTER: usize = 8;
/// Processors that share a socket.
pub const SOCKET: usize = 64;

/// Bytes in a line.
const LINE: usize = 64;

/// Nanoseconds that an access takes whose line is here.
const HERE: u64 = 1;
/// Nanoseconds that an atomic update takes whose line is here.
const UPDATE: u64 = 5;
/// Nanoseconds until a line has arrived from the same cluster, the same socket, another socket.
const TRANSFER: [u64; 3] = [25, 75, 150];
/// Nanoseconds that a line which one thread reads is not to be had by the next reader.
const READER: u64 = 8;
/// Nanoseconds of a `pause` instruction.
const PAUSE: u64 = 20;
/// Nanoseconds of a system call, and what waking each further thread adds to it.
const CALL: u64 = 500;
const WAKE_ONE: u64 = 500;
/// Nanoseconds from the system call that wakes a thread until the thread runs.
const WAKE_UP: u64 = 5_000;
/// Nanoseconds from the creation of a thread until it runs.
const CREATION: u64 = 15_000;

/// The counts of a machine between [`Machine::start`] and [`Machine::stop`].
#[derive(Clone, Default, Debug)]
pub struct Counts {
    /// Lines that moved within a cluster, within a socket, between sockets.
    pub transfers: [u64; 3],
    /// Of these, the ones that followed one another on the way to what the thread that counts did
    /// last: each was waited for by the next.
    pub serial: u64,
    /// Nanoseconds that passed for the thread that counts.
    pub nanos: u64,
    /// Calls that wake threads.
    pub wakes: u64,
    /// The line that moved most: how often, and the place in the source where most of these moves
    /// were asked for.
    pub hottest: Option<(u64, &'static Location<'static>)>,
    /// The most threads that wrote one line in a lap, and a place in the source where they did.
    pub writers: Option<(usize, &'static Location<'static>)>,
    /// The places in the source that asked for lines, and how often each did; the most first.
    pub places: Vec<(u64, &'static Location<'static>)>,
}

#[derive(Default)]
struct Thread {
    clock: u64,
    /// Transfers on the longest way to where the thread is now.
    serial: u64,
    /// When the last of them ended.
    arrived: u64,
    /// Whether the thread has paused since it last wrote: it may wait for what others write.
    waits: bool,
}

#[derive(Default)]
struct Line {
    /// The threads that have the line.
    holders: BTreeSet<usize>,
    /// Whether the one that has it may write it.
    is_exclusive: bool,
    /// When the line can move again.
    free: u64,
    /// When the last write could be seen, and the transfers on the way to it.
    written: u64,
    serial: u64,
    /// For the counts: the moves, by place in the source, and the writers.
    moves: HashMap<&'static Location<'static>, u64>,
    /// Those since the last lap, and the most in a lap so far.
    writers: BTreeSet<usize>,
    most_writers: usize,
    writes: Option<&'static Location<'static>>,
}

/// The threads, the lines, and what was counted.
#[derive(Default)]
pub struct Machine {
    threads: Vec<Thread>,
    lines: HashMap<usize, Line>,
    counts: Counts,
    /// While counting: clock and transfers of the thread that counts, when it started.
    started: Option<(u64, u64)>,
}

/// The cost of a transfer between two threads' processors, as an index.
fn distance(one: usize, other: usize) -> usize {
    if one / CLUSTER == other / CLUSTER {
        0
    } else if one / SOCKET == other / SOCKET {
        1
    } else {
        2
    }
}

impl Machine {
    fn thread(&mut self, thread: usize) -> &mut Thread {
        if thread >= self.threads.len() {
            self.threads.resize_with(thread + 1, Thread::default);
        }
        &mut self.threads[thread]
    }

    /// The time of a thread.
    pub fn clock(&self, thread: usize) -> u64 {
        self.threads.get(thread).map_or(0, |thread| thread.clock)
    }

    /// `thread` is busy with something else for so long.
    pub fn pass(&mut self, thread: usize, nanos: u64) {
        self.thread(thread).clock += nanos;
    }

    /// `thread` has nothing to do until a moment that may come earlier.
    pub fn wait_until(&mut self, thread: usize, moment: u64) {
        let waiting = self.thread(thread);
        waiting.clock = waiting.clock.max(moment);
        waiting.waits = true;
    }

    /// `thread` pauses in a loop that waits.
    pub fn pause(&mut self, thread: usize) {
        let waiting = self.thread(thread);
        waiting.clock += PAUSE;
        waiting.waits = true;
    }

    /// `thread` has been made by `maker`, or could not go on until `maker` did something.
    pub fn follow(&mut self, thread: usize, maker: usize) {
        let is_new = thread >= self.threads.len();
        let (clock, serial) = (self.clock(maker), self.thread(maker).serial);
        let follower = self.thread(thread);
        if is_new || follower.clock < clock {
            follower.clock = clock + if is_new { CREATION } else { 0 };
            follower.arrived = follower.clock;
            follower.serial = serial;
        }
    }

    /// `thread` calls the kernel to wake sleepers.
    pub fn calls(&mut self, thread: usize) {
        self.thread(thread).clock += CALL;
        self.counts.wakes += u64::from(self.started.is_some());
    }

    /// `waker`, in such a call, wakes `thread`.
    pub fn wakes(&mut self, waker: usize, thread: usize) {
        self.thread(waker).clock += WAKE_ONE;
        let (clock, serial) = (self.clock(waker), self.thread(waker).serial);
        let woken = self.thread(thread);
        (woken.clock, woken.serial) = (clock + WAKE_UP, serial + 1);
        woken.arrived = woken.clock;
    }

    /// `thread` makes an access.
    pub fn access(&mut self, thread: usize, address: usize, access: Access, place: &'static Location<'static>) {
        self.thread(thread);
        let own = &mut self.threads[thread];
        let line = self.lines.entry(address / LINE).or_default();
        let reads = access == Access::Read;
        let is_here = line.holders.contains(&thread) && (reads || line.is_exclusive);
        // Nobody has it: it comes from memory, which is no hand-over.
        let is_fresh = line.holders.is_empty();
        let mut end = own.clock;
        if is_here || is_fresh {
            end += if access == Access::Update { UPDATE } else { HERE };
        } else {
            let distances =
                line.holders.iter().filter(|holder| **holder != thread).map(|holder| distance(thread, *holder));
            // One that is near can give a copy; all have to give up theirs.
            let far = if reads { distances.min() } else { distances.max() }.unwrap_or(0);
            let begin = own.clock.max(line.free);
            let arrives = begin + TRANSFER[far];
            let queued = begin > own.clock;
            line.free = if reads { begin + READER } else { arrives };
            own.serial = if queued || own.waits && line.written > own.arrived { line.serial } else { own.serial } + 1;
            own.arrived = arrives;
            end = if access == Access::Store { own.clock + HERE } else { arrives };
            if self.started.is_some() {
                self.counts.transfers[far] += 1;
                *line.moves.entry(place).or_default() += 1;
            }
        }
        if reads {
            line.is_exclusive = is_fresh || line.is_exclusive && is_here;
            line.holders.insert(thread);
        } else {
            line.holders = BTreeSet::from([thread]);
            line.is_exclusive = true;
            line.written = own.arrived.max(end);
            line.serial = own.serial;
            own.waits = false;
            if self.started.is_some() {
                line.writers.insert(thread);
                line.writes = Some(place);
            }
        }
        own.clock = end;
    }

    /// Another execution of the construct begins: those who write a line are counted anew.
    pub fn lap(&mut self) {
        for line in self.lines.values_mut() {
            line.most_writers = line.most_writers.max(line.writers.len());
            line.writers.clear();
        }
    }

    /// Goes on counting, for `thread`.
    pub fn start(&mut self, thread: usize) {
        let own = self.thread(thread);
        self.started = Some((own.clock, own.serial));
    }

    /// Stops counting for now.
    pub fn stop(&mut self, thread: usize) {
        let own = self.thread(thread);
        let (now, serial) = (own.clock, own.serial);
        self.lap();
        if let Some((began, before)) = self.started.take() {
            self.counts.nanos += now - began;
            self.counts.serial += serial.saturating_sub(before);
        }
    }

    /// The counts so far.
    pub fn counts(&self) -> Counts {
        let moved = self.lines.values().filter(|line| !line.moves.is_empty());
        let hottest = moved.map(|line| {
            let (place, _) = line.moves.iter().max_by_key(|(place, moves)| (**moves, place.line())).expect("not empty");
            (line.moves.values().sum(), *place)
        });
        let mut places = HashMap::new();
        for (place, moves) in self.lines.values().flat_map(|line| &line.moves) {
            *places.entry(*place).or_default() += moves;
        }
        let mut places: Vec<(u64, _)> = places.into_iter().map(|(place, moves)| (moves, place)).collect();
        places.sort_unstable_by(|one, other| other.cmp(one));
        let written = self.lines.values().filter_map(|line| Some((line.most_writers, line.writes?)));
        Counts { hottest: hottest.max(), writers: written.max(), places, ..self.counts.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARED: usize = 4096;

    #[track_caller]
    fn access(machine: &mut Machine, thread: usize, access: Access) {
        machine.access(thread, SHARED, access, Location::caller());
    }

    #[test]
    fn one_counter_for_all_moves_once_a_thread() {
        let mut machine = Machine::default();
        access(&mut machine, 0, Access::Update);
        machine.start(0);
        for thread in 1..=64 {
            access(&mut machine, thread % 64, Access::Update);
        }
        machine.stop(0);
        let counts = machine.counts();
        assert_eq!(counts.transfers, [56, 8, 0]);
        // One after the other: the last one waited for all.
        assert_eq!(counts.serial, 64);
        // Thread 0 had done an update before the first of them asked.
        assert_eq!(counts.nanos + UPDATE, 56 * TRANSFER[0] + 8 * TRANSFER[1]);
        assert_eq!(counts.writers.expect("written").0, 64);
        assert_eq!(counts.hottest.expect("moved").0, 64);
    }

    #[test]
    fn readers_share_a_line() {
        let mut machine = Machine::default();
        access(&mut machine, 0, Access::Store);
        machine.start(0);
        for _ in 0..3 {
            for thread in 1..8 {
                access(&mut machine, thread, Access::Read);
            }
        }
        machine.stop(0);
        let counts = machine.counts();
        assert_eq!(counts.transfers, [7, 0, 0]);
        assert_eq!(counts.serial, 0, "thread 0 has waited for nobody");
        assert_eq!(machine.clock(1), TRANSFER[0] + 2 * HERE);
    }

    #[test]
    fn a_store_is_seen_by_those_that_wait_for_it() {
        let mut machine = Machine::default();
        access(&mut machine, 1, Access::Read);
        machine.pass(0, 1000);
        access(&mut machine, 0, Access::Store);
        assert_eq!(machine.clock(0), 1000 + HERE, "it does not hold its thread up");
        machine.pass(1, 1000);
        machine.pause(1);
        access(&mut machine, 1, Access::Read);
        // The store was a transfer, the read one more.
        assert_eq!(machine.threads[1].serial, 2);
    }

    #[test]
    fn who_is_woken_runs_later() {
        let mut machine = Machine::default();
        machine.follow(1, 0);
        assert_eq!(machine.clock(1), CREATION);
        machine.pass(0, 100_000);
        machine.calls(0);
        machine.wakes(0, 1);
        assert_eq!(machine.clock(1), machine.clock(0) + WAKE_UP);
    }
}
