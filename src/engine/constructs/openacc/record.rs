//! What a callback of the profiling interface is told: the structures of acc_prof.h (OpenACC 2.6, 5.2).

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use crate::engine::constructs::openacc::device;
use crate::engine::constructs::openacc::device::Type;
use crate::engine::constructs::openacc::profile;
use crate::engine::constructs::openacc::profile::{Construct, Event};
use crate::engine::constructs::openacc::queue;
use crate::engine::records::thread::Thread;

/// The version of the interface, `_OPENACC` of OpenACC 2.6.
const VERSION: c_int = 201_711;

/// `acc_prof_info`.
#[repr(C)]
struct Info {
    event: c_int,
    valid_bytes: c_int,
    version: c_int,
    device_type: Type,
    device_number: c_int,
    thread: c_int,
    queue: isize,
    queue_of_device: isize,
    source_file: *const c_char,
    function: *const c_char,
    /// Line, end line, and the function's.
    lines: [c_int; 4],
}

const _: () = assert!(size_of::<Info>() == 72);

/// `acc_other_event_info`, the only kind of event that happens on the host.
#[repr(C)]
struct EventInfo {
    event: c_int,
    valid_bytes: c_int,
    construct: c_int,
    implicit: c_int,
    /// What the tool wrote there at the start comes back at the end.
    tool_info: *mut c_void,
    /// The rest of `acc_event_info`, a union.
    _others: [usize; 4],
}

/// The bytes that are valid in an [`EventInfo`].
const EVENT_INFO_BYTES: c_int = 24;

const _: () = assert!(size_of::<EventInfo>() == 56);

/// `acc_api_info`.
#[repr(C)]
struct Api {
    api: c_int,
    valid_bytes: c_int,
    device_type: Type,
    vendor: c_int,
    handles: [*const c_void; 3],
}

const _: () = assert!(size_of::<Api>() == 40);

/// What is told of one construct, at its start and at its end.
pub struct Record {
    info: Info,
    event: EventInfo,
    api: Api,
}

impl Record {
    /// `implicit`: it happens for the sake of something else.
    pub fn new(construct: Construct, implicit: bool, device_type: Type) -> Self {
        let sync = queue::SYNC as isize;
        Self {
            info: Info {
                event: 0,
                valid_bytes: size_of::<Info>() as c_int,
                version: VERSION,
                device_type,
                device_number: device::number(),
                thread: -1,
                queue: sync,
                queue_of_device: sync,
                source_file: ptr::null(),
                function: ptr::null(),
                lines: [-1; 4],
            },
            event: EventInfo {
                event: 0,
                valid_bytes: EVENT_INFO_BYTES,
                construct: construct as c_int,
                implicit: implicit.into(),
                tool_info: ptr::null_mut(),
                _others: [0; 4],
            },
            api: Api {
                api: 0,
                valid_bytes: size_of::<Api>() as c_int,
                device_type,
                vendor: -1,
                handles: [ptr::null(); 3],
            },
        }
    }

    /// The same for work in a queue.
    pub fn in_queue(mut self, queue: c_int) -> Self {
        self.info.queue = queue as isize;
        self.info.queue_of_device = queue as isize;
        self
    }

    /// Tells all who want to hear it.
    pub fn dispatch(&mut self, t: &Thread, event: Event) {
        self.info.event = event as c_int;
        self.event.event = event as c_int;
        profile::for_each(t, event, |callback| {
            let (info, event, api) = (&raw mut self.info, &raw mut self.event, &raw mut self.api);
            // SAFETY: the program registered the callback for this.
            unsafe { callback(info.cast(), event.cast(), api.cast()) };
        });
    }
}

/// Does `work` between two events of a construct.
#[inline]
pub fn around(t: &Thread, mut record: Record, (start, end): (Event, Event), work: impl FnOnce()) {
    record.dispatch(t, start);
    work();
    record.dispatch(t, end);
}
