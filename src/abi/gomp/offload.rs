//! Images for devices, which GCC's offload tools link into a program: there is no device to load them.

use std::ffi::{c_int, c_uint, c_void};

/// Called by a constructor of a program with an image for the device kind `target` (GCC 6 and later). `version`: of the
/// image's layout and of the compiler.
pub extern "C-unwind" fn GOMP_offload_register_ver(
    _version: c_uint,
    _host_table: *const c_void,
    _target: c_int,
    _image: *const c_void,
) {
}

/// Called by a destructor for what [`GOMP_offload_register_ver`] registered.
pub extern "C-unwind" fn GOMP_offload_unregister_ver(
    _version: c_uint,
    _host_table: *const c_void,
    _target: c_int,
    _image: *const c_void,
) {
}

/// [`GOMP_offload_register_ver`] in GCC 5.
pub extern "C-unwind" fn GOMP_offload_register(_host_table: *const c_void, _target: c_int, _image: *const c_void) {}

/// [`GOMP_offload_unregister_ver`] in GCC 5.
pub extern "C-unwind" fn GOMP_offload_unregister(_host_table: *const c_void, _target: c_int, _image: *const c_void) {}
