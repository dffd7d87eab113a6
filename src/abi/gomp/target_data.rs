//! The mapped variables of a device construct, and the copies that `firstprivate` asks for.
//!
//! A kind has the map type in its low byte and the logarithm of the variable's alignment in the high one. Seen in
//! the output of `gcc -fdump-tree-optimized`: `0x20c` for a `firstprivate` array of `int`, whose address is passed; 13
//! for a scalar whose value stands in the address's place.

use std::alloc::{self, Layout};
use std::ffi::c_void;
use std::slice;

use crate::engine::defaults;

/// `firstprivate`: the region gets a copy.
const FIRSTPRIVATE: u8 = 12;

/// The three arrays.
#[derive(Clone, Copy)]
pub struct Mapped<'a> {
    addresses: &'a [*mut c_void],
    sizes: &'a [usize],
    kinds: &'a [u16],
}

impl<'a> Mapped<'a> {
    /// # Safety
    /// The arrays have `count` entries, made by GCC, and stay as they are for `'a`.
    pub unsafe fn new(count: usize, addresses: *mut *mut c_void, sizes: *const usize, kinds: *const u16) -> Mapped<'a> {
        if count == 0 {
            return Mapped { addresses: &[], sizes: &[], kinds: &[] };
        }
        // SAFETY: the caller's promise.
        unsafe {
            Mapped {
                addresses: slice::from_raw_parts(addresses, count),
                sizes: slice::from_raw_parts(sizes, count),
                kinds: slice::from_raw_parts(kinds, count),
            }
        }
    }

    /// Calls `body` with the addresses, in which those of `firstprivate` variables are those of copies.
    ///
    /// # Safety
    /// The variables can be read.
    pub unsafe fn with_private_copies<R>(self, body: impl FnOnce(*mut c_void) -> R) -> R {
        if self.private().next().is_none() {
            return body(self.addresses.as_ptr().cast_mut().cast());
        }
        // SAFETY: the caller's promise.
        let copies = unsafe { Copies::of(self) };
        body(copies.block)
    }

    /// Index and layout of each `firstprivate` variable. The address of an absent optional argument of Fortran is null,
    /// and stays so.
    fn private(self) -> impl Iterator<Item = (usize, Layout)> {
        (0..self.kinds.len())
            .filter(move |&index| self.kinds[index] as u8 == FIRSTPRIVATE && !self.addresses[index].is_null())
            .map(move |index| {
                let (kind, size) = (self.kinds[index], self.sizes[index]);
                let align = 1usize.checked_shl(u32::from(kind >> 8)).unwrap_or(0);
                (index, Layout::from_size_align(size, align).unwrap_or_else(|_| defaults::out_of_memory(size)))
            })
    }
}

/// A copy of the addresses, with the copies of the `firstprivate` variables behind it.
pub struct Copies {
    block: *mut c_void,
    layout: Layout,
}

impl Copies {
    /// # Safety
    /// As for [`Mapped::with_private_copies`].
    pub unsafe fn of(mapped: Mapped) -> Self {
        let mut layout = Layout::for_value(mapped.addresses);
        let mut offsets = Vec::new();
        for (index, variable) in mapped.private() {
            let (extended, offset) =
                layout.extend(variable).unwrap_or_else(|_| defaults::out_of_memory(variable.size()));
            layout = extended;
            offsets.push((index, variable.size(), offset));
        }
        // SAFETY: not of size 0: there is at least one address.
        let block = unsafe { alloc::alloc(layout) };
        if block.is_null() {
            defaults::out_of_memory(layout.size());
        }
        // SAFETY: the block has room for the addresses and behind them, at these offsets, for each variable; the
        // caller promises that these can be read.
        unsafe {
            let addresses: *mut *mut c_void = block.cast();
            addresses.copy_from_nonoverlapping(mapped.addresses.as_ptr(), mapped.addresses.len());
            for (index, size, offset) in offsets {
                let copy = block.add(offset);
                if size > 0 {
                    copy.copy_from_nonoverlapping(mapped.addresses[index].cast(), size);
                }
                *addresses.add(index) = copy.cast();
            }
        }
        Self { block: block.cast(), layout }
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        // SAFETY: allocated in `of` with this layout.
        unsafe { alloc::dealloc(self.block.cast(), self.layout) };
    }
}
