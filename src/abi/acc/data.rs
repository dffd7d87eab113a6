//! Data on the device (OpenACC 2.6, 3.2.18 to 3.2.35): the host shares its memory with the program,
//! so everything is there already, under its own address. Programs call these; sizes are in bytes.

use std::ffi::{c_int, c_void};
use std::ptr;

use super::tools::thread;
use crate::engine::constructs::offload::memory;
use crate::engine::constructs::openacc::{device, queue, state};

/// Something needs the device.
fn need() {
    state::need(thread());
}

/// `void *acc_malloc(size_t bytes)`: memory of the device; null for no bytes, and if there is none.
///
/// OpenACC 2.6, 3.2.18.
pub extern "C-unwind" fn acc_malloc(bytes: usize) -> *mut c_void {
    need();
    if bytes == 0 { ptr::null_mut() } else { memory::allocate(bytes) }
}

/// `void acc_free(void *memory)`: gives back what [`acc_malloc`] gave.
///
/// OpenACC 2.6, 3.2.19.
///
/// # Safety
/// As for `free`.
pub unsafe extern "C-unwind" fn acc_free(memory: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { memory::free(memory) };
}

/// `enter!(NAME, …)` defines the routines that bring data to the device and return its address
/// there.
macro_rules! enter {
    ($name:ident, $what:literal) => {
        #[doc = prototype!($name)]
        #[doc = concat!($what, ". Returns the address.")]
        ///
        #[doc = source!($name)]
        pub extern "C-unwind" fn $name(data: *mut c_void, bytes: usize) -> *mut c_void {
            need();
            device::require_range(data, bytes);
            data
        }
    };
}

enter!(acc_copyin, "copies to the device what is not there");
enter!(acc_present_or_copyin, "`acc_copyin` under an old name");
enter!(acc_pcopyin, "`acc_copyin` under an old name");
enter!(acc_create, "makes room on the device for what is not there");
enter!(acc_present_or_create, "`acc_create` under an old name");
enter!(acc_pcreate, "`acc_create` under an old name");

/// `enter_later!(NAME, …)` defines their asynchronous forms.
macro_rules! enter_later {
    ($name:ident, $now:ident) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($now), "`] by a queue.")]
        ///
        #[doc = source!($name)]
        pub extern "C-unwind" fn $name(data: *mut c_void, bytes: usize, _queue: c_int) {
            $now(data, bytes);
        }
    };
}

enter_later!(acc_copyin_async, acc_copyin);
enter_later!(acc_create_async, acc_create);

/// `nothing!(NAME, …)` defines the routines that have nothing to do on the host.
macro_rules! nothing {
    ($name:ident, $what:literal) => {
        #[doc = prototype!($name)]
        #[doc = concat!($what, ".")]
        ///
        #[doc = source!($name)]
        pub extern "C-unwind" fn $name(_data: *mut c_void, _bytes: usize) {
            need();
        }
    };
}

nothing!(acc_copyout, "copies from the device, and removes from there");
nothing!(acc_copyout_finalize, "`acc_copyout`, however often it was brought there");
nothing!(acc_delete, "removes from the device");
nothing!(acc_delete_finalize, "`acc_delete`, however often it was brought there");
nothing!(acc_update_device, "copies to the device");
nothing!(acc_update_self, "copies from the device");

/// `nothing_later!(NAME, …)` defines their asynchronous forms.
macro_rules! nothing_later {
    ($name:ident, $now:ident) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($now), "`] by a queue.")]
        ///
        #[doc = source!($name)]
        pub extern "C-unwind" fn $name(data: *mut c_void, bytes: usize, _queue: c_int) {
            $now(data, bytes);
        }
    };
}

nothing_later!(acc_copyout_async, acc_copyout);
nothing_later!(acc_copyout_finalize_async, acc_copyout_finalize);
nothing_later!(acc_delete_async, acc_delete);
nothing_later!(acc_delete_finalize_async, acc_delete_finalize);
nothing_later!(acc_update_device_async, acc_update_device);
nothing_later!(acc_update_self_async, acc_update_self);

