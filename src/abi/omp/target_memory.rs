//! Memory of devices (OpenMP 5.2, 18.8). Programs call these; Clang's find them in libomptarget
//! first.

use std::ffi::{c_int, c_void};
use std::{ptr, slice};

use crate::abi::gomp::depend::{Depobj, read_depobj};
use crate::abi::kmpc::tasks::{DependInfo, read_dependences};
use crate::engine::constructs::offload::device::admit_routine;
use crate::engine::constructs::offload::memory;
use crate::engine::constructs::offload::memory::{ArraySection, Invalid, Rectangle};
use crate::engine::constructs::offload::order::Order;
use crate::engine::policies::load;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::depend::Dependence;
use crate::sys::EINVAL;

/// `void *omp_target_alloc(size_t size, int device_num)`: `size` bytes of the device's memory, or
/// null.
///
/// OpenMP 5.2, 18.8.1.
pub extern "C-unwind" fn omp_target_alloc(size: usize, device_num: c_int) -> *mut c_void {
    load::called();
    if admit_routine(device_num) { memory::allocate(size) } else { ptr::null_mut() }
}

/// `void omp_target_free(void *device_ptr, int device_num)`: gives back what [`omp_target_alloc`]
/// gave. With a device that does not exist it does nothing.
///
/// OpenMP 5.2, 18.8.2.
///
/// # Safety
/// As for `free`.
pub unsafe extern "C-unwind" fn omp_target_free(device_ptr: *mut c_void, device_num: c_int) {
    if !device_ptr.is_null() && admit_routine(device_num) {
        // SAFETY: the caller's promise.
        unsafe { memory::free(device_ptr) };
    }
}

/// `int omp_target_is_present(const void *ptr, int device_num)`: whether `ptr` has storage on the
/// device; on the host everything has. A null pointer is everywhere, as in libgomp.
///
/// OpenMP 5.2, 18.8.3.
pub extern "C-unwind" fn omp_target_is_present(pointer: *const c_void, device_num: c_int) -> c_int {
    load::called();
    (pointer.is_null() || admit_routine(device_num)).into()
}

/// `int omp_target_is_accessible(const void *ptr, size_t size, int device_num)`: whether the device
/// can use host memory at its address; the host can.
///
/// OpenMP 5.2, 18.8.4.
pub extern "C-unwind" fn omp_target_is_accessible(_pointer: *const c_void, _size: usize, device_num: c_int) -> c_int {
    admit_routine(device_num).into()
}

/// `void *omp_get_mapped_ptr(const void *ptr, int device_num)`: the device's address of what is at
/// `ptr` on the host, or null.
///
/// OpenMP 5.2, 18.8.11.
pub extern "C-unwind" fn omp_get_mapped_ptr(pointer: *const c_void, device_num: c_int) -> *mut c_void {
    if admit_routine(device_num) { pointer.cast_mut() } else { ptr::null_mut() }
}

/// `int omp_target_associate_ptr(const void *host_ptr, const void *device_ptr, size_t size, size_t
/// device_offset, int device_num)`: EINVAL, since the host's memory is mapped to itself.
///
/// OpenMP 5.2, 18.8.9.
pub extern "C-unwind" fn omp_target_associate_ptr(
    _host_ptr: *const c_void,
    _device_ptr: *const c_void,
    _size: usize,
    _device_offset: usize,
    device_num: c_int,
) -> c_int {
    admit_routine(device_num);
    EINVAL
}

/// `int omp_target_disassociate_ptr(const void *ptr, int device_num)`: EINVAL, as nothing is
/// associated.
///
/// OpenMP 5.2, 18.8.10.
pub extern "C-unwind" fn omp_target_disassociate_ptr(_pointer: *const c_void, device_num: c_int) -> c_int {
    admit_routine(device_num);
    EINVAL
}

/// `int omp_target_memcpy(void *dst, const void *src, size_t length, size_t dst_offset, size_t
/// src_offset, int dst_device_num, int src_device_num)`: copies `length` bytes between devices; the
/// offsets are in bytes. 0, or EINVAL for a device that does not exist.
///
/// OpenMP 5.2, 18.8.5.
///
/// # Safety
/// As for `memmove`.
pub unsafe extern "C-unwind" fn omp_target_memcpy(
    dst: *mut c_void,
    src: *const c_void,
    length: usize,
    dst_offset: usize,
    src_offset: usize,
    dst_device_num: c_int,
    src_device_num: c_int,
) -> c_int {
    if !(admit_routine(dst_device_num) && admit_routine(src_device_num)) {
        return EINVAL;
    }
    // SAFETY: the caller's promise; computed without overflow checks as in C, since null with a
    // length of 0 is fine.
    unsafe { memory::copy(dst.wrapping_byte_add(dst_offset), src.wrapping_byte_add(src_offset), length) };
    0
}

