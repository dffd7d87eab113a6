//! How long to spin before sleeping (`DESIGN` 4).
//!
//! It is decided from two things: whether more threads of the runtime are awake than there are processors (then the
//! processor is given away instead), and whether the last waits of this kind ended soon enough for spinning to have
//! caught them.

use std::cell::Cell;
use std::hint;
use std::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::sys::thread;

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
