//! A task that waits for its children is woken at the end of the last one, and sees what they did.
//! Each task and each taskgroup is freed once, when no thread looks at it any more.

use std::ptr;

use crate::engine::protocols::tasks::counts;
use crate::engine::protocols::tasks::counts::{Counts, Kin};
use crate::engine::protocols::tasks::event::{Event, Found};
use crate::engine::protocols::tasks::members::Members;
use crate::engine::protocols::tasks::models::{Plain, check};
use crate::engine::protocols::wait::{EventCount, TaskSleeper, sleeper};
use crate::sys::sync::{AtomicU32, Ordering};
use loom::thread;

struct Team {
    event: EventCount,
    unquiet: AtomicU32,
    /// The member that ends groups and waits for children.
    task_sleeper: TaskSleeper,
}

struct Group {
    members: Members,
    alive: Plain,
    team: &'static Team,
}

struct Task {
    counts: Counts,
    parent: *const Task,
    group: *const Group,
    team: &'static Team,
    /// The member that runs the task.
    runner: AtomicU32,
    event: Event,
    /// loom reports a thread that looks at the task while or after it is freed.
    alive: Plain,
    /// Written by the task's body.
    wrote: Plain,
}

// SAFETY: loom checks what this promises.
unsafe impl Sync for Task {}
// SAFETY: as above.
unsafe impl Sync for Group {}

/// No member runs the task, or several may.
const NOBODY: u32 = u32::MAX;

fn team() -> &'static Team {
    let team = Team { event: EventCount::default(), unquiet: AtomicU32::new(0), task_sleeper: TaskSleeper::default() };
    Box::leak(Box::new(team))
}

