//! Places and partitions (OpenMP 5.2, 18.3.2 to 18.3.7).

use std::ffi::c_int;

use crate::engine::policies::affinity::query;
use crate::engine::records::seat::Partition;
use crate::engine::records::thread::Thread;
use crate::sys::affinity::CpuSet;

/// `int omp_get_num_places(void)`: how many places the process has; 0 if nothing asks for any, as
/// in libgomp.
///
/// OpenMP 5.2, 18.3.2.
pub extern "C-unwind" fn omp_get_num_places() -> c_int {
    query::places().len() as c_int
}

/// Place number `place`; `None` if there is none.
fn place(place: i64) -> Option<&'static CpuSet> {
    query::places().get(usize::try_from(place).ok()?)
}

/// `int omp_get_place_num_procs(int place_num)`: how many processors a place has; 0 for a number
/// that is no place's.
///
/// OpenMP 5.2, 18.3.3.
pub extern "C-unwind" fn omp_get_place_num_procs(place_num: c_int) -> c_int {
    place(place_num.into()).map_or(0, |place| place.len() as c_int)
}

/// `void omp_get_place_proc_ids(int place_num, int *ids)`: the kernel's numbers of a place's
/// processors, in ascending order.
///
/// OpenMP 5.2, 18.3.4.
///
/// # Safety
/// `ids` has room for `omp_get_place_num_procs(place_num)` numbers.
pub unsafe extern "C-unwind" fn omp_get_place_proc_ids(place_num: c_int, ids: *mut c_int) {
    for (index, processor) in place(place_num.into()).into_iter().flat_map(CpuSet::iter).enumerate() {
        // SAFETY: the caller's promise.
        unsafe { *ids.add(index) = processor as c_int };
    }
}

/// `int omp_get_place_num(void)`: the place of the calling thread, -1 if it has none; before its
/// first region the place that it will have then.
///
/// OpenMP 5.2, 18.3.5.
pub extern "C-unwind" fn omp_get_place_num() -> c_int {
    query::place_num(Thread::current()).map_or(-1, |place| place as c_int)
}

/// `int omp_get_partition_num_places(void)`: how many places the regions of the calling task may
/// use.
///
/// OpenMP 5.2, 18.3.6.
pub extern "C-unwind" fn omp_get_partition_num_places() -> c_int {
    query::partition(Thread::current()).places as c_int
}

/// `void omp_get_partition_place_nums(int *place_nums)`: the numbers of these places.
///
/// OpenMP 5.2, 18.3.7.
///
/// # Safety
/// `place_nums` has room for `omp_get_partition_num_places()` numbers.
pub unsafe extern "C-unwind" fn omp_get_partition_place_nums(place_nums: *mut c_int) {
    let Partition { first, places } = query::partition(Thread::current());
    for index in 0..places {
        // SAFETY: the caller's promise.
        unsafe { *place_nums.add(index as usize) = (first + index) as c_int };
    }
}

/// `int omp_get_num_places_(void)`: [`omp_get_num_places`] for Fortran programs.
///
/// OpenMP 5.2, 18.3.2.
pub extern "C-unwind" fn omp_get_num_places_() -> c_int {
    omp_get_num_places()
}

/// `int omp_get_place_num_procs_(const int *place_num)`: [`omp_get_place_num_procs`] for Fortran
/// programs.
///
/// OpenMP 5.2, 18.3.3.
///
/// # Safety
/// `place_num` points to an `integer(4)`.
pub unsafe extern "C-unwind" fn omp_get_place_num_procs_(place_num: *const i32) -> c_int {
    // SAFETY: the caller's promise.
    omp_get_place_num_procs(unsafe { *place_num })
}

/// `int omp_get_place_num_procs_8_(const int64_t *place_num)`: [`omp_get_place_num_procs`] for
/// Fortran programs with eight-byte integers.
///
/// OpenMP 5.2, 18.3.3.
///
/// # Safety
/// `place_num` points to an `integer(8)`.
pub unsafe extern "C-unwind" fn omp_get_place_num_procs_8_(place_num: *const i64) -> c_int {
    // SAFETY: the caller's promise.
    kmp_get_place_num_procs_8(unsafe { *place_num })
}

/// `void omp_get_place_proc_ids_(const int *place_num, int *ids)`: [`omp_get_place_proc_ids`] for
/// Fortran programs.
///
/// OpenMP 5.2, 18.3.4.
///
/// # Safety
/// As for [`omp_get_place_proc_ids`]; `place_num` points to an `integer(4)`.
pub unsafe extern "C-unwind" fn omp_get_place_proc_ids_(place_num: *const i32, ids: *mut c_int) {
    // SAFETY: the caller's promise.
    unsafe { omp_get_place_proc_ids(*place_num, ids) };
}

/// `void omp_get_place_proc_ids_8_(const int64_t *place_num, int64_t *ids)`:
/// [`omp_get_place_proc_ids`] for Fortran programs with eight-byte integers.
///
/// OpenMP 5.2, 18.3.4.
///
/// # Safety
/// As for [`kmp_get_place_proc_ids_8`]; `place_num` points to an `integer(8)`.
pub unsafe extern "C-unwind" fn omp_get_place_proc_ids_8_(place_num: *const i64, ids: *mut i64) {
    // SAFETY: the caller's promise.
    unsafe { kmp_get_place_proc_ids_8(*place_num, ids) };
}

