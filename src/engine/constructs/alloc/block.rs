//! A block of memory from an allocator: a header, and after it the program's bytes.

use std::mem;
use std::ptr::NonNull;

use crate::engine::constructs::alloc::traits::Placement;
use crate::sys::memory;
use crate::sys::memory::HEAP_ALIGNMENT;

/// The header, right before the program's bytes.
#[repr(C)]
struct Header {
    /// The address at which the memory begins; bit 0: see [`MAPPED`].
    base: usize,
    /// Bytes from there to the end of the program's bytes: the charge to a pool.
    length: usize,
    /// Bytes that the program asked for.
    size: usize,
    /// The handle of the allocator.
    allocator: usize,
}

/// The bit of `base` that is set if the block is a mapping of its own, not memory of the heap.
const MAPPED: usize = 1;

const HEADER: usize = mem::size_of::<Header>();

// So the program's bytes, right after it, have the heap's alignment.
const _: () = assert!(HEADER.is_multiple_of(HEAP_ALIGNMENT));

/// The shape of a block that is requested.
#[derive(Clone, Copy)]
pub struct Shape {
    pub size: usize,
    /// A power of two, at least [`HEAP_ALIGNMENT`].
    pub alignment: usize,
    pub zeroed: bool,
}

impl Shape {
    /// The bytes that a block of this shape takes; `None` if that is more than can be addressed.
    pub fn length(&self) -> Option<usize> {
        (HEADER + (self.alignment - HEAP_ALIGNMENT)).checked_add(self.size)
    }
}

/// The program's bytes of a block that was not released.
#[derive(Clone, Copy)]
pub struct Block(NonNull<u8>);

impl Block {
    /// A block of this shape, from the allocator with this handle.
    pub fn obtain(shape: Shape, placement: Placement, allocator: usize) -> Option<Block> {
        let length = shape.length()?;
        let interleaved = placement.interleaved && length >= memory::page_size() && memory::can_interleave();
        let placement = Placement { interleaved, ..placement };
        let mapped = placement != Placement::default();
        let base = if mapped { map(length, placement)? } else { memory::allocate(length, shape.zeroed) };
        let first = NonNull::new(base)?.addr().get() + HEADER;
        let offset = first.next_multiple_of(shape.alignment) - base.addr();
        let header =
            Header { base: base.addr() | if mapped { MAPPED } else { 0 }, length, size: shape.size, allocator };
        // SAFETY: the memory has `length` bytes. By `Shape::length` they are enough for a header,
        // for the gap up to the next multiple of the alignment, and for `size` bytes.
        unsafe { Some(Block::write(base, offset, header)) }
    }

    /// # Safety
    /// `base` has room for `header` below `offset` and for its `size` bytes from there.
    unsafe fn write(base: *mut u8, offset: usize, header: Header) -> Block {
        // SAFETY: the caller's promise; `base + offset` is aligned to 16, so the header is to 8.
        unsafe {
            let bytes = base.add(offset);
            bytes.cast::<Header>().sub(1).write(header);
            Block(NonNull::new_unchecked(bytes))
        }
    }

    /// The block that the program knows by this address.
    ///
    /// # Safety
    /// [`Block::bytes`] of a block that was not released.
    pub unsafe fn of(bytes: NonNull<u8>) -> Block {
        Block(bytes)
    }

    /// The program's bytes.
    pub fn bytes(self) -> NonNull<u8> {
        self.0
    }

    fn header(self) -> *mut Header {
        // SAFETY: every block has a header there.
        unsafe { self.0.as_ptr().cast::<Header>().sub(1) }
    }

    /// Bytes that the program asked for.
    pub fn size(self) -> usize {
        // SAFETY: the header lives as long as the block.
        unsafe { (*self.header()).size }
    }

    /// The handle of the allocator that it is from.
    pub fn allocator(self) -> usize {
        // SAFETY: as above.
        unsafe { (*self.header()).allocator }
    }

    /// Bytes that a pool was charged for it.
    pub fn length(self) -> usize {
        // SAFETY: as above.
        unsafe { (*self.header()).length }
    }

    fn base(self) -> *mut u8 {
        // SAFETY: as above.
        let base = unsafe { (*self.header()).base } & !MAPPED;
        self.0.as_ptr().with_addr(base)
    }

    /// Whether [`Block::resize`] can give the block this shape: both must have the heap's
    /// alignment.
    pub fn can_become(self, shape: Shape) -> bool {
        // SAFETY: as above.
        let mapped = unsafe { (*self.header()).base } & MAPPED != 0;
        let plain = self.0.addr().get() - self.base().addr() == HEADER;
        !mapped && plain && shape.alignment == HEAP_ALIGNMENT
    }

    /// Makes the block longer or shorter, and keeps its bytes as far as they fit; it may move. If
    /// that fails it stays as it is.
    ///
    /// # Safety
    /// The block can become this shape. If it moves, the old one is released.
    pub unsafe fn resize(self, shape: Shape) -> Option<Block> {
        let length = shape.length()?;
        let allocator = self.allocator();
        // SAFETY: the block is memory of the heap, and not released.
        let base = NonNull::new(unsafe { memory::resize(self.base(), length) })?.as_ptr();
        let header = Header { base: base.addr(), length, size: shape.size, allocator };
        // SAFETY: the memory has `length` bytes, enough for a header and `size` bytes.
        unsafe { Some(Block::write(base, HEADER, header)) }
    }

    /// Copies as much as fits of the program's bytes into `to`.
    pub fn copy_to(self, to: Block) {
        let size = self.size().min(to.size());
        // SAFETY: each block has as many bytes, and they are different blocks.
        unsafe { self.0.copy_to_nonoverlapping(to.0, size) };
    }

    /// Gives the memory back.
    ///
    /// # Safety
    /// Nobody uses the block any more.
    pub unsafe fn release(self) {
        // SAFETY: it is still a block.
        let Header { base, length, .. } = unsafe { self.header().read() };
        // SAFETY: the memory is as `obtain` or `resize` got it.
        unsafe {
            match base & MAPPED {
                0 => memory::free(self.base()),
                _ => memory::unmap(self.base(), length),
            }
        }
    }
}

/// A mapping, because other blocks must not share a page that is locked or bound.
fn map(length: usize, placement: Placement) -> Option<*mut u8> {
    let base = memory::map(length)?;
    if placement.interleaved {
        memory::interleave(base, length);
    }
    if placement.pinned && !memory::lock(base, length) {
        // SAFETY: mapped above with this length.
        unsafe { memory::unmap(base, length) };
        return None;
    }
    Some(base)
}
