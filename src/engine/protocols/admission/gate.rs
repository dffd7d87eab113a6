//! The gate: it admits teams as long as their threads together are no more than the budget.
//!
//! A native thread that was admitted stays admitted over many regions, as long as nobody else waits
//! or its turn lasts. So the regions of one team follow each other at full speed. Between two
//! regions its [`Pass`] is *parked*.
//!
//! | word of a pass | |
//! |---|---|
//! | 1…0 | [`OUT`], [`PARKED`] or [`IN`] |
//! | 31…2 | how many regions it was used for |
//!
//! * out → in: a thread under the lock, for its own pass or for the first one in the queue.
//! * in → parked: the owner, at the end of a region. parked → in: the owner, without the lock.
//! * parked → out: the owner when its turn is over; or, when the pass has been parked for a while,
//!   a worker of its team that waits for the next region in vain, or a thread in the queue. All do
//!   this by compare-and-swap, so that one of them wins.
//! * in or parked → out: the owner that has lost its admission, before it asks again or does
//!   without.
//!
//! A pass that counts against the budget is one of the *admitted* ones. Whenever the lock is free
//! ([`State::assert_whole`]):
//!
//! * the sizes of the admitted passes add up to `used`;
//! * the word of an admitted pass is parked or in, and its admission is not lost;
//! * the word of a pass in the queue is out, so that nobody takes away an admission that it has yet
//!   to get;
//! * a pass is admitted or in the queue, not both, and there once.
//!
//! Nobody waits for ever. The first in the queue looks again and again. A pass whose word has not
//! changed for the grace time loses its admission to it: its region computes for long, or waits in
//! its own code for another thread. Such a region goes on running; it only does not count any more.
//! The others in the queue look too, but seldom: a debugger or a garbage collector may have stopped
//! the first one.

use std::collections::VecDeque;
use std::ptr;
use std::time::Duration;

use crate::engine::protocols::lock::{ForkAttempt, Rank, Shared};
use crate::sys::sync::{AtomicU32, AtomicU64, Cell, Ordering, constructor, futex};

const OUT: u32 = 0;
const PARKED: u32 = 1;
const IN: u32 = 2;
const STATE: u32 = 3;
const REGION: u32 = 4;

/// Nanoseconds that an admitted region may take before others need not wait for it any more.
pub const GRACE: u64 = 2_000_000;

/// Nanoseconds for which a thread's regions may follow each other while others wait.
pub const TURN: u64 = 2_000_000;

/// Nanoseconds between two regions after which others may take a thread's admission.
pub const IDLE: u64 = 100_000;

/// Nanoseconds between two looks of the first in the queue. For each look it takes a processor from
/// a gang.
const LOOK: u64 = 1_000_000;

/// Nanoseconds between two looks of the others in the queue. Usually they are told before that,
/// unless all threads before them have been stopped.
const RARE_LOOK: u64 = 250_000_000;

/// `Pass::notice`: the owner waits.
const WAIT: u64 = 0;
/// `Pass::notice`: the pass is in.
const ADMITTED: u64 = 2;
/// `Pass::notice`: the owner is now the first in the queue.
const FIRST: u64 = 4;

/// A native thread's right to run regions.
pub struct Pass {
    word: AtomicU32,
    /// Whether others took the admission away: 1 from then on until the owner has heard of it or is
    /// admitted again. The word alone does not tell this of a pass that was in.
    lost: AtomicU32,
    /// The word at the time when a worker of the team went to sleep because no region had come.
    /// While the word is still the same, nobody uses the admission. The first value is not a parked
    /// word.
    deserted: AtomicU32,
    /// The word on which the owner sleeps in the queue.
    notice: AtomicU64,
    /// The number of threads that were admitted; written under the lock.
    size: Cell<u32>,
    /// The time at which it was admitted, and its word then.
    since: Cell<u64>,
    first: Cell<u32>,
}

/// A turn: the regions of a thread from its admission on. Its owner has ended it because others
/// wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    pub regions: u32,
    /// The length of the turn in nanoseconds.
    pub time: u64,
}

// SAFETY: the cells are written under the gate's lock, before the owner is told, and the owner
// reads them after that.
unsafe impl Sync for Pass {}

impl Default for Pass {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self {
            word: AtomicU32::new(OUT),
            lost: AtomicU32::new(0),
            deserted: AtomicU32::new(OUT),
            notice: AtomicU64::new(WAIT),
            size: Cell::new(0),
            since: Cell::new(0),
            first: Cell::new(0),
        }
    }
}

impl Pass {
    /// Whether the owner is in a region that was admitted.
    #[inline]
    pub fn is_in(&self) -> bool {
        self.word.load(Ordering::Relaxed) & STATE == IN
    }

