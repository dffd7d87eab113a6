//! How long to spin before sleeping.
//!
//! Three things decide:
//! * Are more threads of the runtime awake than there are processors? Then the thread gives its
//!   processor away instead of spinning.
//! * Did another program then keep the processor for long? Then the thread sleeps at once.
//! * Did the last waits of this kind end soon enough for spinning to catch them?

use crate::sys::sync::spin_hint;
use crate::sys::sync::unmodelled::{AtomicI32, AtomicU32, AtomicU64, Ordering};
use crossbeam_utils::CachePadded;
use std::cell::Cell;
use std::time::Duration;

use crate::engine::ground::hook::Hook;
use crate::engine::protocols::wait::external_load;
use crate::sys::{clock, thread};

/// Workers that are not asleep in the runtime. Native threads are not counted: one that does
/// something else for hours would count as load. In a cache line of its own: each sleep writes it,
/// and each wait reads what would lie beside it.
static AWAKE: CachePadded<AtomicI32> = CachePadded::new(AtomicI32::new(0));

/// The number of processors; 0 until [`configure`].
static PROCESSORS: AtomicI32 = AtomicI32::new(0);

/// The longest spin in nanoseconds; `u64::MAX`: for ever.
static SPIN_LIMIT: AtomicU64 = AtomicU64::new(DEFAULT_SPIN);

/// Whether the user fixed the spin limit, so that nothing is learned.
static FIXED: AtomicU32 = AtomicU32::new(0);

/// The time to spin for an event that is likely to come soon: about twice the cost of a wake-up on
/// a virtual machine.
pub const DEFAULT_SPIN: u64 = 200_000;

/// Looks before the clock is read for the first time. A hand-over between two running threads takes
/// no longer.
const FIRST_LOOKS: u32 = 200;

/// Looks between two looks at the clock, some three microseconds.
const LOOKS: u32 = 100;

/// Looks where processors are short: the threads that are waited for may need this processor, and
/// cannot do anything meanwhile.
const FEW_LOOKS: u32 = 4;

/// With more threads than processors: how long to offer the processor to others before sleeping.
const YIELD_LIMIT: u64 = 100_000;

/// A thread that gets its processor back only after this many nanoseconds has given it to another
/// program, or to a thread of the process that computes for long.
const LONG_ABSENCE: u64 = 500_000;

/// A wait for which spinning was in vain before still spins this long.
const HOPELESS_SPIN: u64 = 3_000;

/// A worker without a use spins no longer than this, even if the user wants threads to spin.
const UNUSED_SPIN: u64 = 10_000_000;

/// Looks at a lock before a thread sleeps on it.
static LOCK_LOOKS: AtomicU64 = AtomicU64::new(0);

/// The section that a lock protects is usually short, and a sleeper comes back tens of microseconds
/// late. Looking this often takes about as long.
const DEFAULT_LOCK_LOOKS: u64 = 1000;

/// The policy of waiting that the environment sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Learn from the past waits.
    Adaptive,
    /// Spin for this long, then sleep.
    Spin(Duration),
    /// Look this many times, then sleep.
    Looks(u64),
    /// Never sleep.
    Active,
}

/// Nanoseconds of a look, which is a load and a pause.
const LOOK: u64 = 10;

impl Policy {
    /// How long a wait spins, in nanoseconds, and how often it looks at a lock; `u64::MAX`: for
    /// ever.
    fn limits(self, processors: u32) -> (u64, u64) {
        match self {
            // With one processor the holder of a lock cannot run while another thread looks.
            Self::Adaptive => (DEFAULT_SPIN, if processors > 1 { DEFAULT_LOCK_LOOKS } else { 0 }),
            Self::Spin(time) => {
                let time = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
                (time, time / LOOK)
            }
            Self::Looks(looks) => (looks.saturating_mul(LOOK), looks),
            Self::Active => (u64::MAX, u64::MAX),
        }
    }
}

