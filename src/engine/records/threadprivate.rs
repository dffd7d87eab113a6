//! A thread's copies of threadprivate variables.

use std::cell::RefCell;
use std::ffi::c_void;
use std::ops::Range;
use std::ptr;

use crate::engine::ground::by_address::ByAddress;
use crate::sys::object;

pub type Constructor = unsafe extern "C-unwind" fn(*mut c_void) -> *mut c_void;
pub type CopyConstructor = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void) -> *mut c_void;
pub type Destructor = unsafe extern "C-unwind" fn(*mut c_void);
/// The constructors of an array: the last argument is its length.
pub type ArrayConstructor = unsafe extern "C-unwind" fn(*mut c_void, usize) -> *mut c_void;
pub type ArrayCopyConstructor = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void, usize) -> *mut c_void;
pub type ArrayDestructor = unsafe extern "C-unwind" fn(*mut c_void, usize);

/// The functions that make and destroy a copy of a variable.
#[derive(Clone, Copy)]
pub enum Lifecycle {
    Of {
        construct: Option<Constructor>,
        copy: Option<CopyConstructor>,
        destroy: Option<Destructor>,
    },
    OfArray {
        construct: Option<ArrayConstructor>,
        copy: Option<ArrayCopyConstructor>,
        destroy: Option<ArrayDestructor>,
        length: usize,
    },
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self::Of { construct: None, copy: None, destroy: None }
    }
}

impl Lifecycle {
    /// One of the functions, which are all in one library; null if there are none.
    pub fn code(self) -> *const () {
        let functions = match self {
            Self::Of { construct, copy, destroy } => [
                construct.map(|function| function as *const ()),
                copy.map(|function| function as *const ()),
                destroy.map(|function| function as *const ()),
            ],
            Self::OfArray { construct, copy, destroy, .. } => [
                construct.map(|function| function as *const ()),
                copy.map(|function| function as *const ()),
                destroy.map(|function| function as *const ()),
            ],
        };
        functions.into_iter().flatten().next().unwrap_or(ptr::null())
    }

    /// Makes a copy of `original` at `copy`; false if copying the bytes is all that is needed.
    ///
    /// # Safety
    /// The functions must be those of a variable at `original`, and `copy` must have room for it.
    pub unsafe fn make(self, copy: *mut c_void, original: *mut c_void) -> bool {
        // SAFETY: the caller's promise.
        unsafe {
            match self {
                Self::Of { construct: Some(construct), .. } => construct(copy),
                Self::Of { copy: Some(construct), .. } => construct(copy, original),
                Self::OfArray { construct: Some(construct), length, .. } => construct(copy, length),
                Self::OfArray { copy: Some(construct), length, .. } => construct(copy, original, length),
                _ => return false,
            };
        }
        true
    }

    /// # Safety
    /// `copy` must have been made by [`Lifecycle::make`], or byte by byte.
    pub unsafe fn destroy(self, copy: *mut c_void) {
        // SAFETY: the caller's promise.
        unsafe {
            match self {
                Self::Of { destroy: Some(destroy), .. } => destroy(copy),
                Self::OfArray { destroy: Some(destroy), length, .. } => destroy(copy, length),
                _ => {}
            }
        }
    }
}

/// A lifecycle, and the address range of the library with its functions.
#[derive(Clone, Default)]
pub struct Registered {
    pub lifecycle: Lifecycle,
    pub library: Range<usize>,
}

impl Registered {
    pub fn new(lifecycle: Lifecycle) -> Self {
        Self { lifecycle, library: object::extent_of(lifecycle.code()) }
    }

    /// Whether the functions can be called: the library is still there.
    pub fn is_there(&self) -> bool {
        object::extent_of(self.lifecycle.code()) == self.library
    }
}

/// A thread's copy of a variable.
pub struct Copy {
    /// The copy, or the original for the process's first thread.
    pub address: *mut c_void,
    /// The number of bytes that the copy has room for.
    pub size: usize,
    pub made: Registered,
}

/// A thread's copies, by the address of the original.
#[derive(Default)]
pub struct Copies {
    pub current: RefCell<ByAddress<Copy>>,
    /// Copies that were replaced by those of a larger variable at the same address. If both are the
    /// same common block, of which one part of the program declares more, the program may still use
    /// the smaller copy.
    pub outgrown: RefCell<Vec<*mut c_void>>,
}