    /// Whether the owner is not admitted.
    pub fn is_out(&self) -> bool {
        self.word.load(Ordering::Relaxed) & STATE == OUT
    }

    fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed) != 0
    }

    /// Tells the owner, which is in no region, whether others took its admission away. It is told
    /// once.
    pub fn take_loss(&self) -> bool {
        let lost = self.is_lost();
        if lost {
            // The pass is neither admitted nor in the queue. Then others change its word from
            // parked to out only.
            self.put_out();
            self.lost.store(0, Ordering::Relaxed);
        }
        lost
    }

    fn put_out(&self) {
        self.word.store(self.word.load(Ordering::Relaxed) & !STATE | OUT, Ordering::Relaxed);
    }

    /// Resets the pass, in a forked child and for a new owner: it is not admitted.
    pub fn forget(&self) {
        self.word.store(OUT, Ordering::Relaxed);
        self.lost.store(0, Ordering::Relaxed);
        self.deserted.store(OUT, Ordering::Relaxed);
        self.notice.store(WAIT, Ordering::Relaxed);
    }

    /// Begins another region without asking, if the pass is still admitted for enough threads.
    #[inline]
    fn resume(&self, size: u32) -> bool {
        let word = self.word.load(Ordering::Relaxed);
        word & STATE == PARKED
            && self.size.get() >= size
            && self
                .word
                .compare_exchange(word, (word & !STATE).wrapping_add(REGION) | IN, Ordering::Acquire, Ordering::Relaxed)
                .is_ok()
            && !self.is_lost()
    }
}

/// A pass that counts, and its word when it was last looked at.
struct Admitted {
    pass: &'static Pass,
    size: u32,
    word: u32,
    at: u64,
}

/// The part of the gate under its lock.
#[derive(Default)]
struct State {
    used: u32,
    admitted: Vec<Admitted>,
    queue: VecDeque<(&'static Pass, u32)>,
}

impl State {
    const EMPTY: Self = Self { used: 0, admitted: Vec::new(), queue: VecDeque::new() };

    /// The invariants of the module's doc.
    fn assert_whole(&self) {
        assert_eq!(self.used, self.admitted.iter().map(|one| one.size).sum::<u32>());
        for (index, Admitted { pass, .. }) in self.admitted.iter().enumerate() {
            assert!(!pass.is_out() && !pass.is_lost(), "an admission that nobody has");
            assert!(self.admitted[..index].iter().all(|other| !ptr::eq(other.pass, *pass)), "admitted twice");
        }
        for (index, (pass, _)) in self.queue.iter().enumerate() {
            assert!(pass.is_out(), "a pass in the queue has an admission");
            assert!(self.admitted.iter().all(|one| !ptr::eq(one.pass, *pass)), "an admitted pass in the queue");
            assert!(self.queue.iter().take(index).all(|(other, _)| !ptr::eq(*other, *pass)), "in the queue twice");
        }
    }

    /// Removes a pass from the admitted ones; whether it was one.
    fn release(&mut self, pass: &Pass) -> bool {
        let index = self.admitted.iter().position(|one| ptr::eq(one.pass, pass));
        if let Some(index) = index {
            self.used -= self.admitted.swap_remove(index).size;
        }
        index.is_some()
    }

