//! Memory of devices (OpenMP 5.2, 18.8), where the host's memory is all there is.

use std::ffi::c_void;
use std::ptr;

/// What was asked for makes no sense: a size that no memory has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Invalid;

/// `bytes` of memory, or null.
pub fn allocate(bytes: usize) -> *mut c_void {
    // SAFETY: `malloc` takes any size.
    unsafe { libc::malloc(bytes) }
}

/// Gives back what [`allocate`] gave.
///
/// # Safety
/// `memory` is null or came from [`allocate`] and was not given back.
pub unsafe fn free(memory: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { libc::free(memory) }
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

/// One side of a rectangular copy: where in the array the rectangle begins and how large the array is, in elements for
/// each dimension, the slowest first.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub offsets: &'a [usize],
    pub dimensions: &'a [usize],
}

/// Bytes from one row to the next and from the array's start to the rectangle, for each dimension.
struct Steps(Vec<(usize, usize)>);

impl Steps {
    fn of(place: Place, element: usize) -> Result<Self, Invalid> {
        let mut step = element;
        let mut steps = Vec::with_capacity(place.offsets.len());
        for (&offset, &dimension) in place.offsets.iter().zip(place.dimensions).rev() {
            steps.push((step, step.checked_mul(offset).ok_or(Invalid)?));
            step = step.checked_mul(dimension).ok_or(Invalid)?;
        }
        steps.reverse();
        Ok(Self(steps))
    }
}

/// Copies a rectangle of `volume` elements of `element` bytes between two arrays.
///
/// # Safety
/// `volume` and the two places have equally many dimensions, and the rectangle lies within both arrays.
pub unsafe fn copy_rectangle(
    to: (*mut c_void, Place),
    from: (*const c_void, Place),
    element: usize,
    volume: &[usize],
) -> Result<(), Invalid> {
    let (to_steps, from_steps) = (Steps::of(to.1, element)?, Steps::of(from.1, element)?);
    let row = volume.last().and_then(|last| last.checked_mul(element)).ok_or(Invalid)?;
    // SAFETY: the caller's promise.
    unsafe { copy_rows(to.0.cast(), &to_steps.0, from.0.cast(), &from_steps.0, volume, row) };
    Ok(())
}

/// # Safety
/// As for [`copy_rectangle`].
unsafe fn copy_rows(
    to: *mut u8,
    to_steps: &[(usize, usize)],
    from: *const u8,
    from_steps: &[(usize, usize)],
    volume: &[usize],
    row: usize,
) {
    let [(to_step, to_start), to_inner @ ..] = to_steps else { return };
    let [(from_step, from_start), from_inner @ ..] = from_steps else { return };
    let [count, inner @ ..] = volume else { return };
    // SAFETY: the rectangle lies within both arrays, the caller says; so do its start and each of its rows.
    unsafe {
        let (to, from) = (to.add(*to_start), from.add(*from_start));
        if inner.is_empty() {
            ptr::copy(from, to, row);
        } else {
            for index in 0..*count {
                copy_rows(to.add(index * to_step), to_inner, from.add(index * from_step), from_inner, inner, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(volume: &[usize], to: Place, from: Place, element: usize) -> Result<Vec<u8>, Invalid> {
        let source: Vec<u8> = (0..60).collect();
        let mut target = vec![255; 60];
        // SAFETY: the callers' rectangles are inside 60 bytes.
        unsafe {
            copy_rectangle((target.as_mut_ptr().cast(), to), (source.as_ptr().cast(), from), element, volume)?;
        }
        Ok(target)
    }

    #[test]
    fn a_rectangle_lands_at_its_offsets() {
        let to = Place { offsets: &[1, 0], dimensions: &[4, 3] };
        let from = Place { offsets: &[2, 4], dimensions: &[5, 6] };
        let target = copied(&[2, 2], to, from, 2).expect("it fits");
        // Rows 2 and 3, columns 4 and 5 of a 5 × 6 array of pairs, to rows 1 and 2, columns 0 and 1 of a 4 × 3 array.
        let mut expected = vec![255; 60];
        expected[6..10].copy_from_slice(&[32, 33, 34, 35]);
        expected[12..16].copy_from_slice(&[44, 45, 46, 47]);
        assert_eq!(target, expected);
    }

    #[test]
    fn three_dimensions_and_empty_ones() {
        let whole = Place { offsets: &[0, 0, 0], dimensions: &[3, 4, 5] };
        assert_eq!(copied(&[3, 4, 5], whole, whole, 1).expect("it fits"), (0..60).collect::<Vec<u8>>());
        assert_eq!(copied(&[3, 0, 5], whole, whole, 1).expect("it fits"), vec![255; 60]);
    }

    #[test]
    fn sizes_beyond_the_address_space_are_refused() {
        let huge = Place { offsets: &[0, 0], dimensions: &[1, usize::MAX] };
        assert_eq!(copied(&[1, 1], huge, huge, 2), Err(Invalid));
        let small = Place { offsets: &[0], dimensions: &[1] };
        assert_eq!(copied(&[usize::MAX], small, small, 2), Err(Invalid));
    }
}