/// Sets the policy and the number of processors, which is above 0. `real`: the number of processors
/// that the process can get time of.
pub fn configure(policy: Policy, processors: u32, real: u32) {
    let (limit, looks) = policy.limits(processors);
    SPIN_LIMIT.store(limit, Ordering::Relaxed);
    LOCK_LOOKS.store(looks, Ordering::Relaxed);
    FIXED.store(u32::from(policy != Policy::Adaptive), Ordering::Relaxed);
    PROCESSORS.store(i32::try_from(processors).unwrap_or(i32::MAX), Ordering::Relaxed);
    external_load::configure(processors.min(real));
}

/// Whether [`configure`] was ever called.
pub fn is_configured() -> bool {
    PROCESSORS.load(Ordering::Relaxed) != 0
}

/// How often to look at a taken lock before sleeping; `u64::MAX`: for ever.
pub fn lock_looks() -> u64 {
    LOCK_LOOKS.load(Ordering::Relaxed)
}

/// Counts a new worker.
pub fn worker_started() {
    AWAKE.fetch_add(1, Ordering::Relaxed);
}

/// Counts that a worker ends.
pub fn worker_ended() {
    AWAKE.fetch_sub(1, Ordering::Relaxed);
}

/// Forgets all workers: in a forked child none is left.
pub fn after_fork_in_child() {
    AWAKE.store(0, Ordering::Relaxed);
}

/// Whether a team of `size` threads is larger than the number of processors.
#[inline]
pub fn are_too_many(size: u32) -> bool {
    size as i32 > PROCESSORS.load(Ordering::Relaxed)
}

/// Whether more threads of the runtime are awake than there are processors.
pub fn are_short() -> bool {
    AWAKE.load(Ordering::Relaxed) >= PROCESSORS.load(Ordering::Relaxed)
}

/// Whether the time to spin is learned, and not what the user wants.
pub fn is_learned() -> bool {
    FIXED.load(Ordering::Relaxed) == 0
}

/// Called when a thread that may spin has to wait for longer. The answer says whether to time the
/// thread's waits from now on.
pub static LONG_WAIT: Hook<LongWait, bool> = Hook::new();

/// A longer wait, in nanoseconds.
#[derive(Clone, Copy)]
pub struct LongWait {
    /// The time at which it began; 0: it is not timed.
    pub began: u64,
    pub now: u64,
    /// The time for which the thread may spin.
    pub limit: u64,
}

/// Called when a longer wait that is timed has ended.
pub static TIMED_WAIT_ENDED: Hook<()> = Hook::new();

/// The experience of a thread with its past waits of one kind.
pub struct History {
    /// Rises with each wait that spinning caught or would have caught, falls with each long one.
    /// The thread spins while this is above 0.
    credit: Cell<u8>,
    /// How often in a row it was wrong to stay awake, where processors are short. Either spinning
    /// was in vain and the event happened soon after it, as if the spinning had delayed the event.
    /// Or the thread gave its processor away, and the thread that got it kept it for long.
    vain: Cell<u8>,
    /// The number of further waits that sleep at once because of `vain`.
    doubts: Cell<u16>,
    /// How often since then it was right to give the processor away.
    right: Cell<u8>,
    /// Whether the thread's longer waits are timed.
    timed: Cell<bool>,
    /// Whether the thread is a worker, whose sleep changes the number of workers that are awake.
    worker: bool,
    /// Whether it is counted as asleep.
    asleep: Cell<bool>,
}

impl History {
    const FULL: u8 = 8;
    /// The greatest value of `vain`. With it, one wait in 4⁵ stays awake and finds out whether that
    /// is still in vain.
    const MOST_VAIN: u8 = 5;
    /// Giving the processor away must be right this often before `vain` is forgotten.
    const RIGHT: u8 = 32;

