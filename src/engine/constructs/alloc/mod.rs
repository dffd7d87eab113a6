//! Memory allocators (OpenMP 5.2, chapter 6 and 18.13).
//!
//! All memory spaces are the same memory here: that of the process. Allocators differ in their
//! traits. A block has a header that names its allocator, so that it can be released without naming
//! one.

mod block;
pub mod marks;
mod registry;
pub mod spaces;
mod traits;

use crate::sys::sync::{AtomicUsize, Ordering};
use std::ptr::NonNull;

use self::block::{Block, Shape};
use self::registry::Entry;
use self::traits::{Fallback, Placement, Traits};
use crate::engine::ground::say;
use crate::engine::ground::settings;
use crate::engine::ground::settings::allocator::Allocator;
use crate::engine::records::thread::Thread;

/// `omp_default_mem_alloc`.
pub const DEFAULT_MEM_ALLOC: usize = 1;

/// A program's request.
#[derive(Clone, Copy)]
pub struct Request {
    pub size: usize,
    /// 0 or 1: the allocator's own. A number that is no power of two becomes the next one.
    pub alignment: usize,
    pub zeroed: bool,
}

/// An allocator as one request sees it.
struct Source {
    handle: usize,
    pool: Option<&'static Entry>,
    traits: Traits,
}

impl Source {
    fn of(handle: usize) -> Source {
        let predefined = |placement| {
            // If the heap has no memory, omp_default_mem_alloc has none either. Only pinned memory
            // may be refused earlier.
            let last = placement == Placement::default();
            let fallback = if last { Fallback::Null } else { Fallback::Allocator(DEFAULT_MEM_ALLOC) };
            Source { handle, pool: None, traits: Traits { placement, fallback, ..Traits::default() } }
        };
        match handle {
            // The allocators of the specification; LLVM's for memory of the host, of devices and
            // shared with devices, of which there are none; GCC's for managed memory.
            1..=8 | 100..=102 | 201 => predefined(Placement::default()),
            // GCC's ompx_gnu_pinned_mem_alloc.
            200 => predefined(Placement { pinned: true, ..Placement::default() }),
            _ => match registry::find(handle) {
                Some(entry) => Source { handle, pool: Some(entry), traits: entry.traits() },
                None => Self::unknown(handle),
            },
        }
    }

    #[cold]
    fn unknown(handle: usize) -> Source {
        say::warn_once!("{handle:#x} is no memory allocator, or was destroyed; using omp_default_mem_alloc");
        Self::of(DEFAULT_MEM_ALLOC)
    }

    fn shape(&self, request: Request) -> Option<Shape> {
        let alignment = request.alignment.checked_next_power_of_two()?.max(self.traits.alignment);
        Some(Shape { size: request.size, alignment, zeroed: request.zeroed })
    }

    fn take(&self, bytes: usize) -> bool {
        self.pool.is_none_or(|pool| pool.take(bytes))
    }

    fn give_back(&self, bytes: usize) {
        if let Some(pool) = self.pool {
            pool.give_back(bytes);
        }
    }

    fn obtain(&self, request: Request) -> Option<Block> {
        let shape = self.shape(request)?;
        let length = shape.length()?;
        if !self.take(length) {
            return None;
        }
        let block = Block::obtain(shape, self.traits.placement, self.handle);
        if block.is_none() {
            self.give_back(length);
        }
        block
    }

    /// Gives a block of this source the size that is requested.
    ///
    /// # Safety
    /// Nobody uses the block while this runs. If there is a result, the block is released.
    unsafe fn resize(&self, block: Block, request: Request) -> Option<Block> {
        let shape = self.shape(request)?;
        let (old, new) = (block.length(), shape.length()?);
        // The pool is charged only for the added bytes: the old and the new block need not both fit
        // into it.
        if new > old && !self.take(new - old) {
            return None;
        }
        let resized = if block.can_become(shape) {
            // SAFETY: the block can have this shape, and the caller gives it up.
            unsafe { block.resize(shape) }
        } else {
            let other = Block::obtain(shape, self.traits.placement, self.handle);
            if let Some(other) = other {
                block.copy_to(other);
                // SAFETY: the caller gives it up.
                unsafe { block.release() };
            }
            other
        };
        match resized {
            Some(_) => self.give_back(old.saturating_sub(new)),
            None => self.give_back(new.saturating_sub(old)),
        }
        resized
    }

