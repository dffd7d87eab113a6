//! What a region can be asked for beside a size: sizes for the levels inside it, and that it be neither more nor less.

use crate::sys::sync::{AtomicPtr, Ordering};
use std::ffi::c_void;
use std::ptr;

use super::error::{self, Ending};
use super::region::{self, Request};
use super::team::Body;
use super::thread::Thread;
use super::tuning;

/// What is asked for.
#[derive(Default)]
pub struct Wishes {
    /// Team sizes of the levels below the region, the last one for all that are deeper; empty: as the control variables say.
    pub deeper: &'static [u32],
    pub strict: Option<Strict>,
}

/// `num_threads(strict: …)` (OpenMP 6.0, 12.1.2): what to do if the region gets fewer threads than it asks for.
pub struct Strict {
    /// Whether the program ends then.
    pub fatal: bool,
    /// What to say instead of the runtime's own words.
    pub message: Option<Box<[u8]>>,
}

/// Begins a region as [`region::begin`] does.
#[cold]
pub fn begin(t: &'static Thread, request: Request, wishes: Wishes, body: Body, data: *mut c_void) {
    let task = t.task();
    let before = *task.icv();
    if !wishes.deeper.is_empty() {
        // The region's implicit tasks inherit it.
        task.change_icv(|icv| icv.nthreads_deeper = wishes.deeper);
    }
    t.strict.set(wishes.strict);
    region::begin(t, request, body, data);
    t.strict.set(None);
    if !wishes.deeper.is_empty() {
        task.change_icv(|icv| *icv = before);
    }
}

/// A region will have `size` threads, not `wanted`.
#[cold]
pub fn too_few(t: &Thread, size: u32, wanted: u32) {
    let Some(strict) = t.strict.take() else { return };
    let mut line = b"ferromp: ".to_vec();
    match &strict.message {
        Some(message) => line.extend_from_slice(message),
        None => line.extend(format!("num_threads(strict: {wanted}): there are only {size} threads").bytes()),
    }
    line.push(b'\n');
    if strict.fatal {
        error::fatal(&line, Ending::Exit);
    } else if tuning::warnings() {
        error::warning(&line);
    }
}

/// A list of numbers that lives as long as the process.
struct Kept {
    numbers: Box<[u32]>,
    older: *const Kept,
}

/// The numbers as [`Wishes::deeper`] wants them. Programs use few different lists, so each is kept once; threads that keep the
/// same one at the same time may keep it twice. No lock: a fork may come at any moment.
pub fn kept_list(numbers: &[u32]) -> &'static [u32] {
    static NEWEST: AtomicPtr<Kept> = AtomicPtr::new(ptr::null_mut());
    if numbers.is_empty() {
        return &[];
    }
    let mut newest = NEWEST.load(Ordering::Acquire);
    let mut next = newest.cast_const();
    // SAFETY: what was published is never freed or changed.
    while let Some(kept) = unsafe { next.as_ref() } {
        if *kept.numbers == *numbers {
            return &kept.numbers;
        }
        next = kept.older;
    }
    let fresh = Box::into_raw(Box::new(Kept { numbers: numbers.into(), older: newest }));
    // Release: partner of the load above, so that others see the whole list.
    while let Err(other) = NEWEST.compare_exchange(newest, fresh, Ordering::AcqRel, Ordering::Acquire) {
        newest = other;
        // SAFETY: not published yet.
        unsafe { (*fresh).older = newest };
    }
    // SAFETY: as above.
    unsafe { &(*fresh).numbers }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_kept_once() {
        let (first, other) = (kept_list(&[3, 2]), kept_list(&[3]));
        assert_eq!((first, other), (&[3, 2][..], &[3][..]));
        assert!(ptr::eq(first, kept_list(&[3, 2])));
    }
}
