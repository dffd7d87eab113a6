//! How the primary thread of a region sets workers going, and how these find out whether they are meant.
//!
//! A worker that was a member of its team's last region waits for the team's [`Signal`], any other for a letter in its
//! [`Mailbox`]. The states of a worker, and who changes them, are described in `pool`.

#[cfg(all(test, loom))]
mod models;

use std::ptr;
use std::time::Duration;

use crate::engine::ground::numbers;
use crate::engine::protocols::wait::{Rung, SLEEPER, sleep_on};
use crate::sys::sync::{AtomicPtr, AtomicU32, AtomicU64, Ordering, futex};

/// Sets off the regions of a team.
///
/// | bits | field |
/// |---|---|
/// | 63…32 | team size of the region |
/// | 31…2 | number of the region (epoch) |
/// | 1 | changes when those who sleep are called |
/// | 0 | a worker sleeps on the low half |
///
/// Only the primary thread advances the epoch, with a swap that shows it the sleeper bit.
pub struct Signal(AtomicU64);

/// Somebody who has looked, and is about to sleep, does not sleep any more once this has changed.
const CALL: u64 = 2;
const EPOCH_SHIFT: u32 = 2;

fn epoch_of(word: u64) -> u32 {
    word as u32 >> EPOCH_SHIFT
}

fn size_of(word: u64) -> u32 {
    (word >> 32) as u32
}

impl Default for Signal {
    fn default() -> Self {
        Self(AtomicU64::new(1 << 32 | u64::from(numbers::first() << EPOCH_SHIFT)))
    }
}

impl Signal {
    /// Sets off the next region, of `size` members. What they are to see of it was written before. Notes in `rung` when
    /// it was that it found somebody asleep.
    #[inline]
    pub fn announce(&self, size: u32, rung: &Rung) {
        let epoch = epoch_of(self.0.load(Ordering::Relaxed)).wrapping_add(1) << EPOCH_SHIFT;
        let old = self.0.swap(u64::from(size) << 32 | u64::from(epoch), Ordering::AcqRel);
        if old & SLEEPER != 0 {
            self.wake(rung);
        }
    }

    /// Makes those who sleep look again at what else they wait for, which has changed.
    #[inline]
    pub fn call_sleepers(&self, rung: &Rung) {
        if self.call() {
            // The next region need not wake them once more. To take the bit away is no call by itself: whoever has it set between
            // the two has looked after the first.
            self.0.fetch_and(!SLEEPER, Ordering::Relaxed);
            self.wake(rung);
        }
    }

    /// As [`call_sleepers`](Self::call_sleepers), for one of those who sleep. The others still hear of the next region.
    pub fn call_one(&self, rung: &Rung) {
        if self.call() {
            rung.note();
            futex::wake_low(&raw const self.0, 1);
        }
    }

    /// Calls those who are about to sleep; whether somebody may sleep already.
    #[inline]
    fn call(&self) -> bool {
        // The read-modify-write orders the change before a sleeper's last look, or finds the sleeper's bit; and by what it changes in the
        // word it keeps awake whoever has looked before it. That the bit is gone would not do: another one may set it again.
        self.0.fetch_xor(CALL, Ordering::AcqRel) & SLEEPER != 0
    }

    #[cold]
    fn wake(&self, rung: &Rung) {
        rung.note();
        futex::wake_low(&raw const self.0, i32::MAX);
    }

    /// Whether a region after number `seen` has been set off.
    #[inline]
    pub fn is_after(&self, seen: u32) -> bool {
        epoch_of(self.0.load(Ordering::Acquire)) != seen
    }

    /// Waits until a region after number `seen` has been set off.
    #[inline]
    pub fn await_next(&self, seen: u32, worker: &impl Docked) {
        let needed = || worker.is_needed();
        // The end of a wait is no reason to join: what ended it may have been a task that is done since.
        while !self.is_after(seen) {
            if needed() {
                worker.help();
            } else {
                worker.wait_until(
                    || self.is_after(seen) || needed(),
                    |limit| self.sleep(seen, || needed() || limit.is_none() && worker.is_left(), limit),
                );
            }
        }
    }

    /// Sleeps until a region after number `seen` is set off, or `needed` holds, or `limit` has passed.
    fn sleep(&self, seen: u32, needed: impl Fn() -> bool, limit: Option<Duration>) {
        sleep_on(&self.0, |word| epoch_of(word) == seen && !needed(), limit);
    }
}

/// What a live worker does between two regions of its team.
pub trait Docked {
    /// Whether the region that it has come to the end of has tasks, which are not done. Who generates the first one
    /// [calls](Signal::call_sleepers).
    fn is_needed(&self) -> bool;

    /// Whether nobody may come to begin another region, so that the worker is to sleep for a limited time only. Who leaves the
    /// team [calls one](Signal::call_one).
    fn is_left(&self) -> bool;

    /// Runs such tasks, until they are done.
    fn help(&self);

    /// Waits until `ready`; `sleep` blocks until that may be so, or for as long as it is told.
    fn wait_until(&self, ready: impl Fn() -> bool, sleep: impl Fn(Option<Duration>));
}

