//! `target` and its data constructs, which the host executes itself.

use std::ptr;

use super::{Address, Word};
use crate::engine::records::thread::Thread;
use crate::engine::records::tools::Data;
use crate::engine::tools::names::{Endpoint, Event, Target};
use crate::engine::tools::{ask, callbacks};

/// A construct for devices that the host executes.
pub struct OnHost {
    kind: Target,
    /// The host's number.
    device: i32,
    /// The number by which a tool knows the construct.
    id: u64,
    /// That of the making of the region's initial task.
    operation: u64,
    /// The data that the tool keeps with it.
    data: Data,
    address: Address,
}

/// The current task comes to such a construct; to be ended by [`target_ends`]. `device`: the
/// host's number.
#[cold]
#[inline(never)]
pub fn target_begins(t: &Thread, kind: Target, device: i32) -> OnHost {
    super::enters_runtime(t);
    let [id, operation] = [(); 2].map(|()| ask::unique_id(Some(t)));
    let target = OnHost { kind, device, id, operation, data: Data::default(), address: super::address(t) };
    tell_target(t, &target, Endpoint::Begin);
    target
}

/// It has executed it.
#[cold]
#[inline(never)]
pub fn target_ends(t: &Thread, target: &OnHost) {
    tell_target(t, target, Endpoint::End);
    super::leaves_runtime(t);
}

fn tell_target(t: &Thread, target: &OnHost, endpoint: Endpoint) {
    let &OnHost { kind, device, id, ref data, address, .. } = target;
    let task = super::task_data(t);
    if callbacks::registered(Event::TargetEmi as u32).is_null() {
        tell!(Target: (Target, Endpoint, i32, Word, u64, Address) = (kind, endpoint, device, task, id, address));
        return;
    }
    // There is no task of its own for the construct.
    tell!(TargetEmi: (Target, Endpoint, i32, Word, Word, Word, Address) =
        (kind, endpoint, device, task, ptr::null_mut(), data.for_tool(), address));
}

/// The region's initial task is about to be made, or has been made.
#[cold]
#[inline(never)]
pub fn target_submits(target: &OnHost, endpoint: Endpoint) {
    let mut operation = target.operation;
    if !callbacks::registered(Event::TargetSubmitEmi as u32).is_null() {
        tell!(TargetSubmitEmi: (Endpoint, Word, *mut u64, u32) =
            (endpoint, target.data.for_tool(), &raw mut operation, 1));
    } else if endpoint == Endpoint::Begin {
        tell!(TargetSubmit: (u64, u64, u32) = (target.id, operation, 1));
    }
}