    /// Takes a pass out of the queue.
    fn unqueue(&mut self, pass: &Pass, waiting: &AtomicU32) {
        if let Some(index) = self.queue.iter().position(|(queued, _)| ptr::eq(*queued, pass)) {
            self.queue.remove(index);
            waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }

    fn fits(&self, size: u32, budget: u32) -> bool {
        self.used == 0 || self.used + size <= budget
    }

    fn admit(&mut self, pass: &'static Pass, size: u32, now: u64) {
        self.used += size;
        pass.size.set(size);
        pass.since.set(now);
        pass.lost.store(0, Ordering::Relaxed);
        let word = (pass.word.load(Ordering::Relaxed) & !STATE).wrapping_add(REGION) | IN;
        pass.first.set(word);
        pass.word.store(word, Ordering::Relaxed);
        self.admitted.push(Admitted { pass, size, word, at: now });
    }

    /// Ends the admission of a pass that is parked, unless another thread does so at the same
    /// moment or its owner comes back. Whether the pass was admitted: a parked one may have lost
    /// its admission before.
    fn free(&mut self, pass: &Pass, word: u32) -> bool {
        pass.word.compare_exchange(word, word & !STATE | OUT, Ordering::Relaxed, Ordering::Relaxed).is_ok()
            && self.release(pass)
    }

    /// As [`free`](Self::free), by another thread than the owner.
    fn take_unused(&mut self, pass: &Pass, word: u32) -> bool {
        let taken = self.free(pass, word);
        if taken {
            pass.lost.store(1, Ordering::Relaxed);
        }
        taken
    }

    /// Takes the admission away from passes whose owners have been elsewhere, or in one region, for
    /// too long.
    fn reap(&mut self, now: u64) {
        let mut index = 0;
        while index < self.admitted.len() {
            let one = &mut self.admitted[index];
            let word = one.pass.word.load(Ordering::Relaxed);
            if one.word != word {
                (one.word, one.at) = (word, now);
            }
            let unchanged = now.saturating_sub(one.at);
            let pass = one.pass;
            let taken = match word & STATE {
                PARKED if unchanged >= IDLE || pass.deserted.load(Ordering::Relaxed) == word => {
                    self.take_unused(pass, word)
                }
                IN if unchanged >= GRACE => {
                    pass.lost.store(1, Ordering::Relaxed);
                    self.release(pass)
                }
                // No admitted pass is out. If one were, all others would wait for ever for it.
                OUT => self.release(pass),
                _ => false,
            };
            if !taken {
                index += 1;
            }
        }
    }

    /// Whether an admitted pass was between two regions when [`State::reap`] last looked.
    fn has_parked(&self) -> bool {
        self.admitted.iter().any(|one| one.word & STATE == PARKED)
    }

    /// Admits passes from the front of the queue, as many as fit. Then it tells the owner of the
    /// first one left that it is the first.
    fn admit_queue(&mut self, waiting: &AtomicU32, budget: u32, now: u64) {
        while let Some(&(pass, size)) = self.queue.front()
            && self.fits(size, budget)
        {
            self.queue.pop_front();
            self.admit(pass, size, now);
            waiting.fetch_sub(1, Ordering::Relaxed);
            tell(pass, ADMITTED);
        }
        if let Some((first, _)) = self.queue.front()
            && first.notice.load(Ordering::Relaxed) != FIRST
        {
            tell(first, FIRST);
        }
    }
}

/// Tells the owner of a pass in the queue `what`, and wakes it.
fn tell(pass: &Pass, what: u64) {
    // Release: partner of the load in `wait`.
    pass.notice.store(what, Ordering::Release);
    futex::wake_low(&raw const pass.notice, 1);
}

pub struct Gate {
    state: Shared<State>,
    /// The length of the queue. The owner of a pass looks at it at the end of a region.
    waiting: AtomicU32,
}

impl Gate {
    constructor! {
        pub fn new() -> Self {
            Self { state: Shared::new(Rank::Gate, State::EMPTY), waiting: AtomicU32::new(0) }
        }
    }

    fn with<R>(&self, use_it: impl FnOnce(&mut State) -> R) -> R {
        self.state.with(|state| {
            let result = use_it(state);
            if cfg!(any(debug_assertions, loom)) {
                state.assert_whole();
            }
            result
        })
    }

    /// Waits until a region of `size` threads is admitted; whether it had to wait. `clock`:
    /// nanoseconds.
    #[inline]
    pub fn enter(&self, pass: &'static Pass, size: u32, budget: u32, clock: impl Fn() -> u64) -> bool {
        // A team that is larger than the budget has all processors to itself.
        let size = size.min(budget);
        !pass.resume(size) && self.ask(pass, size, budget, clock)
    }

    #[cold]
    fn ask(&self, pass: &'static Pass, size: u32, budget: u32, clock: impl Fn() -> u64) -> bool {
        let pause = self.admit_or_queue(pass, size, budget, clock());
        if let Some(pause) = pause {
            self.wait(pass, budget, clock, pause);
        }
        pause.is_some()
    }

    /// Admits the pass if it fits and nobody waits. Otherwise it puts the pass into the queue, and
    /// returns the time after which the owner is to look for the first time, if it is the first
    /// there.
    pub fn admit_or_queue(&self, pass: &'static Pass, size: u32, budget: u32, now: u64) -> Option<u64> {
        self.with(|state| {
            state.release(pass);
            let first = state.queue.is_empty();
            if first && !state.fits(size, budget) {
                state.reap(now);
            }
            if first && state.fits(size, budget) {
                state.admit(pass, size, now);
                return None;
            }
            pass.put_out();
            pass.notice.store(if first { FIRST } else { WAIT }, Ordering::Relaxed);
            state.queue.push_back((pass, size));
            self.waiting.fetch_add(1, Ordering::Relaxed);
            Some(if first && state.has_parked() { IDLE } else { LOOK })
        })
    }

    /// Waits until the pass, which is in the queue, is admitted. `pause`: nanoseconds before the
    /// first look.
    fn wait(&self, pass: &'static Pass, budget: u32, clock: impl Fn() -> u64, mut pause: u64) {
        loop {
            let notice = pass.notice.load(Ordering::Acquire);
            match notice {
                ADMITTED => return,
                FIRST => {
                    futex::doze_low(&pass.notice, FIRST as u32, Duration::from_nanos(pause));
                    pause = LOOK;
                }
                notice => futex::wait_low(&pass.notice, notice as u32, Some(Duration::from_nanos(RARE_LOOK))),
            }
            if pass.notice.load(Ordering::Relaxed) == notice {
                self.look(budget, clock());
            }
        }
    }

