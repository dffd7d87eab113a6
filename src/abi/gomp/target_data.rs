//! The mapped variables of a device construct, and the copies that `firstprivate` asks for.
//!
//! A kind has the map type in its low byte and the logarithm of the variable's alignment in the
//! high one. Seen in the output of `gcc -fdump-tree-optimized`: `0x20c` for a `firstprivate` array
//! of `int`, whose address is passed; 13 for a scalar whose value stands in the address's place.

use std::alloc::{self, Layout};
use std::ffi::c_void;
use std::{ptr, slice};

use crate::engine::ground::say;

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

    /// The addresses, if there is no `firstprivate` variable among them.
    pub fn without_copies(self) -> Option<*mut c_void> {
        self.private().next().is_none().then_some(self.addresses.as_ptr().cast_mut().cast())
    }

    /// Index and layout of each `firstprivate` variable. The address of an absent optional argument
    /// of Fortran is null, and stays so.
    fn private(self) -> impl Iterator<Item = (usize, Layout)> {
        (0..self.kinds.len())
            .filter(move |&index| self.kinds[index] as u8 == FIRSTPRIVATE && !self.addresses[index].is_null())
            .map(move |index| {
                let (kind, size) = (self.kinds[index], self.sizes[index]);
                let align = 1usize.checked_shl(u32::from(kind >> 8)).unwrap_or(0);
                (index, Layout::from_size_align(size, align).unwrap_or_else(|_| say::out_of_memory(size)))
            })
    }
}

/// A copy of the addresses, and behind them the copies of the `firstprivate` variables, at which
/// they point.
pub struct Copies {
    block: *mut u8,
    layout: Layout,
}

impl Copies {
    /// # Safety
    /// The variables can be read.
    pub unsafe fn of(mapped: Mapped) -> Self {
        let mut layout = Layout::for_value(mapped.addresses);
        let mut places = Vec::new();
        for (index, variable) in mapped.private() {
            let extended = layout.extend(variable).unwrap_or_else(|_| say::out_of_memory(variable.size()));
            layout = extended.0;
            places.push((index, variable.size(), extended.1));
        }
        if layout.size() == 0 {
            return Self { block: ptr::null_mut(), layout };
        }
        // SAFETY: the size is not 0.
        let block = unsafe { alloc::alloc(layout) };
        if block.is_null() {
            say::out_of_memory(layout.size());
        }
        let addresses: *mut *mut c_void = block.cast();
        // SAFETY: the block has room for the addresses and, at these places, for the variables,
        // which can be read.
        unsafe {
            addresses.copy_from_nonoverlapping(mapped.addresses.as_ptr(), mapped.addresses.len());
            for (index, size, place) in places {
                let copy = block.add(place);
                copy.copy_from_nonoverlapping(mapped.addresses[index].cast(), size);
                *addresses.add(index) = copy.cast();
            }
        }
        Self { block, layout }
    }

    /// The addresses.
    pub fn addresses(&self) -> *mut c_void {
        self.block.cast()
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        if !self.block.is_null() {
            // SAFETY: allocated in `of` with this layout.
            unsafe { alloc::dealloc(self.block, self.layout) };
        }
    }
}
