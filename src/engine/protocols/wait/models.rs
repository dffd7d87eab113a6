//! loom models of the ways to sleep: no wake-up is lost. A lost wake-up is a deadlock, which loom
//! reports.

use crate::engine::protocols::wait::{ANY_TASK, EventCount, SLEEPER, sleep_on, sleeper};
use crate::sys::sync::{AtomicU32, AtomicU64, Ordering, check, futex};
use loom::sync::{Arc, Mutex};
use loom::thread;

struct Team {
    event: EventCount,
    happened: AtomicU32,
}

impl Team {
    fn new() -> Arc<Self> {
        Arc::new(Self { event: EventCount::default(), happened: AtomicU32::new(0) })
    }

    /// Waits as member `tid` until `number` events have happened.
    fn wait(&self, tid: u32, any_task: bool, number: u32) {
        let ready = || self.happened.load(Ordering::Acquire) >= number;
        while !ready() {
            self.event.sleep(sleeper(tid, any_task), ready);
        }
    }
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
fn a_sleeper_on_a_word_hears_of_its_change() {
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

/// A word that threads sleep on until something else happens.
#[derive(Default)]
struct Elsewhere {
    word: AtomicU64,
    happened: AtomicU32,
}

impl Elsewhere {
    fn start_sleeper(this: &Arc<Self>) -> thread::JoinHandle<()> {
        let this = this.clone();
        thread::spawn(move || {
            let happened = || this.happened.load(Ordering::Acquire) != 0;
            while !happened() {
                sleep_on(&this.word, |_| !happened(), None);
            }
        })
    }

    fn happen(&self) {
        self.happened.store(1, Ordering::Release);
        if self.word.fetch_and(!SLEEPER, Ordering::AcqRel) & SLEEPER != 0 {
            futex::wake_low(&raw const self.word, i32::MAX);
        }
    }
}

#[test]
fn a_sleeper_on_a_word_hears_of_its_other_event() {
    check(3, || {
        let shared = Arc::new(Elsewhere::default());
        let other = Elsewhere::start_sleeper(&shared);
        shared.happen();
        other.join().unwrap();
    });
}

/// One of the two is about to sleep, and the other one sets the sleeper bit again after the call.
#[test]
fn two_sleepers_on_a_word_hear_of_their_other_event() {
    check(3, || {
        let shared = Arc::new(Elsewhere::default());
        let others = [(); 2].map(|()| Elsewhere::start_sleeper(&shared));
        shared.happen();
        others.into_iter().for_each(|other| other.join().unwrap());
    });
}

/// Tasks under a lock, as in a deque, and the event at which threads that may run any of them
/// sleep.
#[derive(Default)]
struct Work {
    event: EventCount,
    queued: Mutex<u32>,
}

impl Work {
    /// Starts a thread that runs `tasks` tasks, and sleeps while there is none.
    fn start(this: &Arc<Self>, tid: u32, tasks: u32) -> thread::JoinHandle<()> {
        let this = this.clone();
        thread::spawn(move || (0..tasks).for_each(|_| this.run_one(tid)))
    }

    fn run_one(&self, tid: u32) {
        let mut found = self.find();
        while !found {
            self.event.sleep(sleeper(tid, true), || {
                found = self.find();
                found
            });
            found = found || self.find();
        }
    }

    fn find(&self) -> bool {
        let mut queued = self.queued.lock().unwrap();
        let found = *queued > 0;
        *queued -= u32::from(found);
        found
    }

    /// Queues a task, and asks for sleepers under the lock.
    fn generate(&self) {
        let mut queued = self.queued.lock().unwrap();
        *queued += 1;
        let idle = self.event.has_sleepers_for_any();
        drop(queued);
        if idle {
            self.event.notify_of_task(ANY_TASK);
        }
    }
}

/// A sleeper that was called for the first task is not called for the second one before it has
/// looked for tasks.
#[test]
fn a_sleeper_hears_of_two_tasks() {
    check(3, || {
        let work = Arc::new(Work::default());
        let other = Work::start(&work, 1, 2);
        (0..2).for_each(|_| work.generate());
        other.join().unwrap();
    });
}

/// One of two generators finds that the other one has called the sleeper already.
#[test]
fn a_sleeper_hears_of_the_tasks_of_two_threads() {
    check(3, || {
        let work = Arc::new(Work::default());
        let sleeper = Work::start(&work, 1, 2);
        let other = {
            let work = work.clone();
            thread::spawn(move || work.generate())
        };
        work.generate();
        [sleeper, other].into_iter().for_each(|thread| thread.join().unwrap());
    });
}

/// One task for each of them.
#[test]
fn two_sleepers_hear_of_two_tasks() {
    check(2, || {
        let work = Arc::new(Work::default());
        let others = [1, 2].map(|tid| Work::start(&work, tid, 1));
        (0..2).for_each(|_| work.generate());
        others.into_iter().for_each(|other| other.join().unwrap());
    });
}

/// A thread that is about to sleep is called for a task that another thread takes. Then it sleeps,
/// and is called for the next task.
#[test]
fn a_sleeper_hears_of_the_task_after_one_that_it_did_not_get() {
    check(4, || {
        let work = Arc::new(Work::default());
        let other = Work::start(&work, 1, 1);
        work.generate();
        if work.find() {
            work.generate();
        }
        other.join().unwrap();
    });
}