    /// Looks after the queue: takes unused admissions away, and admits passes that fit.
    fn look(&self, budget: u32, now: u64) {
        self.with(|state| {
            state.reap(now);
            state.admit_queue(&self.waiting, budget, now);
        });
    }

    /// Parks the pass: its region has ended. If others wait and the turn is over, they are admitted
    /// in its stead.
    #[inline]
    pub fn leave(&self, pass: &'static Pass, budget: u32, clock: impl Fn() -> u64) -> Option<Turn> {
        let word = pass.word.load(Ordering::Relaxed) & !STATE | PARKED;
        pass.word.store(word, Ordering::Release);
        // A thread that asks between these two lines and does not see the pass parked looks again
        // soon.
        if self.others_wait() { self.end_turn(pass, word, budget, clock()) } else { None }
    }

    /// Whether somebody waits for admission.
    #[inline]
    pub fn others_wait(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) != 0
    }

    #[cold]
    fn end_turn(&self, pass: &'static Pass, word: u32, budget: u32, now: u64) -> Option<Turn> {
        let time = now.saturating_sub(pass.since.get());
        if time < TURN {
            return None;
        }
        self.with(|state| {
            state.free(pass, word);
            state.admit_queue(&self.waiting, budget, now);
        });
        let earlier = (word & !STATE).wrapping_sub(pass.first.get() & !STATE) / REGION;
        Some(Turn { regions: earlier + 1, time })
    }

    /// Hands the admission on, because a worker has waited in vain for the next region of the
    /// pass's owner. If others wait, they are admitted now. If nobody waits, the next thread that
    /// asks may take the admission.
    pub fn hand_on(&self, pass: &'static Pass, budget: u32, clock: impl Fn() -> u64) {
        let word = pass.word.load(Ordering::Relaxed);
        if word & STATE != PARKED {
            return;
        }
        if !self.others_wait() {
            if pass.deserted.load(Ordering::Relaxed) != word {
                pass.deserted.store(word, Ordering::Relaxed);
            }
        } else {
            self.with(|state| {
                if state.take_unused(pass, word) {
                    state.admit_queue(&self.waiting, budget, clock());
                }
            });
        }
    }

    /// Ends the pass, because its owner ends. That may happen while it is in the queue.
    pub fn retire(&self, pass: &'static Pass, budget: u32, now: u64) {
        self.with(|state| {
            state.release(pass);
            state.unqueue(pass, &self.waiting);
            state.admit_queue(&self.waiting, budget, now);
        });
        pass.forget();
    }

    /// Keeps the state whole while the process forks.
    pub fn before_fork(&self, attempt: &ForkAttempt) {
        self.state.before_fork(attempt);
    }

    /// Ends what [`Gate::before_fork`] began, in the parent.
    pub fn after_fork_in_parent(&self) {
        self.state.after_fork();
    }

    /// Resets the gate: in the child nobody is admitted, and nobody waits.
    pub fn after_fork_in_child(&self) {
        self.state.after_fork_in_child();
        self.waiting.store(0, Ordering::Relaxed);
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn pass() -> &'static Pass {
        Box::leak(Box::default())
    }

    /// If no worker had handed the admission on, the first thread that asks would wait for IDLE.
    #[test]
    fn an_admission_whose_workers_sleep_is_free_for_the_next_thread() {
        let (gate, own, other) = (Gate::new(), pass(), pass());
        assert!(!gate.enter(own, 2, 2, || 0));
        gate.leave(own, 2, || 0);
        gate.hand_on(own, 2, || unreachable!("nobody waits"));
        assert!(!gate.enter(other, 2, 2, || 0));
        assert!(own.take_loss() && !own.take_loss());
    }

    #[test]
    fn an_admission_that_was_used_since_then_is_not_free() {
        let (gate, own, other) = (Gate::new(), pass(), pass());
        assert!(!gate.enter(own, 2, 2, || 0));
        gate.leave(own, 2, || 0);
        gate.hand_on(own, 2, || unreachable!("nobody waits"));
        assert!(!gate.enter(own, 2, 2, || unreachable!("it is still admitted")));
        assert_eq!(gate.admit_or_queue(other, 2, 2, 0), Some(LOOK));
        gate.retire(other, 2, 0);
        gate.leave(own, 2, || 0);
        // Its workers wait for the next region.
        assert_eq!(gate.admit_or_queue(other, 2, 2, 0), Some(IDLE));
        gate.retire(other, 2, 0);
        assert!(!own.take_loss() && !gate.others_wait());
    }
}