/// `int omp_target_memcpy_rect(void *dst, const void *src, size_t element_size, int num_dims, const
/// size_t *volume, const size_t *dst_offsets, const size_t *src_offsets, const size_t
/// *dst_dimensions, const size_t *src_dimensions, int dst_device_num, int src_device_num)`: copies
/// a rectangle between arrays of `num_dims` dimensions, whose extents and offsets are in elements
/// of `element_size` bytes. 0 or EINVAL; with both pointers null the most dimensions that it can
/// take.
///
/// OpenMP 5.2, 18.8.6.
///
/// # Safety
/// The five lists have `num_dims` entries, and the rectangle lies within both arrays.
pub unsafe extern "C-unwind" fn omp_target_memcpy_rect(
    dst: *mut c_void,
    src: *const c_void,
    element_size: usize,
    num_dims: c_int,
    volume: *const usize,
    dst_offsets: *const usize,
    src_offsets: *const usize,
    dst_dimensions: *const usize,
    src_dimensions: *const usize,
    dst_device_num: c_int,
    src_device_num: c_int,
) -> c_int {
    let dst = (dst, dst_offsets, dst_dimensions, dst_device_num);
    let src = (src, src_offsets, src_dimensions, src_device_num);
    // SAFETY: the caller's promise.
    unsafe {
        let plan = plan(dst, src, element_size, num_dims, volume);
        plan.map_or_else(
            |status| status,
            |rectangle| {
                rectangle.copy();
                0
            },
        )
    }
}

/// One array of a rectangular copy: address, offsets, extents, device.
type Array<P> = (P, *const usize, *const usize, c_int);

/// The rectangle that a routine is to copy, or what it returns at once.
///
/// # Safety
/// The lists have `num_dims` entries.
unsafe fn plan(
    (dst, dst_offsets, dst_dimensions, dst_device): Array<*mut c_void>,
    (src, src_offsets, src_dimensions, src_device): Array<*const c_void>,
    element_size: usize,
    num_dims: c_int,
    volume: *const usize,
) -> Result<Rectangle, c_int> {
    if dst.is_null() && src.is_null() {
        return Err(c_int::MAX);
    }
    let devices = admit_routine(dst_device) && admit_routine(src_device);
    if !devices || dst.is_null() || src.is_null() || num_dims < 1 {
        return Err(EINVAL);
    }
    // SAFETY: the caller's promise.
    let list = |start: *const usize| unsafe { slice::from_raw_parts(start, num_dims as usize) };
    let to = ArraySection { offsets: list(dst_offsets), dimensions: list(dst_dimensions) };
    let from = ArraySection { offsets: list(src_offsets), dimensions: list(src_dimensions) };
    Rectangle::new((dst, to), (src, from), element_size, list(volume)).map_err(|Invalid| EINVAL)
}

/// `void *omp_target_memset(void *ptr, int val, size_t count, int device_num)`: sets `count` bytes
/// and returns `ptr`; with a device that does not exist it sets nothing.
///
/// OpenMP 6.0, 25.8.1.
///
/// # Safety
/// As for `memset`.
pub unsafe extern "C-unwind" fn omp_target_memset(
    pointer: *mut c_void,
    value: c_int,
    count: usize,
    device_num: c_int,
) -> *mut c_void {
    if admit_routine(device_num) {
        // SAFETY: the caller's promise.
        unsafe { memory::set(pointer, value as u8, count) };
    }
    pointer
}

/// The dependences that the `depobj`s of an `…_async` routine name (OpenMP 5.2, 18.8.7).
///
/// # Safety
/// There are `count` objects, made by `depobj` constructs of GCC.
unsafe fn read(count: c_int, depobjs: *const Depobj) -> Vec<Dependence> {
    let count = if depobjs.is_null() { 0 } else { usize::try_from(count).unwrap_or(0) };
    // SAFETY: the caller's promise.
    (0..count).map(|index| unsafe { read_depobj(depobjs.add(index)) }).collect()
}

/// The same with objects made by `depobj` constructs of Clang: each is the address of a list of
/// dependences, and the element before the list has their number in place of an address.
///
/// # Safety
/// As for [`read`].
unsafe fn read_lists(count: c_int, depobjs: *const *const DependInfo) -> Vec<Dependence> {
    let count = if depobjs.is_null() { 0 } else { usize::try_from(count).unwrap_or(0) };
    // SAFETY: the caller's promise.
    unsafe {
        let lists = (0..count).map(|index| *depobjs.add(index)).filter(|list| !list.is_null());
        let read =
            |list: *const DependInfo| read_dependences([((*list.sub(1)).address as i32, list), (0, ptr::null())]);
        lists.flat_map(read).collect()
    }
}

