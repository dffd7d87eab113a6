//! `run-sched-var`: what `schedule(runtime)` stands for (OpenMP 5.2, 18.2.11 and 18.2.12). Programs
//! call these.

use std::ffi::c_int;

use super::fortran::ToInt;
use super::{change_icv, icv};
use crate::abi::{gomp, kmpc};
use crate::engine::ground::icv::{Kind, Order, Schedule};

/// The bit of an `omp_sched_t` that says `monotonic`.
const MONOTONIC: u32 = 1 << 31;

/// LLVM's own kinds, which OMP_SCHEDULE knows too.
const TRAPEZOIDAL: u32 = 101;
const STATIC_STEAL: u32 = 102;

/// `void omp_set_schedule(omp_sched_t kind, int chunk_size)`: what `schedule(runtime)` is for the
/// calling task. A chunk size that is not positive stands for the kind's own; an unknown kind
/// changes nothing, as in libgomp.
///
/// OpenMP 5.2, 18.2.11.
pub extern "C-unwind" fn omp_set_schedule(kind: u32, chunk_size: c_int) {
    if let Some(schedule) = schedule(kind, chunk_size) {
        change_icv(|icv| icv.schedule = Some(schedule));
    }
}

/// `void omp_get_schedule(omp_sched_t *kind, int *chunk_size)`: what it is. Where nobody has set
/// it, what it is for a program that GCC compiled.
///
/// OpenMP 5.2, 18.2.12.
///
/// # Safety
/// Both pointers are valid for writing.
pub unsafe extern "C-unwind" fn omp_get_schedule(kind: *mut u32, chunk_size: *mut c_int) {
    // SAFETY: the caller's promise.
    unsafe { get(kind, chunk_size, gomp::loops::DEFAULT) };
}

/// `void omp_get_schedule__VERSION(omp_sched_t *kind, int *chunk_size)`: the same for a program
/// that Clang compiled, which binds libomp's version of the name.
///
/// OpenMP 5.2, 18.2.12.
///
/// # Safety
/// Both pointers are valid for writing.
pub unsafe extern "C-unwind" fn omp_get_schedule__VERSION(kind: *mut u32, chunk_size: *mut c_int) {
    // SAFETY: the caller's promise.
    unsafe { get(kind, chunk_size, kmpc::sched_type::DEFAULT) };
}

/// Gives the schedule of the calling task as numbers.
///
/// # Safety
/// Both pointers are valid for writing.
unsafe fn get(kind: *mut u32, chunk_size: *mut c_int, default: Schedule) {
    let (of, size) = numbers(icv(|icv| icv.schedule).unwrap_or(default));
    // SAFETY: the caller's promise.
    unsafe {
        *kind = of;
        *chunk_size = size;
    }
}

/// A schedule from an `omp_sched_t` and a chunk size.
fn schedule(kind: u32, chunk_size: c_int) -> Option<Schedule> {
    let of = match kind & !MONOTONIC {
        1 => Kind::Static,
        2 | STATIC_STEAL => Kind::Dynamic,
        3 => Kind::Guided,
        TRAPEZOIDAL => Kind::Trapezoidal,
        4 => Kind::Auto,
        _ => return None,
    };
    let chunk = match (of, u64::try_from(chunk_size)) {
        (Kind::Auto, _) => 0,
        (_, Ok(size @ 1..)) => size,
        (Kind::Static, _) => 0,
        _ => 1,
    };
    let order = match kind & !MONOTONIC {
        _ if kind & MONOTONIC != 0 => Order::Monotonic,
        STATIC_STEAL => Order::Nonmonotonic,
        _ => Order::Unsaid,
    };
    Some(Schedule { kind: of, chunk, order })
}

/// The numbers of a schedule. `auto` has no chunk; both peers say 1.
fn numbers(schedule: Schedule) -> (u32, c_int) {
    let kind = match schedule.kind {
        Kind::Static => 1,
        Kind::Dynamic => 2,
        Kind::Guided | Kind::FineGuided => 3,
        Kind::Trapezoidal => TRAPEZOIDAL,
        Kind::Auto => 4,
    };
    let size = if schedule.kind == Kind::Auto { 1 } else { c_int::try_from(schedule.chunk).unwrap_or(c_int::MAX) };
    (kind | if schedule.order == Order::Monotonic { MONOTONIC } else { 0 }, size)
}

