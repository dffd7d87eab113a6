//! Objects of foreign runtimes (OpenMP 5.2, 18.12). Programs call these.
//!
//! On the host there is no foreign runtime, so the only object is `omp_interop_none`. An object
//! that is something else came from LLVM's offloading library, which answers for it.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::{mem, ptr};

use super::fortran::give;
use crate::sys::symbol;

/// `omp_interop_t`; null is `omp_interop_none`.
pub type Interop = *const c_void;

/// The values that the routines write to `ret_code`.
const EMPTY: c_int = -1;
const OUT_OF_RANGE: c_int = -2;

/// The names of the properties that the specification defines, from number −1 down (OpenMP 5.2,
/// table 18.1).
const NAMES: [&CStr; 9] = [
    c"fr_id",
    c"fr_name",
    c"vendor",
    c"vendor_name",
    c"device_num",
    c"platform",
    c"device",
    c"device_context",
    c"targetsync",
];

/// The texts for the return codes from 1 down. Those for `omp_irc_empty` and `omp_irc_out_of_range`
/// are libgomp's, which its tests compare.
const CODES: [&CStr; 7] = [
    c"no meaningful value is available",
    c"successful",
    c"provided interoperability object is equal to omp_interop_none",
    c"property ID is out of range",
    c"property type is integer, not pointer or string",
    c"property type is pointer, not integer or string",
    c"property type is string, not integer or pointer",
];

fn property_name(property: c_int) -> Option<&'static CStr> {
    NAMES.get(usize::try_from(property.checked_neg()?).ok()?.checked_sub(1)?).copied()
}

fn c_string(text: Option<&'static CStr>) -> *const c_char {
    text.map_or(ptr::null(), CStr::as_ptr)
}

/// The routine `name` of libomptarget, whose type is `F`, for an object that is not
/// `omp_interop_none`.
///
/// # Safety
/// The two libraries declare the routine alike.
unsafe fn of_libomptarget<F: Copy>(interop: Interop, name: &CStr) -> Option<F> {
    const { assert!(size_of::<F>() == size_of::<*const c_void>()) };
    let routine = if interop.is_null() { None } else { symbol::next(name) };
    // SAFETY: a function pointer, and the caller promises that it has this type.
    routine.map(|routine| unsafe { mem::transmute_copy(&routine) })
}

/// Says through `ret_code`, unless it is null, why there is no value.
///
/// # Safety
/// `ret_code` is null or can be written.
unsafe fn explain(property: c_int, ret_code: *mut c_int) {
    if !ret_code.is_null() {
        // SAFETY: the caller's promise.
        unsafe { *ret_code = if property_name(property).is_some() { EMPTY } else { OUT_OF_RANGE } };
    }
}

/// `int omp_get_num_interop_properties(const omp_interop_t interop)`: how many properties the
/// object has beside those of the specification: none.
///
/// OpenMP 5.2, 18.12.1.
///
/// # Safety
/// `interop` is an object that a construct made, or null.
pub unsafe extern "C-unwind" fn omp_get_num_interop_properties(interop: Interop) -> c_int {
    type Routine = unsafe extern "C-unwind" fn(Interop) -> c_int;
    // SAFETY: the caller's promise.
    unsafe {
        of_libomptarget::<Routine>(interop, c"omp_get_num_interop_properties").map_or(0, |routine| routine(interop))
    }
}

/// `omp_intptr_t omp_get_interop_int(const omp_interop_t interop, omp_interop_property_t property,
/// int *ret_code)`: an integer property, and whether there is one: −1 for `omp_interop_none`, −2
/// for a property that does not exist.
///
/// OpenMP 5.2, 18.12.2.
///
/// # Safety
/// `interop` is an object that a construct made, or null; `ret_code` is null or can be written.
pub unsafe extern "C-unwind" fn omp_get_interop_int(interop: Interop, property: c_int, ret_code: *mut c_int) -> isize {
    type Routine = unsafe extern "C-unwind" fn(Interop, c_int, *mut c_int) -> isize;
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(routine) = of_libomptarget::<Routine>(interop, c"omp_get_interop_int") {
            return routine(interop, property, ret_code);
        }
        explain(property, ret_code);
    }
    0
}

/// `void *omp_get_interop_ptr(const omp_interop_t interop, omp_interop_property_t property, int
/// *ret_code)`: as [`omp_get_interop_int`] for a pointer.
///
/// OpenMP 5.2, 18.12.3.
///
/// # Safety
/// `interop` is an object that a construct made, or null; `ret_code` is null or can be written.
pub unsafe extern "C-unwind" fn omp_get_interop_ptr(
    interop: Interop,
    property: c_int,
    ret_code: *mut c_int,
) -> *mut c_void {
    type Routine = unsafe extern "C-unwind" fn(Interop, c_int, *mut c_int) -> *mut c_void;
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(routine) = of_libomptarget::<Routine>(interop, c"omp_get_interop_ptr") {
            return routine(interop, property, ret_code);
        }
        explain(property, ret_code);
    }
    ptr::null_mut()
}

