//! Images for devices, which GCC's offload tools link into a program: there is no device to load
//! them.

use std::ffi::{c_int, c_uint, c_void};

/// `void GOMP_offload_register_ver(unsigned version, const void *host_table, int target, const void
/// *image)`: called by a constructor of a program with an image for the device kind `target`.
/// `version`: of the image's layout and of the compiler.
///
/// Called by what `mkoffload` of GCC 6 and later adds to a program with device images.
pub extern "C-unwind" fn GOMP_offload_register_ver(
    _version: c_uint,
    _host_table: *const c_void,
    _target: c_int,
    _image: *const c_void,
) {
}

/// `void GOMP_offload_unregister_ver(unsigned version, const void *host_table, int target, const
/// void *image)`: called by a destructor for what [`GOMP_offload_register_ver`] registered.
///
/// Called by what `mkoffload` of GCC 6 and later adds to a program with device images.
pub extern "C-unwind" fn GOMP_offload_unregister_ver(
    _version: c_uint,
    _host_table: *const c_void,
    _target: c_int,
    _image: *const c_void,
) {
}

/// `void GOMP_offload_register(const void *host_table, int target, const void *image)`:
/// [`GOMP_offload_register_ver`] in GCC 5.
///
/// Called by what `mkoffload` of GCC 5 adds to a program with device images.
pub extern "C-unwind" fn GOMP_offload_register(_host_table: *const c_void, _target: c_int, _image: *const c_void) {}

/// `void GOMP_offload_unregister(const void *host_table, int target, const void *image)`:
/// [`GOMP_offload_unregister_ver`] in GCC 5.
///
/// Called by what `mkoffload` of GCC 5 adds to a program with device images.
pub extern "C-unwind" fn GOMP_offload_unregister(_host_table: *const c_void, _target: c_int, _image: *const c_void) {}