/// `void omp_set_schedule_(const omp_sched_t *kind, const int *chunk_size)`: [`omp_set_schedule`]
/// for Fortran programs.
///
/// OpenMP 5.2, 18.2.11.
///
/// # Safety
/// The arguments point to values that can be read.
pub unsafe extern "C-unwind" fn omp_set_schedule_(kind: *const u32, chunk_size: *const i32) {
    // SAFETY: the caller's promise.
    let (kind, chunk_size) = unsafe { (*kind, *chunk_size) };
    omp_set_schedule(kind, chunk_size);
}

/// `void omp_set_schedule_8_(const omp_sched_t *kind, const int64_t *chunk_size)`:
/// [`omp_set_schedule`] for Fortran programs under `-fdefault-integer-8`, where the kind keeps four
/// bytes.
///
/// OpenMP 5.2, 18.2.11.
///
/// # Safety
/// The arguments point to values that can be read.
pub unsafe extern "C-unwind" fn omp_set_schedule_8_(kind: *const u32, chunk_size: *const i64) {
    // SAFETY: the caller's promise.
    let (kind, chunk_size) = unsafe { (*kind, *chunk_size) };
    omp_set_schedule(kind, chunk_size.to_int());
}

/// `void omp_get_schedule_(omp_sched_t *kind, int *chunk_size)`: [`omp_get_schedule`] for Fortran
/// programs that gfortran compiled.
///
/// OpenMP 5.2, 18.2.12.
///
/// # Safety
/// The arguments are valid for writing.
pub unsafe extern "C-unwind" fn omp_get_schedule_(kind: *mut u32, chunk_size: *mut i32) {
    // SAFETY: the caller's promise.
    unsafe { omp_get_schedule(kind, chunk_size) };
}

/// `void omp_get_schedule___VERSION(omp_sched_t *kind, int *chunk_size)`: the same for those that
/// Flang compiled.
///
/// OpenMP 5.2, 18.2.12.
///
/// # Safety
/// The arguments are valid for writing.
pub unsafe extern "C-unwind" fn omp_get_schedule___VERSION(kind: *mut u32, chunk_size: *mut i32) {
    // SAFETY: the caller's promise.
    unsafe { omp_get_schedule__VERSION(kind, chunk_size) };
}

/// `void omp_get_schedule_8_(omp_sched_t *kind, int64_t *chunk_size)`: [`omp_get_schedule`] for
/// Fortran programs under `-fdefault-integer-8`, where the kind keeps four bytes.
///
/// OpenMP 5.2, 18.2.12.
///
/// # Safety
/// The arguments are valid for writing.
pub unsafe extern "C-unwind" fn omp_get_schedule_8_(kind: *mut u32, chunk_size: *mut i64) {
    let mut size = 0;
    // SAFETY: the caller's promise.
    unsafe {
        omp_get_schedule(kind, &raw mut size);
        *chunk_size = size.into();
    }
}

/// `void kmp_get_schedule_8(omp_sched_t *kind, int64_t *chunk_size)`: [`omp_get_schedule`] with an
/// eight-byte chunk size, as Flang calls it from LLVM 24 on.
///
/// OpenMP 5.2, 18.2.12.
///
/// # Safety
/// Both pointers are valid for writing.
pub unsafe extern "C-unwind" fn kmp_get_schedule_8(kind: *mut u32, chunk_size: *mut i64) {
    let mut size = 0;
    // SAFETY: the caller's promise.
    unsafe {
        omp_get_schedule__VERSION(kind, &raw mut size);
        *chunk_size = size.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(kind: u32, chunk: c_int) -> Option<(u32, c_int)> {
        schedule(kind, chunk).map(numbers)
    }

    #[test]
    fn a_schedule_that_was_set_is_what_is_got() {
        for kind in [1, 2, 3, 1 | MONOTONIC, 2 | MONOTONIC, 3 | MONOTONIC] {
            assert_eq!(there_and_back(kind, 7), Some((kind, 7)));
        }
    }

    #[test]
    fn a_chunk_size_that_is_not_positive_becomes_the_kinds_own() {
        for chunk in [0, -5, c_int::MIN] {
            assert_eq!(there_and_back(1, chunk), Some((1, 0)));
            assert_eq!(there_and_back(2, chunk), Some((2, 1)));
            assert_eq!(there_and_back(3 | MONOTONIC, chunk), Some((3 | MONOTONIC, 1)));
        }
        assert_eq!(there_and_back(4, 9), Some((4, 1)));
    }

    #[test]
    fn unknown_kinds_are_refused() {
        for kind in [0, 5, 77, MONOTONIC, 100, 103, u32::MAX] {
            assert_eq!(schedule(kind, 1), None);
        }
    }
}
