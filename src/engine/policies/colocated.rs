//! Co-located members: members of a team that share a processor.
//!
//! When other programs compute, the kernel may put two members of a team on one processor. If they
//! spin for each other's events, they keep each other off it. If they sleep in turn, they
//! alternate, at the cost of two context switches for each region. Since never more than one of
//! them is ready to run, the kernel sees no reason to part them for hundreds of milliseconds.
//!
//! The other processor, to which one of them could go, usually has another program's thread: the
//! kernel itself fills an idle one. There a member gets half of the time, in slices of
//! milliseconds. That is better than alternating only if the members hardly do anything but wait
//! for each other, so that hundreds of regions fit into a slice. With work of a few microseconds it
//! is worse: a region of 20 µs takes three times as long as on the shared processor.
//!
//! So if a primary thread waits, and finds a worker of its team on its own processor, it asks the
//! kernel whether other threads want all other processors. If not, the worker is asked to leave.
//! Otherwise the primary thread's next waits are timed. If it had little to do before most of them,
//! the worker's waits are timed too. If the worker has little to do as well, it is asked to leave.
//! The worker leaves by itself, while it waits. So a mask that the program sets in that thread
//! comes before or after, and is not undone, as another thread could do.

use crate::engine::protocols::wait::{self, LongWait};
use crate::engine::records::thread::Thread;
use crate::engine::records::whereabouts::{NOTHING, NOWHERE, TIME_WAITS, WILLING, Whereabouts};
use crate::sys::sync::unmodelled::Ordering;
use crate::sys::{affinity, clock, host, thread};

/// The least nanoseconds between two looks of a thread where its workers are, so that vain looks
/// cost hardly anything. A thread begins with less, because its workers have just been started,
/// and doubles it at each look.
const PAUSE: u64 = 2_000_000;

/// The same after it has found a worker on its own processor.
const SHORT_PAUSE: u64 = 500_000;

/// The most nanoseconds between two waits of a member that does hardly anything but wait. It may
/// have to wake another member in that time.
const LITTLE: u64 = 3_000;

/// The same if the user wants threads to spin for longer than by default: each member then keeps
/// the others off the processor for that long, before they get to work.
const LITTLE_BESIDE_SPINNERS: u64 = wait::DEFAULT_SPIN;

/// The number of waits of a worker that are enough to judge by.
const SAMPLE: u32 = 16;

impl Whereabouts {
    /// Notes the start of a longer wait that is timed, and whether the thread had little to do
    /// since the last one.
    fn note_wait(&self, wait: LongWait) {
        let resumed = self.resumed.replace(0);
        if wait.began != 0 && resumed != 0 {
            let little = if wait.limit > wait::DEFAULT_SPIN { LITTLE_BESIDE_SPINNERS } else { LITTLE };
            self.timed.set(self.timed.get() + 1);
            if wait.began.saturating_sub(resumed) <= little {
                self.little.set(self.little.get() + 1);
            }
        }
    }

    /// Whether the thread has found an idle processor twice in a row, given the answer `now`. Once
    /// is not enough: the worker may have done its part and gone to sleep while the kernel was
    /// asked. It does not count then.
    fn sees_room(&self, now: bool) -> bool {
        self.saw_room.replace(now) && now
    }

    /// Whether the thread had little to do before most of its waits, which are counted anew after
    /// this. Before some of them it may have been without the processor.
    fn mostly_waits(&self) -> bool {
        let (timed, little) = (self.timed.replace(0), self.little.replace(0));
        timed > 0 && little >= timed - timed / 4
    }

    /// Does what the primary thread asks of this worker, which is on processor `here`. Returns
    /// whether the worker's waits are to be timed.
    fn obey(&self, here: u32) -> bool {
        match self.parting.load(Ordering::Relaxed) {
            NOTHING | WILLING => false,
            TIME_WAITS if self.timed.get() < SAMPLE => true,
            TIME_WAITS => {
                self.parting.store(if self.mostly_waits() { WILLING } else { NOTHING }, Ordering::Relaxed);
                false
            }
            asked => {
                self.parting.store(NOTHING, Ordering::Relaxed);
                // If it is not there any more, the kernel was faster.
                if asked == here {
                    self.processor.store(NOWHERE, Ordering::Relaxed);
                    affinity::leave(here);
                }
                false
            }
        }
    }

