//! The data that a callback of the profiling interface gets about a construct (OpenACC 2.6, 5.2).

use std::ffi::c_void;
use std::ptr;

use crate::engine::constructs::openacc::device::{self, Type};
use crate::engine::constructs::openacc::queue;

/// The events that happen on the host, with the numbers of `acc_event_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Event {
    DeviceInitStart = 1,
    DeviceInitEnd = 2,
    EnterDataStart = 10,
    EnterDataEnd = 11,
    ExitDataStart = 12,
    ExitDataEnd = 13,
    UpdateStart = 14,
    UpdateEnd = 15,
    ComputeConstructStart = 16,
    ComputeConstructEnd = 17,
}

impl Event {
    pub fn is_end(self) -> bool {
        use Event::{ComputeConstructEnd, DeviceInitEnd, EnterDataEnd, ExitDataEnd, UpdateEnd};
        matches!(self, DeviceInitEnd | EnterDataEnd | ExitDataEnd | UpdateEnd | ComputeConstructEnd)
    }
}

/// The construct that an event belongs to, with the numbers of `acc_construct_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Construct {
    Parallel = 0,
    Data = 3,
    EnterData = 4,
    ExitData = 5,
    HostData = 6,
    Update = 12,
    RuntimeApi = 15,
}

/// The data about one construct, at its start and at its end.
pub struct Record {
    pub construct: Construct,
    /// Whether the construct is implied by another one.
    pub implicit: bool,
    pub device_type: Type,
    pub device_number: i32,
    pub queue: i32,
    /// The word that a tool left here at the start, for the end.
    pub tool_info: *mut c_void,
}

impl Record {
    pub fn new(construct: Construct, implicit: bool, device_type: Type) -> Self {
        let device_number = device::number();
        Self { construct, implicit, device_type, device_number, queue: queue::SYNC, tool_info: ptr::null_mut() }
    }

    /// The same for work in a queue.
    pub fn in_queue(self, queue: i32) -> Self {
        Self { queue, ..self }
    }
}
