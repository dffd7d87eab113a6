//! Combining the values of a team's members, up a tree whose shape depends on the team's size
//! alone.
//!
//! Sums of floating-point numbers depend on the order of the additions. Here that order is the same
//! in each run, and the time grows with the logarithm of the size. Member `i` goes through the
//! distances `d` = 1, 2, 4, …:
//! * If `i` is a multiple of `2 * d`, it adds the sum of member `i + d` to its own, if there is
//!   such a member.
//! * Otherwise it offers its sum to member `i - d`, and is done.

use std::ffi::c_void;
use std::ptr;

use crate::sys::sync::{AtomicPtr, Ordering};

#[cfg(all(test, loom))]
mod models;

/// A member's offer to the member that adds its list.
///
/// | value | meaning |
/// |---|---|
/// | null | nothing, or what was offered has been added |
/// | another | the member's list, which stays as it is until it has been added |
///
/// The member itself sets it, and the other member sets it back to null. Each of the two waits for
/// the other, so neither can be one combination ahead.
#[repr(align(64))]
pub struct Offer(AtomicPtr<c_void>);

impl Default for Offer {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }
}

impl Offer {
    /// Takes the offer back, because nobody will add it any more.
    pub fn clear(&self) {
        self.0.store(ptr::null_mut(), Ordering::Relaxed);
    }

    fn list(&self) -> *mut c_void {
        // Acquire: partner of `change`, which both members call. The adding member sees the list as
        // its owner has written it. The owner does not write to it again before the adding member
        // has read it.
        self.0.load(Ordering::Acquire)
    }

    /// A read-modify-write, because the event that is notified next needs a full barrier before it.
    fn change(&self, list: *mut c_void) {
        self.0.swap(list, Ordering::AcqRel);
    }
}

/// A member of a team that combines.
pub trait Member {
    fn offer_of(&self, tid: u32) -> &Offer;

    /// Adds another member's list to this member's own.
    fn add(&self, list: *mut c_void);

    /// Wakes member `tid` if it waits.
    fn ring(&self, tid: u32);

    /// Waits until `ready` holds, which another member makes so. False if there are no other
    /// members any more.
    fn wait(&self, ready: impl Fn() -> bool) -> bool;
}

/// Combines the lists of all `size` members; `list` is that of member `tid`. True for a member
/// whose list is to be added to the result. That is the first member, whose list has the sum of
/// all.
///
/// `stays`: each member's list stays valid until the first member has returned. Otherwise this call
/// waits until the list has been added.
pub fn up_the_tree(member: &impl Member, tid: u32, size: u32, list: *mut c_void, stays: bool) -> bool {
    let mut distance = 1;
    while distance < size {
        if !tid.is_multiple_of(2 * distance) {
            return !hand_over(member, tid, tid - distance, list, stays);
        }
        if tid + distance < size {
            let offer = member.offer_of(tid + distance);
            if !member.wait(|| !offer.list().is_null()) {
                break;
            }
            member.add(offer.list());
            offer.change(ptr::null_mut());
            if !stays {
                member.ring(tid + distance);
            }
        }
        distance *= 2;
    }
    true
}

/// Offers the list to member `to`; whether that member has added it or will.
fn hand_over(member: &impl Member, tid: u32, to: u32, list: *mut c_void, stays: bool) -> bool {
    let offer = member.offer_of(tid);
    offer.change(list);
    member.ring(to);
    let added = || offer.list().is_null();
    if stays || member.wait(added) || added() {
        return true;
    }
    // The other members did not survive a fork.
    offer.clear();
    false
}