/// `int omp_get_place_num_(void)`: [`omp_get_place_num`] for Fortran programs.
///
/// OpenMP 5.2, 18.3.5.
pub extern "C-unwind" fn omp_get_place_num_() -> c_int {
    omp_get_place_num()
}

/// `int omp_get_partition_num_places_(void)`: [`omp_get_partition_num_places`] for Fortran
/// programs.
///
/// OpenMP 5.2, 18.3.6.
pub extern "C-unwind" fn omp_get_partition_num_places_() -> c_int {
    omp_get_partition_num_places()
}

/// `void omp_get_partition_place_nums_(int *place_nums)`: [`omp_get_partition_place_nums`] for
/// Fortran programs.
///
/// OpenMP 5.2, 18.3.7.
///
/// # Safety
/// As for [`omp_get_partition_place_nums`].
pub unsafe extern "C-unwind" fn omp_get_partition_place_nums_(place_nums: *mut c_int) {
    // SAFETY: the caller's promise.
    unsafe { omp_get_partition_place_nums(place_nums) };
}

/// `void omp_get_partition_place_nums_8_(int64_t *place_nums)`: [`omp_get_partition_place_nums`]
/// for Fortran programs with eight-byte integers.
///
/// OpenMP 5.2, 18.3.7.
///
/// # Safety
/// As for [`kmp_get_partition_place_nums_8`].
pub unsafe extern "C-unwind" fn omp_get_partition_place_nums_8_(place_nums: *mut i64) {
    // SAFETY: the caller's promise.
    unsafe { kmp_get_partition_place_nums_8(place_nums) };
}

/// `int kmp_get_place_num_procs_8(int64_t place_num)`: [`omp_get_place_num_procs`] with an
/// eight-byte integer, as Flang calls it from LLVM 24 on.
///
/// OpenMP 5.2, 18.3.3.
pub extern "C-unwind" fn kmp_get_place_num_procs_8(place_num: i64) -> c_int {
    place(place_num).map_or(0, |place| place.len() as c_int)
}

/// `void kmp_get_place_proc_ids_8(int64_t place_num, int64_t *ids)`: [`omp_get_place_proc_ids`]
/// with eight-byte integers, as Flang calls it from LLVM 24 on.
///
/// OpenMP 5.2, 18.3.4.
///
/// # Safety
/// As for [`omp_get_place_proc_ids`].
pub unsafe extern "C-unwind" fn kmp_get_place_proc_ids_8(place_num: i64, ids: *mut i64) {
    for (index, processor) in place(place_num).into_iter().flat_map(CpuSet::iter).enumerate() {
        // SAFETY: the caller's promise.
        unsafe { *ids.add(index) = processor.into() };
    }
}

/// `void kmp_get_partition_place_nums_8(int64_t *place_nums)`: [`omp_get_partition_place_nums`]
/// with eight-byte integers, as Flang calls it from LLVM 24 on.
///
/// OpenMP 5.2, 18.3.7.
///
/// # Safety
/// As for [`omp_get_partition_place_nums`].
pub unsafe extern "C-unwind" fn kmp_get_partition_place_nums_8(place_nums: *mut i64) {
    let Partition { first, places } = query::partition(Thread::current());
    for index in 0..places {
        // SAFETY: the caller's promise.
        unsafe { *place_nums.add(index as usize) = (first + index).into() };
    }
}

/// `int kmp_get_place_num_procs_8_(const int64_t *place_num)`: [`kmp_get_place_num_procs_8`] by
/// reference.
///
/// OpenMP 5.2, 18.3.3.
///
/// # Safety
/// `place_num` points to an `integer(8)`.
pub unsafe extern "C-unwind" fn kmp_get_place_num_procs_8_(place_num: *const i64) -> c_int {
    // SAFETY: the caller's promise.
    kmp_get_place_num_procs_8(unsafe { *place_num })
}

/// `void kmp_get_place_proc_ids_8_(const int64_t *place_num, int64_t *ids)`:
/// [`kmp_get_place_proc_ids_8`] by reference.
///
/// OpenMP 5.2, 18.3.4.
///
/// # Safety
/// As for [`kmp_get_place_proc_ids_8`]; `place_num` points to an `integer(8)`.
pub unsafe extern "C-unwind" fn kmp_get_place_proc_ids_8_(place_num: *const i64, ids: *mut i64) {
    // SAFETY: the caller's promise.
    unsafe { kmp_get_place_proc_ids_8(*place_num, ids) };
}

/// `void kmp_get_partition_place_nums_8_(int64_t *place_nums)`: [`kmp_get_partition_place_nums_8`]
/// for Fortran programs.
///
/// OpenMP 5.2, 18.3.7.
///
/// # Safety
/// As for [`kmp_get_partition_place_nums_8`].
pub unsafe extern "C-unwind" fn kmp_get_partition_place_nums_8_(place_nums: *mut i64) {
    // SAFETY: the caller's promise.
    unsafe { kmp_get_partition_place_nums_8(place_nums) };
}
