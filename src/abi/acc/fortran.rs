//! The Fortran forms of the routines (module `openacc` of GCC): numbers by reference, data by
//! address and size or as a whole array.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::slice;

use super::data::*;
use super::{device, queue};

/// gfortran's description of an array of unknown rank.
#[repr(C)]
pub struct Array {
    base: *mut c_void,
    _offset: usize,
    element_bytes: usize,
    _version: i32,
    rank: i8,
    _kind: i8,
    _attribute: i16,
    _span: isize,
    dimensions: [Dimension; 0],
}

#[repr(C)]
struct Dimension {
    _stride: isize,
    lower: isize,
    upper: isize,
}

const _: () = assert!(size_of::<Array>() == 40 && size_of::<Dimension>() == 24);

impl Array {
    /// How large the array is, which is contiguous.
    ///
    /// # Safety
    /// As many dimensions follow as the array has.
    unsafe fn bytes(&self) -> usize {
        let rank = usize::try_from(self.rank).unwrap_or(0);
        // SAFETY: the caller's promise.
        let dimensions = unsafe { slice::from_raw_parts(self.dimensions.as_ptr(), rank) };
        let extent = |of: &Dimension| usize::try_from(of.upper - of.lower + 1).unwrap_or(0);
        dimensions.iter().map(extent).product::<usize>() * self.element_bytes
    }
}

/// `plain!(NAME, ROUTINE, TYPE)`: data by address and size, the size being of this type.
macro_rules! plain {
    ($name:ident, $routine:ident, $size:ty) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] for Fortran programs.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `bytes` can be read.
        pub unsafe extern "C-unwind" fn $name(data: *mut c_void, bytes: *const $size) {
            // SAFETY: the caller's promise.
            $routine(data, usize::try_from(unsafe { *bytes }).unwrap_or(0));
        }
    };
}

/// `queued!(NAME, ROUTINE, TYPE)`: the same with a queue.
macro_rules! queued {
    ($name:ident, $routine:ident, $size:ty) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] for Fortran programs.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `bytes` and `queue` can be read.
        pub unsafe extern "C-unwind" fn $name(data: *mut c_void, bytes: *const $size, queue: *const c_int) {
            // SAFETY: the caller's promise.
            unsafe { $routine(data, usize::try_from(*bytes).unwrap_or(0), *queue) };
        }
    };
}

/// `array_plain!(NAME, ROUTINE)`: a whole array.
macro_rules! array_plain {
    ($name:ident, $routine:ident) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] of a whole array for Fortran programs.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `array` is gfortran's description of an array.
        pub unsafe extern "C-unwind" fn $name(array: *const Array) {
            // SAFETY: the caller's promise.
            unsafe { $routine((*array).base, (*array).bytes()) };
        }
    };
}

/// `array_queued!(NAME, ROUTINE)`: the same with a queue.
macro_rules! array_queued {
    ($name:ident, $routine:ident) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] of a whole array for Fortran programs.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `array` is gfortran's description of an array, and `queue` can be read.
        pub unsafe extern "C-unwind" fn $name(array: *const Array, queue: *const c_int) {
            // SAFETY: the caller's promise.
            unsafe { $routine((*array).base, (*array).bytes(), *queue) };
        }
    };
}

