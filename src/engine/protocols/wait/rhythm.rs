//! Waking up shortly before an event that comes at regular intervals.
//!
//! A program that simulates something opens a region in each step, and computes by itself between
//! two of them. Its workers sleep meanwhile, and a sleeper runs again only tens of microseconds
//! after its call. A worker whose last sleeps were about equally long sleeps for a little less than
//! that, and spins for the rest. It never spins for long: where that would not do, or where the
//! sleeps differ, it sleeps until it is called.

use std::cell::Cell;
use std::time::Duration;

use crate::engine::protocols::wait::history::{self, History};
use crate::sys::{clock, thread};

/// How long a thread sleeps before events of one kind. All times are in nanoseconds.
pub struct Rhythm {
    /// How long a sleep takes, from its beginning to the event, on average.
    usual: Cell<u64>,
    /// How far from that it is, on average.
    spread: Cell<u64>,
    /// How late the thread mostly wakes up at most, if it sleeps for a limited time.
    late: Cell<u64>,
    /// Rises with each sleep of the usual length, and falls with each other one.
    trust: Cell<u8>,
    /// How often in a row the thread spun after a nap in vain.
    vain: Cell<u8>,
    /// The number of further sleeps without a nap because of `vain`.
    doubts: Cell<u16>,
}

/// A sleep for a limited time, and the spinning after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Nap {
    sleep: u64,
    /// The time to spin if the event does not happen; it begins when the sleep should end.
    spin: u64,
}

/// A sleep is regular if it is not further from the usual length than this part of it.
const REGULAR: u64 = 16;

/// A thread spins for no more than this part of the usual length.
const SHARE: u64 = 10;

/// The longest time that a thread spins.
const MOST: u64 = 500_000;

/// The number of regular sleeps before the first nap.
const ENOUGH: u8 = 4;

/// The greatest value of `vain`. With it, one sleep in 4⁴ has a nap, and finds out whether that is
/// still in vain.
const MOST_VAIN: u8 = 5;

/// The most trust: one irregular sleep among regular ones does no harm then.
const FULL: u8 = 2 * ENOUGH;

/// By how much longer than necessary a thread spins at both ends.
const MARGIN: u64 = 5_000;

/// How late a thread is thought to wake up before it has tried.
const LATE: u64 = 40_000;

impl Rhythm {
    pub const fn new() -> Self {
        Self {
            usual: Cell::new(0),
            spread: Cell::new(0),
            late: Cell::new(LATE),
            trust: Cell::new(0),
            vain: Cell::new(0),
            doubts: Cell::new(0),
        }
    }

    /// Sleeps by `sleep`, which takes the longest time for it, and returns when the thread is
    /// called, if not before. `began`: the time at which the thread began to sleep before the
    /// event. `ready`: whether it has happened. `history` is that of the wait.
    pub fn sleep(&self, history: &History, began: u64, ready: impl FnMut() -> bool, sleep: impl Fn(Option<Duration>)) {
        if self.trust.get() < ENOUGH || !history::is_learned() || history::are_short() {
            return sleep(None);
        }
        let now = clock::nanos();
        let Some(nap) = self.nap(now - began) else { return sleep(None) };
        thread::with_exact_timers(|| sleep(Some(Duration::from_nanos(nap.sleep))));
        let Some(late) = clock::nanos().checked_sub(now + nap.sleep) else { return };
        self.woke_up(late);
        if let Some(left) = nap.spin.checked_sub(late)
            && !history::are_short()
        {
            history.wakes_up();
            self.spun(history::look_for(left, ready));
        }
    }

    /// Learns whether the event happened while the thread spun after a nap. Where others compute
    /// on the other processors, that never happens: then the thread wakes up on the processor of
    /// the one that it waits for.
    fn spun(&self, caught: bool) {
        let vain = if caught { 0 } else { (self.vain.get() + 1).min(MOST_VAIN) };
        self.vain.set(vain);
        // Once is chance.
        self.doubts.set(if vain < 2 { 0 } else { 1 << (2 * (vain - 1)) });
    }

    /// The nap that the thread should take, `slept` after it began to sleep.
    fn nap(&self, slept: u64) -> Option<Nap> {
        let (usual, late) = (self.usual.get(), self.late.get());
        let around = MARGIN + 2 * self.spread.get();
        let spin = late + 2 * around;
        let sleep = usual.checked_sub(late + around + slept)?;
        if spin > MOST.min(usual / SHARE) || sleep <= spin {
            return None;
        }
        let doubts = self.doubts.get();
        self.doubts.set(doubts.saturating_sub(1));
        (doubts == 0).then_some(Nap { sleep, spin })
    }

    /// Learns that a sleep for a limited time ended so `late`.
    fn woke_up(&self, late: u64) {
        let before = self.late.get();
        // About one time in five is later than this. Lateness far beyond that has another reason.
        self.late.set(if late > before {
            before + (late - before).min(LATE) / 2
        } else {
            before - (before - late) / 8
        });
    }

