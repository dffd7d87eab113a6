//! Combining what the members of a team bring, up a tree that the size of the team alone decides.
//!
//! Sums of floating-point numbers depend on the order of the additions. Here it is the same in each
//! run, and the time grows with the logarithm of the size. Member `i` adds what member `i + 1`
//! brings to its own, then what `i + 2` has by then, `i + 4` and so on, as long as `i` is a multiple
//! of twice that distance; then it offers the whole to the member that is so far before it.

use std::ffi::c_void;
use std::ptr;

use crate::sys::sync::{AtomicPtr, Ordering};

#[cfg(all(test, loom))]
mod models;

/// What a member offers to the one that adds it.
///
/// | value | meaning |
/// |---|---|
/// | null | nothing, or what was offered has been added |
/// | another | the member's list, which stays as it is until it has been added |
///
/// The member itself sets it, and the other one sets it back. Each of the two waits for the other,
/// so neither can be one combination ahead.
#[repr(align(64))]
pub struct Offer(AtomicPtr<c_void>);

impl Default for Offer {
    // Not derived: loom's atomics have no default.
    fn default() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }
}

impl Offer {
    /// Takes it back, where nobody adds it any more.
    pub fn clear(&self) {
        self.0.store(ptr::null_mut(), Ordering::Relaxed);
    }

    fn list(&self) -> *mut c_void {
        // Acquire: partner of `change`, which both members call. The one sees the list as the other
        // has written it, and the other writes no more of it before the one has read it.
        self.0.load(Ordering::Acquire)
    }

    /// A read-modify-write, for the sake of the event that is rung next.
    fn change(&self, list: *mut c_void) {
        self.0.swap(list, Ordering::AcqRel);
    }
}

/// A member of a team that combines.
pub trait Member {
    fn offer_of(&self, tid: u32) -> &Offer;

    /// Adds another member's list to that of this one.
    fn add(&self, list: *mut c_void);

    /// Wakes member `tid` if it waits.
    fn ring(&self, tid: u32);

    /// Waits until `ready`, which another member brings about. False if there is none any more.
    fn wait(&self, ready: impl Fn() -> bool) -> bool;
}

/// Combines the lists of all `size` members; member `tid` brings `list`. True for a member whose list
/// has what is to be added to the result: the first one, and it has it all.
///
/// `stays`: the list of each member stays until the first one has returned; else this waits for that.
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

/// Offers the list to member `to`. Whether that adds it, or has done so.
fn hand_over(member: &impl Member, tid: u32, to: u32, list: *mut c_void, stays: bool) -> bool {
    let offer = member.offer_of(tid);
    offer.change(list);
    member.ring(to);
    let added = || offer.list().is_null();
    if stays || member.wait(added) || added() {
        return true;
    }
    // The other members did not come through a fork.
    offer.clear();
    false
}
