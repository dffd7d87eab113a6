//! The state of the device: whether it is initialised, and the constructs that initialise it.

use crate::sys::sync::{AtomicU32, Ordering};

use crate::engine::constructs::openacc::device::{self, DEFAULT, HOST, NONE, Type, require_host, require_in_range};
use crate::engine::constructs::openacc::fail;
use crate::engine::constructs::openacc::profile::tell;
use crate::engine::constructs::openacc::record::{Construct, Event, Record};
use crate::engine::records::thread::Thread;

/// Whether the device is initialised.
///
/// | state | meaning | becomes |
/// |---|---|---|
/// | UNUSED | nothing has asked for the device | ACTIVE: by the first that does |
/// | ACTIVE | | SHUT_DOWN: `acc_shutdown` |
/// | SHUT_DOWN | constructs go on all the same | ACTIVE: `acc_init`, `acc_set_device_…` |
static STATE: AtomicU32 = AtomicU32::new(UNUSED);
const UNUSED: u32 = 0;
const ACTIVE: u32 = 1;
const SHUT_DOWN: u32 = 2;

/// `data` constructs that have begun and not ended, in all threads.
static OPEN: AtomicU32 = AtomicU32::new(0);

/// To be called when a construct needs the device: initialises it, if it never was.
#[inline]
pub fn need(t: &Thread) {
    if STATE.load(Ordering::Relaxed) == UNUSED && !t.profiling.initialising.get() {
        initialise_for_use(t);
    }
}

#[cold]
fn initialise_for_use(t: &Thread) {
    // The event names a compute construct, whatever needed the device, and the type that was
    // wanted.
    begin_use(t, Record::new(Construct::Parallel, true, DEFAULT), || require_host(DEFAULT));
}

fn begin_use(t: &Thread, mut record: Record, check: impl FnOnce()) {
    let outer = t.profiling.initialising.replace(true);
    tell(t, &mut record, Event::DeviceInitStart);
    check();
    require_in_range(device::number());
    STATE.store(ACTIVE, Ordering::Relaxed);
    tell(t, &mut record, Event::DeviceInitEnd);
    t.profiling.initialising.set(outer);
}

/// Makes `number` of the type the device of constructs; negative: the default.
pub fn set(number: i32, device: Type) {
    if device != NONE {
        require_host(device);
    }
    device::set_number(number);
    STATE.store(ACTIVE, Ordering::Relaxed);
}

/// The type of the device that constructs of the calling thread run on: none while callbacks are
/// told of its initialisation.
pub fn current(t: &Thread) -> Type {
    if t.profiling.initialising.get() {
        return NONE;
    }
    require_host(DEFAULT);
    HOST
}

/// `acc_init`.
pub fn initialise(t: &Thread, device: Type) {
    require_host(device);
    begin_use(t, Record::new(Construct::RuntimeApi, false, device), || {
        if STATE.load(Ordering::Relaxed) == ACTIVE {
            fail("device already active");
        }
    });
}

/// The `init` directive; without a type it is for all devices.
pub fn initialise_for_directive(t: &Thread, number: i32, device: Type) {
    let device = if device == NONE { DEFAULT } else { device };
    require_in_range(number.max(0));
    initialise(t, device);
}

/// The `shutdown` directive; without a type it is for all devices.
pub fn shut_down_for_directive(device: Type) {
    shut_down(if device == NONE { DEFAULT } else { device });
}

/// `acc_shutdown`.
pub fn shut_down(device: Type) {
    require_host(device);
    if OPEN.load(Ordering::Relaxed) > 0 {
        fail("shutdown in 'acc data' region");
    }
    if STATE.swap(SHUT_DOWN, Ordering::Relaxed) != ACTIVE {
        fail("no device initialized");
    }
}

/// Counts a `data` construct that begins.
pub fn open_data() {
    OPEN.fetch_add(1, Ordering::Relaxed);
}

/// Counts a `data` construct that ends.
pub fn close_data() {
    // A construct that never began is a mistake of the program, and does no harm here.
    let _ = OPEN.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |open| open.checked_sub(1));
}
