//! Queries of programs: places, partitions, masks (OpenMP 5.2, 18.3).

use crate::engine::policies::affinity::{BIND, get, seat_of, uses};
use crate::engine::policies::load;
use crate::engine::records::seat::{NOWHERE, Partition};
use crate::engine::records::thread::Thread;
use crate::sys::affinity::CpuSet;

/// The place list.
pub fn places() -> &'static [CpuSet] {
    load::called();
    &get().places
}

/// The place that the calling thread is bound to, or, outside of all regions, that it will be bound
/// to.
pub fn place_num(t: &Thread) -> Option<u32> {
    if !uses(BIND) {
        return None;
    }
    Some(seat_of(t, get()).place).filter(|&place| place != NOWHERE)
}

/// place-partition-var of the calling thread's implicit task.
pub fn partition(t: &Thread) -> Partition {
    if uses(BIND) { seat_of(t, get()).partition } else { Partition { first: 0, places: 0 } }
}
