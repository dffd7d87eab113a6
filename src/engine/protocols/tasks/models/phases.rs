//! A member that waits at a barrier goes on when all members have come and every task of the phase
//! is done, no earlier and no later. A docked worker is called for the tasks of its last region,
//! and is done with them when the next region begins.

use std::cell::Cell;
use std::ptr;
use std::time::Duration;

use crate::engine::protocols::barrier::protocol;
use crate::engine::protocols::barrier::protocol::Waiting;
use crate::engine::protocols::handoff::{Docked, Signal, Wake};
use crate::engine::protocols::tasks::counts;
use crate::engine::protocols::tasks::counts::{Counts, Kin};
use crate::engine::protocols::tasks::deque::Deque;
use crate::engine::protocols::tasks::models::{Plain, check};
use crate::engine::protocols::tasks::phases::Phases;
use crate::engine::protocols::wait::{ANY_TASK, EventCount, Rung, TaskSleeper, sleeper};
use crate::sys::sync::{AtomicU32, Ordering};
use loom::thread;
use loom::thread::JoinHandle;

/// The first phase of the models. 2³¹ phases without tasks have passed before it, so the words that
/// only phases with tasks change are as far behind as they can be.
const FIRST: u32 = (1 << 31) + 1;

struct Team {
    slots: Vec<Slot>,
    released: AtomicU32,
    event: EventCount,
    phases: Phases,
    signal: Signal,
    /// Members read this while they look for tasks, and the primary thread changes it between two
    /// regions.
    region: Plain,
}

struct Slot {
    arrived: AtomicU32,
    counters: [AtomicU32; 2],
    task: Task,
    deque: Deque<&'static Task>,
    task_sleeper: TaskSleeper,
}

struct Task {
    counts: Counts,
    parent: *const Task,
    team: *const Team,
    runner: AtomicU32,
    /// The number of generations below the task: its body generates a child, which generates the
    /// next one, and so on.
    generations: u32,
    /// loom reports a thread that looks at the task while or after it is freed.
    alive: Plain,
    /// Written by the task's body.
    wrote: Plain,
    /// The child that the task's body generates.
    child: Cell<Option<&'static Task>>,
}

// SAFETY: loom checks what this promises; `child` is written by the body, and read after it is
// done.
unsafe impl Sync for Task {}
// SAFETY: as above.
unsafe impl Send for Task {}

fn team(size: u32) -> &'static Team {
    let slot = |tid| Slot {
        arrived: AtomicU32::new(FIRST - 1),
        counters: [AtomicU32::new(0), AtomicU32::new(0)],
        task: Task::new(ptr::null(), ptr::null(), tid, 0),
        deque: Deque::default(),
        task_sleeper: TaskSleeper::default(),
    };
    let team = Box::leak(Box::new(Team {
        slots: (0..size).map(slot).collect(),
        released: AtomicU32::new(FIRST - 1),
        event: EventCount::default(),
        phases: Phases::default(),
        signal: Signal::default(),
        region: Plain::new(1),
    }));
    let address = ptr::from_ref(team);
    team.slots.iter_mut().for_each(|slot| slot.task.team = address);
    team
}

impl Task {
    fn new(parent: *const Task, team: *const Team, runner: u32, generations: u32) -> Self {
        Self {
            counts: Counts::default(),
            parent,
            team,
            runner: AtomicU32::new(runner),
            generations,
            alive: Plain::new(1),
            wrote: Plain::new(0),
            child: Cell::new(None),
        }
    }

    /// Asserts that the task and all its descendants are done.
    fn assert_done(&self) {
        assert_eq!((self.alive.get(), self.wrote.get()), (0, 1));
        if let Some(child) = self.child.get() {
            child.assert_done();
        }
    }
}

impl Kin for &'static Task {
    type Caller = u32;
    type Group = ();
    type Listener = (*const Team, u32);

    fn counts(&self) -> &Counts {
        assert_eq!(self.alive.get(), 1);
        &self.counts
    }

    fn parent(self) -> Self {
        // SAFETY: leaked.
        unsafe { &*self.parent }
    }

    fn member_of(self) -> *const () {
        ptr::null()
    }

    fn is_implicit(self) -> bool {
        self.parent.is_null()
    }

    fn is_run_by(self, caller: u32) -> bool {
        caller == self.runner.load(Ordering::Relaxed)
    }

    fn listener(self) -> Self::Listener {
        (self.team, self.runner.load(Ordering::Relaxed))
    }

    fn leave(_: *const ()) {}

    fn wake((team, runner): Self::Listener) {
        // SAFETY: leaked.
        let team = unsafe { &*team };
        team.slots[runner as usize].task_sleeper.wake(&team.event);
    }

    fn quieten((team, _): Self::Listener) {
        // SAFETY: leaked.
        let team = unsafe { &*team };
        team.phases.quieten(&team.event, || false);
    }

    fn free(_: u32, task: Self) {
        assert!(!task.is_implicit());
        assert_eq!(task.alive.get(), 1);
        task.alive.set(0);
    }
}