    /// To be called when the primary thread finds the worker on its own processor, `here`. `room`:
    /// whether another processor is idle. `waits`: whether the primary thread has little to do.
    /// Returns whether it has asked the worker to leave.
    fn part(&self, here: u32, room: bool, waits: bool) -> bool {
        let before = self.parting.load(Ordering::Relaxed);
        let now = match before {
            _ if room => here,
            _ if !waits => NOTHING,
            NOTHING => TIME_WAITS,
            WILLING => here,
            before => before,
        };
        if now != before {
            self.parting.store(now, Ordering::Relaxed);
        }
        now == here
    }
}

/// Makes waits call this. To be called before the first region.
pub fn install() {
    wait::LONG_WAIT.set(part);
    wait::TIMED_WAIT_ENDED.set(|()| resume());
}

/// To be called when the calling thread has to wait for longer. A primary thread asks the workers
/// on its processor to leave, and gives them the processor to do so. A worker leaves its processor
/// if it was asked to. Returns whether the thread's waits are to be timed.
fn part(wait: LongWait) -> bool {
    let Some(t) = Thread::get() else { return false };
    let Some(here) = thread::processor() else { return false };
    let own = &t.whereabouts;
    own.note_wait(wait);
    if own.processor.load(Ordering::Relaxed) != here {
        own.processor.store(here, Ordering::Relaxed);
    }
    let asked = !t.native && own.obey(here);
    if t.tid.get() != 0 || t.is_alone() {
        return asked;
    }
    let pause = own.pause.get();
    if wait.now.saturating_sub(own.looked.get()) >= pause {
        own.looked.set(wait.now);
        look_for_workers(t, here);
        own.pause.set((2 * pause).min(if own.shares.get() { SHORT_PAUSE } else { PAUSE }));
    }
    asked || own.shares.get()
}

/// Notes that a timed wait of the calling thread has ended.
fn resume() {
    if let Some(t) = Thread::get() {
        t.whereabouts.resumed.set(clock::nanos());
    }
}

/// Looks which workers of the calling primary thread's team were last seen on its processor,
/// `here`.
fn look_for_workers(t: &Thread, here: u32) {
    let own = &t.whereabouts;
    let waits = own.mostly_waits();
    own.shares.set(false);
    let Some(workers) = t.team.get().staff.workers_unless_changing() else { return };
    let mut asked = false;
    let mut room = None;
    for worker in workers.iter().take(t.nthreads.get() as usize - 1) {
        if worker.whereabouts.processor.load(Ordering::Relaxed) == here {
            own.shares.set(true);
            let room = *room.get_or_insert_with(|| own.sees_room(is_room()));
            asked |= worker.whereabouts.part(here, room, waits);
        }
    }
    if asked {
        thread::yield_now();
    }
}

