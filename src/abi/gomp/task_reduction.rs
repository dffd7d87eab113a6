//! Task reductions: `task_reduction`, `in_reduction`, and `reduction(task, …)` of regions.

use crate::engine::ground::request::Body;
use std::ffi::{c_uint, c_void};
use std::sync::Arc;

use super::Bool;
use super::parallel::request;
use crate::engine::records::reductions::{Area, Item, Memory, Reductions};
use crate::engine::tasks::{group, reduction, taskgroup};

use crate::engine::constructs::{barrier, parallel as region};
use crate::engine::records::thread::Thread;
use crate::engine::tools::frames;
use crate::engine::tools::names::Sync;

/// GCC's description of one directive's reductions: an array of words.
///
/// | word | meaning |
/// |---|---|
/// | 0 | number of variables |
/// | 1 | bytes of a thread's part |
/// | 2 | alignment; from here on: where the memory for all threads begins, whose first values are zero |
/// | 3 | the allocator, or −1 |
/// | 4 | another such array that belongs to the directive, or 0 |
/// | 5 | the runtime's: here, the [`Reductions`] |
/// | 6 | here, where the memory ends |
/// | 7 + 3 i | address of variable i |
/// | 8 + 3 i | offset of its copy in a thread's part |
///
/// The program itself initialises the copies, combines them after the group and destroys them.
#[derive(Clone, Copy)]
struct Array(*mut usize);

mod word {
    pub const VARIABLES: usize = 0;
    pub const STRIDE: usize = 1;
    pub const MEMORY: usize = 2;
    pub const NEXT: usize = 4;
    pub const REDUCTIONS: usize = 5;
    pub const END: usize = 6;
    pub const FIRST: usize = 7;
    pub const PER_VARIABLE: usize = 3;
}

impl Array {
    fn get(self, index: usize) -> usize {
        // SAFETY: the words are there, as the compiler promised to who made this.
        unsafe { *self.0.add(index) }
    }

    fn set(self, index: usize, value: usize) {
        // SAFETY: as above.
        unsafe { *self.0.add(index) = value };
    }

    /// This array and those that it leads to.
    fn all(self) -> impl Iterator<Item = Array> {
        let next = |array: &Array| {
            let next = array.get(word::NEXT);
            (next != 0).then_some(Array(std::ptr::with_exposed_provenance_mut(next)))
        };
        std::iter::successors(Some(self), next)
    }

    fn area(self, threads: usize) -> Area {
        let item = |index| {
            let at = word::FIRST + word::PER_VARIABLE * index;
            Item { address: self.get(at), offset: self.get(at + 1), operations: None }
        };
        let items = (0..self.get(word::VARIABLES)).map(item).collect();
        Area { start: self.get(word::MEMORY), stride: self.get(word::STRIDE), threads, items }
    }
}

/// The reductions of a directive, as GCC passes them.
#[derive(Clone, Copy)]
pub struct Passed(Array);

impl Passed {
    /// # Safety
    /// `array` must be null or as GCC passes it.
    pub unsafe fn new(array: *mut usize) -> Option<Self> {
        (!array.is_null()).then_some(Self(Array(array)))
    }

    /// How many bytes, at an address of which alignment, a team of `threads` needs for the copies.
    pub fn needs(self, threads: u32) -> (usize, usize) {
        self.0.all().fold((0, 1), |(bytes, align), array| {
            let own = array.get(word::MEMORY).max(1);
            (bytes.next_multiple_of(own) + array.get(word::STRIDE) * threads as usize, align.max(own))
        })
    }

    /// The reductions of the array, with their copies in memory from `memory`'s byte `offset` on.
    pub fn reductions(self, threads: u32, memory: Arc<Memory>, offset: usize) -> Box<Reductions> {
        let mut next = memory.start().expose_provenance() + offset;
        let mut areas = Vec::new();
        for array in self.0.all() {
            let start = next.next_multiple_of(array.get(word::MEMORY).max(1));
            next = start + array.get(word::STRIDE) * threads as usize;
            array.set(word::MEMORY, start);
            array.set(word::END, next);
            areas.push(array.area(threads as usize));
        }
        Reductions::of_program(areas, memory)
    }

    /// Makes room for the copies of a team of `threads`.
    fn make(self, threads: u32) -> Box<Reductions> {
        let (bytes, align) = self.needs(threads);
        self.reductions(threads, Memory::new(bytes, align), 0)
    }

    /// Nothing was registered: the compiler's code finds no memory, and leaves it alone.
    pub fn skip(self) {
        for array in self.0.all() {
            array.set(word::MEMORY, 0);
            array.set(word::END, 0);
        }
        self.0.set(word::REDUCTIONS, 0);
    }

    /// Registers with the calling thread's innermost taskgroup.
    pub fn register(self, t: &Thread) {
        let reductions = reduction::register(t, self.make(t.nthreads.get()));
        self.0.set(word::REDUCTIONS, reductions.expose_provenance());
    }
}

/// `void GOMP_taskgroup_reduction_register(uintptr_t *array)`: registers the reductions of the
/// taskgroup that `GOMP_taskgroup_start` has just begun, and fills in `array`.
///
/// Emitted by GCC 9 and later for `taskgroup task_reduction` (OpenMP 5.2, 5.5.9).
///
/// # Safety
/// `array` must be as GCC passes it, and stay until [`GOMP_taskgroup_reduction_unregister`].
pub unsafe extern "C-unwind" fn GOMP_taskgroup_reduction_register(array: *mut usize) {
    // SAFETY: the caller's promise.
    if let Some(passed) = unsafe { Passed::new(array) } {
        passed.register(Thread::current());
    }
}

