//! The one way to wait: spin, then sleep (`DESIGN` 4).
//!
//! How long to spin is decided from two things: whether more threads of the runtime are awake than there are
//! processors (then the processor is given away instead), and whether the last waits of this kind ended soon enough for
//! spinning to have caught them.

use std::cell::Cell;
use std::hint;
use std::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering, fence};
use std::time::{Duration, Instant};

use crate::sys::{futex, thread};

/// Worker threads that are not asleep in the runtime. Masters are not counted: a native thread that does something
/// else for hours would count as load.
static AWAKE: AtomicI32 = AtomicI32::new(0);

/// Processors at hand; 0 until [`configure`].
static PROCESSORS: AtomicI32 = AtomicI32::new(0);

/// The longest spin in nanoseconds; `u64::MAX`: for ever.
static SPIN_LIMIT: AtomicU64 = AtomicU64::new(DEFAULT_SPIN);

/// Whether the user fixed the spin limit, so that nothing is learned.
static FIXED: AtomicU32 = AtomicU32::new(0);

/// About twice what a wake-up costs on a virtual machine: what is likely to come within this time is spun for.
const DEFAULT_SPIN: u64 = 200_000;

/// Spins before the clock is looked at for the first time: a hand-over between two running threads ends in these.
const FIRST_SPINS: u32 = 200;

/// With more threads than processors: how long to offer the processor to others before sleeping.
const YIELD_LIMIT: u64 = 100_000;

/// A worker's wait that history says is hopeless still spins this long.
const HOPELESS_SPIN: u64 = 3_000;

/// What the environment says about waiting.
#[derive(Clone, Copy)]
pub enum Policy {
    /// Learn from the past waits.
    Adaptive,
    /// Spin for this long, then sleep.
    Spin(Duration),
    /// Never sleep.
    Active,
}

/// Sets the policy and the number of processors. Before the first region.
pub fn configure(policy: Policy, processors: usize) {
    PROCESSORS.store(i32::try_from(processors).unwrap_or(i32::MAX), Ordering::Relaxed);
    let (limit, fixed) = match policy {
        Policy::Adaptive => (DEFAULT_SPIN, 0),
        Policy::Spin(time) => (u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), 1),
        Policy::Active => (u64::MAX, 1),
    };
    SPIN_LIMIT.store(limit, Ordering::Relaxed);
    FIXED.store(fixed, Ordering::Relaxed);
}

/// A worker exists from now on.
pub fn worker_started() {
    AWAKE.fetch_add(1, Ordering::Relaxed);
}

/// A worker ends.
pub fn worker_ended() {
    AWAKE.fetch_sub(1, Ordering::Relaxed);
}

/// In a forked child no worker is left.
pub fn after_fork_in_child() {
    AWAKE.store(0, Ordering::Relaxed);
}

fn oversubscribed() -> bool {
    AWAKE.load(Ordering::Relaxed) >= PROCESSORS.load(Ordering::Relaxed)
}

/// What the past waits of one kind in one thread taught.
pub struct History {
    /// How many of the last waits ended soon: spin while it is above 0.
    credit: Cell<u8>,
    /// Whether the thread is a worker, so that its sleep changes the load.
    worker: bool,
}

impl History {
    const FULL: u8 = 8;

    pub const fn new(worker: bool) -> Self {
        Self { credit: Cell::new(Self::FULL), worker }
    }

    fn limit(&self) -> u64 {
        let limit = SPIN_LIMIT.load(Ordering::Relaxed);
        if self.credit.get() == 0 && FIXED.load(Ordering::Relaxed) == 0 { HOPELESS_SPIN.min(limit) } else { limit }
    }

    fn learn(&self, soon: bool) {
        let credit = self.credit.get();
        self.credit.set(if soon { (credit + 2).min(Self::FULL) } else { credit / 2 });
    }

    /// Waits until `ready` says true. `sleep` blocks until the state may have changed; it checks it again
    /// after it has announced itself to the waker.
    #[inline]
    pub fn wait(&self, mut ready: impl FnMut() -> bool, sleep: impl FnMut()) {
        if !ready() {
            self.wait_longer(ready, sleep);
        }
    }