    /// Learns that the event happened so long after the thread began to sleep.
    pub fn learn(&self, length: u64) {
        let (usual, trust) = (self.usual.get(), self.trust.get());
        let off = usual.abs_diff(length);
        if off <= usual / REGULAR {
            self.trust.set((trust + 1).min(FULL));
            self.usual.set((3 * usual + length) / 4);
            self.spread.set((3 * self.spread.get() + off) / 4);
            // Naps that seem to take too long are tried again after a while.
            self.late.set(self.late.get() - self.late.get() / 64);
        } else if trust > 1 {
            self.trust.set(trust / 2);
        } else {
            self.trust.set(0);
            self.usual.set(length);
            self.spread.set(length / (4 * REGULAR));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLI: u64 = 1_000_000;

    /// The naps before sleeps of these lengths, `None` where there was none. The thread wakes up
    /// so `late`.
    fn naps(rhythm: &Rhythm, late: u64, lengths: impl IntoIterator<Item = u64>) -> Vec<Option<Nap>> {
        let nap = |length| {
            let nap = if rhythm.trust.get() < ENOUGH { None } else { rhythm.nap(0) };
            if nap.is_some() {
                rhythm.woke_up(late);
            }
            rhythm.learn(length);
            nap
        };
        lengths.into_iter().map(nap).collect()
    }

    /// Lengths about `usual`, at most `off` away.
    fn around(usual: u64, off: u64) -> impl Iterator<Item = u64> {
        (0..200).map(move |i: u64| usual - off + (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16) % (2 * off + 1))
    }

    #[test]
    fn a_thread_wakes_up_before_what_is_regular_and_spins_for_a_tenth_at_most() {
        for usual in [MILLI, 2 * MILLI, 20 * MILLI] {
            let rhythm = Rhythm::new();
            let lengths: Vec<_> = around(usual, usual / 500).collect();
            let naps = naps(&rhythm, 30_000, lengths.iter().copied());
            assert!(naps[..=usize::from(ENOUGH)].iter().all(Option::is_none));
            let caught = naps.iter().zip(&lengths).skip(20).filter(|(nap, length)| {
                nap.is_some_and(|nap| nap.sleep + 30_000 <= **length && nap.sleep + nap.spin >= **length)
            });
            assert!(caught.count() >= 170, "before {usual}");
            assert!(naps.iter().flatten().all(|nap| nap.spin <= usual / SHARE + MILLI / 100));
        }
    }

    #[test]
    fn there_is_no_nap_before_what_is_irregular() {
        for lengths in [
            around(2 * MILLI, MILLI).collect::<Vec<_>>(),
            (0..200).map(|i| if i % 2 == 0 { MILLI } else { 3 * MILLI }).collect(),
            (0..40).map(|i| MILLI + i * MILLI / 4).collect(),
        ] {
            let naps = naps(&Rhythm::new(), 0, lengths);
            assert!(naps.iter().flatten().count() <= 4, "{naps:?}");
        }
    }

    #[test]
    fn there_is_no_nap_where_spinning_would_take_more_than_a_tenth() {
        let tried = |late, usual| naps(&Rhythm::new(), late, around(usual, 100)).iter().flatten().count();
        // It is tried again now and then.
        for few in [tried(60_000, MILLI / 4), tried(MILLI, 2 * MILLI)] {
            assert!((1..=40).contains(&few), "{few}");
        }
        // A tenth would be too long.
        assert!(naps(&Rhythm::new(), 0, around(1000 * MILLI, 2 * MILLI)).iter().all(Option::is_none));
    }

    #[test]
    fn one_irregular_sleep_among_regular_ones_does_no_harm() {
        let rhythm = Rhythm::new();
        let lengths = (0..200).map(|i| if i % 10 == 9 { 9 * MILLI } else { 2 * MILLI });
        let naps = naps(&rhythm, 0, lengths);
        assert!(naps[20..].iter().all(Option::is_some));
    }

    #[test]
    fn naps_in_vain_are_given_up_and_tried_again_now_and_then() {
        let rhythm = Rhythm::new();
        (0..10).for_each(|_| rhythm.learn(2 * MILLI));
        let naps = |caught| {
            let nap = |_: &u32| rhythm.nap(0).inspect(|_| rhythm.spun(caught)).is_some();
            (0..1000).filter(nap).count()
        };
        assert_eq!(naps(true), 1000);
        assert!((4..=10).contains(&naps(false)));
        assert!(naps(true) > 700);
    }

    #[test]
    fn a_thread_learns_how_late_it_wakes_up() {
        let rhythm = Rhythm::new();
        (0..100).for_each(|_| rhythm.woke_up(20_000));
        assert!((20_000..22_000).contains(&rhythm.late.get()));
        rhythm.woke_up(1000 * MILLI);
        assert!(rhythm.late.get() <= 22_000 + LATE / 2);
        (0..100).for_each(|i| rhythm.woke_up(if i % 2 == 0 { 10_000 } else { 30_000 }));
        assert!((22_000..30_000).contains(&rhythm.late.get()), "{}", rhythm.late.get());
    }
}
