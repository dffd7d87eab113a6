//! A task with dependences runs once, after all tasks that it waits for, and a thread that waits
//! for a task is woken. Tasks that exclude each other run one after the other.

use crate::engine::protocols::tasks::deque::Deque;
use crate::engine::protocols::tasks::graph::{Exclusive, Freed, Node};
use crate::engine::protocols::tasks::models::{Job, Plain, check};
use crate::engine::protocols::wait::{EventCount, TaskSleeper};
use crate::sys::sync::Arc;
use loom::thread;

type Graph = Node<&'static Task, TaskSleeper, &'static EventCount>;

/// A task, and the tasks whose work it needs.
struct Task {
    job: &'static Job,
    needs: Vec<&'static Job>,
}

fn event() -> &'static EventCount {
    Box::leak(Box::default())
}

fn task(needs: &[&'static Job]) -> &'static Task {
    let task = Task { job: Job::new(), needs: needs.to_vec() };
    task.job.argument.set(1);
    Box::leak(Box::new(task))
}

fn node(task: impl Into<Option<&'static Task>>, event: &'static EventCount) -> Arc<Graph> {
    Graph::new(task.into(), event)
}

/// A node for a task without predecessors.
fn first(task: &'static Task, event: &'static EventCount) -> Arc<Graph> {
    let node = node(task, event);
    assert!(node.registered());
    node
}

impl Task {
    fn run(&self) {
        self.needs.iter().for_each(|job| assert_eq!(job.runs.get(), 1));
        self.job.run();
    }
}

/// Completes a task, runs and completes its successors that wait for nothing else, and wakes the
/// threads that wait.
fn finish(node: &Graph) {
    node.finish(|next, freed| match freed {
        Freed::Task(task) => {
            task.run();
            finish(next);
        }
        // SAFETY: the waiter lives until its thread has been told.
        Freed::Sleeper(waiter) => unsafe { &*waiter }.wake(next.with_it),
        Freed::Nobody => {}
    });
}

/// Runs a task in a thread of its own.
fn start(task: &'static Task, node: &Arc<Graph>) -> thread::JoinHandle<()> {
    let node = node.clone();
    thread::spawn(move || {
        task.run();
        finish(&node);
    })
}

#[test]
fn a_task_runs_once_after_both_that_it_waits_for() {
    check(3, || {
        let event = event();
        let before = [task(&[]), task(&[])];
        let nodes = before.map(|task| first(task, event));
        let others = [0, 1].map(|index| start(before[index], &nodes[index]));
        let later = task(&before.map(|task| task.job));
        let node = node(later, event);
        // The first node precedes it for two addresses.
        [&nodes[0], &nodes[0], &nodes[1]].iter().for_each(|earlier| _ = earlier.precede(&node));
        if node.registered() {
            later.run();
        }
        others.into_iter().for_each(|other| other.join().unwrap());
        assert_eq!(later.job.runs.get(), 1);
    });
}

#[test]
fn a_chain_is_run_in_its_order_while_it_is_built() {
    check(3, || {
        let event = event();
        let head = task(&[]);
        let mut last = first(head, event);
        let other = start(head, &last);
        let mut jobs = vec![head.job];
        for _ in 0..2 {
            let later = task(&jobs);
            let node = node(later, event);
            last.precede(&node);
            if node.registered() {
                later.run();
                finish(&node);
            }
            jobs.push(later.job);
            last = node;
        }
        other.join().unwrap();
        jobs.iter().for_each(|job| assert_eq!(job.runs.get(), 1));
    });
}

#[test]
fn a_thread_that_waits_for_dependences_is_woken() {
    check(3, || {
        let event = event();
        let before = [task(&[]), task(&[])];
        let nodes = before.map(|task| first(task, event));
        let others = [0, 1].map(|index| start(before[index], &nodes[index]));
        let task_sleeper: &'static TaskSleeper = Box::leak(Box::default());
        let node = node(None, event);
        nodes.iter().for_each(|earlier| _ = earlier.precede(&node));
        if !node.registered() {
            while !node.is_ready() {
                task_sleeper.sleep(event, 0, || node.announce(task_sleeper), || node.is_ready());
            }
        }
        before.iter().for_each(|task| assert_eq!(task.job.runs.get(), 1));
        finish(&node);
        others.into_iter().for_each(|other| other.join().unwrap());
    });
}

/// Two tasks that use the same two things alone, and one that uses the second of them.
#[test]
fn tasks_that_exclude_each_other_all_run_one_at_a_time() {
    struct Shared {
        things: [Plain; 2],
        queue: Deque<*const Alone>,
    }
    struct Alone {
        node: Arc<Node<*const Alone, TaskSleeper, &'static EventCount>>,
        uses: &'static [usize],
    }
    // SAFETY: loom checks what this promises.
    unsafe impl Send for Shared {}
    // SAFETY: as above.
    unsafe impl Sync for Shared {}

    /// Runs a task as `scheduler::run` does, and then the tasks that became ready by its end.
    fn run(first: *const Alone, shared: &Shared) {
        let mut now = Some(first);
        while let Some(alone) = now {
            let requeue = |task| shared.queue.push(task, || ());
            // SAFETY: lives until all threads are joined.
            let Alone { node, uses } = unsafe { &*alone };
            if node.take_all(alone, requeue) {
                uses.iter().for_each(|thing| shared.things[*thing].increment());
                node.give_back_all(requeue);
            }
            now = shared.queue.search(|_| true);
        }
    }

    check(2, || {
        let shared = Arc::new(Shared { things: [Plain::new(0), Plain::new(0)], queue: Deque::default() });
        let mut exclusives = [Exclusive::new(), Exclusive::new()];
        // The tasks take them in the order of their addresses, which differ from one execution to
        // the next.
        exclusives.sort_by_key(Arc::as_ptr);
        let tasks: [&'static [usize]; 3] = [&[0, 1], &[0, 1], &[1]];
        let tasks = tasks.map(|uses| {
            let node = Node::new(None, event());
            uses.iter().for_each(|thing| node.needs_alone(&exclusives[*thing]));
            Alone { node, uses }
        });
        let tasks = Arc::new(tasks);
        let other = {
            let (shared, tasks) = (shared.clone(), tasks.clone());
            thread::spawn(move || tasks[1..].iter().for_each(|task| run(task, &shared)))
        };
        run(&raw const tasks[0], &shared);
        other.join().unwrap();
        assert_eq!((shared.things[0].get(), shared.things[1].get()), (2, 3));
    });
}