    #[inline(never)]
    fn wait_longer(&self, mut ready: impl FnMut() -> bool, mut sleep: impl FnMut()) {
        if SPIN_LIMIT.load(Ordering::Relaxed) != 0 {
            let first = if oversubscribed() { FIRST_SPINS / 8 } else { FIRST_SPINS };
            for _ in 0..first {
                if ready() {
                    return;
                }
                hint::spin_loop();
            }
        }
        let start = Instant::now();
        let limit = self.limit();
        loop {
            let crowded = oversubscribed();
            if crowded {
                thread::yield_now();
            }
            for _ in 0..if crowded { 4 } else { 64 } {
                if ready() {
                    self.learn(true);
                    return;
                }
                hint::spin_loop();
            }
            let waited = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
            if waited >= if crowded && limit != u64::MAX { limit.min(YIELD_LIMIT) } else { limit } {
                break;
            }
        }
        while !ready() {
            if self.worker {
                AWAKE.fetch_sub(1, Ordering::Relaxed);
            }
            sleep();
            if self.worker {
                AWAKE.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.learn(start.elapsed() < Duration::from_nanos(DEFAULT_SPIN));
    }
}

/// Where members of a team sleep that wait for one of several events.
///
/// Sleeper: `idle += 1`; full fence; read `bell`; check the condition; `futex_wait(bell)`; `idle -= 1`.
/// Notifier: publish; full fence; if `idle != 0`: `bell += 1`, `futex_wake`. Either the notifier sees the sleeper in
/// `idle`, or the sleeper's check sees what was published; and a bell between the reading and the sleep keeps it awake.
///
/// Each sleeper has bits that say who it is, so that a notifier need not wake those who have nothing to do.
#[derive(Default)]
pub struct EventCount {
    idle: AtomicU32,
    bell: AtomicU32,
}

/// Bits of a sleeper that may run any task of the team.
const ANY_TASK: u32 = 0xffff_0000;
/// Bits of a sleeper that may run only some tasks.
const SOME_TASKS: u32 = 0x0000_ffff;

/// Who sleeps: member `tid`, who may run any task of the team or only some.
pub fn sleeper(tid: u32, any_task: bool) -> u32 {
    1 << (tid % 16 + if any_task { 16 } else { 0 })
}

impl EventCount {
    /// Sleeps until notified, unless `ready`.
    pub fn sleep(&self, who: u32, ready: impl FnOnce() -> bool) {
        self.idle.fetch_add(1, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        let bell = self.bell.load(Ordering::Acquire);
        if !ready() {
            futex::wait_as(&self.bell, bell, who);
        }
        self.idle.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether somebody sleeps, or is about to.
    #[inline]
    pub fn has_sleepers(&self) -> bool {
        self.idle.load(Ordering::Relaxed) != 0
    }

    /// Wakes all sleepers. What they wait for has been published by a read-modify-write, which on this architecture is
    /// a full barrier; the fence says so to the model.
    #[inline]
    pub fn notify_all(&self) {
        fence_after_rmw();
        if self.has_sleepers() {
            self.ring(i32::MAX, u32::MAX);
        }
    }

    /// Wakes one sleeper for a new task, best one that may run any.
    #[cold]
    pub fn notify_of_task(&self) {
        if self.ring(1, ANY_TASK) == 0 {
            futex::wake_who(&self.bell, 1, SOME_TASKS);
        }
    }

    /// Wakes member `tid`, if it sleeps. Published as for [`EventCount::notify_all`].
    pub fn notify_member(&self, tid: u32) {
        fence_after_rmw();
        if self.has_sleepers() {
            self.ring(i32::MAX, sleeper(tid, true) | sleeper(tid, false));
        }
    }

    #[cold]
    fn ring(&self, count: i32, who: u32) -> i32 {
        self.bell.fetch_add(1, Ordering::Release);
        futex::wake_who(&self.bell, count, who)
    }

    /// In a forked child nobody sleeps.
    pub fn after_fork_in_child(&self) {
        self.idle.store(0, Ordering::Relaxed);
    }
}

/// A full fence behind an atomic read-modify-write. On x86 a locked instruction is one already, and LLVM would add an
/// `mfence` of some 30 cycles to every barrier.
#[inline(always)]
fn fence_after_rmw() {
    #[cfg(all(target_arch = "x86_64", not(loom)))]
    std::sync::atomic::compiler_fence(Ordering::SeqCst);
    #[cfg(not(all(target_arch = "x86_64", not(loom))))]
    fence(Ordering::SeqCst);
}

/// The bit of a word that a thread sleeps on which says so to the waker, who sees it in what its swap returns.
pub const SLEEPER: u32 = 1;

/// Sleeps on `word` while `stale` holds for its value without the [`SLEEPER`] bit. Returns for no reason at times. Asked
/// again after the bit is set, so it may look at more than the word, if who changes that takes the bit away.
pub fn sleep_on(word: &AtomicU32, stale: impl Fn(u32) -> bool, limit: Option<Duration>) {
    let mut value = word.load(Ordering::Relaxed);
    loop {
        if !stale(value & !SLEEPER) {
            return;
        }
        if value & SLEEPER != 0 {
            break;
        }
        match word.compare_exchange_weak(value, value | SLEEPER, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => {
                value |= SLEEPER;
                break;
            }
            Err(now) => value = now,
        }
    }
    fence_after_rmw();
    if stale(value & !SLEEPER) {
        futex::wait(word, value, limit);
    }
}
