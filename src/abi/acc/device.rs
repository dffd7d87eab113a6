//! Devices (OpenACC 2.6, 3.2.1 to 3.2.8 and 3.2.16). Programs call these; a device type is an `acc_device_t`.

use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use super::tools::thread;
use crate::engine::openacc::device;

/// `int acc_get_num_devices(acc_device_t)`: how many devices of the type there are.
pub extern "C-unwind" fn acc_get_num_devices(device: c_int) -> c_int {
    device::count(device)
}

/// `void acc_set_device_type(acc_device_t)`: constructs are to run on a device of this type.
pub extern "C-unwind" fn acc_set_device_type(device: c_int) {
    device::require_host(device);
    device::set(-1, device);
}

/// `acc_device_t acc_get_device_type(void)`: the type of the device that constructs run on.
pub extern "C-unwind" fn acc_get_device_type() -> c_int {
    device::current(thread())
}

/// `void acc_set_device_num(int, acc_device_t)`: constructs are to run on this device of this type.
pub extern "C-unwind" fn acc_set_device_num(number: c_int, device: c_int) {
    device::set(number, device);
}

/// `int acc_get_device_num(acc_device_t)`: the number of the device of this type that constructs run on.
pub extern "C-unwind" fn acc_get_device_num(device: c_int) -> c_int {
    device::require_host(device);
    device::number()
}

/// `void acc_init(acc_device_t)`: initialises the devices of the type.
pub extern "C-unwind" fn acc_init(device: c_int) {
    device::initialise(thread(), device);
}

/// `void acc_shutdown(acc_device_t)`: the devices of the type are not used any more.
pub extern "C-unwind" fn acc_shutdown(device: c_int) {
    device::shut_down(device);
}

/// `int acc_on_device(acc_device_t)`: whether the caller runs on a device of the type. GCC knows the answer itself where
/// the type is a constant.
pub extern "C-unwind" fn acc_on_device(device: c_int) -> c_int {
    device::is_here(device).into()
}

fn property(number: c_int, device: c_int, property: c_int) -> Result<usize, Option<&'static CStr>> {
    device::need(thread());
    device::property(number, device, property)
}

/// `size_t acc_get_property(int, acc_device_t, acc_device_property_t)`: a property that is a number; 0 if it is not known or
/// a string.
pub extern "C-unwind" fn acc_get_property(number: c_int, device: c_int, wanted: c_int) -> usize {
    property(number, device, wanted).unwrap_or(0)
}

/// `const char *acc_get_property_string(int, acc_device_t, acc_device_property_t)`: a property that is a string; null if it
/// is none.
pub extern "C-unwind" fn acc_get_property_string(number: c_int, device: c_int, wanted: c_int) -> *const c_char {
    property(number, device, wanted).err().flatten().map_or(ptr::null(), CStr::as_ptr)
}