plain!(acc_copyin_32_h_, acc_copyin, i32);
plain!(acc_copyin_64_h_, acc_copyin, i64);
array_plain!(acc_copyin_array_h_, acc_copyin);
queued!(acc_copyin_async_32_h_, acc_copyin_async, i32);
queued!(acc_copyin_async_64_h_, acc_copyin_async, i64);
array_queued!(acc_copyin_async_array_h_, acc_copyin_async);
plain!(acc_copyout_32_h_, acc_copyout, i32);
plain!(acc_copyout_64_h_, acc_copyout, i64);
array_plain!(acc_copyout_array_h_, acc_copyout);
queued!(acc_copyout_async_32_h_, acc_copyout_async, i32);
queued!(acc_copyout_async_64_h_, acc_copyout_async, i64);
array_queued!(acc_copyout_async_array_h_, acc_copyout_async);
plain!(acc_copyout_finalize_32_h_, acc_copyout_finalize, i32);
plain!(acc_copyout_finalize_64_h_, acc_copyout_finalize, i64);
array_plain!(acc_copyout_finalize_array_h_, acc_copyout_finalize);
queued!(acc_copyout_finalize_async_32_h_, acc_copyout_finalize_async, i32);
queued!(acc_copyout_finalize_async_64_h_, acc_copyout_finalize_async, i64);
array_queued!(acc_copyout_finalize_async_array_h_, acc_copyout_finalize_async);
plain!(acc_create_32_h_, acc_create, i32);
plain!(acc_create_64_h_, acc_create, i64);
array_plain!(acc_create_array_h_, acc_create);
queued!(acc_create_async_32_h_, acc_create_async, i32);
queued!(acc_create_async_64_h_, acc_create_async, i64);
array_queued!(acc_create_async_array_h_, acc_create_async);
plain!(acc_delete_32_h_, acc_delete, i32);
plain!(acc_delete_64_h_, acc_delete, i64);
array_plain!(acc_delete_array_h_, acc_delete);
queued!(acc_delete_async_32_h_, acc_delete_async, i32);
queued!(acc_delete_async_64_h_, acc_delete_async, i64);
array_queued!(acc_delete_async_array_h_, acc_delete_async);
plain!(acc_delete_finalize_32_h_, acc_delete_finalize, i32);
plain!(acc_delete_finalize_64_h_, acc_delete_finalize, i64);
array_plain!(acc_delete_finalize_array_h_, acc_delete_finalize);
queued!(acc_delete_finalize_async_32_h_, acc_delete_finalize_async, i32);
queued!(acc_delete_finalize_async_64_h_, acc_delete_finalize_async, i64);
array_queued!(acc_delete_finalize_async_array_h_, acc_delete_finalize_async);
plain!(acc_present_or_copyin_32_h_, acc_present_or_copyin, i32);
plain!(acc_present_or_copyin_64_h_, acc_present_or_copyin, i64);
array_plain!(acc_present_or_copyin_array_h_, acc_present_or_copyin);
plain!(acc_present_or_create_32_h_, acc_present_or_create, i32);
plain!(acc_present_or_create_64_h_, acc_present_or_create, i64);
array_plain!(acc_present_or_create_array_h_, acc_present_or_create);
plain!(acc_update_device_32_h_, acc_update_device, i32);
plain!(acc_update_device_64_h_, acc_update_device, i64);
array_plain!(acc_update_device_array_h_, acc_update_device);
queued!(acc_update_device_async_32_h_, acc_update_device_async, i32);
queued!(acc_update_device_async_64_h_, acc_update_device_async, i64);
array_queued!(acc_update_device_async_array_h_, acc_update_device_async);
plain!(acc_update_self_32_h_, acc_update_self, i32);
plain!(acc_update_self_64_h_, acc_update_self, i64);
array_plain!(acc_update_self_array_h_, acc_update_self);
queued!(acc_update_self_async_32_h_, acc_update_self_async, i32);
queued!(acc_update_self_async_64_h_, acc_update_self_async, i64);
array_queued!(acc_update_self_async_array_h_, acc_update_self_async);

/// `int acc_is_present_32_h_(void *data, const int *bytes)`: [`acc_is_present`] for Fortran
/// programs.
///
/// OpenACC 2.6, 3.2.30.
///
/// # Safety
/// `bytes` can be read.
pub unsafe extern "C-unwind" fn acc_is_present_32_h_(data: *mut c_void, bytes: *const i32) -> c_int {
    // SAFETY: the caller's promise.
    acc_is_present(data, usize::try_from(unsafe { *bytes }).unwrap_or(0))
}

/// `int acc_is_present_64_h_(void *data, const int64_t *bytes)`: [`acc_is_present`] for Fortran
/// programs.
///
/// OpenACC 2.6, 3.2.30.
///
/// # Safety
/// `bytes` can be read.
pub unsafe extern "C-unwind" fn acc_is_present_64_h_(data: *mut c_void, bytes: *const i64) -> c_int {
    // SAFETY: the caller's promise.
    acc_is_present(data, usize::try_from(unsafe { *bytes }).unwrap_or(0))
}

/// `int acc_is_present_array_h_(const gfc_array_t *array)`: [`acc_is_present`] of a whole array for
/// Fortran programs.
///
/// OpenACC 2.6, 3.2.30.
///
/// # Safety
/// `array` is gfortran's description of an array.
pub unsafe extern "C-unwind" fn acc_is_present_array_h_(array: *const Array) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { acc_is_present((*array).base, (*array).bytes()) }
}