fn group(team: &'static Team) -> &'static Group {
    Box::leak(Box::new(Group { members: Members::default(), alive: Plain::new(1), team }))
}

fn new_task(parent: *const Task, group: *const Group, team: &'static Team, runner: u32) -> &'static Task {
    Box::leak(Box::new(Task {
        counts: Counts::default(),
        parent,
        group,
        team,
        runner: AtomicU32::new(runner),
        event: Event::default(),
        alive: Plain::new(1),
        wrote: Plain::new(0),
    }))
}

/// The implicit task of member 0.
fn root() -> &'static Task {
    new_task(ptr::null(), ptr::null(), team(), 0)
}

impl Task {
    /// Generates a child that member `runner` will run.
    fn child(&'static self, runner: u32) -> &'static Task {
        self.child_in(ptr::null(), runner)
    }

    fn child_in(&'static self, group: *const Group, runner: u32) -> &'static Task {
        self.counts().add_child();
        // SAFETY: null, or leaked.
        if let Some(group) = unsafe { group.as_ref() } {
            group.members.join();
        }
        new_task(self, group, self.team, runner)
    }

    /// Runs the task as member `tid`.
    fn run(&'static self, tid: u32) {
        self.wrote.set(1);
        counts::end(Some(tid), self);
    }

    /// As `scheduler::wait`, on behalf of member 0.
    fn wait(&self, finished: impl Fn() -> bool, announce: impl Fn(), retract: impl Fn()) {
        while !finished() {
            self.team.task_sleeper.sleep(&self.team.event, 0, &announce, &finished);
            retract();
        }
    }

    fn taskwait(&'static self) {
        let counts = self.counts();
        self.wait(|| !counts.has_unfinished(), || counts.announce_waiting(), || counts.cease_waiting());
    }

    /// Comes to a barrier with the implicit task, where all its descendants are to be done.
    fn meet(&'static self) {
        let over = || self.team.unquiet.load(Ordering::Acquire) == 0;
        if !self.counts.settle(&self.team.unquiet) {
            while !over() {
                self.team.event.sleep(sleeper(0, true), over);
            }
            assert!(self.counts.is_quiet());
            self.counts.unsettle();
        }
        assert_eq!(self.team.unquiet.load(Ordering::Relaxed), 0);
    }

    fn assert_freed(&self) {
        assert_eq!((self.alive.get(), self.wrote.get()), (0, 1));
    }
}

impl Kin for &'static Task {
    type Caller = Option<u32>;
    type Group = Group;
    type Listener = &'static Team;

    fn counts(&self) -> &Counts {
        assert_eq!(self.alive.get(), 1);
        &self.counts
    }

    fn parent(self) -> Self {
        // SAFETY: leaked.
        unsafe { &*self.parent }
    }

    fn member_of(self) -> *const Group {
        self.group
    }

    fn is_implicit(self) -> bool {
        self.parent.is_null()
    }

    fn is_run_by(self, caller: Option<u32>) -> bool {
        caller == Some(self.runner.load(Ordering::Relaxed))
    }

    fn listener(self) -> &'static Team {
        assert_eq!(self.alive.get(), 1);
        self.team
    }

    fn leave(group: *const Group) {
        // SAFETY: null, or leaked.
        let Some(group) = (unsafe { group.as_ref() }) else { return };
        assert_eq!(group.alive.get(), 1);
        let team = group.team;
        if group.members.leave() {
            team.task_sleeper.wake(&team.event);
        }
    }

    fn wake(team: &'static Team) {
        team.task_sleeper.wake(&team.event);
    }

    fn quieten(team: &'static Team) {
        if team.unquiet.fetch_sub(1, Ordering::AcqRel) == 1 {
            team.event.notify_all();
        }
    }

    fn free(_: Option<u32>, task: Self) {
        assert!(!task.is_implicit());
        assert_eq!(task.alive.get(), 1);
        task.alive.set(0);
    }
}

#[test]
fn a_taskwait_hears_of_the_last_child() {
    check(3, || {
        let root = root();
        let [own, theirs, last] = [0, 1, 2].map(|runner| root.child(runner));
        let others = [(theirs, 1), (last, 2)].map(|(task, tid)| thread::spawn(move || task.run(tid)));
        own.run(0);
        root.taskwait();
        [own, theirs, last].iter().for_each(|child| assert_eq!(child.wrote.get(), 1));
        others.into_iter().for_each(|other| other.join().unwrap());
        root.meet();
        [own, theirs, last].iter().for_each(|child| child.assert_freed());
    });
}

/// The child that the first `taskwait` waits for is not taken for the child of the second.
#[test]
fn two_taskwaits_hear_of_a_child_each() {
    check(3, || {
        let root = root();
        for _ in 0..2 {
            let child = root.child(1);
            let other = thread::spawn(move || child.run(1));
            root.taskwait();
            assert_eq!(child.wrote.get(), 1);
            other.join().unwrap();
            child.assert_freed();
        }
        root.meet();
    });
}

/// Three generations finish at the same time, and only the barrier waits for them.
#[test]
fn the_last_descendant_frees_its_ancestors_and_opens_the_barrier() {
    check(2, || {
        let root = root();
        let task = root.child(0);
        let child = task.child(1);
        let other = thread::spawn(move || {
            let grandchild = child.child(2);
            let other = thread::spawn(move || grandchild.run(2));
            child.run(1);
            (grandchild, other)
        });
        task.run(0);
        root.meet();
        let (grandchild, last) = other.join().unwrap();
        last.join().unwrap();
        [task, child, grandchild].iter().for_each(|task| task.assert_freed());
    });
}

/// A task waits for its children only, although its grandchildren are not done.
#[test]
fn a_taskwait_frees_no_child_that_has_children_left() {
    check(2, || {
        let root = root();
        let task = root.child(0);
        let child = task.child(1);
        let grandchild = child.child(2);
        let others = [(child, 1), (grandchild, 2)].map(|(task, tid)| thread::spawn(move || task.run(tid)));
        task.taskwait();
        assert_eq!(child.wrote.get(), 1);
        task.run(0);
        root.meet();
        others.into_iter().for_each(|other| other.join().unwrap());
        [task, child, grandchild].iter().for_each(|task| task.assert_freed());
    });
}

/// The body ends in one thread, the event is fulfilled in another, and a child finishes in a third.
#[test]
fn a_detachable_task_is_completed_by_the_second_to_come() {
    check(2, || {
        let root = root();
        let task = root.child(0);
        // The data that the event announces.
        let answer: &'static Plain = Box::leak(Box::new(Plain::new(0)));
        let other = thread::spawn(move || {
            answer.set(1);
            if task.event.fulfil() == Found::Finished {
                counts::end(None, task);
            }
        });
        let child = task.child(1);
        let last = thread::spawn(move || child.run(1));
        task.wrote.set(1);
        task.runner.store(NOBODY, Ordering::Relaxed);
        if task.event.body_done() {
            counts::end(Some(0), task);
        }
        root.meet();
        assert_eq!(answer.get(), 1);
        other.join().unwrap();
        last.join().unwrap();
        [task, child].iter().for_each(|task| task.assert_freed());
    });
}

/// One of the group's tasks generates another one, and does not wait for it.
#[test]
fn a_taskgroup_ends_after_its_last_task() {
    check(2, || {
        let root = root();
        let group = group(root.team);
        let task = root.child_in(group, 1);
        let grandchild = task.child_in(group, 2);
        let others = [(task, 1), (grandchild, 2)].map(|(task, tid)| thread::spawn(move || task.run(tid)));
        let members = &group.members;
        root.wait(|| members.are_gone(), || members.announce_waiting(), || members.cease_waiting());
        group.alive.set(0);
        [task, grandchild].iter().for_each(|task| assert_eq!(task.wrote.get(), 1));
        root.meet();
        others.into_iter().for_each(|other| other.join().unwrap());
        [task, grandchild].iter().for_each(|task| task.assert_freed());
    });
}
