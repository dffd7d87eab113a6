//! Memory of devices (OpenMP 5.2, 18.8), which is always the host's memory here.

use std::ffi::c_void;
use std::ptr;

use crate::sys::memory as heap;

/// The request makes no sense: no memory has this size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Invalid;

/// `bytes` of memory, or null.
pub fn allocate(bytes: usize) -> *mut c_void {
    heap::allocate(bytes, false).cast()
}

/// Gives memory from [`allocate`] back.
///
/// # Safety
/// `memory` is null or came from [`allocate`] and was not given back.
pub unsafe fn free(memory: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { heap::free(memory.cast()) }
}

/// Copies `bytes`. The two may overlap, since device and host memory may be the same here.
///
/// # Safety
/// The `bytes` behind `from` and `to` can be read and written.
pub unsafe fn copy(to: *mut c_void, from: *const c_void, bytes: usize) {
    if bytes > 0 {
        // SAFETY: the caller's promise.
        unsafe { ptr::copy(from.cast::<u8>(), to.cast::<u8>(), bytes) };
    }
}

/// Sets `bytes` to `value`.
///
/// # Safety
/// The `bytes` can be written.
pub unsafe fn set(memory: *mut c_void, value: u8, bytes: usize) {
    if bytes > 0 {
        // SAFETY: the caller's promise.
        unsafe { memory.cast::<u8>().write_bytes(value, bytes) };
    }
}

/// One side of a rectangular copy: the rectangle's offset in the array and the array's size, in
/// elements for each dimension, the slowest first.
#[derive(Clone, Copy)]
pub struct ArraySection<'a> {
    pub offsets: &'a [usize],
    pub dimensions: &'a [usize],
}

/// A rectangle to be copied between two arrays.
pub struct Rectangle {
    to: *mut u8,
    from: *const u8,
    /// From the slowest dimension to the fastest.
    dimensions: Vec<Dimension>,
    element: usize,
}

/// The extent of the rectangle in one dimension; and, in bytes for each array, its offset and the
/// step to the next element.
struct Dimension {
    count: usize,
    to: Steps,
    from: Steps,
}

#[derive(Clone, Copy)]
struct Steps {
    start: usize,
    step: usize,
}

/// The steps in an array of elements of `element` bytes, from the fastest dimension to the slowest.
fn steps(section: ArraySection, element: usize) -> Result<Vec<Steps>, Invalid> {
    let mut step = element;
    let outwards = section.offsets.iter().zip(section.dimensions).rev();
    outwards
        .map(|(&offset, &dimension)| {
            let here = Steps { start: step.checked_mul(offset).ok_or(Invalid)?, step };
            step = step.checked_mul(dimension).ok_or(Invalid)?;
            Ok(here)
        })
        .collect()
}

impl Rectangle {
    /// A rectangle of `volume` elements of `element` bytes. All lists have equally many entries, at
    /// least one.
    pub fn new(
        to: (*mut c_void, ArraySection),
        from: (*const c_void, ArraySection),
        element: usize,
        volume: &[usize],
    ) -> Result<Self, Invalid> {
        let (to_steps, from_steps) = (steps(to.1, element)?, steps(from.1, element)?);
        volume.iter().try_fold(element, |bytes, &count| bytes.checked_mul(count)).ok_or(Invalid)?;
        let each = to_steps.into_iter().zip(from_steps).rev().zip(volume);
        let dimensions = each.map(|((to, from), &count)| Dimension { count, to, from }).collect();
        Ok(Self { to: to.0.cast(), from: from.0.cast(), dimensions, element })
    }

    /// Copies it.
    ///
    /// # Safety
    /// It lies within both arrays, which can be written and read.
    pub unsafe fn copy(&self) {
        if self.dimensions.iter().all(|dimension| dimension.count > 0) {
            // SAFETY: the caller's promise.
            unsafe { copy_rows(self.to, self.from, &self.dimensions, self.element) };
        }
    }
}

/// # Safety
/// As for [`Rectangle::copy`].
unsafe fn copy_rows(to: *mut u8, from: *const u8, dimensions: &[Dimension], element: usize) {
    let [Dimension { count, to: to_steps, from: from_steps }, inner @ ..] = dimensions else { return };
    // SAFETY: the rectangle lies within both arrays, the caller says; so do its start and each of
    // its rows.
    unsafe {
        let (to, from) = (to.add(to_steps.start), from.add(from_steps.start));
        if inner.is_empty() {
            ptr::copy(from, to, count * element);
        } else {
            for index in 0..*count {
                copy_rows(to.add(index * to_steps.step), from.add(index * from_steps.step), inner, element);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(volume: &[usize], to: ArraySection, from: ArraySection, element: usize) -> Result<Vec<u8>, Invalid> {
        let source: Vec<u8> = (0..60).collect();
        let mut target = vec![255; 60];
        let (to, from) = ((target.as_mut_ptr().cast(), to), (source.as_ptr().cast(), from));
        let rectangle = Rectangle::new(to, from, element, volume)?;
        // SAFETY: the callers' rectangles are inside 60 bytes.
        unsafe { rectangle.copy() };
        Ok(target)
    }

    #[test]
    fn a_rectangle_lands_at_its_offsets() {
        let to = ArraySection { offsets: &[1, 0], dimensions: &[4, 3] };
        let from = ArraySection { offsets: &[2, 4], dimensions: &[5, 6] };
        let target = copied(&[2, 2], to, from, 2).expect("it fits");
        // Rows 2 and 3, columns 4 and 5 of a 5 × 6 array of pairs, to rows 1 and 2, columns 0 and 1
        // of a 4 × 3 array.
        let mut expected = vec![255; 60];
        expected[6..10].copy_from_slice(&[32, 33, 34, 35]);
        expected[12..16].copy_from_slice(&[44, 45, 46, 47]);
        assert_eq!(target, expected);
    }

    #[test]
    fn three_dimensions_and_empty_ones() {
        let whole = ArraySection { offsets: &[0, 0, 0], dimensions: &[3, 4, 5] };
        assert_eq!(copied(&[3, 4, 5], whole, whole, 1).expect("it fits"), (0..60).collect::<Vec<u8>>());
        assert_eq!(copied(&[3, 0, 5], whole, whole, 1).expect("it fits"), vec![255; 60]);
    }

    #[test]
    fn sizes_beyond_the_address_space_are_refused() {
        let huge = ArraySection { offsets: &[0, 0], dimensions: &[1, usize::MAX] };
        assert_eq!(copied(&[1, 1], huge, huge, 2), Err(Invalid));
        let small = ArraySection { offsets: &[0], dimensions: &[1] };
        assert_eq!(copied(&[usize::MAX], small, small, 2), Err(Invalid));
    }
}
