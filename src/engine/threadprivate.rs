//! Threadprivate variables that the compiler leaves to the runtime.
//!
//! The process's first thread uses the original; each other thread gets a copy of its own on first use, made from
//! what the original held when the runtime first heard of it, or by the variable's constructor.

use std::cell::{RefCell, UnsafeCell};
use std::collections::HashMap;
use std::ffi::c_void;
use std::ptr;

use super::lock::SimpleLock;
use super::thread::Thread;

pub type Constructor = unsafe extern "C-unwind" fn(*mut c_void) -> *mut c_void;
pub type CopyConstructor = unsafe extern "C-unwind" fn(*mut c_void, *mut c_void) -> *mut c_void;
pub type Destructor = unsafe extern "C-unwind" fn(*mut c_void);

/// How a copy of a variable comes and goes.
#[derive(Clone, Copy, Default)]
pub struct Lifecycle {
    pub construct: Option<Constructor>,
    pub copy: Option<CopyConstructor>,
    pub destroy: Option<Destructor>,
}

/// A thread's copies, by the address of the original.
#[derive(Default)]
pub struct Copies(RefCell<HashMap<usize, (*mut c_void, Lifecycle)>>);

/// What the runtime knows of a variable.
#[derive(Default)]
struct Known {
    lifecycle: Lifecycle,
    /// The original's bytes when it was first heard of.
    image: Option<Box<[u8]>>,
}

/// The variables that were registered or used, by address; under the lock.
struct Registry {
    lock: SimpleLock,
    known: UnsafeCell<Option<HashMap<usize, Known>>>,
}

// SAFETY: `known` is used under `lock` only.
unsafe impl Sync for Registry {}

static REGISTRY: Registry = Registry { lock: SimpleLock::new(), known: UnsafeCell::new(None) };

/// Keeps the registry whole while the process forks.
pub fn before_fork() {
    REGISTRY.lock.lock();
}

/// Ends what [`before_fork`] began, in the parent and in the child.
pub fn after_fork() {
    // SAFETY: a static lock.
    unsafe { SimpleLock::unlock(&raw const REGISTRY.lock) };
}

fn with_known<R>(variable: *mut c_void, use_it: impl FnOnce(&mut Known) -> R) -> R {
    REGISTRY.lock.lock();
    // SAFETY: the lock is held.
    let known = unsafe { (*REGISTRY.known.get()).get_or_insert_with(HashMap::new) };
    let result = use_it(known.entry(variable as usize).or_default());
    after_fork();
    result
}

/// Says how copies of `variable` are made and destroyed.
pub fn register(variable: *mut c_void, lifecycle: Lifecycle) {
    with_known(variable, |known| known.lifecycle = lifecycle);
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
            crate::engine::defaults::out_of_memory(bytes);
        }
        match (lifecycle.construct, lifecycle.copy) {
            (Some(construct), _) => {
                construct(copy);
            }
            (None, Some(construct)) => {
                construct(copy, variable);
            }
            (None, None) => {
                let image = &*image;
                ptr::copy_nonoverlapping(image.as_ptr(), copy.cast(), image.len().min(size));
            }
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
                if let Some(destroy) = lifecycle.destroy {
                    destroy(copy);
                }
                libc::free(copy);
            }
        }
    }
}