/// Does `work` as a task with these dependences.
///
/// # Safety
/// `work` may be done by any thread of the team.
unsafe fn later(dependences: &[Dependence], work: impl FnOnce()) {
    // SAFETY: the caller's promise.
    unsafe { Order { nowait: true, dependences }.perform(Thread::current(), work) };
}

/// One side of a copy: address, offset in bytes, device.
type Side<P> = (P, usize, c_int);

/// The two `omp_target_memcpy_async`, which differ in how `dependences` are passed.
///
/// # Safety
/// As for [`omp_target_memcpy`] until the task has completed.
unsafe fn copy_later(
    (dst, dst_offset, dst_device): Side<*mut c_void>,
    (src, src_offset, src_device): Side<*const c_void>,
    length: usize,
    dependences: impl FnOnce() -> Vec<Dependence>,
) -> c_int {
    if !(admit_routine(dst_device) && admit_routine(src_device)) {
        return EINVAL;
    }
    let (dst, src) = (dst.wrapping_byte_add(dst_offset), src.wrapping_byte_add(src_offset));
    // SAFETY: the caller's promise.
    unsafe { later(&dependences(), move || memory::copy(dst, src, length)) };
    0
}

/// The two `omp_target_memcpy_rect_async`.
///
/// # Safety
/// As for [`omp_target_memcpy_rect`], for the arrays until the task has completed.
unsafe fn copy_rectangle_later(plan: Result<Rectangle, c_int>, dependences: impl FnOnce() -> Vec<Dependence>) -> c_int {
    plan.map_or_else(
        |status| status,
        |rectangle| {
            // SAFETY: the caller's promise.
            unsafe { later(&dependences(), move || rectangle.copy()) };
            0
        },
    )
}

/// `int omp_target_memcpy_async(void *dst, const void *src, size_t length, size_t dst_offset,
/// size_t src_offset, int dst_device_num, int src_device_num, int depobj_count, omp_depend_t
/// *depobj_list)`: [`omp_target_memcpy`] by a task with these dependences.
///
/// OpenMP 5.2, 18.8.7.
///
/// # Safety
/// As for [`omp_target_memcpy`] until the task has completed; `depobj_list` has `depobj_count`
/// objects.
pub unsafe extern "C-unwind" fn omp_target_memcpy_async(
    dst: *mut c_void,
    src: *const c_void,
    length: usize,
    dst_offset: usize,
    src_offset: usize,
    dst_device_num: c_int,
    src_device_num: c_int,
    depobj_count: c_int,
    depobj_list: *const Depobj,
) -> c_int {
    let (dst, src) = ((dst, dst_offset, dst_device_num), (src, src_offset, src_device_num));
    // SAFETY: the caller's promise.
    unsafe { copy_later(dst, src, length, || read(depobj_count, depobj_list)) }
}

/// `void *omp_target_memset_async(void *pointer, int value, size_t count, int device_num, int
/// depobj_count, omp_depend_t *depobj_list)`: [`omp_target_memset`] by a task with these
/// dependences.
///
/// OpenMP 6.0, 25.8.2.
///
/// # Safety
/// As for [`omp_target_memset`] until the task has completed; `depobj_list` has `depobj_count`
/// objects.
pub unsafe extern "C-unwind" fn omp_target_memset_async(
    pointer: *mut c_void,
    value: c_int,
    count: usize,
    device_num: c_int,
    depobj_count: c_int,
    depobj_list: *const Depobj,
) -> *mut c_void {
    if admit_routine(device_num) {
        // SAFETY: the caller's promise.
        unsafe { later(&read(depobj_count, depobj_list), move || memory::set(pointer, value as u8, count)) };
    }
    pointer
}