    pub const fn new(worker: bool) -> Self {
        Self {
            credit: Cell::new(Self::FULL),
            vain: Cell::new(0),
            doubts: Cell::new(0),
            right: Cell::new(0),
            timed: Cell::new(false),
            worker,
            asleep: Cell::new(false),
        }
    }

    /// The time to stay awake before sleep, in nanoseconds. `crowded`: processors are short.
    fn limit(&self, crowded: bool) -> u64 {
        let limit = SPIN_LIMIT.load(Ordering::Relaxed);
        if FIXED.load(Ordering::Relaxed) != 0 {
            limit
        } else if crowded && self.doubts.get() != 0 {
            0
        } else if self.credit.get() == 0 {
            HOPELESS_SPIN.min(limit)
        } else {
            limit
        }
    }

    /// Forgets all doubts: the thread that was waited for runs on another processor.
    fn clear(&self) {
        self.vain.set(0);
        self.doubts.set(0);
    }

    /// Learns that spinning caught the event.
    fn trust(&self) {
        self.credit.set((self.credit.get() + 2).min(Self::FULL));
        self.clear();
    }

    /// Learns that the event happened while the thread gave its processor away. This raises trust
    /// slowly: even a processor that another program wants comes back at once at times.
    fn trust_slowly(&self) {
        self.credit.set((self.credit.get() + 2).min(Self::FULL));
        self.right.set(self.right.get() + 1);
        if self.right.get() >= Self::RIGHT {
            self.right.set(0);
            self.vain.set(0);
        }
    }

    /// Learns that it was wrong to stay awake.
    fn doubt(&self) {
        let vain = (self.vain.get() + 1).min(Self::MOST_VAIN);
        self.vain.set(vain);
        self.doubts.set(1 << (2 * vain));
        self.right.set(0);
    }

    /// Learns from a wait that went to sleep after `awake` nanoseconds, and whose event happened
    /// `came` nanoseconds after the wait began.
    fn learn_from_sleep(&self, awake: u64, came: u64) {
        let credit = self.credit.get();
        let long = awake >= DEFAULT_SPIN;
        if long || came >= DEFAULT_SPIN {
            self.credit.set(credit / 2);
        }
        match self.doubts.get() {
            0 if long && credit < 2 && came < awake + DEFAULT_SPIN => self.doubt(),
            0 if !long && came < DEFAULT_SPIN => self.credit.set((credit + 2).min(Self::FULL)),
            0 => {}
            doubts => {
                self.doubts.set(doubts - 1);
                if doubts == 1 {
                    self.credit.set(self.credit.get().max(1));
                }
            }
        }
    }

    /// Waits until `ready` returns true. `sleep` blocks until the state may have changed. It
    /// announces itself to the waker, checks the state again, and returns the time at which a waker
    /// last found it asleep ([`crate::engine::protocols::wait::Rung`]).
    #[inline]
    pub fn wait(&self, ready: impl FnMut() -> bool, sleep: impl FnMut() -> u64) {
        self.wait_in_use(ready, || true, sleep);
    }

    /// As [`wait`](Self::wait), by a worker that also sleeps once it is not `in_use`, even if the
    /// user wants threads to spin.
    #[inline]
    pub fn wait_in_use(&self, mut ready: impl FnMut() -> bool, in_use: impl Fn() -> bool, sleep: impl FnMut() -> u64) {
        if !ready() {
            self.wait_longer(ready, in_use, sleep);
        }
    }

    #[inline(never)]
    fn wait_longer(&self, mut ready: impl FnMut() -> bool, in_use: impl Fn() -> bool, sleep: impl FnMut() -> u64) {
        // Where processors are short, looking keeps the threads that are waited for off this
        // processor.
        let crowded = are_short();
        let limit = self.limit(crowded);
        let began = if self.timed.get() { clock::nanos() } else { 0 };
        if limit != 0 && look(if crowded { FEW_LOOKS } else { FIRST_LOOKS }, &mut ready) {
            if !crowded {
                self.clear();
            }
            return;
        }
        let start = clock::nanos();
        // A thread that sleeps at once keeps nobody off the processor, so nobody need be told.
        let told = !crowded && limit != 0;
        self.timed.set(told && LONG_WAIT.call(LongWait { began, now: start, limit }) == Some(true));
        self.spin_and_sleep(limit, start, crowded, ready, in_use, sleep);
        if self.timed.get() {
            TIMED_WAIT_ENDED.call(());
        }
    }

