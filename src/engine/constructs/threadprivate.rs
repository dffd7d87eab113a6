//! Threadprivate variables whose copies the compiler leaves to the runtime.
//!
//! The process's first thread uses the original. Each other thread gets a copy of its own at its
//! first use. It is made from the original's value at the time when the runtime first heard of it,
//! or by the variable's constructor.
//!
//! The runtime does not hear when a library is unloaded. It still knows the library's variables
//! then, and another library may have one at the same address. So a copy is used only if it has
//! room for the variable, and functions are called only if their library is still at its former
//! address.

use std::ffi::c_void;
use std::ptr;

use crate::engine::ground::by_address::ByAddress;
use crate::engine::ground::say;
use crate::engine::protocols::lock::{ForkAttempt, Rank, Shared};
use crate::engine::records::thread::Thread;
pub use crate::engine::records::threadprivate::*;
use crate::sys::sync::Arc;
use crate::sys::{memory, sanitizer};

/// The runtime's data about a variable.
#[derive(Default)]
struct Known {
    registered: Registered,
    /// The original's bytes when it was first heard of.
    image: Option<Arc<[u8]>>,
}

impl Known {
    /// Forgets the data about a former variable, if there is now another one, of `size` bytes, at
    /// its address.
    fn forget_earlier(&mut self, size: usize) {
        let gone = !self.registered.is_there();
        if gone {
            self.registered = Registered::default();
        }
        if gone || self.image.as_ref().is_some_and(|image| image.len() < size) {
            self.image = None;
        }
    }
}

/// The variables that were registered or used, by address.
static REGISTRY: Shared<Option<ByAddress<Known>>> = Shared::new(Rank::Threadprivate, None);

/// Keeps the registry whole while the process forks.
pub fn before_fork(attempt: &ForkAttempt) {
    REGISTRY.before_fork(attempt);
}

/// Ends what [`before_fork`] began, in the parent.
pub fn after_fork_in_parent() {
    REGISTRY.after_fork();
}

/// The same in the child, which keeps the parent's registry.
pub fn after_fork_in_child() {
    REGISTRY.keep_in_child();
}

fn with_known<R>(variable: *mut c_void, use_it: impl FnOnce(&mut Known) -> R) -> R {
    REGISTRY.with(|known| use_it(known.get_or_insert_default().entry(variable as usize).or_default()))
}

/// Registers the functions that make and destroy copies of `variable`.
pub fn register(variable: *mut c_void, lifecycle: Lifecycle) {
    let registered = Registered::new(lifecycle);
    with_known(variable, |known| known.registered = registered);
}

/// Sets the first value of copies of `variable` to the `size` bytes at `image`, if it was not set
/// before.
///
/// # Safety
/// `image` must have `size` bytes.
pub unsafe fn set_image(variable: *mut c_void, image: *const c_void, size: usize) {
    // SAFETY: the caller's promise.
    let image = unsafe { std::slice::from_raw_parts(image.cast::<u8>(), size) };
    with_known(variable, |known| {
        known.forget_earlier(size);
        known.image.get_or_insert_with(|| sanitizer::unseen(|| image.into()));
    });
}

/// The calling thread's copy of the `size` bytes at `variable`.
///
/// # Safety
/// `variable` must be a threadprivate variable of `size` bytes, registered if it has constructors.
pub unsafe fn copy_of(t: &Thread, variable: *mut c_void, size: usize) -> *mut c_void {
    if let Some(copy) = t.private.current.borrow().get(&(variable as usize))
        && size <= copy.size
    {
        return copy.address;
    }
    // SAFETY: the caller's promise.
    unsafe { add_copy(t, variable, size) }
}

/// Makes a copy for the calling thread, which has none that is large enough.
///
/// # Safety
/// As for [`copy_of`].
#[cold]
unsafe fn add_copy(t: &Thread, variable: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    let copy = unsafe { make_copy(t, variable, size) };
    let address = copy.address;
    let outgrown = t.private.current.borrow_mut().insert(variable as usize, copy);
    if let Some(outgrown) = outgrown.filter(|outgrown| outgrown.address != variable) {
        t.private.outgrown.borrow_mut().push(outgrown.address);
    }
    address
}

/// # Safety
/// As for [`copy_of`].
unsafe fn make_copy(t: &Thread, variable: *mut c_void, size: usize) -> Copy {
    let (made, image) = with_known(variable, |known| {
        known.forget_earlier(size);
        // SAFETY: the caller's promise.
        let original = unsafe { std::slice::from_raw_parts(variable.cast::<u8>(), size) };
        let image = known.image.get_or_insert_with(|| sanitizer::unseen(|| original.into()));
        (known.registered.clone(), image.clone())
    });
    if t.gtid == 0 {
        return Copy { address: variable, size, made: Registered::default() };
    }
    // The copy needs the alignment of any type that is not over-aligned. It gets whole cache lines,
    // so that threads do not share any.
    let bytes = size.max(1).next_multiple_of(LINE);
    let address = memory::allocate_aligned(LINE, bytes).cast::<c_void>();
    if address.is_null() {
        say::out_of_memory(bytes);
    }
    // SAFETY: a fresh block of at least `size` bytes; the image has no fewer, and the functions are
    // there.
    unsafe {
        if !made.lifecycle.make(address, variable) {
            sanitizer::unseen(|| ptr::copy_nonoverlapping(image.as_ptr(), address.cast(), size));
        }
    }
    Copy { address, size, made }
}

/// Bytes of a cache line.
const LINE: usize = 64;

impl Copies {
    /// Destroys the copies of a thread that ends.
    pub fn destroy(&self) {
        for (original, copy) in self.current.take() {
            if copy.address as usize == original {
                continue;
            }
            // SAFETY: made by `make_copy` for this thread, which has left its last region.
            unsafe {
                if copy.made.is_there() {
                    copy.made.lifecycle.destroy(copy.address);
                }
                memory::free(copy.address.cast());
            }
        }
        for address in self.outgrown.take() {
            // SAFETY: as above. It is not destroyed, since its destructor may be gone, or belong to
            // another variable.
            unsafe { memory::free(address.cast()) };
        }
    }
}
