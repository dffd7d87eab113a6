//! Devices (OpenACC 2.6, 3.2.1 to 3.2.8 and 3.2.17). Programs call these; a device type is an
//! `acc_device_t`.

use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use super::tools::thread;
use crate::engine::constructs::openacc::{device, state};

/// `int acc_get_num_devices(acc_device_t device)`: how many devices of the type there are.
///
/// OpenACC 2.6, 3.2.1.
pub extern "C-unwind" fn acc_get_num_devices(device: c_int) -> c_int {
    device::count(device)
}

/// `void acc_set_device_type(acc_device_t device)`: constructs are to run on a device of this type.
///
/// OpenACC 2.6, 3.2.2.
pub extern "C-unwind" fn acc_set_device_type(device: c_int) {
    device::require_host(device);
    state::set(-1, device);
}

/// `acc_device_t acc_get_device_type(void)`: the type of the device that constructs run on.
///
/// OpenACC 2.6, 3.2.3.
pub extern "C-unwind" fn acc_get_device_type() -> c_int {
    state::current(thread())
}

/// `void acc_set_device_num(int number, acc_device_t device)`: constructs are to run on this device
/// of this type.
///
/// OpenACC 2.6, 3.2.4.
pub extern "C-unwind" fn acc_set_device_num(number: c_int, device: c_int) {
    state::set(number, device);
}

/// `int acc_get_device_num(acc_device_t device)`: the number of the device of this type that
/// constructs run on.
///
/// OpenACC 2.6, 3.2.5.
pub extern "C-unwind" fn acc_get_device_num(device: c_int) -> c_int {
    device::require_host(device);
    device::number()
}

/// `void acc_init(acc_device_t device)`: initialises the devices of the type.
///
/// OpenACC 2.6, 3.2.7.
pub extern "C-unwind" fn acc_init(device: c_int) {
    state::initialise(thread(), device);
}

/// `void acc_shutdown(acc_device_t device)`: the devices of the type are not used any more.
///
/// OpenACC 2.6, 3.2.8.
pub extern "C-unwind" fn acc_shutdown(device: c_int) {
    state::shut_down(device);
}

/// `int acc_on_device(acc_device_t device)`: whether the caller runs on a device of the type. GCC
/// knows the answer itself where the type is a constant.
///
/// OpenACC 2.6, 3.2.17.
pub extern "C-unwind" fn acc_on_device(device: c_int) -> c_int {
    device::is_here(device).into()
}

/// The properties of a device.
enum Property {
    Text(&'static CStr),
    Number(usize),
}

/// The host's, which are those of libgomp.
fn property(number: c_int, device: c_int, property: c_int) -> Property {
    state::need(thread());
    device::require(number, device);
    match property {
        0x10001 => Property::Text(c"GOMP"),
        0x10002 => Property::Text(c"GNU"),
        0x10003 => Property::Text(c"1.0"),
        // Memory and free memory: 0 stands for not known.
        _ => Property::Number(0),
    }
}

/// `size_t acc_get_property(int number, acc_device_t device, acc_device_property_t wanted)`: a
/// property that is a number; 0 if it is not known or a string.
///
/// OpenACC 2.6, 3.2.6.
pub extern "C-unwind" fn acc_get_property(number: c_int, device: c_int, wanted: c_int) -> usize {
    match property(number, device, wanted) {
        Property::Number(number) => number,
        Property::Text(_) => 0,
    }
}

/// `const char *acc_get_property_string(int number, acc_device_t device, acc_device_property_t
/// wanted)`: a property that is a string; null if it is none.
///
/// OpenACC 2.6, 3.2.6.
pub extern "C-unwind" fn acc_get_property_string(number: c_int, device: c_int, wanted: c_int) -> *const c_char {
    match property(number, device, wanted) {
        Property::Text(text) => text.as_ptr(),
        Property::Number(_) => ptr::null(),
    }
}