/// Where a worker that is not live gets its orders. `T`: the team.
pub struct Mailbox<T: 'static> {
    /// Number of letters sent, and in bit 0 whether the worker sleeps.
    word: AtomicU64,
    /// The team that the worker is leased to; null: none.
    team: AtomicPtr<T>,
    /// Its number there; without a team, [`END`] if the worker is to end.
    tid: AtomicU32,
    /// The team's last region before it came.
    epoch: AtomicU32,
    /// How many leases have ended: the number of the present one.
    lease: AtomicU32,
    rung: Rung,
}

/// Tells a worker to end. No member of a team has this number.
const END: u32 = u32::MAX;

/// A worker's lease.
pub struct Lease<T: 'static> {
    pub team: &'static T,
    /// The worker's number there.
    pub tid: u32,
    /// The last region that it has seen.
    pub seen: u32,
    number: u32,
}

/// What a letter says.
#[derive(Debug, PartialEq, Eq)]
pub enum Letter {
    /// To look at the team's signal, as far as there is a lease.
    Look,
    /// That the worker is to end.
    End,
}

impl<T> Default for Mailbox<T> {
    fn default() -> Self {
        Self {
            word: AtomicU64::new(0),
            team: AtomicPtr::new(ptr::null_mut()),
            tid: AtomicU32::new(0),
            epoch: AtomicU32::new(0),
            lease: AtomicU32::new(numbers::first()),
            rung: Rung::default(),
        }
    }
}

impl<T> Mailbox<T> {
    /// Tells the worker to look at what its mailbox says.
    pub fn send_letter(&self) {
        // One addition to the count; a sleeper bit stays until the worker takes it away.
        let old = self.word.fetch_add(2, Ordering::AcqRel);
        if old & SLEEPER != 0 {
            self.rung.note();
            futex::wake_low(&raw const self.word, 1);
        }
    }

    /// Leases the worker, which has no lease, to `team`, whose primary thread calls, as member `tid`.
    pub fn address(&self, team: &'static T, signal: &Signal, tid: u32) {
        // Release, and with it that the lease before has ended: partner of the loads in `read`, which then look at that.
        self.tid.store(tid, Ordering::Release);
        self.epoch.store(epoch_of(signal.0.load(Ordering::Relaxed)), Ordering::Release);
        // Last, and Release: a letter of the former team that comes late may send the worker to look here at any time,
        // and what it finds with a team must be whole.
        self.team.store(ptr::from_ref(team).cast_mut(), Ordering::Release);
    }

    /// Ends the lease; the worker finds out by the letter that follows, or when it looks before a region.
    pub fn end_lease(&self) {
        self.team.store(ptr::null_mut(), Ordering::Relaxed);
        // Release, and after the team: `read` takes no team for that of a later lease. Only who may end a lease writes.
        self.lease.store(self.lease.load(Ordering::Relaxed).wrapping_add(1), Ordering::Release);
    }

    /// Whether there is no lease.
    pub fn is_free(&self) -> bool {
        self.team.load(Ordering::Relaxed).is_null()
    }

    /// Ends the lease, if there is one, and with it the worker, when the next letter comes.
    pub fn order_to_end(&self) {
        self.end_lease();
        self.tid.store(END, Ordering::Relaxed);
    }

    /// The number of letters that have come.
    #[inline]
    pub fn letters(&self) -> u64 {
        self.word.load(Ordering::Acquire) & !SLEEPER
    }

    /// Sleeps until there are more than `seen` letters, or `limit` has passed. Returns when a letter last found the
    /// worker asleep.
    pub fn sleep(&self, seen: u64, limit: Option<Duration>) -> u64 {
        sleep_on(&self.word, |now| now == seen, limit);
        self.word.fetch_and(!SLEEPER, Ordering::Relaxed);
        self.rung.at()
    }

    /// What the last letter says to a worker with this lease. To be asked after a letter has been counted.
    pub fn read(&self, lease: &mut Option<Lease<T>>) -> Letter {
        let number = self.lease.load(Ordering::Acquire);
        // SAFETY: teams are never freed.
        if let Some(team) = unsafe { self.team.load(Ordering::Acquire).as_ref() } {
            // A letter that came late says nothing new.
            if lease.as_ref().is_none_or(|lease| lease.number != number) {
                // Acquire: each of the three may be of a later lease already, and its number is seen then too.
                let (tid, seen) = (self.tid.load(Ordering::Acquire), self.epoch.load(Ordering::Acquire));
                if self.lease.load(Ordering::Relaxed) != number {
                    return self.read(lease);
                }
                *lease = Some(Lease { team, tid, seen, number });
            }
            Letter::Look
        } else if self.tid.load(Ordering::Relaxed) == END {
            Letter::End
        } else {
            *lease = None;
            Letter::Look
        }
    }
}

impl<T> Lease<T> {
    /// Looks at the region that `signal`, the team's, has set off last: its team size, if the worker, whose mailbox this
    /// is, is a member.
    pub fn join(&mut self, signal: &Signal, mailbox: &Mailbox<T>) -> Option<u32> {
        let word = signal.0.load(Ordering::Acquire);
        self.seen = epoch_of(word);
        let size = size_of(word);
        // What ends a lease is written before the next region is set off. It may have been followed by another one of
        // the same team.
        let leased = mailbox.lease.load(Ordering::Relaxed) == self.number;
        (self.tid < size && leased).then_some(size)
    }
}