    /// The source to try when this one has no memory.
    fn fallback(&self, request: Request) -> Option<Source> {
        match self.traits.fallback {
            Fallback::Null => None,
            Fallback::Abort => say::out_of_memory(request.size),
            Fallback::Allocator(next) => Some(Source::of(next)),
        }
    }
}

/// A block of the allocator with this handle (0: the calling task's default), or of its fallback.
/// `None` if there is no memory, or `size` is 0.
pub fn allocate(request: Request, allocator: usize) -> Option<NonNull<u8>> {
    if request.size == 0 {
        return None;
    }
    let mut source = Source::of(if allocator == 0 { current_default() } else { allocator });
    loop {
        if let Some(block) = source.obtain(request) {
            return Some(block.bytes());
        }
        source = source.fallback(request)?;
    }
}

/// Moves a block to another allocator, or gives it another size. If `allocator` is 0, it is the
/// block's own one. `None`, and the block stays, if there is no memory.
///
/// # Safety
/// `bytes` is from this module and was not released; if there is a result, it is released. `size`
/// is not 0.
pub unsafe fn reallocate(bytes: NonNull<u8>, size: usize, allocator: usize) -> Option<NonNull<u8>> {
    // SAFETY: the caller's promise.
    let block = unsafe { Block::of(bytes) };
    let owner = block.allocator();
    let request = Request { size, alignment: 1, zeroed: false };
    let mut source = Source::of(if allocator == 0 { owner } else { allocator });
    loop {
        if source.handle == owner {
            // SAFETY: the caller gives the block up.
            if let Some(resized) = unsafe { source.resize(block, request) } {
                return Some(resized.bytes());
            }
        } else if let Some(moved) = source.obtain(request) {
            block.copy_to(moved);
            // SAFETY: the caller gives the block up.
            unsafe { release(bytes) };
            return Some(moved.bytes());
        }
        source = source.fallback(request)?;
    }
}

/// Releases a block to the allocator that it is from. That one may have been destroyed.
///
/// # Safety
/// `bytes` is from this module, was not released, and nobody uses it any more.
pub unsafe fn release(bytes: NonNull<u8>) {
    // SAFETY: the caller's promise.
    let block = unsafe { Block::of(bytes) };
    if let Some(pool) = registry::find(block.allocator()) {
        pool.give_back(block.length());
    }
    // SAFETY: the caller's promise.
    unsafe { block.release() };
}

/// Makes an allocator from the numbers of a memory space and of traits; its handle, or `None` if
/// there is no such space, or no such trait or value.
pub fn create(space: usize, traits: impl IntoIterator<Item = (i32, usize)>) -> Option<usize> {
    let mut traits = Traits::from_numbers(traits)?;
    if !spaces::is_available(space) {
        return None;
    }
    // The fallback must exist already, so no allocator falls back to itself.
    if let Fallback::Allocator(next) = traits.fallback
        && Source::of(next).handle != next
    {
        traits.fallback = Fallback::Allocator(DEFAULT_MEM_ALLOC);
    }
    registry::add(&traits)
}

/// Destroys an allocator, unless the handle is invalid or predefined. Its blocks stay, and can be
/// released.
pub fn destroy(allocator: usize) {
    registry::destroy(allocator);
}

/// def-allocator-var of the calling task.
pub fn current_default() -> usize {
    match Thread::asked() {
        Some(t) => t.task().icv().allocator,
        None => initial_default(),
    }
}

/// Sets def-allocator-var of the calling task; 0 stands for omp_default_mem_alloc, as in both
/// peers.
pub fn set_current_default(allocator: usize) {
    let allocator = if allocator == 0 { DEFAULT_MEM_ALLOC } else { allocator };
    Thread::current().task().change_icv(|icv| icv.allocator = allocator);
}

/// def-allocator-var of an initial task: OMP_ALLOCATOR, whose traits may ask for an allocator of
/// their own.
pub fn initial_default() -> usize {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    // Acquire: partner of the Release below, so that the traits are seen, too.
    let made = MADE.load(Ordering::Acquire);
    if made != 0 {
        return made;
    }
    let handle = from_settings();
    // Two first callers may both make one.
    match MADE.compare_exchange(0, handle, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => handle,
        Err(theirs) => {
            destroy(handle);
            theirs
        }
    }
}

fn from_settings() -> usize {
    match &settings::get().allocator {
        Allocator::Predefined(allocator) => *allocator as usize,
        Allocator::Custom { traits, .. } => {
            let numbers = traits.iter().map(|given| (given.key as i32, given.value as usize));
            create(spaces::DEFAULT, numbers).unwrap_or(DEFAULT_MEM_ALLOC)
        }
    }
}
