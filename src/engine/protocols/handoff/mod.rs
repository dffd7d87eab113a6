//! The hand-over of a region: how its primary thread sets workers going, and how a worker finds out
//! whether it is a member. `README.md` beside this file has the states and the argument.
//!
//! A worker that was a member of its team's last region waits for the team's [`Signal`], any other
//! for a letter in its [`Mailbox`]. The states of a worker, and who changes them, are described in
//! `pool`.

#[cfg(all(test, loom))]
mod models;
mod passed_on;

pub use passed_on::PassedOn;

use std::ptr;
use std::time::Duration;

use crate::engine::ground::numbers;
use crate::engine::protocols::wait::{Rung, SLEEPER, sleep_on};
use crate::sys::sync::{AtomicPtr, AtomicU32, AtomicU64, Ordering, futex};

/// The word that sets off the regions of a team.
///
/// | bits | field |
/// |---|---|
/// | 63 | those who sleep wake each other |
/// | 62…32 | team size of the region |
/// | 31…2 | number of the region (epoch) |
/// | 1 | changes when those who sleep are called |
/// | 0 | a worker sleeps on the low half |
///
/// Only the primary thread advances the epoch, with a swap that shows it the sleeper bit.
pub struct Signal(AtomicU64);

/// A thread that has looked and is about to sleep does not sleep once this bit has changed.
const CALL: u64 = 2;
const EPOCH_SHIFT: u32 = 2;
/// The greatest number of a region.
const MOST: u32 = u32::MAX >> EPOCH_SHIFT;
const IN_TURN: u64 = 1 << 63;

/// How many sleepers the first thread wakes where they wake each other, and how many each of these
/// does. A call takes the kernel about half a microsecond a sleeper, and a sleeper needs several to
/// run again.
const FEW: i32 = if cfg!(loom) { 1 } else { 16 };
const FEWER: i32 = if cfg!(loom) { 1 } else { 4 };

/// The way in which sleepers are woken for a region.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// The thread that announces it wakes them all.
    All,
    /// It wakes a few, and each of these a few more, so that it can begin with its own part. All
    /// that may sleep must be members.
    InTurn,
}

/// The number of the region after number `epoch`.
fn next(epoch: u32) -> u32 {
    epoch.wrapping_add(1) & MOST
}

fn epoch_of(word: u64) -> u32 {
    word as u32 >> EPOCH_SHIFT
}

fn size_of(word: u64) -> u32 {
    ((word & !IN_TURN) >> 32) as u32
}

impl Default for Signal {
    fn default() -> Self {
        Self(AtomicU64::new(1 << 32 | u64::from(numbers::first() << EPOCH_SHIFT)))
    }
}

impl Signal {
    /// Sets off the next region, of `size` members. The caller has written before what they are to
    /// see of it. If somebody sleeps, notes the time in `rung`.
    #[inline]
    pub fn announce(&self, size: u32, wake: Wake, rung: &Rung) {
        let epoch = next(epoch_of(self.0.load(Ordering::Relaxed))) << EPOCH_SHIFT;
        // For fewer it is quicker to wake them all.
        let in_turn = wake == Wake::InTurn && size > 2 * FEW as u32;
        let (in_turn, count) = if in_turn { (IN_TURN, FEW) } else { (0, i32::MAX) };
        let old = self.0.swap(in_turn | u64::from(size) << 32 | u64::from(epoch), Ordering::AcqRel);
        if old & SLEEPER != 0 {
            self.wake(count, rung);
        }
    }

    /// Makes the sleepers look again at the other conditions that they wait for, one of which has
    /// changed.
    #[inline]
    pub fn call_sleepers(&self, rung: &Rung) {
        if self.call() {
            // The next region need not wake them once more. Taking the bit away is not the call: a
            // thread that set it between the two operations has looked after the call.
            self.0.fetch_and(!SLEEPER, Ordering::Relaxed);
            self.wake(i32::MAX, rung);
        }
    }

    /// As [`call_sleepers`](Self::call_sleepers), for one of the sleepers. The others still hear of
    /// the next region.
    pub fn call_one(&self, rung: &Rung) {
        if self.call() {
            rung.note();
            if futex::wake_low(&raw const self.0, 1) == 0 {
                // Whoever set the bit is awake still, and perhaps looked before the call. Another
                // call would change the word back before it sleeps; so the bit goes, and with it
                // all sleepers wake that have come meanwhile.
                self.0.fetch_and(!SLEEPER, Ordering::Relaxed);
                self.wake(i32::MAX, rung);
            }
        }
    }

