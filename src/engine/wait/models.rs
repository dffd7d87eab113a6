//! loom models of the ways to sleep: no wake-up is lost. A lost one is a deadlock, which loom reports.

use super::{EventCount, SLEEPER, sleep_on, sleeper};
use crate::sys::sync::{AtomicU32, AtomicU64, Ordering, futex};
use loom::sync::Arc;
use loom::thread;

struct Team {
    event: EventCount,
    happened: AtomicU32,
}

impl Team {
    fn new() -> Arc<Self> {
        Arc::new(Self { event: EventCount::default(), happened: AtomicU32::new(0) })
    }

    /// Waits as member `tid` until `number` of the awaited things have happened.
    fn wait(&self, tid: u32, any_task: bool, number: u32) {
        let ready = || self.happened.load(Ordering::Acquire) >= number;
        while !ready() {
            self.event.sleep(sleeper(tid, any_task), ready);
        }
    }
}

/// Tries the interleavings in which threads are interrupted at most this often.
fn check(preemptions: usize, model: fn()) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

#[test]
fn two_sleepers_hear_of_each_event() {
    check(2, || {
        let team = Team::new();
        let others: Vec<_> = (1..3)
            .map(|tid| {
                let team = team.clone();
                thread::spawn(move || team.wait(tid, tid == 1, 1))
            })
            .collect();
        team.happened.swap(1, Ordering::AcqRel);
        team.event.notify_all();
        others.into_iter().for_each(|other| other.join().unwrap());
    });
}

#[test]
fn one_sleeper_hears_of_two_events_in_a_row() {
    check(2, || {
        let team = Team::new();
        let other = {
            let team = team.clone();
            thread::spawn(move || {
                team.wait(17, false, 1);
                team.wait(17, false, 2);
            })
        };
        for _ in 0..2 {
            team.happened.fetch_add(1, Ordering::AcqRel);
            team.event.notify(|| sleeper(17, false));
        }
        other.join().unwrap();
    });
}

#[test]
fn who_sleeps_on_a_word_hears_of_its_change() {
    check(2, || {
        let word = Arc::new(AtomicU64::new(0));
        let others: Vec<_> = (0..2)
            .map(|_| {
                let word = word.clone();
                thread::spawn(move || {
                    while word.load(Ordering::Acquire) & !SLEEPER == 0 {
                        sleep_on(&word, |now| now == 0, None);
                    }
                })
            })
            .collect();
        if word.swap(2, Ordering::AcqRel) & SLEEPER != 0 {
            futex::wake_low(&raw const *word, i32::MAX);
        }
        others.into_iter().for_each(|other| other.join().unwrap());
    });
}

#[test]
fn who_sleeps_on_a_word_hears_of_what_else_it_waits_for() {
    check(3, || {
        let shared = Arc::new((AtomicU64::new(0), AtomicU32::new(0)));
        let other = {
            let shared = shared.clone();
            thread::spawn(move || {
                let (word, happened) = &*shared;
                while happened.load(Ordering::Acquire) == 0 {
                    sleep_on(word, |_| happened.load(Ordering::Acquire) == 0, None);
                }
            })
        };
        shared.1.store(1, Ordering::Release);
        if shared.0.fetch_and(!SLEEPER, Ordering::AcqRel) & SLEEPER != 0 {
            futex::wake_low(&raw const shared.0, i32::MAX);
        }
        other.join().unwrap();
    });
}