/// A thread of the team, in phase `number`.
#[derive(Clone, Copy)]
struct Member {
    team: &'static Team,
    tid: u32,
    number: u32,
}

impl Member {
    fn of(team: &'static Team, tid: u32) -> Self {
        Self { team, tid, number: FIRST }
    }

    fn slot(self) -> &'static Slot {
        &self.team.slots[self.tid as usize]
    }

    fn size(self) -> u32 {
        self.team.slots.len() as u32
    }

    /// Generates a task with `generations` generations below it.
    fn generate(self, generations: u32) -> &'static Task {
        self.generate_in(&self.slot().task, generations)
    }

    /// As `create::submit` does.
    fn generate_in(self, parent: &'static Task, generations: u32) -> &'static Task {
        let Self { team, .. } = self;
        let task: &'static Task = Box::leak(Box::new(Task::new(parent, team, u32::MAX, generations)));
        parent.counts.add_child();
        team.phases.begin(self.number, &team.signal, &Rung::default());
        let who = self.slot().deque.push(task, || if team.event.has_sleepers() { ANY_TASK } else { 0 });
        if who != 0 {
            team.event.notify_of_task(who);
        }
        task
    }

    fn run(self, task: &'static Task) {
        task.runner.store(self.tid, Ordering::Relaxed);
        if task.generations > 0 {
            task.child.set(Some(self.generate_in(task, task.generations - 1)));
        }
        task.wrote.set(1);
        counts::end(self.tid, task);
    }

    /// Takes a task of this region that waits for a thread.
    fn find(self) -> Option<&'static Task> {
        assert_eq!(self.team.region.get(), 1);
        self.team.slots.iter().find_map(|slot| slot.deque.search(|_| true))
    }

    /// As `scheduler::wait_at_barrier` does.
    fn run_until(self, over: impl Fn() -> bool) {
        while !over() {
            let found = Cell::new(self.find());
            if found.get().is_none() {
                self.team.event.sleep(sleeper(self.tid, true), || {
                    over() || {
                        found.set(self.find());
                        found.get().is_some()
                    }
                });
            }
            found.get().into_iter().for_each(|task| self.run(task));
        }
    }

    /// Waits as in a `taskwait`, but runs no task meanwhile.
    fn wait_idly(self) {
        let (slot, counts) = (self.slot(), &self.slot().task.counts);
        while counts.has_unfinished() {
            slot.task_sleeper.sleep(
                &self.team.event,
                self.tid,
                || counts.announce_waiting(),
                || !counts.has_unfinished(),
            );
            counts.cease_waiting();
        }
    }

    fn arrive(self) {
        let Self { team, tid, number } = self;
        if self.size() == 2 {
            protocol::publish(&self.slot().arrived, number, &team.event);
        } else {
            let counter = |member: u32, level: usize| &team.slots[member as usize].counters[level];
            if protocol::count_arrival(counter, tid, self.size()) {
                protocol::publish(&team.released, number, &team.event);
            }
        }
    }

    fn wait_for_all(self) {
        let Self { team, tid, number } = self;
        let word = if self.size() == 2 { &team.slots[1 - tid as usize].arrived } else { &team.released };
        protocol::wait_for_all(&self, &team.phases, &team.event, number, &protocol::Released::new(word, None));
    }

    /// Meets the others at the barrier that ends the phase, and goes on in the next phase.
    fn meet(&mut self) {
        let counts = &self.slot().task.counts;
        let calm = counts.settle(&self.team.phases.unquiet);
        self.arrive();
        self.wait_for_all();
        self.number += 1;
        if !calm {
            assert!(counts.is_quiet());
            counts.unsettle();
        }
    }

    /// Ends a worker's first region, in a team of two, and waits for the second one.
    fn end_and_dock(self) {
        self.slot().task.counts.settle(&self.team.phases.unquiet);
        self.arrive();
        self.team.signal.await_next(0, &self);
        assert_eq!(self.team.region.get(), 2);
    }

    /// Ends the primary thread's first region, and begins the second one.
    fn gather(self) {
        let Self { team, number, .. } = self;
        self.slot().task.counts.settle(&team.phases.unquiet);
        self.wait_for_all();
        team.phases.leave_helpers(number, || ());
        team.region.set(2);
        team.signal.announce(2, Wake::All, &Rung::default());
    }
}

impl Waiting for Member {
    fn wait_until(&self, ready: impl Fn() -> bool, surely: impl Fn() -> bool) {
        while !ready() {
            self.team.event.sleep(sleeper(self.tid, true), &surely);
        }
    }

    fn run_tasks(&self, over: impl Fn() -> bool) {
        self.run_until(over);
    }

    fn notices_fork(&self) -> bool {
        false
    }

    fn is_alone(&self) -> bool {
        false
    }
}

