//! libomp's own affinity routines: masks of processors that a program makes and binds its threads
//! to.

use std::ffi::{c_int, c_void};
use std::ptr;

use crate::engine::policies::affinity::masks;
use crate::engine::records::thread::Thread;
use crate::sys::affinity::CpuSet;

/// `kmp_affinity_mask_t`: to the program a pointer that means nothing.
pub type Mask = *mut c_void;

/// The answer for processors or masks that do not exist.
const INVALID: c_int = -1;

/// Where the program keeps its mask, as a set.
///
/// # Safety
/// `mask` is null, or points to what [`kmp_create_affinity_mask`] put there and
/// [`kmp_destroy_affinity_mask`] has not taken away.
unsafe fn set<'a>(mask: *mut Mask) -> Option<&'a mut CpuSet> {
    // SAFETY: the caller's promise; a mask is a set in a box of its own.
    unsafe { mask.as_ref()?.cast::<CpuSet>().as_mut() }
}

/// `void kmp_create_affinity_mask(kmp_affinity_mask_t *mask)`: makes an empty mask.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` can be written.
pub unsafe extern "C-unwind" fn kmp_create_affinity_mask(mask: *mut Mask) {
    // SAFETY: the caller's promise.
    unsafe { *mask = Box::into_raw(Box::new(CpuSet::default())).cast() };
}

/// `void kmp_destroy_affinity_mask(kmp_affinity_mask_t *mask)`: frees a mask and makes it null.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask or to null.
pub unsafe extern "C-unwind" fn kmp_destroy_affinity_mask(mask: *mut Mask) {
    // SAFETY: the caller's promise; the box is `kmp_create_affinity_mask`'s.
    unsafe {
        if !(*mask).is_null() {
            drop(Box::from_raw((*mask).cast::<CpuSet>()));
            *mask = ptr::null_mut();
        }
    }
}

/// `int kmp_set_affinity(kmp_affinity_mask_t *mask)`: binds the calling thread to a mask. Returns
/// 0, -1 if affinity is disabled, or the kernel's error.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmp_set_affinity(mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { set(mask) }.map_or(INVALID, |set| masks::bind(Thread::current(), set))
}

/// `int kmp_get_affinity(kmp_affinity_mask_t *mask)`: the calling thread's mask. Returns 0, or -1
/// if affinity is disabled.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmp_get_affinity(mask: *mut Mask) -> c_int {
    Thread::current();
    // SAFETY: the caller's promise.
    match (masks::of_calling_thread(), unsafe { set(mask) }) {
        (Some(found), Some(set)) => {
            *set = found;
            0
        }
        _ => INVALID,
    }
}

/// `int kmp_get_affinity_max_proc(void)`: one more than the highest number of a processor; 0 if
/// affinity is disabled.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_get_affinity_max_proc() -> c_int {
    Thread::current();
    masks::processors() as c_int
}

/// Changes a mask, or looks at it, for one processor; -1 if that does not exist, -2 if it may not
/// be used.
///
/// # Safety
/// `mask` points to a mask.
unsafe fn for_processor(proc: i64, mask: *mut Mask, change: impl FnOnce(&mut CpuSet, u32) -> c_int) -> c_int {
    const UNUSABLE: c_int = -2;
    Thread::current();
    // SAFETY: the caller's promise.
    let Some(set) = (unsafe { set(mask) }) else { return INVALID };
    match u32::try_from(proc) {
        Ok(proc) if proc < masks::processors() => {
            if masks::may_use(proc) {
                change(set, proc)
            } else {
                UNUSABLE
            }
        }
        _ => INVALID,
    }
}

/// `int kmp_set_affinity_mask_proc(int proc, kmp_affinity_mask_t *mask)`: adds a processor to a
/// mask. Returns 0, -1 for a number that no processor has, -2 for one that the process may not use.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmp_set_affinity_mask_proc(proc: c_int, mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { kmp_set_affinity_mask_proc_8(proc.into(), mask) }
}

/// `int kmp_unset_affinity_mask_proc(int proc, kmp_affinity_mask_t *mask)`: takes a processor out
/// of a mask; returns as [`kmp_set_affinity_mask_proc`].
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmp_unset_affinity_mask_proc(proc: c_int, mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { kmp_unset_affinity_mask_proc_8(proc.into(), mask) }
}

/// `int kmp_get_affinity_mask_proc(int proc, kmp_affinity_mask_t *mask)`: whether a processor is in
/// a mask, 1 or 0; 0 for one that the process may not use, -1 for a number that no processor has.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmp_get_affinity_mask_proc(proc: c_int, mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { kmp_get_affinity_mask_proc_8(proc.into(), mask) }
}

/// `int kmp_set_affinity_mask_proc_8(int64_t proc, kmp_affinity_mask_t *mask)`:
/// [`kmp_set_affinity_mask_proc`] with an eight-byte integer, as Flang calls it from LLVM 24 on.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmp_set_affinity_mask_proc_8(proc: i64, mask: *mut Mask) -> c_int {
    let insert = |set: &mut CpuSet, proc| {
        set.insert(proc);
        0
    };
    // SAFETY: the caller's promise.
    unsafe { for_processor(proc, mask, insert) }
}

