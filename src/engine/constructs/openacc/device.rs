//! Device types, and whether the device is initialised.

use crate::sys::sync::{AtomicI32, AtomicU32, Ordering};
use std::ffi::{CStr, c_void};

use crate::engine::constructs::openacc::fail;
use crate::engine::constructs::openacc::profile::{Construct, Event};
use crate::engine::constructs::openacc::record::Record;
use crate::engine::records::thread::Thread;
use crate::sys::{environ, stderr};

/// `acc_device_t`.
pub type Type = i32;

/// The device that the calling thread uses.
const CURRENT: Type = -1;
const NONE: Type = 0;
pub const DEFAULT: Type = 1;
pub const HOST: Type = 2;
const NOT_HOST: Type = 4;

/// What a type is called in messages and in ACC_DEVICE_TYPE.
fn name(device: Type) -> Option<&'static str> {
    let names =
        [(NONE, "none"), (DEFAULT, "default"), (HOST, "host"), (NOT_HOST, "not_host"), (5, "nvidia"), (8, "radeon")];
    names.iter().find(|(number, _)| *number == device).map(|(_, name)| *name)
}

/// How many devices there are of this type.
pub fn count(device: Type) -> i32 {
    match device {
        DEFAULT => {
            require_default();
            1
        }
        HOST | CURRENT => 1,
        // 8 is the highest type that openacc.h knows.
        0..=8 => 0,
        _ => fail(&format!("unknown device type {}", device.cast_unsigned())),
    }
}

/// Makes sure that `device` is the host, or stands for it.
pub fn require_host(device: Type) {
    match device {
        HOST | CURRENT => {}
        DEFAULT => require_default(),
        NOT_HOST => fail("no device found"),
        _ => match name(device) {
            Some(name) => fail(&format!("device type {name} not supported")),
            None => fail(&format!("unknown device type {}", device.cast_unsigned())),
        },
    }
}

/// Whether the calling thread, which runs on the host, is on a device of this type. The type "none" is the host's too.
pub fn is_here(device: Type) -> bool {
    device == HOST || device == NONE
}

/// Makes sure that there is something to be brought to the device.
pub fn require_range(data: *const c_void, bytes: usize) {
    if data.is_null() || bytes == 0 {
        fail(&format!("[{data:p},+{bytes}] is a bad range"));
    }
}

/// Makes sure that data is to be mapped to itself, or to nothing.
pub fn require_shared(data: *const c_void, on_device: *const c_void) {
    if data != on_device {
        fail("cannot map data on shared-memory system");
    }
}

/// Makes sure that `acc_device_default` can stand for the host: that ACC_DEVICE_TYPE asks for nothing else.
fn require_default() {
    if let Some(wanted) = environ::value("ACC_DEVICE_TYPE")
        && !wanted.eq_ignore_ascii_case(b"host")
    {
        fail(&format!("device type {} not supported", String::from_utf8_lossy(&wanted)));
    }
}

/// The device number of constructs and routines that name none; negative: not asked yet.
static NUMBER: AtomicI32 = AtomicI32::new(-1);

/// That number: what was set, or ACC_DEVICE_NUM, or 0.
pub fn number() -> i32 {
    let known = NUMBER.load(Ordering::Relaxed);
    if known >= 0 {
        return known;
    }
    let number = match environ::value("ACC_DEVICE_NUM") {
        None => 0,
        Some(text) => match str::from_utf8(&text).ok().and_then(|text| text.trim().parse().ok()) {
            Some(number) if number >= 0 => number,
            _ => {
                let text = String::from_utf8_lossy(&text);
                let line = format!("ferromp: ACC_DEVICE_NUM='{text}' is not the number of a device: using 0\n");
                stderr::write(line.as_bytes());
                0
            }
        },
    };
    NUMBER.store(number, Ordering::Relaxed);
    number
}

/// Makes sure that there is a device of this number.
fn require_in_range(number: i32) {
    if number != 0 {
        fail(&format!("device {number} out of range"));
    }
}

/// Makes `number` of the type the device of constructs; negative: the default.
pub fn set(number: i32, device: Type) {
    if device != NONE {
        require_host(device);
    }
    let number = if number < 0 { self::number() } else { number };
    require_in_range(number);
    NUMBER.store(number, Ordering::Relaxed);
    STATE.store(ACTIVE, Ordering::Relaxed);
}

/// A device's `acc_get_property`: the host's are those of libgomp. `Ok`: a number, `Err`: a string, or nothing.
pub fn property(number: i32, device: Type, property: i32) -> Result<usize, Option<&'static CStr>> {
    require_host(device);
    require_in_range(if number < 0 { self::number() } else { number });
    match property {
        0x10001 => Err(Some(c"GOMP")),
        0x10002 => Err(Some(c"GNU")),
        0x10003 => Err(Some(c"1.0")),
        // Memory and free memory: 0 stands for not known.
        _ => Ok(0),
    }
}

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

/// Something needs the device: initialises it, if it never was.
#[inline]
pub fn need(t: &Thread) {
    if STATE.load(Ordering::Relaxed) == UNUSED && !t.profiling.initialising.get() {
        initialise_for_use(t);
    }
}

#[cold]
fn initialise_for_use(t: &Thread) {
    // The event tells of a compute construct, whatever needed the device, and of the type that was wanted.
    begin_use(t, Record::new(Construct::Parallel, true, DEFAULT), || require_host(DEFAULT));
}

fn begin_use(t: &Thread, mut record: Record, check: impl FnOnce()) {
    let outer = t.profiling.initialising.replace(true);
    record.dispatch(t, Event::DeviceInitStart);
    check();
    require_in_range(number());
    STATE.store(ACTIVE, Ordering::Relaxed);
    record.dispatch(t, Event::DeviceInitEnd);
    t.profiling.initialising.set(outer);
}

/// The type of the device that constructs of the calling thread run on: none while callbacks are told of its
/// initialisation.
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

/// A `data` construct begins.
pub fn open_data() {
    OPEN.fetch_add(1, Ordering::Relaxed);
}

/// A `data` construct ends.
pub fn close_data() {
    // One that never began is the program's mistake, and not to be the runtime's.
    let _ = OPEN.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |open| open.checked_sub(1));
}
