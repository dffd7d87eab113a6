//! loom models of admission: nobody waits for ever, members that are held back begin in the end,
//! and the budget is not admitted twice.

use std::cell::Cell;
use std::time::Duration;

use crate::engine::protocols::admission::gate::{GRACE, Gate, Pass};
use crate::engine::protocols::admission::hold::Hold;
use crate::sys::sync::{AtomicU32, Ordering, check, futex};
use loom::sync::Arc;
use loom::thread;

fn pass() -> &'static Pass {
    Box::leak(Box::default())
}

/// A region that must not run at the same time as another one.
fn run_alone(running: &AtomicU32) {
    assert_eq!(running.fetch_add(1, Ordering::Relaxed), 0);
    running.fetch_sub(1, Ordering::Relaxed);
}

/// Teams of two under a budget of two, whose turns are over at once: never two of them at the same
/// time.
#[test]
fn two_teams_take_turns() {
    check(2, || {
        let (gate, running) = (Arc::new(Gate::new()), Arc::new(AtomicU32::new(0)));
        let regions = |pass: &'static Pass, gate: &Gate, running: &AtomicU32, first: u64| {
            for round in 0..2 {
                gate.enter(pass, 2, 2, || first);
                run_alone(running);
                // The turn is long over when the second region ends.
                gate.leave(pass, 2, || first + round * 10 * GRACE);
            }
            gate.retire(pass, 2, first);
        };
        let other = {
            let (gate, running) = (gate.clone(), running.clone());
            thread::spawn(move || regions(pass(), &gate, &running, 0))
        };
        regions(pass(), &gate, &running, 0);
        other.join().unwrap();
    });
}

/// A region of a thread, which asks at the gate only if it still takes turns, as
/// [`crate::engine::policies::admission`] has it.
fn region_in_turn(gate: &Gate, pass: &'static Pass, size: u32, budget: u32, clock: impl Fn() -> u64) {
    if !pass.take_loss() {
        gate.enter(pass, size, budget, &clock);
        gate.leave(pass, budget, &clock);
    }
}

/// A clock that begins at 0 and moves on by the grace time at each look.
fn passing_time() -> impl Fn() -> u64 {
    let time = Cell::new(0);
    move || time.replace(time.get() + GRACE)
}

/// Starts a thread whose only region, of two threads under a budget of two, executes `body`.
fn start_region(gate: &Arc<Gate>, body: impl FnOnce() + 'static) -> thread::JoinHandle<()> {
    let gate = gate.clone();
    thread::spawn(move || {
        let own = pass();
        gate.enter(own, 2, 2, passing_time());
        body();
        gate.leave(own, 2, || 0);
        gate.retire(own, 2, 0);
    })
}

/// A team that grows while another one has part of the budget waits in the queue. Its worker, which
/// is docked since the last region, hands on the admission that there is. The other team grows too,
/// and is admitted although the first one's thread does something else.
#[test]
fn a_team_that_grows_leaves_no_admission_behind() {
    check(1, || {
        let gate = Arc::new(Gate::new());
        let (own, other) = (pass(), pass());
        region_in_turn(&gate, own, 1, 2, || 0);
        gate.enter(other, 1, 2, || 0);
        let worker = {
            let gate = gate.clone();
            thread::spawn(move || gate.hand_on(own, 2, || 0))
        };
        let second = {
            let gate = gate.clone();
            thread::spawn(move || {
                gate.leave(other, 2, || 10 * GRACE);
                region_in_turn(&gate, other, 2, 2, passing_time());
                gate.retire(other, 2, 0);
            })
        };
        region_in_turn(&gate, own, 2, 2, || 0);
        region_in_turn(&gate, own, 2, 2, || 0);
        second.join().unwrap();
        worker.join().unwrap();
        gate.retire(own, 2, 0);
    });
}