/// `const char *omp_get_interop_str(const omp_interop_t interop, omp_interop_property_t property,
/// int *ret_code)`: as [`omp_get_interop_int`] for a string.
///
/// OpenMP 5.2, 18.12.4.
///
/// # Safety
/// `interop` is an object that a construct made, or null; `ret_code` is null or can be written.
pub unsafe extern "C-unwind" fn omp_get_interop_str(
    interop: Interop,
    property: c_int,
    ret_code: *mut c_int,
) -> *const c_char {
    type Routine = unsafe extern "C-unwind" fn(Interop, c_int, *mut c_int) -> *const c_char;
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(routine) = of_libomptarget::<Routine>(interop, c"omp_get_interop_str") {
            return routine(interop, property, ret_code);
        }
        explain(property, ret_code);
    }
    ptr::null()
}

/// `const char *omp_get_interop_name(const omp_interop_t interop, omp_interop_property_t
/// property)`: the name of a property, or null if there is none of this number.
///
/// OpenMP 5.2, 18.12.5.
///
/// # Safety
/// `interop` is an object that a construct made, or null.
pub unsafe extern "C-unwind" fn omp_get_interop_name(interop: Interop, property: c_int) -> *const c_char {
    type Routine = unsafe extern "C-unwind" fn(Interop, c_int) -> *const c_char;
    // SAFETY: the caller's promise.
    unsafe {
        match of_libomptarget::<Routine>(interop, c"omp_get_interop_name") {
            Some(routine) => routine(interop, property),
            None => c_string(property_name(property)),
        }
    }
}

/// `const char *omp_get_interop_type_desc(const omp_interop_t interop, omp_interop_property_t
/// property)`: what type the property has in the foreign runtime; null for `omp_interop_none`.
///
/// OpenMP 5.2, 18.12.6.
///
/// # Safety
/// `interop` is an object that a construct made, or null.
pub unsafe extern "C-unwind" fn omp_get_interop_type_desc(interop: Interop, property: c_int) -> *const c_char {
    type Routine = unsafe extern "C-unwind" fn(Interop, c_int) -> *const c_char;
    // SAFETY: the caller's promise.
    unsafe {
        of_libomptarget::<Routine>(interop, c"omp_get_interop_type_desc")
            .map_or(ptr::null(), |routine| routine(interop, property))
    }
}

/// `const char *omp_get_interop_rc_desc(const omp_interop_t interop, omp_interop_rc_t ret_code)`:
/// what the return code means; null for a number that is none.
///
/// OpenMP 5.2, 18.12.7.
///
/// # Safety
/// `interop` is an object that a construct made, or null.
pub unsafe extern "C-unwind" fn omp_get_interop_rc_desc(interop: Interop, ret_code: c_int) -> *const c_char {
    type Routine = unsafe extern "C-unwind" fn(Interop, c_int) -> *const c_char;
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(routine) = of_libomptarget::<Routine>(interop, c"omp_get_interop_rc_desc") {
            return routine(interop, ret_code);
        }
    }
    let index = 1i32.checked_sub(ret_code).and_then(|index| usize::try_from(index).ok());
    c_string(index.and_then(|index| CODES.get(index)).copied())
}

/// libomp's Fortran forms take their arguments as the C routines do.
macro_rules! same {
    ($name:ident, $routine:ident($($parameter:ident: $of:ty),+) -> $result:ty) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] for Fortran programs of Flang.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        #[doc = concat!("As for [`", stringify!($routine), "`].")]
        pub unsafe extern "C-unwind" fn $name($($parameter: $of),+) -> $result {
            // SAFETY: the caller's promise.
            unsafe { $routine($($parameter),+) }
        }
    };
}

/// GCC's, where the result is a string: gfortran passes a pointer to it and one to its length
/// first.
macro_rules! string_form {
    ($name:ident, $routine:ident($($parameter:ident: $of:ty),+)) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] for Fortran programs of GCC.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        #[doc = concat!("As for [`", stringify!($routine), "`]; `text` and `length` can be written.")]
        pub unsafe extern "C-unwind" fn $name(text: *mut *const c_char, length: *mut usize, $($parameter: $of),+) {
            // SAFETY: the caller's promise.
            unsafe { give($routine($($parameter),+), text, length) }
        }
    };
}