/// `by_reference!(NAME, MODULE::ROUTINE(ARGUMENT, …) -> RESULT)`: numbers by reference.
macro_rules! by_reference {
    ($name:ident, $module:ident::$routine:ident($($argument:ident),*) $(-> $result:ty)?) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`](", stringify!($module), "::", stringify!($routine), ") for Fortran programs.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// The arguments can be read.
        pub unsafe extern "C-unwind" fn $name($($argument: *const c_int),*) $(-> $result)? {
            // SAFETY: the caller's promise.
            let ($($argument,)*) = unsafe { ($(*$argument,)*) };
            $module::$routine($($argument),*)
        }
    };
}

by_reference!(acc_get_num_devices_h_, device::acc_get_num_devices(device_type) -> c_int);
by_reference!(acc_set_device_type_h_, device::acc_set_device_type(device_type));
by_reference!(acc_set_device_num_h_, device::acc_set_device_num(number, device_type));
by_reference!(acc_get_device_num_h_, device::acc_get_device_num(device_type) -> c_int);
by_reference!(acc_init_h_, device::acc_init(device_type));
by_reference!(acc_shutdown_h_, device::acc_shutdown(device_type));
by_reference!(acc_on_device_h_, device::acc_on_device(device_type) -> c_int);
by_reference!(acc_async_test_h_, queue::acc_async_test(which) -> c_int);
by_reference!(acc_wait_h_, queue::acc_wait(which));
by_reference!(acc_wait_async_h_, queue::acc_wait_async(which, waiting));
by_reference!(acc_wait_all_async_h_, queue::acc_wait_all_async(waiting));

/// `acc_device_t acc_get_device_type_h_(void)`:
/// [`acc_get_device_type`](device::acc_get_device_type) for Fortran programs.
///
/// OpenACC 2.6, 3.2.3.
pub extern "C-unwind" fn acc_get_device_type_h_() -> c_int {
    device::acc_get_device_type()
}

/// `int acc_async_test_all_h_(void)`: [`acc_async_test_all`](queue::acc_async_test_all) for Fortran
/// programs.
///
/// OpenACC 2.6, 3.2.10.
pub extern "C-unwind" fn acc_async_test_all_h_() -> c_int {
    queue::acc_async_test_all()
}

/// `void acc_wait_all_h_(void)`: [`acc_wait_all`](queue::acc_wait_all) for Fortran programs.
///
/// OpenACC 2.6, 3.2.13.
pub extern "C-unwind" fn acc_wait_all_h_() {
    queue::acc_wait_all();
}

/// `size_t acc_get_property_h_(int number, acc_device_t device_type, acc_device_property_t
/// property)`: [`acc_get_property`](device::acc_get_property) for Fortran programs, which pass
/// these numbers by value.
///
/// OpenACC 2.6, 3.2.6.
pub extern "C-unwind" fn acc_get_property_h_(number: c_int, device_type: c_int, property: c_int) -> usize {
    device::acc_get_property(number, device_type, property)
}

/// `void acc_get_property_string_h_(int number, acc_device_t device_type, acc_device_property_t
/// property, char *text, size_t length)`:
/// [`acc_get_property_string`](device::acc_get_property_string) for Fortran programs: the string is
/// written to `text`, which has `length` characters, with blanks behind it.
///
/// OpenACC 2.6, 3.2.6.
///
/// # Safety
/// `text` can be written.
pub unsafe extern "C-unwind" fn acc_get_property_string_h_(
    number: c_int,
    device_type: c_int,
    property: c_int,
    text: *mut c_char,
    length: usize,
) {
    if length == 0 {
        return;
    }
    let found = device::acc_get_property_string(number, device_type, property);
    // SAFETY: the caller's promise; what was found is a string.
    unsafe {
        let text = slice::from_raw_parts_mut(text.cast::<u8>(), length);
        let found = if found.is_null() { &[] } else { CStr::from_ptr(found).to_bytes() };
        let copied = found.len().min(length);
        text[..copied].copy_from_slice(&found[..copied]);
        text[copied..].fill(b' ');
    }
}
