//! loom models of the hand-over of regions: a worker runs each region that it is a member of, and
//! no other.

use std::time::Duration;

use crate::engine::protocols::handoff::{Docked, Lease, Letter, Mailbox, PassedOn, Signal, Wake, epoch_of};
use crate::engine::protocols::wait::Rung;
use crate::sys::sync::{AtomicU32, Ordering, check};
use loom::cell::UnsafeCell;
use loom::thread;
use loom::thread::JoinHandle;

struct Team {
    signal: Signal,
    /// The job of the members. This is plain memory: loom reports a worker that reads it while
    /// nobody waits for that worker.
    job: UnsafeCell<u32>,
    /// The last job that the worker has done.
    done: AtomicU32,
    /// Whether a task of the last region waits for a thread.
    task: AtomicU32,
}

// SAFETY: loom checks what this promises.
unsafe impl Sync for Team {}
// SAFETY: as above.
unsafe impl Send for Team {}

fn team() -> &'static Team {
    Box::leak(Box::new(Team {
        signal: Signal::default(),
        job: UnsafeCell::new(0),
        done: AtomicU32::new(0),
        task: AtomicU32::new(0),
    }))
}

struct Worker {
    mailbox: &'static Mailbox<Team>,
    /// Gives the jobs that the worker has done.
    thread: JoinHandle<Vec<u32>>,
}

impl Team {
    /// Leases a new worker as member `tid`.
    fn hire(&'static self, tid: u32) -> Worker {
        let mailbox: &'static Mailbox<Team> = Box::leak(Box::default());
        mailbox.address(self, &self.signal, tid);
        Worker { mailbox, thread: thread::spawn(move || work(mailbox)) }
    }

    /// Begins region `job`.
    fn begin(&self, job: u32, size: u32) {
        // SAFETY: loom reports a conflicting access instead of making it.
        self.job.with_mut(|cell| unsafe { *cell = job });
        self.signal.announce(size, Wake::All, &Rung::default());
    }

    /// Waits until the worker has come to the end of region `job`.
    fn gather(&self, job: u32) {
        while self.done.load(Ordering::Acquire) != job {
            thread::yield_now();
        }
    }

    /// Runs the regions until one comes that the worker is not a member of.
    fn serve(&self, lease: &mut Lease<Team>, mailbox: &Mailbox<Team>, did: &mut Vec<u32>) {
        loop {
            while !self.signal.is_after(lease.seen) {
                self.signal.sleep(lease.seen, || false, None);
            }
            if lease.join(&self.signal, mailbox).is_none() {
                return;
            }
            // SAFETY: as in `begin`.
            let job = self.job.with(|cell| unsafe { *cell });
            did.push(job);
            self.done.store(job, Ordering::Release);
        }
    }
}

/// A worker's life, as in `process/worker.rs`, without a region's code.
fn work(mailbox: &Mailbox<Team>) -> Vec<u32> {
    let mut did = Vec::new();
    let mut letters = mailbox.letters();
    let mut lease = None;
    let mut said = mailbox.read(&mut lease);
    while said != Letter::End {
        if let Some(lease) = &mut lease {
            lease.team.serve(lease, mailbox, &mut did);
        }
        while mailbox.letters() == letters {
            mailbox.sleep(letters, None);
        }
        letters = mailbox.letters();
        said = mailbox.read(&mut lease);
    }
    did
}

/// Ends a worker, as `pool::dismiss` does, and gives the jobs that it has done.
fn dismiss(team: &Team, worker: Worker) -> Vec<u32> {
    worker.mailbox.order_to_end();
    team.signal.announce(1, Wake::All, &Rung::default());
    worker.mailbox.send_letter();
    worker.thread.join().unwrap()
}

#[test]
fn a_worker_runs_each_of_two_regions() {
    check(3, || {
        let team = team();
        let worker = team.hire(1);
        for job in 1..=2 {
            team.begin(job, 2);
            team.gather(job);
        }
        assert_eq!(dismiss(team, worker), [1, 2]);
    });
}

#[test]
fn a_worker_sits_out_a_smaller_region_and_comes_back() {
    check(3, || {
        let team = team();
        let worker = team.hire(2);
        team.begin(1, 3);
        team.gather(1);
        team.begin(2, 2);
        team.begin(3, 3);
        worker.mailbox.send_letter();
        team.gather(3);
        // The letter may have come late. The worker does not miss the region after that either.
        team.begin(4, 3);
        team.gather(4);
        assert_eq!(dismiss(team, worker), [1, 3, 4]);
    });
}

#[test]
fn a_worker_whose_lease_has_ended_leaves_the_region_to_its_successor() {
    check(1, || {
        let team = team();
        let first = team.hire(2);
        // The first worker may not see the region that ends its membership before the next one has
        // begun.
        team.begin(1, 2);
        first.mailbox.end_lease();
        first.mailbox.send_letter();
        let second = team.hire(2);
        team.begin(2, 3);
        second.mailbox.send_letter();
        team.gather(2);
        assert_eq!(dismiss(team, second), [2]);
        first.mailbox.order_to_end();
        first.mailbox.send_letter();
        assert_eq!(first.thread.join().unwrap(), []);
    });
}

