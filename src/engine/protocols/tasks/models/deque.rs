//! Each task is taken once, the thread that takes it sees all of it, and a sleeper is woken for a
//! new task.

use crate::engine::protocols::tasks::deque::Deque;
use crate::engine::protocols::tasks::models::{Job, check};
use crate::engine::protocols::tasks::priorities::Priorities;
use crate::engine::protocols::wait::{ANY_TASK, EventCount, sleeper};
use crate::sys::sync::Cell;
use loom::sync::Arc;
use loom::thread;

type Queue = Deque<&'static Job>;

fn push(deque: &Queue, job: &'static Job) {
    job.argument.set(1);
    deque.push(job, || ());
}

fn any(_: &'static Job) -> bool {
    true
}

/// The owner adds three tasks and takes from its end. A thief tries twice at the other end, and
/// then takes the tasks that it has moved from its own deque.
#[test]
fn the_owner_and_a_thief_share_the_tasks() {
    check(3, || {
        let (deque, jobs) = (Arc::new(Queue::default()), [Job::new(), Job::new(), Job::new()]);
        push(&deque, jobs[0]);
        let thief = {
            let deque = deque.clone();
            thread::spawn(move || {
                let own = Queue::default();
                for _ in 0..2 {
                    if let Some((job, ..)) = deque.steal(&own, 2, any, |_| 0) {
                        job.run();
                    }
                    while let Some(job) = own.pop(any) {
                        job.run();
                    }
                }
            })
        };
        jobs[1..].iter().for_each(|job| push(&deque, job));
        while let Some(job) = deque.pop(any) {
            job.run();
        }
        thief.join().unwrap();
        assert_eq!(deque.length(), 0);
        jobs.iter().for_each(|job| assert_eq!(job.runs.get(), 1));
    });
}

/// A thief moves a task while another thread looks into both deques for it, and goes to sleep if it
/// finds the task in neither.
#[test]
fn a_sleeper_hears_of_a_task_that_was_moved() {
    check(2, || {
        let jobs = [Job::new(), Job::new(), Job::new()];
        let shared = Arc::new((EventCount::default(), Queue::default(), Queue::default()));
        jobs.iter().for_each(|job| push(&shared.1, job));
        let other = {
            let (shared, mine) = (shared.clone(), jobs[1]);
            let is_mine = move |job: &'static Job| std::ptr::eq(job, mine);
            let look = move |shared: &(EventCount, Queue, Queue)| {
                shared.2.search(is_mine).or_else(|| shared.1.search(is_mine))
            };
            thread::spawn(move || await_task(&shared.0, || look(&shared)))
        };
        let (event, from, own) = &*shared;
        // The attempt fails while the other thread looks.
        let mut stolen = None;
        while stolen.is_none() {
            stolen = from.steal(own, 2, any, |_| whom_to_wake(event));
            thread::yield_now();
        }
        wake(event, stolen.unwrap().2);
        other.join().unwrap();
        assert_eq!(jobs[1].runs.get(), 1);
    });
}

/// A thread looks past tasks that it may not take, while the owner goes on.
#[test]
fn a_searcher_takes_the_task_that_it_may_run() {
    check(3, || {
        let (deque, jobs) = (Arc::new(Queue::default()), [Job::new(), Job::new(), Job::new()]);
        jobs[..2].iter().for_each(|job| push(&deque, job));
        let other = {
            let (deque, mine) = (deque.clone(), jobs[1]);
            thread::spawn(move || deque.search(|job: &'static Job| std::ptr::eq(job, mine)).unwrap().run())
        };
        push(&deque, jobs[2]);
        while let Some(job) = deque.pop(|job: &'static Job| !std::ptr::eq(job, jobs[1])) {
            job.run();
        }
        other.join().unwrap();
        while let Some(job) = deque.search(any) {
            job.run();
        }
        jobs.iter().for_each(|job| assert_eq!(job.runs.get(), 1));
    });
}

/// Waits for a task as member 1, which may run any task. `look` is the last look before the sleep.
fn await_task(event: &EventCount, look: impl Fn() -> Option<&'static Job>) {
    let mut found = None;
    while found.is_none() {
        event.sleep(sleeper(1, true), || {
            found = look();
            found.is_some()
        });
    }
    found.unwrap().run();
}

fn whom_to_wake(event: &EventCount) -> u32 {
    if event.has_sleepers() { ANY_TASK } else { 0 }
}

/// Queues a task, and wakes a sleeper if there is one.
fn generate((event, deque): &(EventCount, Queue), job: &'static Job) {
    job.argument.set(1);
    let who = deque.push(job, || whom_to_wake(event));
    wake(event, who);
}

fn wake(event: &EventCount, who: u32) {
    if who != 0 {
        event.notify_of_task(who);
    }
}

#[test]
fn a_sleeper_hears_of_a_new_task() {
    check(3, || {
        let shared = Arc::new((EventCount::default(), Queue::default()));
        let other = {
            let shared = shared.clone();
            thread::spawn(move || await_task(&shared.0, || shared.1.search(any)))
        };
        let job = Job::new();
        generate(&shared, job);
        other.join().unwrap();
        assert_eq!(job.runs.get(), 1);
    });
}

#[test]
fn a_sleeper_hears_of_a_new_task_with_a_priority() {
    check(3, || {
        let shared = Arc::new((EventCount::default(), Priorities::default()));
        let other = {
            let shared = shared.clone();
            thread::spawn(move || await_task(&shared.0, || shared.1.pop()))
        };
        let (event, queue) = &*shared;
        let job = Job::new();
        job.argument.set(1);
        let who = queue.push(job, 1, || whom_to_wake(event));
        wake(event, who);
        other.join().unwrap();
        assert_eq!(job.runs.get(), 1);
    });
}

/// The sleeper may run only the second of two tasks. It may or may not have looked at the first one
/// in vain.
#[test]
fn a_sleeper_hears_of_the_task_with_a_priority_that_it_may_run() {
    check(3, || {
        let shared = Arc::new((EventCount::default(), Priorities::default()));
        let jobs = [Job::new(), Job::new()];
        let other = {
            let (shared, mine) = (shared.clone(), jobs[1]);
            thread::spawn(move || {
                let refused = Cell::new(0);
                let is_mine = |job: &'static Job| std::ptr::eq(job, mine);
                let look = |thorough| shared.1.search(&refused, thorough, is_mine);
                await_task(&shared.0, || look(false).or_else(|| look(true)));
            })
        };
        let (event, queue) = &*shared;
        for (job, priority) in jobs.into_iter().zip([2, 1]) {
            job.argument.set(1);
            let who = queue.push(job, priority, || whom_to_wake(event));
            wake(event, who);
        }
        other.join().unwrap();
        assert_eq!((jobs[0].runs.get(), jobs[1].runs.get()), (0, 1));
    });
}