/// `int acc_is_present(void *data, size_t bytes)`: whether data is on the device; null and nothing
/// are not.
///
/// OpenACC 2.6, 3.2.30.
pub extern "C-unwind" fn acc_is_present(data: *mut c_void, bytes: usize) -> c_int {
    need();
    (!data.is_null() && bytes > 0).into()
}

/// `void *acc_deviceptr(void *data)`: the address on the device of what is at this address on the
/// host.
///
/// OpenACC 2.6, 3.2.28.
pub extern "C-unwind" fn acc_deviceptr(data: *mut c_void) -> *mut c_void {
    need();
    data
}

/// `void *acc_hostptr(void *data)`: the address on the host of what is at this address on the
/// device.
///
/// OpenACC 2.6, 3.2.29.
pub extern "C-unwind" fn acc_hostptr(data: *mut c_void) -> *mut c_void {
    need();
    data
}

/// `void acc_map_data(void *host, void *on_device, size_t bytes)`: maps host data to memory of the
/// device, which on the host can only be the data itself.
///
/// OpenACC 2.6, 3.2.26.
pub extern "C-unwind" fn acc_map_data(host: *mut c_void, on_device: *mut c_void, _bytes: usize) {
    need();
    device::require_shared(host, on_device);
}

/// `void acc_unmap_data(void *host)`: ends what [`acc_map_data`] began.
///
/// OpenACC 2.6, 3.2.27.
pub extern "C-unwind" fn acc_unmap_data(_host: *mut c_void) {
    need();
}

/// `void acc_memcpy_to_device(void *to, void *from, size_t bytes)`: copies from host memory to the
/// device's.
///
/// OpenACC 2.6, 3.2.31.
///
/// # Safety
/// As for `memmove`.
pub unsafe extern "C-unwind" fn acc_memcpy_to_device(to: *mut c_void, from: *mut c_void, bytes: usize) {
    need();
    // SAFETY: the caller's promise.
    unsafe { memory::copy(to, from, bytes) };
}

/// `copies!(NAME)` defines routines that copy as [`acc_memcpy_to_device`] does.
macro_rules! copies {
    ($name:ident) => {
        #[doc = prototype!($name)]
        /// as [`acc_memcpy_to_device`].
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As for `memmove`.
        pub unsafe extern "C-unwind" fn $name(to: *mut c_void, from: *mut c_void, bytes: usize) {
            // SAFETY: the caller's promise.
            unsafe { acc_memcpy_to_device(to, from, bytes) };
        }
    };
}

copies!(acc_memcpy_from_device);
copies!(acc_memcpy_device);

/// `copies_later!(NAME)` defines their asynchronous forms.
macro_rules! copies_later {
    ($name:ident) => {
        #[doc = prototype!($name)]
        /// as [`acc_memcpy_to_device`].
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As for `memmove`.
        pub unsafe extern "C-unwind" fn $name(to: *mut c_void, from: *mut c_void, bytes: usize, _queue: c_int) {
            // SAFETY: the caller's promise.
            unsafe { acc_memcpy_to_device(to, from, bytes) };
        }
    };
}

copies_later!(acc_memcpy_to_device_async);
copies_later!(acc_memcpy_from_device_async);
copies_later!(acc_memcpy_device_async);

/// `attach!(NAME)` defines the routines that make a pointer on the device point there, or back.
macro_rules! attach {
    ($name:ident) => {
        #[doc = prototype!($name)]
        /// the pointer stays as it is.
        ///
        #[doc = source!($name)]
        pub extern "C-unwind" fn $name(_pointer: *mut *mut c_void) {
            need();
        }
    };
}

attach!(acc_attach);
attach!(acc_detach);
attach!(acc_detach_finalize);

/// `attach_later!(NAME)` defines their asynchronous forms.
macro_rules! attach_later {
    ($name:ident) => {
        #[doc = prototype!($name)]
        /// the pointer stays as it is.
        ///
        #[doc = source!($name)]
        pub extern "C-unwind" fn $name(_pointer: *mut *mut c_void, queue: c_int) {
            need();
            queue::check(queue);
        }
    };
}

attach_later!(acc_attach_async);
attach_later!(acc_detach_async);
attach_later!(acc_detach_finalize_async);