    /// The rest of a wait that began at `start` and may spin for `limit` nanoseconds. `crowded`:
    /// whether processors were short at `start`.
    #[inline]
    fn spin_and_sleep(
        &self,
        limit: u64,
        start: u64,
        crowded: bool,
        mut ready: impl FnMut() -> bool,
        in_use: impl Fn() -> bool,
        sleep: impl FnMut() -> u64,
    ) {
        match spin(limit, start, &mut ready, in_use) {
            Spun::Caught => return self.trust(),
            Spun::CaughtInTurn => return self.trust_slowly(),
            Spun::Lost => {
                self.doubt();
                if ready() {
                    return;
                }
            }
            Spun::InVain => {}
        }
        // A thread that gave its processor away did not stay awake for all of that time.
        let awake = if crowded { 0 } else { clock::nanos() - start };
        let rung = self.sleep_until(ready, sleep);
        self.learn_from_sleep(awake, came_after(start, rung, clock::nanos()));
    }

    /// Waits as [`wait`](Self::wait) does, but sleeps from the start, whatever the user wants of
    /// other waits. Returns the time at which a waker last found the thread asleep.
    pub fn sleep_until(&self, mut ready: impl FnMut() -> bool, mut sleep: impl FnMut() -> u64) -> u64 {
        let mut rung = 0;
        while !ready() {
            if self.worker {
                AWAKE.fetch_sub(1, Ordering::Relaxed);
                self.asleep.set(true);
            }
            rung = sleep();
            self.wakes_up();
        }
        rung
    }

