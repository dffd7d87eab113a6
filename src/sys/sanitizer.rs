//! ThreadSanitizer, in a process whose program was built with it (`-fsanitize=thread`). The library
//! itself is not, so the sanitizer sees none of the orders that the library makes between threads,
//! unless it is told.
//!
//! It has its functions in the program, where they are exported, or in a library of its own.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem;
use std::ptr;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::sys::symbol;

/// A function of the sanitizer; null: the process has none.
struct Function(AtomicPtr<c_void>);

impl Function {
    const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    fn find(&self, name: &CStr) -> bool {
        let found = symbol::first(name).map_or(ptr::null_mut(), NonNull::as_ptr);
        self.0.store(found, Ordering::Relaxed);
        !found.is_null()
    }

    #[inline(always)]
    fn is_there(&self) -> bool {
        !self.0.load(Ordering::Relaxed).is_null()
    }

    /// # Safety
    /// `F` must be the function's type.
    unsafe fn get<F: Copy>(&self) -> Option<F> {
        const { assert!(size_of::<F>() == size_of::<*mut c_void>()) };
        let function = self.0.load(Ordering::Relaxed);
        // SAFETY: the caller's promise.
        (!function.is_null()).then(|| unsafe { mem::transmute_copy(&function) })
    }
}

static ACQUIRE: Function = Function::new();
static RELEASE: Function = Function::new();
static STORE: Function = Function::new();
static IGNORE: Function = Function::new();
static HEED: Function = Function::new();

type Order = unsafe extern "C" fn(*mut c_void);
type Store = unsafe extern "C" fn(*mut u32, u32, c_int);
type Annotate = unsafe extern "C" fn(*const c_char, c_int);

/// Looks for the sanitizer; whether the process has it, and is to be told. Any number of threads
/// may call it.
pub fn find() -> bool {
    // A library that is itself built with the sanitizer is seen by it.
    if cfg!(sanitized) || !ACQUIRE.find(c"__tsan_acquire") {
        return false;
    }
    let rest = [
        RELEASE.find(c"__tsan_release"),
        STORE.find(c"__tsan_atomic32_store"),
        HEED.find(c"AnnotateIgnoreWritesEnd"),
        HEED.is_there() && IGNORE.find(c"AnnotateIgnoreWritesBegin"),
    ];
    rest.iter().all(|found| *found)
}

/// Whether the process has the sanitizer.
#[inline(always)]
pub fn is_there() -> bool {
    ACQUIRE.is_there()
}

/// The calling thread's work so far, and the work that it has acquired, comes before whatever
/// follows an [`acquire`] of the same address. So does all that was released there before.
///
/// The address is only a name. It should be in memory of the library, or of an object that the
/// order is about.
pub fn release(address: usize) {
    // SAFETY: the function's type.
    if let Some(release) = unsafe { RELEASE.get::<Order>() } {
        // SAFETY: any address of the program's memory will do.
        unsafe { release(ptr::with_exposed_provenance_mut(address)) };
    }
}

/// As [`release`], but what was released there before is forgotten. The address is that of a word
/// of 32 bits whose value nobody needs.
pub fn release_alone(word: usize) {
    const MEMORY_ORDER_RELEASE: c_int = 3;
    // SAFETY: the function's type.
    if let Some(store) = unsafe { STORE.get::<Store>() } {
        // SAFETY: the word can be written.
        unsafe { store(ptr::with_exposed_provenance_mut(word), 0, MEMORY_ORDER_RELEASE) };
    }
}

/// All that was released at `address` comes before the calling thread's work from here on.
pub fn acquire(address: usize) {
    // SAFETY: the function's type.
    if let Some(acquire) = unsafe { ACQUIRE.get::<Order>() } {
        // SAFETY: any address of the program's memory will do.
        unsafe { acquire(ptr::with_exposed_provenance_mut(address)) };
    }
}

/// Does `work`, whose accesses the sanitizer is not to see. It sees those that functions of libc
/// make for the library, `memcpy` and `free` among them.
#[inline(always)]
pub fn unseen<R>(work: impl FnOnce() -> R) -> R {
    if IGNORE.is_there() { unseen_by_it(work) } else { work() }
}

#[cold]
#[inline(never)]
fn unseen_by_it<R>(work: impl FnOnce() -> R) -> R {
    // SAFETY: the functions' types.
    let (ignore, heed) = unsafe { (IGNORE.get::<Annotate>(), HEED.get::<Annotate>()) };
    let annotate = |function: Option<Annotate>| {
        if let Some(function) = function {
            // SAFETY: a string that stays.
            unsafe { function(c"ferromp".as_ptr(), 0) };
        }
    };
    annotate(ignore);
    let result = work();
    annotate(heed);
    result
}

/// The library's memory: libc's. The sanitizer takes allocating and freeing for writes, and does
/// not see the orders between threads that hand memory to each other. Memory that is allocated
/// unseen is to it as if nobody had used it before.
pub struct Heap;

// SAFETY: all of it is the system's.
unsafe impl GlobalAlloc for Heap {
    #[inline(always)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unseen(|| unsafe { System.alloc(layout) })
    }

    #[inline(always)]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unseen(|| unsafe { System.alloc_zeroed(layout) })
    }

    #[inline(always)]
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unseen(|| unsafe { System.dealloc(memory, layout) });
    }

    #[inline(always)]
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        unseen(|| unsafe { System.realloc(memory, layout, size) })
    }
}
