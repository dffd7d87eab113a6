//! The reductions of a taskgroup, and the memory of the copies.

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use crate::engine::ground::say;

/// Zeroed memory for the copies of a whole team. A page that no thread touches takes no memory.
pub struct Memory {
    pub block: *mut u8,
    pub layout: Layout,
    pub start: usize,
}

// SAFETY: it is plain memory. The program takes care that each thread uses its own part.
unsafe impl Send for Memory {}
// SAFETY: as above.
unsafe impl Sync for Memory {}

/// The allocator takes zeroed memory of this alignment from the kernel, without writing to it.
const NATURAL: usize = 16;

impl Memory {
    /// `bytes` of zeroed memory at a multiple of `align`, a power of two.
    pub fn new(bytes: usize, align: usize) -> Arc<Self> {
        let padded = bytes.saturating_add(align).max(1);
        let Ok(layout) = Layout::from_size_align(padded, NATURAL) else { say::out_of_memory(bytes) };
        // SAFETY: not of size 0.
        let block = unsafe { alloc_zeroed(layout) };
        if block.is_null() {
            say::out_of_memory(bytes);
        }
        Arc::new(Self { block, layout, start: block.addr().next_multiple_of(align) })
    }

    /// The address of its first byte.
    pub fn start(&self) -> *mut u8 {
        self.block.with_addr(self.start)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout.
        unsafe { dealloc(self.block, self.layout) };
    }
}

/// Functions of the program that work on copies of one variable.
#[derive(Clone, Copy)]
pub struct Operations {
    pub initialise: Initialise,
    /// `combine(into, from)`.
    pub combine: unsafe extern "C-unwind" fn(*mut c_void, *mut c_void),
    /// Destroys a copy.
    pub finish: Option<unsafe extern "C-unwind" fn(*mut c_void)>,
}

/// The way in which a copy gets its first value.
#[derive(Clone, Copy)]
pub enum Initialise {
    /// All bytes 0.
    Zero,
    /// `initialise(copy)`.
    Plain(unsafe extern "C-unwind" fn(*mut c_void)),
    /// `initialise(copy, original)`.
    From(unsafe extern "C-unwind" fn(*mut c_void, *mut c_void), *mut c_void),
}

/// A reduced variable.
pub struct Item {
    /// The address of the program's variable, into which the copies are combined.
    pub address: usize,
    /// The offset of the copy in a thread's part of the area.
    pub offset: usize,
    /// `None`: the program initialises and combines the copies itself.
    pub operations: Option<Operations>,
}

/// Copies of some variables: a part of `stride` bytes for each thread.
///
/// If the items have operations, the part begins with a byte for each of them that is 1 once the
/// copy has its value.
pub struct Area {
    pub start: usize,
    pub stride: usize,
    pub threads: usize,
    /// In ascending order of their offsets.
    pub items: Vec<Item>,
}

/// The reductions of one clause or directive.
pub struct Reductions {
    pub areas: Vec<Area>,
    pub memory: Arc<Memory>,
    /// Whether the end of the taskgroup combines the copies and frees this. Otherwise the program
    /// combines them after the end.
    pub concluded: bool,
    /// The next reductions of the same taskgroup.
    pub next: *const Reductions,
}

impl Reductions {
    /// Reductions with copies in `memory`, which the program combines.
    pub fn of_program(areas: Vec<Area>, memory: Arc<Memory>) -> Box<Self> {
        Box::new(Self { areas, memory, concluded: false, next: ptr::null() })
    }

    /// Reductions of `variables`, of which each of `threads` threads can have a copy: address, size
    /// in bytes, and operations.
    pub fn of_items(variables: impl Iterator<Item = (usize, usize, Operations)>, threads: usize) -> Box<Self> {
        const LINE: usize = 64;
        let mut items: Vec<Item> = Vec::new();
        let mut end = 0;
        for (address, size, operations) in variables {
            items.push(Item { address, offset: end, operations: Some(operations) });
            end += size.next_multiple_of(LINE);
        }
        let flags = items.len().next_multiple_of(LINE);
        items.iter_mut().for_each(|item| item.offset += flags);
        let stride = flags + end;
        let memory = Memory::new(stride.saturating_mul(threads), LINE);
        let area = Area { start: memory.start().addr(), stride, threads, items };
        Box::new(Self { areas: vec![area], memory, concluded: true, next: ptr::null() })
    }

    pub fn at(&self, address: usize) -> *mut c_void {
        self.memory.start().with_addr(address).cast()
    }

    /// Makes sure that a copy has its value. `part`: the thread's part of the area.
    pub fn initialise(&self, part: usize, index: usize, item: &Item) {
        let Some(operations) = item.operations else { return };
        let ready = self.at(part + index).cast::<bool>();
        let copy = self.at(part + item.offset);
        // SAFETY: the flag is in this thread's part of the area; the caller that registered the
        // item promised the rest.
        unsafe {
            if !ready.replace(true) {
                match operations.initialise {
                    Initialise::Zero => {}
                    Initialise::Plain(initialise) => initialise(copy),
                    Initialise::From(initialise, original) => initialise(copy, original),
                }
            }
        }
    }

    /// Combines the copies that have a value with the program's variables.
    pub fn combine(&self) {
        for area in &self.areas {
            for part in (0..area.threads).map(|thread| area.start + thread * area.stride) {
                for (index, item) in area.items.iter().enumerate() {
                    let Some(operations) = item.operations else { continue };
                    let copy = self.at(part + item.offset);
                    // SAFETY: the group's tasks are done; the caller that registered the item
                    // promised the rest.
                    unsafe {
                        if self.at(part + index).cast::<bool>().read() {
                            (operations.combine)(ptr::with_exposed_provenance_mut(item.address), copy);
                            if let Some(finish) = operations.finish {
                                finish(copy);
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Area {
    /// The item that `address` belongs to, in the program's variable or in a thread's copy, and the
    /// offset there.
    pub fn find(&self, address: usize) -> Option<(usize, usize)> {
        if let Some(index) = self.items.iter().position(|item| item.address == address) {
            return Some((index, 0));
        }
        let distance = address.checked_sub(self.start)?;
        if distance >= self.stride * self.threads {
            return None;
        }
        let offset = distance % self.stride;
        let index = self.items.partition_point(|item| item.offset <= offset).checked_sub(1)?;
        Some((index, offset - self.items[index].offset))
    }
}