/// `int kmp_unset_affinity_mask_proc_8(int64_t proc, kmp_affinity_mask_t *mask)`:
/// [`kmp_unset_affinity_mask_proc`] with an eight-byte integer, as Flang calls it from LLVM 24 on.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmp_unset_affinity_mask_proc_8(proc: i64, mask: *mut Mask) -> c_int {
    let remove = |set: &mut CpuSet, proc| {
        set.remove(proc);
        0
    };
    // SAFETY: the caller's promise.
    unsafe { for_processor(proc, mask, remove) }
}

/// `int kmp_get_affinity_mask_proc_8(int64_t proc, kmp_affinity_mask_t *mask)`:
/// [`kmp_get_affinity_mask_proc`] with an eight-byte integer, as Flang calls it from LLVM 24 on.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmp_get_affinity_mask_proc_8(proc: i64, mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    let answer = unsafe { for_processor(proc, mask, |set, proc| set.contains(proc).into()) };
    if answer < INVALID { 0 } else { answer }
}

/// `int kmp_set_thread_affinity_mask_initial(void)`: gives the calling thread the mask that the
/// process began with, for threads that programs make themselves in a bound one. Returns 0, -1 if
/// affinity is disabled, or the kernel's error.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_thread_affinity_mask_initial() -> c_int {
    masks::bind_to_all(Thread::current())
}

macro_rules! by_reference {
    ($name:ident = $routine:ident($of:ty)) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] for Fortran programs.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// `proc` points to an integer, `mask` to a mask.
        pub unsafe extern "C-unwind" fn $name(proc: *const $of, mask: *mut Mask) -> c_int {
            // SAFETY: the caller's promise.
            unsafe { $routine(*proc, mask) }
        }
    };
}

by_reference!(kmp_set_affinity_mask_proc_ = kmp_set_affinity_mask_proc(c_int));
by_reference!(kmp_unset_affinity_mask_proc_ = kmp_unset_affinity_mask_proc(c_int));
by_reference!(kmp_get_affinity_mask_proc_ = kmp_get_affinity_mask_proc(c_int));
by_reference!(kmp_set_affinity_mask_proc_8_ = kmp_set_affinity_mask_proc_8(i64));
by_reference!(kmp_unset_affinity_mask_proc_8_ = kmp_unset_affinity_mask_proc_8(i64));
by_reference!(kmp_get_affinity_mask_proc_8_ = kmp_get_affinity_mask_proc_8(i64));

/// `int kmpc_set_affinity_mask_proc(int proc, kmp_affinity_mask_t *mask)`:
/// [`kmp_set_affinity_mask_proc`] under the name of its C form.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmpc_set_affinity_mask_proc(proc: c_int, mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { kmp_set_affinity_mask_proc(proc, mask) }
}

/// `int kmpc_unset_affinity_mask_proc(int proc, kmp_affinity_mask_t *mask)`:
/// [`kmp_unset_affinity_mask_proc`] under the name of its C form.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmpc_unset_affinity_mask_proc(proc: c_int, mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { kmp_unset_affinity_mask_proc(proc, mask) }
}

/// `int kmpc_get_affinity_mask_proc(int proc, kmp_affinity_mask_t *mask)`:
/// [`kmp_get_affinity_mask_proc`] under the name of its C form.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// `mask` points to a mask.
pub unsafe extern "C-unwind" fn kmpc_get_affinity_mask_proc(proc: c_int, mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { kmp_get_affinity_mask_proc(proc, mask) }
}

/// `void kmp_create_affinity_mask_(kmp_affinity_mask_t *mask)`: [`kmp_create_affinity_mask`] for
/// Fortran programs.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// As for [`kmp_create_affinity_mask`].
pub unsafe extern "C-unwind" fn kmp_create_affinity_mask_(mask: *mut Mask) {
    // SAFETY: the caller's promise.
    unsafe { kmp_create_affinity_mask(mask) };
}

/// `void kmp_destroy_affinity_mask_(kmp_affinity_mask_t *mask)`: [`kmp_destroy_affinity_mask`] for
/// Fortran programs.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// As for [`kmp_destroy_affinity_mask`].
pub unsafe extern "C-unwind" fn kmp_destroy_affinity_mask_(mask: *mut Mask) {
    // SAFETY: the caller's promise.
    unsafe { kmp_destroy_affinity_mask(mask) };
}

/// `int kmp_set_affinity_(kmp_affinity_mask_t *mask)`: [`kmp_set_affinity`] for Fortran programs.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// As for [`kmp_set_affinity`].
pub unsafe extern "C-unwind" fn kmp_set_affinity_(mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { kmp_set_affinity(mask) }
}

/// `int kmp_get_affinity_(kmp_affinity_mask_t *mask)`: [`kmp_get_affinity`] for Fortran programs.
///
/// Intel's and LLVM's extension.
///
/// # Safety
/// As for [`kmp_get_affinity`].
pub unsafe extern "C-unwind" fn kmp_get_affinity_(mask: *mut Mask) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { kmp_get_affinity(mask) }
}

/// `int kmp_get_affinity_max_proc_(void)`: [`kmp_get_affinity_max_proc`] for Fortran programs.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_get_affinity_max_proc_() -> c_int {
    kmp_get_affinity_max_proc()
}
