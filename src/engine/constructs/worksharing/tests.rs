//! The progress that members publish never seems to lie ahead.

use crate::engine::constructs::worksharing::{Position, leave};
use crate::engine::records::team::Team;
use crate::engine::records::thread::Thread;

/// It does not matter after which of these numbers a member begins.
const STARTS: [u32; 3] = [1, (1 << 31) - 3, u32::MAX - 3];

/// More constructs than the words could bear if they were not kept up.
const MANY: u32 = 1 << 29;

#[test]
fn constructs_with_barriers_never_make_a_member_seem_ahead() {
    let t = Thread::current();
    let slot = t.slot.get();
    for mut construct in STARTS {
        slot.progress.set(construct);
        for _ in 0..16 {
            construct = construct.wrapping_add(MANY);
            slot.cursor.start(Position { construct, single: 0 });
            // The view of a member whose last barrier was eight constructs ago.
            let seen = slot.progress.seen_from(construct.wrapping_sub(8));
            assert!(construct.wrapping_sub(seen) as i32 >= 0, "{seen:#x} before {construct:#x}");
            leave(t, construct, false);
        }
    }
}

#[test]
fn constructs_without_the_members_never_make_them_seem_ahead() {
    let team = Team::new();
    (1..3).for_each(|tid| team.make_slot(tid));
    let first = team.slot(0);
    team.renumber(1, 3);
    for start in STARTS {
        first.cursor.start(Position { construct: start, single: 0 });
        team.renumber(1, 3);
        for _ in 0..16 {
            let construct = first.cursor.position().construct.wrapping_add(MANY);
            first.cursor.start(Position { construct, single: 0 });
            team.renumber(3, 3);
            for tid in 0..3 {
                assert_eq!(team.slot(tid).progress.seen_from(construct), construct);
            }
        }
    }
}