    /// Keeps the threads awake that are about to sleep; whether somebody may sleep already.
    #[inline]
    fn call(&self) -> bool {
        // Either the read-modify-write comes before a sleeper sets its bit, and then the sleeper's
        // last look sees the change; or it finds the bit. A sleeper that has looked before it is
        // kept awake by the changed word. To take the bit away would not do for that: another
        // thread may set it again.
        self.0.fetch_xor(CALL, Ordering::AcqRel) & SLEEPER != 0
    }

    #[cold]
    fn wake(&self, count: i32, rung: &Rung) {
        rung.note();
        futex::wake_low(&raw const self.0, count);
    }

    /// To be called by a thread that has slept and had seen region `seen`: wakes others, if they
    /// wait for that.
    fn wake_others(&self, seen: u32) {
        let word = self.0.load(Ordering::Acquire);
        match epoch_of(word).wrapping_sub(seen) & MOST {
            0 => {}
            1 if word & IN_TURN == 0 => {}
            1 => _ = futex::wake_low(&raw const self.0, FEWER),
            // A region that this thread was no member of is over. Perhaps not all that it was
            // announced to have been woken.
            _ => _ = futex::wake_low(&raw const self.0, i32::MAX),
        }
    }

    /// Whether a region after number `seen` has been set off.
    #[inline]
    pub fn is_after(&self, seen: u32) -> bool {
        epoch_of(self.0.load(Ordering::Acquire)) != seen
    }

    /// Waits until a region after number `seen` has been set off.
    #[inline]
    pub fn await_next(&self, seen: u32, worker: &impl Docked) {
        self.await_as(seen, worker, || self.is_after(seen), || {});
    }

    /// Waits until `after` tells that a region after number `seen` has been set off. To be told
    /// when the worker `woke`: `after` may hold later than [`is_after`](Self::is_after), but not
    /// then.
    #[inline(always)]
    fn await_as(&self, seen: u32, worker: &impl Docked, after: impl Fn() -> bool, woke: impl Fn()) {
        let needed = || worker.is_needed();
        // The end of a wait is no reason to join a region: a task may have ended it, which is done
        // since.
        while !after() {
            if needed() {
                worker.help();
            } else {
                worker.wait_until(
                    || after() || needed(),
                    |limit| {
                        self.sleep(seen, || needed() || limit.is_none() && worker.is_left(), limit);
                        woke();
                    },
                );
            }
        }
    }

    /// Sleeps until a region after number `seen` is set off, `needed` holds, or `limit` has passed.
    fn sleep(&self, seen: u32, needed: impl Fn() -> bool, limit: Option<Duration>) {
        sleep_on(&self.0, |word| epoch_of(word) == seen && !needed(), limit);
        self.wake_others(seen);
    }
}

/// A live worker between two regions of its team.
pub trait Docked {
    /// Whether the region that it has come to the end of has tasks that are not done. The thread
    /// that generates the first one [calls](Signal::call_sleepers).
    fn is_needed(&self) -> bool;

    /// Whether perhaps nobody will begin another region, so that the worker must sleep for a
    /// limited time only. The thread that leaves the team [calls one](Signal::call_one) worker.
    fn is_left(&self) -> bool;

    /// Runs tasks of that region until all of them are done.
    fn help(&self);

    /// Waits until `ready` holds. `sleep` blocks until that may be so, or until its limit has
    /// passed.
    fn wait_until(&self, ready: impl Fn() -> bool, sleep: impl Fn(Option<Duration>));
}

/// The words by which a worker that is not live gets its orders. `T`: the team.
pub struct Mailbox<T: 'static> {
    /// Twice the number of letters sent, and in bit 0 whether the worker sleeps.
    word: AtomicU64,
    /// The team that the worker is leased to; null: none.
    team: AtomicPtr<T>,
    /// The worker's number in the team. Without a team: [`END`] if the worker is to end.
    tid: AtomicU32,
    /// The number of the team's last region before the lease.
    epoch: AtomicU32,
    /// The number of leases that have ended, which is also the number of the present one.
    lease: AtomicU32,
    rung: Rung,
}

/// Tells a worker to end. No member of a team has this number.
const END: u32 = u32::MAX;

