//! The start of a region as members of very large teams hear of it: most of them by the first
//! member of their group ([`relay`](crate::engine::protocols::relay)).

use crate::engine::protocols::handoff::{Docked, EPOCH_SHIFT, Lease, MOST, Mailbox, Signal, epoch_of, next};
use crate::engine::protocols::relay::Looks;
use crate::sys::sync::{AtomicU64, Ordering};

/// The word by which the first member of a group tells the others of a region that it has joined:
/// size and number, where a [`Signal`] has them. Only a member under that number writes it, and
/// each of them does, before it comes to the end of a large region.
#[derive(Default)]
pub struct PassedOn(AtomicU64);

impl PassedOn {
    /// Passes on the region of `size` members that the calling one, which owns `lease`, has joined.
    /// It has written before what the others are to see of it, in words of its own.
    #[inline]
    pub fn pass_on<T>(&self, lease: &Lease<T>, size: u32) {
        // Release: with these words, the others see what this member has acquired with the signal.
        self.0.store(u64::from(size) << 32 | u64::from(lease.seen << EPOCH_SHIFT), Ordering::Release);
    }

    /// Whether a region after number `seen` has been passed on. The word has a number from the one
    /// before that on.
    #[inline]
    fn is_after(&self, seen: u32) -> bool {
        let ahead = epoch_of(self.0.load(Ordering::Acquire)).wrapping_sub(seen) & MOST;
        ahead != 0 && ahead <= MOST / 2
    }
}

impl Signal {
    /// As [`await_next`](Self::await_next), by the worker that owns `lease` and `mailbox`, and
    /// hears of the region by `near`. Whether it has heard by that. The worker was a member of the
    /// last two regions, and both were passed on.
    pub fn await_next_by<T>(
        &self,
        near: &PassedOn,
        lease: &Lease<T>,
        mailbox: &Mailbox<T>,
        worker: &impl Docked,
    ) -> bool {
        let (looks, seen) = (Looks::default(), lease.seen);
        let after = || self.is_after(seen);
        let soon = || {
            if lease.is_current(mailbox) {
                looks.soon(|| near.is_after(seen), after)
            } else {
                // Nobody passes on to it that its team has lent it.
                looks.surely(after)
            }
        };
        self.await_as(seen, worker, soon, || {
            looks.surely(after);
        });
        !looks.told_by_team()
    }
}

impl<T> Lease<T> {
    /// Whether the last region that the worker has seen is the one after number `seen`.
    #[inline]
    pub fn is_at_next(&self, seen: u32) -> bool {
        self.seen == next(seen)
    }

    /// As [`join`](Self::join), for the region that the first member of the worker's group has
    /// passed on last.
    pub fn join_by(&mut self, near: &PassedOn, mailbox: &Mailbox<T>) -> Option<u32> {
        self.join_as(&near.0, mailbox)
    }
}
