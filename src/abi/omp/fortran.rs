//! The Fortran forms of the routines.
//!
//! gfortran and Flang call a routine by its name with an underscore appended and pass arguments by
//! reference. Under `-fdefault-integer-8` gfortran calls `…_8_`, whose integers and logicals have
//! eight bytes; results keep four.

use std::ffi::{CStr, c_char, c_int};

/// The C `int` nearest to a Fortran integer or logical of either size.
pub trait ToInt: Copy {
    fn to_int(self) -> c_int;
}

impl ToInt for i32 {
    #[inline]
    fn to_int(self) -> c_int {
        self
    }
}

impl ToInt for i64 {
    #[inline]
    fn to_int(self) -> c_int {
        self.clamp(c_int::MIN.into(), c_int::MAX.into()) as c_int
    }
}

/// Returns a string as gfortran's `character(:), pointer` functions do: address and length are
/// written to their first two arguments. Null is no association.
///
/// # Safety
/// `string` is null or ends with a null byte; the other two can be written.
pub unsafe fn give(string: *const c_char, address: *mut *const c_char, length: *mut usize) {
    // SAFETY: the caller's promise.
    unsafe {
        *address = string;
        *length = if string.is_null() { 0 } else { CStr::from_ptr(string).count_bytes() };
    }
}

/// `fortran!(NAME, ROUTINE(ARGUMENT: TYPE, …) -> RESULT)` defines and exports the form NAME of
/// ROUTINE.
macro_rules! fortran {
    ($name:ident, $routine:ident() $(-> $result:ty)?) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] for Fortran programs.")]
        ///
        #[doc = source!($name)]
        pub extern "C-unwind" fn $name() $(-> $result)? {
            $routine()
        }
    };
    ($name:ident, $routine:ident($($argument:ident: $of:ty),+) $(-> $result:ty)?) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] for Fortran programs.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// The arguments point to values that can be read.
        pub unsafe extern "C-unwind" fn $name($($argument: *const $of),+) $(-> $result)? {
            use $crate::abi::omp::fortran::ToInt;
            // SAFETY: the caller's promise.
            let ($($argument,)+) = unsafe { ($((*$argument).to_int(),)+) };
            $routine($($argument),+)
        }
    };
}