/// `void GOMP_taskgroup_reduction_unregister(uintptr_t *array)`: after the copies have been
/// combined: frees them. Also for `taskloop` and for regions.
///
/// Emitted by GCC 9 and later after task reductions (OpenMP 5.2, 5.5.9).
///
/// # Safety
/// `array` must be what was registered, and the group at its end.
pub unsafe extern "C-unwind" fn GOMP_taskgroup_reduction_unregister(array: *mut usize) {
    // SAFETY: the caller's promise.
    let Some(Passed(array)) = (unsafe { Passed::new(array) }) else { return };
    let reductions: *mut Reductions = std::ptr::with_exposed_provenance_mut(array.get(word::REDUCTIONS));
    array.set(word::REDUCTIONS, 0);
    if !reductions.is_null() {
        // SAFETY: made when it was registered.
        drop(unsafe { Box::from_raw(reductions) });
    }
}

/// `void GOMP_task_reduction_remap(size_t count, size_t originals, void **pointers)`: replaces each
/// of the `count` addresses in `pointers` by that of the calling thread's copy. Of the first
/// `originals` it also writes where the program's variable is, behind the `count`.
///
/// Emitted by GCC 9 and later for `in_reduction` (OpenMP 5.2, 5.5.10).
///
/// # Safety
/// `pointers` must have `count + originals` words.
pub unsafe extern "C-unwind" fn GOMP_task_reduction_remap(count: usize, originals: usize, pointers: *mut *mut c_void) {
    let t = Thread::current();
    for index in 0..count {
        // SAFETY: the caller's promise.
        let place = unsafe { &mut *pointers.add(index) };
        let named = place.addr();
        let original = match reduction::own_copy(t, t.task().group(), named) {
            Some(copy) => {
                *place = copy.address;
                copy.original
            }
            None => named,
        };
        if index < originals {
            // SAFETY: the caller's promise.
            unsafe { *pointers.add(count + index) = std::ptr::with_exposed_provenance_mut(original) };
        }
    }
}

/// `void GOMP_workshare_task_reduction_unregister(bool cancelled)`: after a loop, sections or scope
/// with `reduction(task, …)`, whose copies have been combined. `cancelled`: no barrier follows.
///
/// Emitted by GCC 9 and later for `reduction(task, …)` of worksharing constructs (OpenMP 5.2,
/// 5.5.8).
pub extern "C-unwind" fn GOMP_workshare_task_reduction_unregister(cancelled: Bool) {
    let t = Thread::current();
    // SAFETY: the group that began with the construct.
    let reductions = unsafe { t.task().group().as_ref() }.map(|group| group.reductions.get().cast_mut());
    taskgroup::end(t);
    if let Some(reductions) = reductions.filter(|reductions| !reductions.is_null()) {
        // SAFETY: made when the construct began.
        drop(unsafe { Box::from_raw(reductions) });
    }
    if !cancelled.is_true() {
        barrier::wait_as(t, || Sync::Workshare);
    }
}

/// A region with reductions, as its members see it.
#[repr(C)]
struct Region {
    body: Body,
    data: *mut c_void,
    reductions: *const Reductions,
}

impl Region {
    /// The body of the members; `this` is a [`Region`].
    ///
    /// # Safety
    /// It stays until the region ends, and its body takes its data.
    unsafe extern "C-unwind" fn member(this: *mut c_void) {
        // SAFETY: lives until all members have come to the region's end, which is after this.
        let this = unsafe { &*this.cast::<Region>() };
        let t = Thread::current();
        group::begin_implied(t);
        // SAFETY: the reductions outlive the region; the rest is the promise of who began it.
        unsafe {
            reduction::join(t, this.reductions);
            frames::call(this.body, this.data);
        }
        taskgroup::end(t);
    }
}

/// `unsigned GOMP_parallel_reductions(void (*body)(void *), void *data, unsigned num_threads,
/// unsigned flags)`: `parallel reduction(task, …)`: as `GOMP_parallel`, with the array of the
/// reductions in the first word of `data`. Returns how many threads the region had, whose copies
/// the caller combines.
///
/// Emitted by GCC 9 and later for `parallel reduction(task, …)` (OpenMP 5.2, 5.5.8 and 10.1).
///
/// # Safety
/// As for `GOMP_parallel`, and the array must be as GCC passes it.
pub unsafe extern "C-unwind" fn GOMP_parallel_reductions(
    body: Body,
    data: *mut c_void,
    num_threads: c_uint,
    flags: c_uint,
) -> c_uint {
    let t = Thread::current();
    // SAFETY: the caller's promise.
    let passed = unsafe { Passed::new(*data.cast::<*mut usize>()) };
    let mut shared = Region { body, data, reductions: std::ptr::null() };
    let this = &raw mut shared;
    let mut threads = 1;
    let prepare = |size| {
        threads = size;
        if let Some(passed) = passed {
            let reductions = Box::into_raw(passed.make(size));
            passed.0.set(word::REDUCTIONS, reductions.expose_provenance());
            // SAFETY: no member has started yet.
            unsafe { (*this).reductions = reductions };
        }
    };
    // SAFETY: the caller's promise; what `this` points to outlives the region.
    unsafe {
        region::begin_sized(t, request(num_threads, flags), Region::member, this.cast(), prepare);
        Region::member(this.cast());
    }
    region::end(t);
    threads
}
