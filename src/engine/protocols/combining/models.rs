//! loom models of combining: each list is added once, before its member goes on, and nobody is left
//! asleep.

use super::{Member, Offer, up_the_tree};
use crate::engine::protocols::wait::{EventCount, sleeper};
use crate::sys::sync::check;
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;
use std::ffi::c_void;

struct Team {
    offers: Vec<Offer>,
    event: EventCount,
}

/// A member's list is one number. Plain: loom reports accesses without an order between them.
struct List(UnsafeCell<u32>);

struct One<'a> {
    team: &'a Team,
    tid: u32,
    list: &'a List,
}

impl Member for One<'_> {
    fn offer_of(&self, tid: u32) -> &Offer {
        &self.team.offers[tid as usize]
    }

    fn add(&self, list: *mut c_void) {
        // SAFETY: the other member's list, which it keeps; loom reports a conflicting access.
        let more = unsafe { (*list.cast::<List>()).0.with(|value| *value) };
        // SAFETY: as above.
        self.list.0.with_mut(|value| unsafe { *value = 10 * *value + more });
    }

    fn ring(&self, tid: u32) {
        self.team.event.notify(|| sleeper(tid, false));
    }

    fn wait(&self, ready: impl Fn() -> bool) -> bool {
        while !ready() {
            self.team.event.sleep(sleeper(self.tid, false), &ready);
        }
        true
    }
}

/// Member `tid` combines twice; its list is its number plus 1. Returns the result and its list
/// after each time.
fn combine_twice(team: &Team, tid: u32) -> [(bool, u32); 2] {
    [(); 2].map(|()| {
        let list = List(UnsafeCell::new(tid + 1));
        let member = One { team, tid, list: &list };
        let has_all = up_the_tree(&member, tid, team.offers.len() as u32, (&raw const list).cast_mut().cast(), false);
        // SAFETY: nobody reads it any more; loom reports it if somebody does.
        (has_all, list.0.with_mut(|value| unsafe { *value }))
    })
}

fn check_sum(size: u32, preemptions: usize, all: u32) {
    check(preemptions, move || {
        let offers = (0..size).map(|_| Offer::default()).collect();
        let team = Arc::new(Team { offers, event: EventCount::default() });
        let others: Vec<_> = (1..size)
            .map(|tid| {
                let team = team.clone();
                thread::spawn(move || combine_twice(&team, tid).map(|(has_all, _)| has_all))
            })
            .collect();
        assert_eq!(combine_twice(&team, 0), [(true, all); 2]);
        for other in others {
            assert_eq!(other.join().unwrap(), [false; 2]);
        }
    });
}

#[test]
fn two_members_combine_again_and_again() {
    check_sum(2, 3, 12);
}

#[test]
fn three_members_combine_in_the_order_of_the_tree() {
    check_sum(3, 1, 123);
}