/// A region waits for another team in its own code: the other team is admitted in its stead after
/// the grace time.
#[test]
fn a_region_that_waits_for_a_flag_of_another_region_gets_it() {
    check(2, || {
        let (gate, flag, running) = (Arc::new(Gate::new()), Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let first = pass();
        gate.enter(first, 2, 2, || 0);
        let other = {
            let (flag, running) = (flag.clone(), running.clone());
            start_region(&gate, move || {
                running.store(1, Ordering::Relaxed);
                flag.store(1, Ordering::Release);
                running.store(0, Ordering::Relaxed);
            })
        };
        while flag.load(Ordering::Acquire) == 0 {
            thread::yield_now();
        }
        gate.leave(first, 2, || 0);
        // Its admission was taken away. It has to ask for the next region, and is admitted when the
        // other one has gone.
        gate.enter(first, 2, 2, || 0);
        assert_eq!(running.load(Ordering::Relaxed), 0);
        gate.leave(first, 2, || 10 * GRACE);
        other.join().unwrap();
    });
}

/// Two teams wait, in their own code, for a region of a third one that is behind one of them in the
/// queue. The first in the queue is admitted in the stead of a region that takes too long. The next
/// one has to hear that it is now the first, in order to do the same.
#[test]
fn the_next_in_the_queue_hears_that_it_is_the_first_one() {
    check(2, || {
        let (gate, flag) = (Arc::new(Gate::new()), Arc::new(AtomicU32::new(0)));
        let first = pass();
        gate.enter(first, 2, 2, || 0);
        let region = |body: fn(&AtomicU32)| {
            let flag = flag.clone();
            start_region(&gate, move || body(&flag))
        };
        // They sleep: loom would let two threads that spin on the flag alternate for ever.
        let await_flag = |flag: &AtomicU32| futex::wait(flag, 0);
        let second = region(await_flag);
        let third = region(|flag| {
            flag.store(1, Ordering::Relaxed);
            futex::wake(flag, 2);
        });
        await_flag(&flag);
        gate.leave(first, 2, || 0);
        gate.retire(first, 2, 0);
        second.join().unwrap();
        third.join().unwrap();
    });
}

/// The owner of a pass ends while it is the first in the queue. Then the next one is the first, and
/// need not wait for ever for a region that waits for it.
#[test]
fn an_owner_that_ends_in_the_queue_makes_the_next_one_the_first() {
    check(2, || {
        let (gate, flag) = (Arc::new(Gate::new()), Arc::new(AtomicU32::new(0)));
        let (first, gone) = (pass(), pass());
        gate.enter(first, 2, 2, || 0);
        assert!(gate.admit_or_queue(gone, 2, 2, 0).is_some());
        let other = {
            let flag = flag.clone();
            start_region(&gate, move || flag.store(1, Ordering::Release))
        };
        gate.retire(gone, 2, 0);
        while flag.load(Ordering::Acquire) == 0 {
            thread::yield_now();
        }
        gate.leave(first, 2, || 0);
        gate.retire(first, 2, 0);
        other.join().unwrap();
    });
}

/// The worker of a team whose thread does not come back hands the admission on. A thread that comes
/// back at that moment still has it, or asks.
#[test]
fn a_worker_hands_an_admission_on_and_never_one_that_is_in_use() {
    check(2, || {
        let (gate, running) = (Arc::new(Gate::new()), Arc::new(AtomicU32::new(0)));
        let own = pass();
        gate.enter(own, 2, 2, || 0);
        gate.leave(own, 2, || 0);
        let worker = {
            let gate = gate.clone();
            thread::spawn(move || gate.hand_on(own, 2, || 0))
        };
        let other = {
            let (gate, running) = (gate.clone(), running.clone());
            thread::spawn(move || {
                let other = pass();
                gate.enter(other, 2, 2, || 0);
                run_alone(&running);
                gate.leave(other, 2, || 10 * GRACE);
                gate.retire(other, 2, 10 * GRACE);
            })
        };
        gate.enter(own, 2, 2, || 0);
        run_alone(&running);
        gate.leave(own, 2, || 10 * GRACE);
        worker.join().unwrap();
        gate.retire(own, 2, 10 * GRACE);
        other.join().unwrap();
    });
}

/// A member that is held back begins when the other member comes to the end or another team leaves;
/// no call is lost.
#[test]
fn a_held_member_begins_when_there_is_room() {
    check(3, || {
        let hold = Arc::new(Hold::default());
        hold.set(Some(1));
        let members: Vec<_> = (1..3)
            .map(|tid| {
                let hold = hold.clone();
                thread::spawn(move || assert!(!hold.wait(tid, Duration::from_secs(1), || 0)))
            })
            .collect();
        hold.admit_one(3);
        hold.admit_one(3);
        members.into_iter().for_each(|member| member.join().unwrap());
        assert!(!hold.holds());
    });
}

/// Each member that comes to the end lets the next one begin; no other thread does so.
#[test]
fn a_member_that_ends_lets_the_next_one_begin() {
    check(3, || {
        let hold = Arc::new(Hold::default());
        hold.set(Some(1));
        let members: Vec<_> = (1..3)
            .map(|tid| {
                let hold = hold.clone();
                thread::spawn(move || {
                    assert!(!hold.wait(tid, Duration::from_secs(1), || 0));
                    hold.admit_one(3);
                })
            })
            .collect();
        hold.admit_one(3);
        members.into_iter().for_each(|member| member.join().unwrap());
        assert!(!hold.holds());
    });
}

/// The first member whose grace time is over lets the others begin, too.
#[test]
fn the_grace_time_lets_all_members_go() {
    check(3, || {
        let hold = Arc::new(Hold::default());
        hold.set(Some(1));
        let other = {
            let hold = hold.clone();
            // For this member no time passes.
            thread::spawn(move || hold.wait(2, Duration::from_secs(1), || 0))
        };
        let late = hold.wait(1, Duration::from_nanos(GRACE), passing_time());
        assert!(late);
        assert!(!other.join().unwrap());
    });
}