/// A worker's lease, as the worker knows it.
pub struct Lease<T: 'static> {
    pub team: &'static T,
    /// The worker's number in the team.
    pub tid: u32,
    /// The last region that the worker has seen.
    pub seen: u32,
    number: u32,
}

/// The order that a letter brings.
#[derive(Debug, PartialEq, Eq)]
pub enum Letter {
    /// The worker looks at its team's signal, if it has a lease.
    Look,
    /// The worker ends.
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
    /// Sends a letter: the worker looks into its mailbox.
    pub fn send_letter(&self) {
        // This adds one to the count. The sleeper bit stays until the worker takes it away.
        let old = self.word.fetch_add(2, Ordering::AcqRel);
        if old & SLEEPER != 0 {
            self.rung.note();
            futex::wake_low(&raw const self.word, 1);
        }
    }

    /// Leases the worker, which has no lease, to `team` as member `tid`. The team's primary thread
    /// calls this.
    pub fn address(&self, team: &'static T, signal: &Signal, tid: u32) {
        // Release: partner of the loads in `read`, which see with these words that the former lease
        // has ended.
        self.tid.store(tid, Ordering::Release);
        self.epoch.store(epoch_of(signal.0.load(Ordering::Relaxed)), Ordering::Release);
        // Last, and Release: a letter of the former team that comes late may make the worker read
        // this at any time. If it finds a team, it must find the other words that belong to it.
        self.team.store(ptr::from_ref(team).cast_mut(), Ordering::Release);
    }

    /// Ends the lease. The worker finds out when a letter follows, or when it looks here before a
    /// region.
    pub fn end_lease(&self) {
        self.team.store(ptr::null_mut(), Ordering::Relaxed);
        // Release, and after the team: so `read` never takes this team for that of a later lease.
        // Only one thread at a time may end a lease, so no read-modify-write is needed.
        self.lease.store(self.lease.load(Ordering::Relaxed).wrapping_add(1), Ordering::Release);
    }

    /// Whether there is no lease.
    pub fn is_free(&self) -> bool {
        self.team.load(Ordering::Relaxed).is_null()
    }

    /// Ends the lease, if there is one. When the next letter comes, the worker ends too.
    pub fn order_to_end(&self) {
        self.end_lease();
        self.tid.store(END, Ordering::Relaxed);
    }

    /// The number of letters that have come.
    #[inline]
    pub fn letters(&self) -> u64 {
        self.word.load(Ordering::Acquire) & !SLEEPER
    }

    /// Sleeps until there are more than `seen` letters, or `limit` has passed. Returns the time at
    /// which a letter last found the worker asleep.
    pub fn sleep(&self, seen: u64, limit: Option<Duration>) -> u64 {
        sleep_on(&self.word, |now| now == seen, limit);
        self.word.fetch_and(!SLEEPER, Ordering::Relaxed);
        self.rung.at()
    }

    /// The order of the last letter to a worker with this lease, which is brought up to date. To be
    /// called after [`letters`](Self::letters) has counted the letter.
    pub fn read(&self, lease: &mut Option<Lease<T>>) -> Letter {
        let number = self.lease.load(Ordering::Acquire);
        // SAFETY: teams are never freed.
        if let Some(team) = unsafe { self.team.load(Ordering::Acquire).as_ref() } {
            // A letter that comes late brings nothing new.
            if lease.as_ref().is_none_or(|lease| lease.number != number) {
                // Acquire: each of these words may belong to a later lease already. Then the load
                // below sees that lease's number.
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
    /// Looks at the region that the team's `signal` has set off last: its team size, if the worker
    /// that owns `mailbox` is a member.
    pub fn join(&mut self, signal: &Signal, mailbox: &Mailbox<T>) -> Option<u32> {
        self.join_as(&signal.0, mailbox)
    }

    #[inline(always)]
    fn join_as(&mut self, word: &AtomicU64, mailbox: &Mailbox<T>) -> Option<u32> {
        let word = word.load(Ordering::Acquire);
        self.seen = epoch_of(word);
        let size = size_of(word);
        (self.tid < size && self.is_current(mailbox)).then_some(size)
    }

    /// Whether the lease has not ended, in the mailbox of the worker that owns both.
    #[inline(always)]
    fn is_current(&self, mailbox: &Mailbox<T>) -> bool {
        // The end of a lease is written before the next region is set off. The number is compared
        // because another lease of the same team may have followed.
        mailbox.lease.load(Ordering::Relaxed) == self.number
    }
}