#[test]
fn a_docked_worker_hears_of_a_task() {
    check(3, || {
        let team = team();
        let worker = thread::spawn(move || {
            let needed = || team.task.load(Ordering::Acquire) != 0;
            while !needed() {
                team.signal.sleep(0, needed, None);
            }
        });
        team.task.store(1, Ordering::Release);
        team.signal.call_sleepers(&Rung::default());
        worker.join().unwrap();
    });
}

/// The worker may find its old team together with its number in the new one. Then it would wait at
/// the old team for a region of the new one.
#[test]
fn a_worker_that_is_lent_while_it_reads_its_mailbox_goes_to_its_new_team() {
    check(2, || {
        let (first, second) = (team(), team());
        let worker = first.hire(1);
        // Neither team has run a region with the worker, so both signals have the same number.
        worker.mailbox.end_lease();
        first.signal.announce(1, Wake::All, &Rung::default());
        second.signal.announce(1, Wake::All, &Rung::default());
        worker.mailbox.address(second, &second.signal, 1);
        second.begin(1, 2);
        worker.mailbox.send_letter();
        second.gather(1);
        assert_eq!(dismiss(second, worker), [1]);
    });
}

/// One of them may leave the word as the other one saw it before the call.
#[test]
fn two_docked_workers_hear_of_a_task() {
    check(3, || {
        let team = team();
        let workers = [1, 2].map(|_| {
            thread::spawn(move || {
                let needed = || team.task.load(Ordering::Acquire) != 0;
                while !needed() {
                    team.signal.sleep(0, needed, None);
                }
            })
        });
        team.task.store(1, Ordering::Release);
        team.signal.call_sleepers(&Rung::default());
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    });
}

/// One of the two that sleep without a limit.
#[test]
fn one_of_two_docked_workers_hears_that_the_team_is_left() {
    check(3, || {
        let team = team();
        let heard: &AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
        let workers = [1, 2].map(|_| {
            thread::spawn(move || {
                let left = || team.task.load(Ordering::Acquire) != 0;
                // The worker that has heard of it ends the others.
                while !left() && heard.load(Ordering::Acquire) == 0 {
                    team.signal.sleep(0, || left() || heard.load(Ordering::Acquire) != 0, None);
                }
                heard.store(1, Ordering::Release);
                team.signal.call_sleepers(&Rung::default());
            })
        });
        team.task.store(1, Ordering::Release);
        team.signal.call_one(&Rung::default());
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    });
}

/// A team may be offered and then left without a region between the two.
#[test]
fn a_docked_worker_hears_of_one_of_two_calls() {
    loom::model(|| {
        let team = team();
        let worker = thread::spawn(move || {
            let left = || team.task.load(Ordering::Acquire) != 0;
            while !left() {
                team.signal.sleep(0, left, None);
            }
        });
        team.task.store(1, Ordering::Release);
        team.signal.call_one(&Rung::default());
        team.signal.call_one(&Rung::default());
        worker.join().unwrap();
    });
}

#[test]
fn a_worker_that_was_lent_and_came_back_under_another_number_runs_a_region_once() {
    check(2, || {
        let team = team();
        let worker = team.hire(2);
        // The worker has the next lease before it has seen the region that leaves it out.
        worker.mailbox.end_lease();
        team.begin(1, 2);
        worker.mailbox.address(team, &team.signal, 1);
        team.begin(2, 2);
        worker.mailbox.send_letter();
        team.gather(2);
        assert_eq!(dismiss(team, worker), [2]);
    });
}

/// Two members sleep, the thread that announces the region wakes one of them, and that one the
/// other.
#[test]
fn members_that_sleep_wake_each_other() {
    check(3, || {
        let team = team();
        let member = || {
            let seen = epoch_of(team.signal.0.load(Ordering::Relaxed));
            thread::spawn(move || {
                while !team.signal.is_after(seen) {
                    team.signal.sleep(seen, || false, None);
                }
            })
        };
        let members = [member(), member()];
        team.signal.announce(3, Wake::InTurn, &Rung::default());
        members.into_iter().for_each(|member| member.join().unwrap());
    });
}

/// As above; the announcement of the next region, of one, finds one of them still asleep.
#[test]
fn a_sleeper_that_missed_a_region_wakes_the_rest() {
    check(3, || {
        let team = team();
        let seen = epoch_of(team.signal.0.load(Ordering::Relaxed));
        let member = || {
            thread::spawn(move || {
                while !team.signal.is_after(seen) {
                    team.signal.sleep(seen, || false, None);
                }
            })
        };
        let members = [member(), member()];
        team.signal.announce(3, Wake::InTurn, &Rung::default());
        team.signal.announce(1, Wake::InTurn, &Rung::default());
        members.into_iter().for_each(|member| member.join().unwrap());
    });
}

/// A large team whose member 2 passes each region on to member 3.
struct Group {
    team: &'static Team,
    passed_on: PassedOn,
    /// Member 2's copy of the job. Plain memory, too.
    copy: UnsafeCell<u32>,
    /// The last jobs that members 2 and 3 have done.
    done: [AtomicU32; 2],
}

