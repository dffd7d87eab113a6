//! CUDA's view of a device (OpenACC 2.6, A.2.1), which the host does not have. Programs call these.

use std::ffi::{c_int, c_void};
use std::ptr;

/// `void *acc_get_current_cuda_device(void)`: null.
///
/// OpenACC 2.6, A.2.1.1.
pub extern "C-unwind" fn acc_get_current_cuda_device() -> *mut c_void {
    ptr::null_mut()
}

/// `void *acc_get_current_cuda_context(void)`: null.
///
/// OpenACC 2.6, A.2.1.2.
pub extern "C-unwind" fn acc_get_current_cuda_context() -> *mut c_void {
    ptr::null_mut()
}

/// `void *acc_get_cuda_stream(int queue)`: the stream of a queue, null.
///
/// OpenACC 2.6, A.2.1.3.
pub extern "C-unwind" fn acc_get_cuda_stream(_queue: c_int) -> *mut c_void {
    ptr::null_mut()
}

/// `int acc_set_cuda_stream(int queue, void *stream)`: −1, as no queue can get a stream; 0 for what
/// is no queue, as in libgomp.
///
/// OpenACC 2.6, A.2.1.4.
pub extern "C-unwind" fn acc_set_cuda_stream(queue: c_int, _stream: *mut c_void) -> c_int {
    if queue < -2 { 0 } else { -1 }
}