impl Docked for Member {
    fn is_left(&self) -> bool {
        false
    }

    fn is_needed(&self) -> bool {
        self.team.phases.pending(&self.team.event, self.number, false)
    }

    fn help(&self) {
        let phases = &self.team.phases;
        phases.help(|| self.run_until(|| phases.is_over(self.number)));
    }

    fn wait_until(&self, ready: impl Fn() -> bool, sleep: impl Fn(Option<Duration>)) {
        while !ready() {
            sleep(None);
        }
    }
}

/// Starts all members but the first; each of them calls `work`.
fn start<R: 'static>(team: &'static Team, work: fn(Member) -> R) -> Vec<JoinHandle<R>> {
    let others = 1..team.slots.len() as u32;
    others.map(|tid| thread::spawn(move || work(Member::of(team, tid)))).collect()
}

fn join<R>(others: Vec<JoinHandle<R>>) -> Vec<R> {
    others.into_iter().map(|other| other.join().unwrap()).collect()
}

/// The other member only comes to the barrier, where it may or may not take the task.
#[test]
fn both_go_on_when_the_task_of_one_is_done() {
    check(3, || {
        let team = team(2);
        let others = start(team, |mut member| member.meet());
        let mut member = Member::of(team, 0);
        let task = member.generate(0);
        member.meet();
        task.assert_done();
        join(others);
    });
}

/// Both members have tasks, and one of them is quiet before the last task of the phase is done.
#[test]
fn both_go_on_when_the_tasks_of_both_are_done() {
    check(2, || {
        let team = team(2);
        let take_part = |mut member: Member| {
            let task = member.generate(0);
            member.meet();
            task.assert_done();
            task
        };
        let others = start(team, take_part);
        let task = take_part(Member::of(team, 0));
        join(others).into_iter().chain([task]).for_each(Task::assert_done);
    });
}

/// The task generates another one when both members have come, and that one generates a third.
#[test]
fn nobody_goes_on_before_what_a_task_has_generated_is_done() {
    check(3, || {
        let team = team(2);
        let others = start(team, |mut member| member.meet());
        let mut member = Member::of(team, 0);
        let task = member.generate(2);
        member.meet();
        task.assert_done();
        join(others);
    });
}

/// One member is in the next phase already, and generates tasks there which generate others. The
/// other member has yet to see that this phase is over. In its barrier it may run the tasks of the
/// next phase.
#[test]
fn a_phase_is_not_taken_for_the_next_one() {
    check(2, || {
        let team = team(2);
        let others = start(team, |mut member| {
            member.meet();
            let task = member.generate(1);
            member.meet();
            task.assert_done();
            member.meet();
            task
        });
        let mut member = Member::of(team, 0);
        let first = member.generate(0);
        member.meet();
        first.assert_done();
        member.meet();
        member.meet();
        join(others).into_iter().for_each(Task::assert_done);
    });
}

#[test]
fn three_members_go_on_when_the_task_of_one_is_done() {
    check(1, || {
        let team = team(3);
        let others = start(team, |mut member| {
            let task = (member.tid == 1).then(|| member.generate(1));
            member.meet();
            task.into_iter().for_each(Task::assert_done);
            task
        });
        Member::of(team, 0).meet();
        join(others).into_iter().flatten().for_each(Task::assert_done);
    });
}

/// The member that generates the tasks only waits for them.
#[test]
fn a_sleeper_at_the_barrier_hears_of_two_tasks() {
    check(3, || {
        let team = team(2);
        let others = start(team, |mut member| member.meet());
        let mut member = Member::of(team, 0);
        let tasks = [member.generate(0), member.generate(0)];
        member.wait_idly();
        tasks.into_iter().for_each(Task::assert_done);
        member.meet();
        join(others);
    });
}

#[test]
fn a_docked_worker_hears_of_a_task() {
    check(3, || {
        let team = team(2);
        let others = start(team, Member::end_and_dock);
        let member = Member::of(team, 0);
        let task = member.generate(0);
        member.wait_idly();
        task.assert_done();
        member.gather();
        join(others);
    });
}

/// The worker may come too late to help. Then the primary thread does not wait for it.
#[test]
fn a_docked_worker_is_done_with_a_region_when_the_next_one_begins() {
    check(3, || {
        let team = team(2);
        let others = start(team, Member::end_and_dock);
        let member = Member::of(team, 0);
        let task = member.generate(1);
        member.gather();
        task.assert_done();
        join(others);
    });
}

/// The worker leaves its own tasks behind at the region's end, for any thread to find.
#[test]
fn a_region_ends_when_the_tasks_of_its_workers_are_done() {
    check(2, || {
        let team = team(2);
        let others = start(team, |member| {
            let task = member.generate(0);
            member.end_and_dock();
            task
        });
        let member = Member::of(team, 0);
        member.gather();
        join(others).into_iter().for_each(Task::assert_done);
    });
}