// SAFETY: loom checks what this promises.
unsafe impl Sync for Group {}
// SAFETY: as above.
unsafe impl Send for Group {}

const LARGE: u32 = 1000;

/// A member that goes to sleep at once.
struct Sleepy;

impl Docked for Sleepy {
    fn is_needed(&self) -> bool {
        false
    }

    fn is_left(&self) -> bool {
        false
    }

    fn help(&self) {}

    fn wait_until(&self, ready: impl Fn() -> bool, sleep: impl Fn(Option<Duration>)) {
        while !ready() {
            sleep(None);
        }
    }
}

impl Group {
    /// The group, and its members 2 and 3, which end when they have done this many jobs, or have no
    /// lease. Both take themselves for members of the last two regions.
    fn new(jobs: [usize; 2]) -> (&'static Self, [Worker; 2]) {
        let group: &'static Self = Box::leak(Box::new(Self {
            team: team(),
            passed_on: PassedOn::default(),
            copy: UnsafeCell::new(0),
            done: [AtomicU32::new(0), AtomicU32::new(0)],
        }));
        let workers = [(2, jobs[0]), (3, jobs[1])].map(|(tid, jobs)| {
            let mailbox: &'static Mailbox<Team> = Box::leak(Box::default());
            mailbox.address(group.team, &group.team.signal, tid);
            let mut lease = None;
            assert_eq!(mailbox.read(&mut lease), Letter::Look);
            let thread = thread::spawn(move || group.live(mailbox, lease.expect("it has one"), jobs));
            Worker { mailbox, thread }
        });
        (group, workers)
    }

    fn gather(&self, tid: u32, job: u32) {
        while self.done[tid as usize - 2].load(Ordering::Acquire) != job {
            thread::yield_now();
        }
    }

    /// A member's life, as in `process/worker.rs`.
    fn live(&self, mailbox: &Mailbox<Team>, mut lease: Lease<Team>, jobs: usize) -> Vec<u32> {
        let mut did = Vec::new();
        let mut has_letter = false;
        while did.len() < jobs {
            if let Some(job) = self.next_job(mailbox, &mut lease, has_letter) {
                did.push(job);
                has_letter = false;
            } else if mailbox.is_free() {
                break;
            } else {
                // There is one letter.
                while mailbox.letters() == 0 {
                    mailbox.sleep(0, None);
                }
                has_letter = true;
            }
        }
        did
    }

    /// Waits for the next region and does its job, if the worker is a member. After a letter it
    /// looks at the signal.
    fn next_job(&self, mailbox: &Mailbox<Team>, lease: &mut Lease<Team>, has_letter: bool) -> Option<u32> {
        let signal = &self.team.signal;
        let hears = lease.tid == 3 && !has_letter;
        let (size, job) = if hears && signal.await_next_by(&self.passed_on, lease, mailbox, &Sleepy) {
            (lease.join_by(&self.passed_on, mailbox), &self.copy)
        } else {
            if !hears {
                signal.await_next(lease.seen, &Sleepy);
            }
            (lease.join(signal, mailbox), &self.team.job)
        };
        let size = size?;
        // SAFETY: loom reports a conflicting access instead of making it.
        let job = job.with(|cell| unsafe { *cell });
        if lease.tid == 2 {
            // SAFETY: as above.
            self.copy.with_mut(|cell| unsafe { *cell = job });
            self.passed_on.pass_on(lease, size);
        }
        self.done[lease.tid as usize - 2].store(job, Ordering::Release);
        Some(job)
    }
}

#[test]
fn a_member_hears_of_each_of_two_regions_by_another_or_by_itself() {
    check(2, || {
        let (group, workers) = Group::new([2, 2]);
        for job in 1..=2 {
            group.team.begin(job, LARGE);
            group.gather(2, job);
            group.gather(3, job);
        }
        assert_eq!(workers.map(|worker| worker.thread.join().unwrap()), [[1, 2], [1, 2]]);
    });
}

/// It may hear of the first region by what is passed on, and the copy changes for the second one.
#[test]
fn a_member_that_was_lent_leaves_what_is_passed_on_alone() {
    check(1, || {
        let (group, [first, second]) = Group::new([2, 2]);
        second.mailbox.end_lease();
        for job in 1..=2 {
            group.team.begin(job, LARGE);
            group.gather(2, job);
        }
        assert_eq!(first.thread.join().unwrap(), [1, 2]);
        assert_eq!(second.thread.join().unwrap(), []);
    });
}

/// The first member passes on a region that the other one has no part in, and then one that it has.
#[test]
fn a_member_sits_out_a_region_that_is_passed_on_and_comes_back() {
    check(2, || {
        let (group, [first, second]) = Group::new([2, 1]);
        group.team.begin(1, 3);
        group.gather(2, 1);
        group.team.begin(2, LARGE);
        second.mailbox.send_letter();
        group.gather(2, 2);
        group.gather(3, 2);
        assert_eq!(first.thread.join().unwrap(), [1, 2]);
        assert_eq!(second.thread.join().unwrap(), [2]);
    });
}
