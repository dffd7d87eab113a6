//! Device types and numbers.

use crate::sys::sync::{AtomicI32, Ordering};
use std::ffi::c_void;

use crate::engine::constructs::openacc::fail;
use crate::sys::{environ, stderr};

/// `acc_device_t`.
pub type Type = i32;

/// The device that the calling thread uses.
const CURRENT: Type = -1;
pub const NONE: Type = 0;
pub const DEFAULT: Type = 1;
pub const HOST: Type = 2;
const NOT_HOST: Type = 4;

/// The name of a type in messages and in ACC_DEVICE_TYPE.
fn name(device: Type) -> Option<&'static str> {
    let names =
        [(NONE, "none"), (DEFAULT, "default"), (HOST, "host"), (NOT_HOST, "not_host"), (5, "nvidia"), (8, "radeon")];
    names.iter().find(|(number, _)| *number == device).map(|(_, name)| *name)
}

/// The number of devices of this type.
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

/// Whether the calling thread, which runs on the host, is on a device of this type. The type "none"
/// is the host's too.
pub fn is_here(device: Type) -> bool {
    device == HOST || device == NONE
}

/// Makes sure that there is data for the device.
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

/// Makes sure that `acc_device_default` can stand for the host: that ACC_DEVICE_TYPE asks for
/// nothing else.
fn require_default() {
    if let Some(wanted) = environ::value("ACC_DEVICE_TYPE")
        && !wanted.eq_ignore_ascii_case(b"host")
    {
        fail(&format!("device type {} not supported", String::from_utf8_lossy(&wanted)));
    }
}

/// The device number of constructs and routines that name none; negative: not asked yet.
static NUMBER: AtomicI32 = AtomicI32::new(-1);

/// That number: the one that was set, or ACC_DEVICE_NUM, or 0.
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
pub fn require_in_range(number: i32) {
    if number != 0 {
        fail(&format!("device {number} out of range"));
    }
}

/// Makes sure that there is a device of this number and type, or of the default number if `number`
/// is negative.
pub fn require(number: i32, device: Type) {
    require_host(device);
    require_in_range(if number < 0 { self::number() } else { number });
}

/// Makes `number` the device of constructs; negative: the default.
pub fn set_number(number: i32) {
    let number = if number < 0 { self::number() } else { number };
    require_in_range(number);
    NUMBER.store(number, Ordering::Relaxed);
}