string_form!(omp_get_interop_str_, omp_get_interop_str(interop: Interop, property: c_int, ret_code: *mut c_int));
string_form!(omp_get_interop_name_, omp_get_interop_name(interop: Interop, property: c_int));
string_form!(omp_get_interop_type_desc_, omp_get_interop_type_desc(interop: Interop, property: c_int));
string_form!(omp_get_interop_rc_desc_, omp_get_interop_rc_desc(interop: Interop, ret_code: c_int));

same!(omp_get_num_interop_properties_, omp_get_num_interop_properties(interop: Interop) -> c_int);
same!(omp_get_interop_int_, omp_get_interop_int(interop: Interop, property: c_int, ret_code: *mut c_int) -> isize);
same!(omp_get_interop_ptr_, omp_get_interop_ptr(interop: Interop, property: c_int, ret_code: *mut c_int) -> *mut c_void);
same!(omp_get_interop_str___VERSION, omp_get_interop_str(interop: Interop, property: c_int, ret_code: *mut c_int) -> *const c_char);
same!(omp_get_interop_name___VERSION, omp_get_interop_name(interop: Interop, property: c_int) -> *const c_char);
same!(omp_get_interop_type_desc___VERSION, omp_get_interop_type_desc(interop: Interop, property: c_int) -> *const c_char);
same!(omp_get_interop_rc_desc___VERSION, omp_get_interop_rc_desc(interop: Interop, ret_code: c_int) -> *const c_char);

/// Intel's description of a deferred-length character pointer, as far as it has to be written.
#[repr(C)]
pub struct Descriptor {
    address: *const c_char,
    length: usize,
    offset: usize,
    flags: usize,
}

/// `module_form!(NAME, …)`: the procedures of Intel's module `omp_lib` whose result is a string. As
/// in libiomp5 without an offloading library it is not associated.
macro_rules! module_form {
    ($name:ident, $routine:ident($($parameter:ident: $of:ty),+)) => {
        #[doc = prototype!($name)]
        #[doc = concat!("`", stringify!($routine), "` for Fortran programs of Intel's compiler.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `result` can be written.
        pub unsafe extern "C-unwind" fn $name(result: *mut Descriptor, $($parameter: $of),+) {
            // SAFETY: the caller's promise.
            unsafe {
                (*result).address = ptr::null();
                (*result).flags = 0;
            }
        }
    };
}

module_form!(omp_lib_mp_omp_get_interop_str_, omp_get_interop_str(_interop: *const Interop, _property: *const c_int, _ret_code: *mut c_int));
module_form!(omp_lib_mp_omp_get_interop_name_, omp_get_interop_name(_interop: *const Interop, _property: *const c_int));
module_form!(omp_lib_mp_omp_get_interop_type_desc_, omp_get_interop_type_desc(_interop: *const Interop, _property: *const c_int));
module_form!(omp_lib_mp_omp_get_interop_rc_desc_, omp_get_interop_rc_desc(_interop: *const Interop, _code: *const c_int));
module_form!(omp_lib_mp_omp_get_uid_from_device_, omp_get_uid_from_device(_number: *const c_int));

/// `void omp_lib_mp_omp_get_interop_ptr_(void **result, const omp_interop_t *interop, const
/// omp_interop_property_t *property, int *ret_code)`: [`omp_get_interop_ptr`] for Fortran programs
/// of Intel's compiler: the pointer is written to `*result`.
///
/// OpenMP 5.2, 18.12.3.
///
/// # Safety
/// As for [`omp_get_interop_ptr`]; `result` can be written, `interop` and `property` can be read.
pub unsafe extern "C-unwind" fn omp_lib_mp_omp_get_interop_ptr_(
    result: *mut *mut c_void,
    interop: *const Interop,
    property: *const c_int,
    ret_code: *mut c_int,
) {
    // SAFETY: the caller's promise.
    unsafe { *result = omp_get_interop_ptr(*interop, *property, ret_code) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_have_the_names_of_the_specification() {
        assert_eq!(property_name(-1), Some(c"fr_id"));
        assert_eq!(property_name(-9), Some(c"targetsync"));
        for none in [-10, 0, 1, i32::MIN, i32::MAX] {
            assert_eq!(property_name(none), None);
        }
    }

    #[test]
    fn each_return_code_but_other_has_a_text() {
        // SAFETY: null is `omp_interop_none`.
        let text = |code| unsafe { omp_get_interop_rc_desc(ptr::null(), code) };
        assert!((-5..=1).all(|code| !text(code).is_null()));
        assert!([-7, -6, 2, i32::MIN, i32::MAX].into_iter().all(|code| text(code).is_null()));
    }
}
