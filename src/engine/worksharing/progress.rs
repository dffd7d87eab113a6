//! How many constructs each member has left, for the others.

use crate::sys::sync::{AtomicU32, Ordering};

use crate::engine::numbers::later;

/// The first construct that a member may not have left.
///
/// Leaving a construct without a barrier publishes it. Leaving one that ends in a barrier need not:
/// whoever has passed the barrier knows that the others have left all constructs before it. So the
/// word may stay behind the member's own count, but never by as much as half of the numbers there
/// are: it would seem to lie ahead then, and a member that is a whole ring behind would be taken for
/// one that has gone on. Members see to that when they leave a construct, and the primary thread
/// when a region begins, for those that took no part in the constructs since.
#[derive(Default)]
pub struct Progress(AtomicU32);

/// Half of what [`later`] takes for behind: the rest is for constructs to come.
const STALE: u32 = 1 << 30;

impl Progress {
    /// Sets it where nobody looks at it: between regions, or before the member's first one.
    pub fn set(&self, construct: u32) {
        self.0.store(construct, Ordering::Relaxed);
    }

    /// The member has left all constructs before `construct`.
    pub fn publish(&self, construct: u32) {
        // A read-modify-write, for the sake of the event that is rung next.
        self.0.swap(construct, Ordering::AcqRel);
    }

    /// The member has left all constructs before `construct`, and comes to a barrier next.
    #[inline]
    pub fn keep_up(&self, construct: u32) {
        if is_stale(self.0.load(Ordering::Relaxed), construct) {
            self.set(construct);
        }
    }

    /// The first construct that the member may not have left, as far as one can know whose last
    /// barrier was before construct `floor`.
    pub fn seen_from(&self, floor: u32) -> u32 {
        // Acquire: partner of `publish`, behind what the member did in the constructs it has left.
        later(self.0.load(Ordering::Acquire), floor)
    }
}

/// Whether a number of constructs is so far behind `construct` that it would soon seem to lie ahead.
#[inline]
pub fn is_stale(number: u32, construct: u32) -> bool {
    construct.wrapping_sub(number) > STALE
}

#[cfg(all(test, not(loom), not(shuttle)))]
mod tests {
    use crate::engine::team::Team;
    use crate::engine::thread::Thread;
    use crate::engine::worksharing::{Position, leave};

    /// Behind which of these numbers a member begins does not matter.
    const STARTS: [u32; 3] = [1, (1 << 31) - 3, u32::MAX - 3];

    /// More constructs at once than the words would bear without being kept up.
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
                // As a member sees it whose last barrier was eight constructs ago.
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
}