    /// Counts the thread as awake from now on, if it is counted as asleep. `sleep` may call this in
    /// a thread that goes on spinning.
    pub fn wakes_up(&self) {
        if self.asleep.replace(false) {
            AWAKE.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The time from `start` to the event of a wait that went to sleep and ends `now`. `rung`: the time
/// at which a waker last found somebody asleep.
pub fn came_after(start: u64, rung: u64, now: u64) -> u64 {
    // If no waker found the thread asleep, the event has happened just now.
    if rung > start { rung - start } else { now - start }
}

/// How spinning ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Spun {
    /// The event happened.
    Caught,
    /// The event happened while the thread gave its processor away.
    CaughtInTurn,
    /// The thread gave its processor away, and another program kept it for long.
    Lost,
    /// The event did not happen within the limit.
    InVain,
}

/// Spins until `ready` holds, or until `limit` nanoseconds after `start`; not for long if the
/// thread is not `in_use`.
fn spin(limit: u64, start: u64, ready: &mut impl FnMut() -> bool, in_use: impl Fn() -> bool) -> Spun {
    loop {
        let crowded = are_short();
        let limit = if crowded && limit != u64::MAX { limit.min(YIELD_LIMIT) } else { limit };
        let waited = clock::nanos() - start;
        if waited >= limit || waited >= UNUSED_SPIN && !in_use() {
            return Spun::InVain;
        }
        // A thread spins for longer than this only if the user wants it to. The thread that it
        // waits for may be queued on this processor.
        let give_away = crowded || waited > DEFAULT_SPIN;
        if give_away {
            thread::yield_now();
            if limit != u64::MAX {
                let now = clock::nanos();
                if now - start - waited > LONG_ABSENCE && external_load::compute(now) {
                    return Spun::Lost;
                }
            }
        }
        if look(if crowded { FEW_LOOKS } else { LOOKS }, ready) {
            return if give_away { Spun::CaughtInTurn } else { Spun::Caught };
        }
    }
}

/// Looks for `limit` nanoseconds whether `ready` holds, and keeps the processor meanwhile.
pub fn look_for(limit: u64, mut ready: impl FnMut() -> bool) -> bool {
    let start = clock::nanos();
    loop {
        if look(LOOKS, &mut ready) {
            return true;
        }
        if clock::nanos() - start >= limit {
            return false;
        }
    }
}

/// Looks `times` times whether `ready` holds.
#[inline]
fn look(times: u32, ready: &mut impl FnMut() -> bool) -> bool {
    for _ in 0..times {
        if ready() {
            return true;
        }
        spin_hint();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_holds_for_waits_and_for_locks() {
        let micro = Duration::from_micros(1);
        assert_eq!(Policy::Adaptive.limits(2), (DEFAULT_SPIN, DEFAULT_LOCK_LOOKS));
        assert_eq!(Policy::Adaptive.limits(1).1, 0);
        assert_eq!(Policy::Spin(Duration::ZERO).limits(2), (0, 0));
        assert_eq!(Policy::Spin(micro).limits(2), (1000, 100));
        assert_eq!(Policy::Looks(7).limits(1), (70, 7));
        assert_eq!(Policy::Looks(u64::MAX - 1).limits(2).0, u64::MAX);
        assert_eq!(Policy::Active.limits(1), (u64::MAX, u64::MAX));
    }

    #[test]
    fn waits_for_what_comes_late_end_in_sleep_soon() {
        let history = History::new(false);
        for _ in 0..8 {
            history.learn_from_sleep(history.limit(false), 5 * DEFAULT_SPIN);
        }
        assert_eq!(history.limit(false), HOPELESS_SPIN);
        history.learn_from_sleep(HOPELESS_SPIN, DEFAULT_SPIN / 2);
        assert_eq!(history.limit(false), DEFAULT_SPIN);
    }

    /// Two threads share one processor: while one of them sleeps, the other causes the event that
    /// the sleeper waits for.
    #[test]
    fn spinning_that_keeps_the_other_thread_off_is_given_up_and_tried_again_now_and_then() {
        let history = History::new(false);
        let long_spins = |waits: u32| {
            let mut long = 0;
            for _ in 0..waits {
                let spun = history.limit(false);
                long += u32::from(spun == DEFAULT_SPIN);
                history.learn_from_sleep(spun, spun + 1000);
            }
            long
        };
        assert!(long_spins(100) < 10);
        assert!(long_spins(10_000) <= 12);
        assert_ne!(long_spins(1025), 0);
        history.trust();
        assert_eq!(history.limit(false), DEFAULT_SPIN);
    }

    /// If another program wants the processor too, a thread that gives it away usually has it back
    /// milliseconds later, but sometimes at once.
    #[test]
    fn a_processor_that_others_keep_for_long_is_given_away_by_sleeping() {
        let history = History::new(false);
        let mut given_away = 0;
        for wait in 0..10_000 {
            if history.limit(true) == 0 {
                history.learn_from_sleep(0, 1000);
            } else {
                given_away += 1;
                if wait % 3 == 0 { history.doubt() } else { history.trust_slowly() }
            }
        }
        assert!((1..100).contains(&given_away), "{given_away} of 10000");
        for _ in 0..2000 {
            if history.limit(true) == 0 { history.learn_from_sleep(0, 1000) } else { history.trust_slowly() }
        }
        assert_eq!((history.limit(true), history.vain.get()), (DEFAULT_SPIN, 0));
    }

    /// Two threads sleep in turn: each takes long to wake up, but the event that it waits for
    /// happens soon.
    #[test]
    fn waking_up_late_is_not_taken_for_waiting_long() {
        assert_eq!(came_after(1000, 1500, 9000), 500);
        assert_eq!(came_after(1000, 900, 9000), 8000);
        assert_eq!(came_after(1000, 0, 9000), 8000);
    }
}