/// Whether a processor is idle, seen by a thread that shares one with a thread that it waits for.
fn is_room() -> bool {
    host::runnable().is_some_and(|runnable| runnable <= wait::usable_processors())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Begins a wait that may spin for `limit` nanoseconds.
    fn wait(thread: &Whereabouts, began: u64, limit: u64) {
        thread.note_wait(LongWait { began, now: began, limit });
    }

    /// Makes `count` waits of a thread that works for `work` nanoseconds before each.
    fn waits(thread: &Whereabouts, count: u64, work: u64) {
        for number in 1..=count {
            thread.resumed.set(number * 1_000_000);
            wait(thread, number * 1_000_000 + work, wait::DEFAULT_SPIN);
        }
    }

    /// No machine has this processor.
    const HERE: u32 = 1 << 30;

    #[test]
    fn a_worker_leaves_if_both_have_little_to_do() {
        let worker = Whereabouts::new();
        assert!(!worker.obey(HERE));
        assert!(!worker.part(HERE, false, true));
        waits(&worker, u64::from(SAMPLE) - 1, 0);
        assert!(worker.obey(HERE), "it does not know yet");
        assert!(!worker.part(HERE, false, true));
        waits(&worker, 1, 0);
        assert!(!worker.obey(HERE));
        assert_eq!(worker.parting.load(Ordering::Relaxed), WILLING);
        assert!(worker.part(HERE, false, true));
        worker.processor.store(HERE, Ordering::Relaxed);
        assert!(!worker.obey(HERE));
        assert_eq!(worker.processor.load(Ordering::Relaxed), NOWHERE);
        assert_eq!(worker.parting.load(Ordering::Relaxed), NOTHING);
    }

    #[test]
    fn it_leaves_at_once_for_an_idle_processor() {
        let primary = Whereabouts::new();
        let looks = [true, false, true, true].map(|now| primary.sees_room(now));
        assert_eq!(looks, [false, false, false, true]);
        let worker = Whereabouts::new();
        worker.processor.store(HERE, Ordering::Relaxed);
        assert!(worker.part(HERE, true, false));
        assert!(!worker.obey(HERE));
        assert_eq!(worker.processor.load(Ordering::Relaxed), NOWHERE);
    }

    #[test]
    fn it_stays_if_one_of_them_has_not() {
        let worker = Whereabouts::new();
        worker.part(HERE, false, true);
        waits(&worker, u64::from(SAMPLE), LITTLE + 1);
        assert!(!worker.obey(HERE));
        assert_eq!(worker.parting.load(Ordering::Relaxed), NOTHING);
        worker.part(HERE, false, true);
        waits(&worker, u64::from(SAMPLE), LITTLE);
        assert!(!worker.obey(HERE));
        assert!(!worker.part(HERE, false, false), "the primary thread has something to do now");
        assert_eq!(worker.parting.load(Ordering::Relaxed), NOTHING);
    }

    #[test]
    fn what_a_worker_was_asked_on_another_processor_is_void() {
        let worker = Whereabouts::new();
        worker.processor.store(HERE + 1, Ordering::Relaxed);
        worker.parting.store(HERE, Ordering::Relaxed);
        assert!(!worker.obey(HERE + 1));
        assert_eq!(worker.parting.load(Ordering::Relaxed), NOTHING);
        assert_eq!(worker.processor.load(Ordering::Relaxed), HERE + 1);
    }

    #[test]
    fn a_thread_that_computes_between_its_waits_does_not_mostly_wait() {
        let thread = Whereabouts::new();
        assert!(!thread.mostly_waits());
        waits(&thread, 100, LITTLE + 1);
        assert!(!thread.mostly_waits());
        waits(&thread, 100, LITTLE);
        assert!(thread.mostly_waits());
        // It is not known how long the thread has been awake.
        wait(&thread, 1, wait::DEFAULT_SPIN);
        assert!(!thread.mostly_waits());
    }

    #[test]
    fn beside_members_that_spin_for_long_it_has_little_to_do_as_long_as_they_spin() {
        let thread = Whereabouts::new();
        thread.resumed.set(1);
        wait(&thread, 1 + LITTLE_BESIDE_SPINNERS, u64::MAX);
        assert!(thread.mostly_waits());
        thread.resumed.set(1);
        wait(&thread, 2 + LITTLE_BESIDE_SPINNERS, u64::MAX);
        assert!(!thread.mostly_waits());
    }

    #[test]
    fn one_that_was_interrupted_at_times_does() {
        let thread = Whereabouts::new();
        waits(&thread, 3, LITTLE);
        waits(&thread, 1, 100 * LITTLE);
        assert!(thread.mostly_waits());
        waits(&thread, 2, LITTLE);
        waits(&thread, 1, 100 * LITTLE);
        assert!(!thread.mostly_waits());
    }
}
