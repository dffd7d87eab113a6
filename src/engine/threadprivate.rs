//! Threadprivate variables that the compiler leaves to the runtime.
//!
//! The process's first thread uses the original; each other thread gets a copy of its own on first use, made from
//! what the original held when the runtime first heard of it, or by the variable's constructor.

use std::cell::RefCell;
use std::ffi::c_void;
use std::ptr;

use super::by_address::ByAddress;
use super::lock::Shared;
use super::thread::Thread;

pub type Constructor = unsafe extern "C-unwind" fn(*mut c_void) -> *mut c_void;
pub type CopyConstructor = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void) -> *mut c_void;
pub type Destructor = unsafe extern "C-unwind" fn(*mut c_void);
/// Those of an array: the last argument is its length.
pub type ArrayConstructor = unsafe extern "C-unwind" fn(*mut c_void, usize) -> *mut c_void;
pub type ArrayCopyConstructor = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void, usize) -> *mut c_void;
pub type ArrayDestructor = unsafe extern "C-unwind" fn(*mut c_void, usize);

/// How a copy of a variable comes and goes.
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
    /// Makes a copy of `original` at `copy`; false if its bytes are all there is to copy.
    ///
    /// # Safety
    /// The functions must be those of a variable at `original`, and `copy` must have room for it.
    unsafe fn make(self, copy: *mut c_void, original: *mut c_void) -> bool {
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
    unsafe fn destroy(self, copy: *mut c_void) {
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

/// A thread's copies, by the address of the original.
#[derive(Default)]
pub struct Copies(RefCell<ByAddress<(*mut c_void, Lifecycle)>>);

/// What the runtime knows of a variable.
#[derive(Default)]
struct Known {
    lifecycle: Lifecycle,
    /// The original's bytes when it was first heard of.
    image: Option<Box<[u8]>>,
}

/// The variables that were registered or used, by address.
static REGISTRY: Shared<Option<ByAddress<Known>>> = Shared::new(None);

/// Keeps the registry whole while the process forks.
pub fn before_fork() {
    REGISTRY.before_fork();
}

/// Ends what [`before_fork`] began, in the parent.
pub fn after_fork_in_parent() {
    REGISTRY.after_fork();
}

/// The same in the child, which knows what its parent did.
pub fn after_fork_in_child() {
    REGISTRY.keep_in_child();
}

fn with_known<R>(variable: *mut c_void, use_it: impl FnOnce(&mut Known) -> R) -> R {
    REGISTRY.with(|known| use_it(known.get_or_insert_default().entry(variable as usize).or_default()))
}

/// Says how copies of `variable` are made and destroyed.
pub fn register(variable: *mut c_void, lifecycle: Lifecycle) {
    with_known(variable, |known| known.lifecycle = lifecycle);
}

/// Says what copies of `variable` begin with, if that was not fixed before: the `size` bytes at `image`.
///
/// # Safety
/// `image` must have `size` bytes.
pub unsafe fn set_image(variable: *mut c_void, image: *const c_void, size: usize) {
    // SAFETY: the caller's promise.
    let image = unsafe { std::slice::from_raw_parts(image.cast::<u8>(), size) };
    with_known(variable, |known| {
        known.image.get_or_insert_with(|| image.into());
    });
}

/// The calling thread's copy of the `size` bytes at `variable`.
///
/// # Safety
/// `variable` must be a threadprivate variable of `size` bytes, registered if it has constructors.
pub unsafe fn copy_of(t: &Thread, variable: *mut c_void, size: usize) -> *mut c_void {
    if let Some((copy, _)) = t.private.0.borrow().get(&(variable as usize)) {
        return *copy;
    }
    // SAFETY: the caller's promise.
    let (copy, lifecycle) = unsafe { make_copy(t, variable, size) };
    t.private.0.borrow_mut().insert(variable as usize, (copy, lifecycle));
    copy
}

/// # Safety
/// As for [`copy_of`].
unsafe fn make_copy(t: &Thread, variable: *mut c_void, size: usize) -> (*mut c_void, Lifecycle) {
    let (lifecycle, image) = with_known(variable, |known| {
        // SAFETY: the caller's promise.
        let original = unsafe { std::slice::from_raw_parts(variable.cast::<u8>(), size) };
        let image: *const [u8] = &**known.image.get_or_insert_with(|| original.into());
        (known.lifecycle, image)
    });
    if t.gtid == 0 {
        return (variable, Lifecycle::default());
    }
    // The copy needs the alignment of any type that is not over-aligned; a multiple of a cache line, for its own sake.
    let bytes = size.max(1).next_multiple_of(64);
    // SAFETY: a fresh block of at least `size` bytes; the image has `size` bytes and stays for ever.
    unsafe {
        let copy = libc::aligned_alloc(64, bytes);
        if copy.is_null() {
            crate::engine::say::out_of_memory(bytes);
        }
        if !lifecycle.make(copy, variable) {
            let image = &*image;
            ptr::copy_nonoverlapping(image.as_ptr(), copy.cast(), image.len().min(size));
        }
        (copy, lifecycle)
    }
}

impl Copies {
    /// Destroys the copies of a thread that ends.
    pub fn destroy(&self) {
        for (original, (copy, lifecycle)) in self.0.take() {
            if copy as usize == original {
                continue;
            }
            // SAFETY: made by `make_copy` for this thread, which has left its last region.
            unsafe {
                lifecycle.destroy(copy);
                libc::free(copy);
            }
        }
    }
}
