//! Memory from libc's heap, and mappings for memory that must be locked or spread over memory
//! nodes.

use std::ffi::{c_int, c_ulong};
use std::num::NonZeroUsize;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use nix::sys::mman::{self, MapFlags, ProtFlags};

/// The alignment of libc's memory.
pub const HEAP_ALIGNMENT: usize = 16;

/// `length` bytes from the heap; null if there are none.
pub fn allocate(length: usize, zeroed: bool) -> *mut u8 {
    // SAFETY: malloc and calloc take any length.
    let memory = unsafe { if zeroed { libc::calloc(1, length) } else { libc::malloc(length) } };
    memory.cast()
}

/// `length` bytes from the heap, aligned to a power of two; null if there are none.
pub fn allocate_aligned(alignment: usize, length: usize) -> *mut u8 {
    let mut memory = ptr::null_mut();
    // SAFETY: `memory` can be written, and stays null if the call fails. The least alignment is
    // that of a pointer.
    unsafe { libc::posix_memalign(&raw mut memory, alignment.max(size_of::<usize>()), length) };
    memory.cast()
}

/// Makes memory of the heap longer or shorter, moving it if need be; null, and nothing changed, if
/// that fails.
///
/// # Safety
/// `memory` is null, or from the heap and not freed.
pub unsafe fn resize(memory: *mut u8, length: usize) -> *mut u8 {
    // SAFETY: the caller's promise.
    unsafe { libc::realloc(memory.cast(), length) }.cast()
}

/// Gives memory back to the heap.
///
/// # Safety
/// `memory` is null, or from the heap and not freed.
pub unsafe fn free(memory: *mut u8) {
    // SAFETY: the caller's promise.
    unsafe { libc::free(memory.cast()) }
}

/// Maps at least `length` bytes, zeroed.
pub fn map(length: usize) -> Option<*mut u8> {
    map_as(length, MapFlags::MAP_PRIVATE)
}

/// Maps at least `length` bytes, zeroed, which this process shares with its forked children. A page
/// takes memory only once it is touched.
pub fn map_shared(length: usize) -> Option<*mut u8> {
    map_as(length, MapFlags::MAP_SHARED | MapFlags::MAP_NORESERVE)
}

fn map_as(length: usize, flags: MapFlags) -> Option<*mut u8> {
    let length = NonZeroUsize::new(whole_pages(length)?)?;
    // SAFETY: a new mapping, at an address of the kernel's choice.
    let memory = unsafe { mman::mmap_anonymous(None, length, ProtFlags::PROT_READ | ProtFlags::PROT_WRITE, flags) };
    memory.ok().map(|memory| memory.as_ptr().cast())
}

/// Ends a mapping; one that was locked is unlocked by that.
///
/// # Safety
/// `memory` is from [`map`] with the same `length`.
pub unsafe fn unmap(memory: *mut u8, length: usize) {
    if let (Some(memory), Some(length)) = (NonNull::new(memory.cast()), whole_pages(length)) {
        // SAFETY: the caller's promise.
        let unmapped = unsafe { mman::munmap(memory, length) };
        debug_assert!(unmapped.is_ok(), "{unmapped:?}");
    }
}

/// Keeps the pages of a mapping in memory. False if the limit (RLIMIT_MEMLOCK) is too low.
pub fn lock(memory: *mut u8, length: usize) -> bool {
    // SAFETY: mlock checks the range itself, and changes nothing that a program sees.
    NonNull::new(memory.cast()).is_some_and(|memory| unsafe { mman::mlock(memory, length) }.is_ok())
}

/// Spreads the pages of a mapping that were not touched yet over all memory nodes in turn.
pub fn interleave(memory: *mut u8, length: usize) {
    let nodes = nodes();
    if let Some(length) = whole_pages(length) {
        const INTERLEAVE: c_int = 3;
        // SAFETY: mbind changes only where the kernel takes pages from. If it fails they come from
        // where they would have come from anyway.
        unsafe {
            libc::syscall(
                libc::SYS_mbind,
                memory,
                length,
                INTERLEAVE,
                nodes.as_ptr(),
                c_ulong::BITS as usize * NODE_WORDS,
                0,
            )
        };
    }
}

/// Whether there is more than one node to spread pages over.
pub fn can_interleave() -> bool {
    const UNKNOWN: u32 = u32::MAX;
    static COUNT: AtomicU32 = AtomicU32::new(UNKNOWN);
    let mut count = COUNT.load(Ordering::Relaxed);
    if count == UNKNOWN {
        count = nodes().iter().map(|word| word.count_ones()).sum();
        COUNT.store(count, Ordering::Relaxed);
    }
    count > 1
}

pub fn page_size() -> usize {
    static SIZE: AtomicUsize = AtomicUsize::new(0);
    let mut size = SIZE.load(Ordering::Relaxed);
    if size == 0 {
        // SAFETY: sysconf only reads.
        size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as usize;
        SIZE.store(size, Ordering::Relaxed);
    }
    size
}

fn whole_pages(length: usize) -> Option<usize> {
    length.checked_next_multiple_of(page_size())
}

/// Room for the 1024 nodes that Linux can be built for.
const NODE_WORDS: usize = 1024 / c_ulong::BITS as usize;

/// The memory nodes that this process may use; none if the kernel does not say (a container may
/// forbid asking).
fn nodes() -> [c_ulong; NODE_WORDS] {
    const MEMS_ALLOWED: c_int = 1 << 2;
    let mut nodes = [0; NODE_WORDS];
    // SAFETY: the length is that of the array, in bits.
    unsafe {
        libc::syscall(
            libc::SYS_get_mempolicy,
            ptr::null_mut::<c_int>(),
            nodes.as_mut_ptr(),
            c_ulong::BITS as usize * NODE_WORDS,
            0,
            MEMS_ALLOWED,
        )
    };
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_zeroed_and_whole() {
        let length = 3 * page_size() - 5;
        let memory = map(length).expect("three pages");
        interleave(memory, length);
        // SAFETY: the mapping has `length` bytes.
        let bytes = unsafe { std::slice::from_raw_parts_mut(memory, length) };
        assert!(bytes.iter().all(|&byte| byte == 0));
        bytes.fill(7);
        // SAFETY: mapped above with this length.
        unsafe { unmap(memory, length) };
    }

    #[test]
    fn no_length_overflows() {
        assert!(map(usize::MAX).is_none());
        assert!(map(usize::MAX - page_size()).is_none());
    }
}
