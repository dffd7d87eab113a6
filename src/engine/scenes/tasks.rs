//! Tasks: which of them are done at which point.

use std::sync::Arc;

use crate::engine::records::task::Flags;
use crate::engine::records::task::Kind;
use crate::engine::records::thread::Thread;
use crate::engine::scenes::explorer::explore;
use crate::engine::scenes::program::{
    barrier, choose, detached_task, native, num_threads, parallel, task, task_with, taskgroup, taskwait, thread_num,
};
use crate::engine::tasks::cancel;
use crate::engine::tasks::cancel::What;
use crate::engine::tasks::depend::Dependence;
use crate::sys::sync::{AtomicU32, Ordering};
use crate::sys::thread::yield_now;

type Count = Arc<AtomicU32>;

fn add(count: &Count) {
    count.fetch_add(1, Ordering::Relaxed);
}

fn of(count: &Count) -> u32 {
    count.load(Ordering::Relaxed)
}

/// Each task of a generator spins until the one before is done: there is a thread to go on with as
/// long as thieves begin them in their order.
#[test]
fn tasks_may_wait_for_those_generated_before() {
    explore(&[], || {
        let done = Count::default();
        let tasks = 4 + choose(8);
        parallel(2 + choose(4), || {
            if thread_num() == 0 {
                for index in 0..tasks {
                    let done = done.clone();
                    task(move || {
                        while of(&done) < index {
                            yield_now();
                        }
                        add(&done);
                    });
                }
            }
        });
        assert_eq!(of(&done), tasks);
    });
}

/// A task with `generations` generations below it, none of which it waits for.
fn leave(count: &Count, generations: u32) {
    let count = count.clone();
    task(move || {
        if generations > 0 {
            leave(&count, generations - 1);
        }
        add(&count);
    });
}

fn phases_with_tasks(size: u32, phases: usize) {
    let counts: Vec<Count> = (0..phases).map(|_| Count::default()).collect();
    parallel(size, || {
        for (phase, count) in counts.iter().enumerate() {
            if thread_num() == phase as u32 % num_threads() {
                (0..3).for_each(|_| leave(count, 1));
            }
            barrier();
            assert_eq!(of(count), 6, "in phase {phase}");
        }
        if thread_num() == 1 {
            leave(&counts[0], 2);
        }
    });
    assert_eq!(of(&counts[0]), 9);
}

#[test]
fn barriers_wait_for_the_tasks_of_consecutive_phases() {
    explore(&[], || {
        phases_with_tasks(2 + choose(3), 4);
        phases_with_tasks(2 + choose(2), 2);
    });
}

#[test]
fn barriers_of_large_teams_wait_for_tasks() {
    explore(&[], || {
        phases_with_tasks([5, 8, 16][choose(3) as usize], 3);
        phases_with_tasks(2 + choose(8), 2);
    });
}

#[test]
fn two_teams_with_tasks() {
    explore(&[], || {
        let other = native(|| phases_with_tasks(3, 2));
        phases_with_tasks(3, 2);
        other.join().unwrap();
    });
}

#[test]
fn groups_and_taskwaits_wait_for_theirs() {
    explore(&[], || {
        parallel(3, || {
            let (grouped, children) = (Count::default(), Count::default());
            taskgroup(|| {
                leave(&grouped, 1);
                leave(&grouped, 1);
            });
            assert_eq!(of(&grouped), 4);
            for _ in 0..2 {
                let count = children.clone();
                task(move || {
                    leave(&count, 0);
                    taskwait();
                    add(&count);
                });
            }
            taskwait();
            assert_eq!(of(&children), 4);
        });
    });
}

#[test]
fn dependent_tasks_run_in_order() {
    explore(&[], || {
        parallel(3, || {
            if thread_num() != 0 {
                return;
            }
            let log = Count::default();
            let cell = 0_u64;
            let on = |kind| [Dependence { address: (&raw const cell) as usize, kind }];
            for round in 0..3 {
                let last = log.clone();
                task_with(Flags::default(), &on(Kind::Out), move || {
                    assert_eq!(of(&last), 3 * round);
                    add(&last);
                });
                for _ in 0..2 {
                    let last = log.clone();
                    task_with(Flags::default(), &on(Kind::In), move || {
                        assert!(of(&last) > 3 * round);
                        add(&last);
                    });
                }
            }
            taskwait();
            assert_eq!(of(&log), 9);
        });
    });
}

#[test]
fn a_detached_task_completes_with_its_event() {
    explore(&[], || {
        let other = std::cell::RefCell::new(None);
        let done = Count::default();
        parallel(2, || {
            if thread_num() == 0 {
                let (in_body, fulfilled) = (done.clone(), done.clone());
                detached_task(
                    move || add(&in_body),
                    |event| {
                        *other.borrow_mut() = Some(native(move || {
                            add(&fulfilled);
                            event.fulfil();
                        }));
                    },
                );
                if choose(2) == 0 {
                    taskwait();
                    assert_eq!(of(&done), 2);
                }
            }
            barrier();
            assert_eq!(of(&done), 2);
        });
        let thread = other.borrow_mut().take();
        thread.unwrap().join().unwrap();
    });
}

#[test]
fn a_cancelled_region_ends_with_tasks_under_way() {
    explore(&[("OMP_CANCELLATION", "true")], || {
        for _ in 0..2 {
            let begun = Count::default();
            let ended = Count::default();
            let size = 2 + choose(3);
            parallel(size, || {
                for _ in 0..2 {
                    let (begun, ended) = (begun.clone(), ended.clone());
                    task(move || {
                        add(&begun);
                        leave(&ended, 0);
                        taskwait();
                    });
                }
                let t = Thread::current();
                if thread_num() == 1 && cancel::cancel(t, What::Region) {
                    return;
                }
                if crate::engine::constructs::barrier::wait_cancellable(t) {
                    return;
                }
                task(|| {});
            });
            // The next region works as any other.
            phases_with_tasks(size, 2);
            assert!(of(&ended) <= of(&begun));
        }
    });
}