/// `int omp_target_memcpy_rect_async(void *dst, const void *src, size_t element_size, int num_dims,
/// const size_t *volume, const size_t *dst_offsets, const size_t *src_offsets, const size_t
/// *dst_dimensions, const size_t *src_dimensions, int dst_device_num, int src_device_num, int
/// depobj_count, omp_depend_t *depobj_list)`: [`omp_target_memcpy_rect`] by a task with these
/// dependences; the lists of extents and offsets are copied.
///
/// OpenMP 5.2, 18.8.8.
///
/// # Safety
/// As for [`omp_target_memcpy_rect`], for the arrays until the task has completed; `depobj_list`
/// has `depobj_count` objects.
pub unsafe extern "C-unwind" fn omp_target_memcpy_rect_async(
    dst: *mut c_void,
    src: *const c_void,
    element_size: usize,
    num_dims: c_int,
    volume: *const usize,
    dst_offsets: *const usize,
    src_offsets: *const usize,
    dst_dimensions: *const usize,
    src_dimensions: *const usize,
    dst_device_num: c_int,
    src_device_num: c_int,
    depobj_count: c_int,
    depobj_list: *const Depobj,
) -> c_int {
    let dst = (dst, dst_offsets, dst_dimensions, dst_device_num);
    let src = (src, src_offsets, src_dimensions, src_device_num);
    // SAFETY: the caller's promise.
    unsafe {
        let plan = plan(dst, src, element_size, num_dims, volume);
        copy_rectangle_later(plan, || read(depobj_count, depobj_list))
    }
}

/// `int omp_target_memcpy_async__VERSION(void *dst, const void *src, size_t length, size_t
/// dst_offset, size_t src_offset, int dst_device_num, int src_device_num, int depobj_count,
/// kmp_depobj_t *depobj_list)`: [`omp_target_memcpy_async`] under libomp's nodes.
///
/// OpenMP 5.2, 18.8.7.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn omp_target_memcpy_async__VERSION(
    dst: *mut c_void,
    src: *const c_void,
    length: usize,
    dst_offset: usize,
    src_offset: usize,
    dst_device_num: c_int,
    src_device_num: c_int,
    depobj_count: c_int,
    depobj_list: *const *const DependInfo,
) -> c_int {
    let (dst, src) = ((dst, dst_offset, dst_device_num), (src, src_offset, src_device_num));
    // SAFETY: the caller's promise.
    unsafe { copy_later(dst, src, length, || read_lists(depobj_count, depobj_list)) }
}

/// `int omp_target_memcpy_rect_async__VERSION(void *dst, const void *src, size_t element_size, int
/// num_dims, const size_t *volume, const size_t *dst_offsets, const size_t *src_offsets, const
/// size_t *dst_dimensions, const size_t *src_dimensions, int dst_device_num, int src_device_num,
/// int depobj_count, kmp_depobj_t *depobj_list)`: [`omp_target_memcpy_rect_async`] under libomp's
/// nodes.
///
/// OpenMP 5.2, 18.8.8.
///
/// # Safety
/// As there.
pub unsafe extern "C-unwind" fn omp_target_memcpy_rect_async__VERSION(
    dst: *mut c_void,
    src: *const c_void,
    element_size: usize,
    num_dims: c_int,
    volume: *const usize,
    dst_offsets: *const usize,
    src_offsets: *const usize,
    dst_dimensions: *const usize,
    src_dimensions: *const usize,
    dst_device_num: c_int,
    src_device_num: c_int,
    depobj_count: c_int,
    depobj_list: *const *const DependInfo,
) -> c_int {
    let dst = (dst, dst_offsets, dst_dimensions, dst_device_num);
    let src = (src, src_offsets, src_dimensions, src_device_num);
    // SAFETY: the caller's promise.
    unsafe {
        let plan = plan(dst, src, element_size, num_dims, volume);
        copy_rectangle_later(plan, || read_lists(depobj_count, depobj_list))
    }
}

/// `as_is!(NAME, ROUTINE(…))`: the Fortran form of a routine whose arguments are passed by value.
macro_rules! as_is {
    ($name:ident, $routine:ident($($parameter:ident: $of:ty),+)) => {
        #[doc = prototype!($name)]
        #[doc = concat!("[`", stringify!($routine), "`] for Fortran programs.")]
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// As there.
        pub unsafe extern "C-unwind" fn $name($($parameter: $of),+) -> c_int {
            // SAFETY: the caller's promise.
            unsafe { $routine($($parameter),+) }
        }
    };
}

as_is!(omp_target_memcpy_async_, omp_target_memcpy_async__VERSION(dst: *mut c_void, src: *const c_void, length: usize, dst_offset: usize, src_offset: usize, dst_device: c_int, src_device: c_int, depobj_count: c_int, depobj_list: *const *const DependInfo));
as_is!(omp_target_memcpy_rect_async_, omp_target_memcpy_rect_async__VERSION(dst: *mut c_void, src: *const c_void, element_size: usize, num_dims: c_int, volume: *const usize, dst_offsets: *const usize, src_offsets: *const usize, dst_dimensions: *const usize, src_dimensions: *const usize, dst_device: c_int, src_device: c_int, depobj_count: c_int, depobj_list: *const *const DependInfo));
