//! Loop nests that the runtime makes one loop of (`collapse`). Intel's compilers emit these.

use std::slice;

use super::ident::Ident;
use crate::engine::constructs::worksharing::loop_schedule::block;
use crate::engine::constructs::worksharing::nest;
use crate::engine::constructs::worksharing::nest::{Bound, Loop};
use crate::engine::records::thread::Thread;

/// `bounds_info_t`: one loop of a nest, the outermost first. Its bounds have the type `kind`, in 64
/// bits each; a bound is `…0 + …1 × the variable of loop number outer`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Bounds {
    kind: i32,
    _kind_of_variable: i32,
    comparison: i32,
    outer: i32,
    lower: u64,
    lower_slope: u64,
    upper: u64,
    upper_slope: u64,
    step: i64,
    trips: u64,
}

const _: () = assert!(size_of::<Bounds>() == 64);

/// `comparison_t`: the loop goes on while its variable is … the upper bound.
mod comparison {
    pub const AT_MOST: i32 = 0;
    pub const AT_LEAST: i32 = 1;
    pub const NOT: i32 = 2;
    pub const LESS: i32 = 3;
    pub const GREATER: i32 = 4;
}

/// A value of type `kind` (`loop_type_t`): unsigned and signed of 8, 16, 32 and 64 bits in turn.
fn value(kind: i32, bits: u64) -> i128 {
    match kind {
        0 => i128::from(bits as u8),
        1 => i128::from(bits as i8),
        2 => i128::from(bits as u16),
        3 => i128::from(bits as i16),
        4 => i128::from(bits as u32),
        5 => i128::from(bits as i32),
        6 => i128::from(bits),
        _ => i128::from(bits.cast_signed()),
    }
}

impl Bounds {
    /// Makes the upper bound inclusive.
    fn include_upper(&mut self) {
        let up = self.step > 0;
        match self.comparison {
            comparison::LESS => self.upper = self.upper.wrapping_sub(1),
            comparison::GREATER => self.upper = self.upper.wrapping_add(1),
            comparison::NOT if up => self.upper = self.upper.wrapping_sub(1),
            comparison::NOT => self.upper = self.upper.wrapping_add(1),
            _ => return,
        }
        self.comparison = if up { comparison::AT_MOST } else { comparison::AT_LEAST };
    }

    fn as_loop(&self) -> Loop {
        let mut inclusive = *self;
        inclusive.include_upper();
        let outer = usize::try_from(self.outer).unwrap_or(0);
        let bound = |constant, slope: u64| Bound {
            constant: value(self.kind, constant),
            // Slopes may be negative, whatever the type of the variable is.
            slope: i128::from(slope.cast_signed()),
            outer,
        };
        Loop {
            first: bound(inclusive.lower, self.lower_slope),
            last: bound(inclusive.upper, self.upper_slope),
            step: if self.step == 0 { 1 } else { i128::from(self.step) },
        }
    }
}

/// # Safety
/// `bounds` must have `n` loops.
unsafe fn read(bounds: *const Bounds, n: i32) -> Vec<Loop> {
    // SAFETY: the caller's promise.
    let bounds = unsafe { slice::from_raw_parts(bounds, usize::try_from(n).unwrap_or(0)) };
    bounds.iter().map(Bounds::as_loop).collect()
}

/// `uint64_t __kmpc_process_loop_nest_rectang(ident_t *location, int gtid, bounds_info_t *bounds,
/// int n)`: how many iterations a nest of `n` loops has whose bounds are constant. Makes the upper
/// bounds inclusive and sets each loop's trip count.
///
/// Emitted by Intel's compilers for `collapse` (OpenMP 5.2, 4.4.3).
///
/// # Safety
/// `bounds` must have `n` loops.
pub unsafe extern "C-unwind" fn __kmpc_process_loop_nest_rectang(
    _location: *const Ident,
    _gtid: i32,
    bounds: *mut Bounds,
    n: i32,
) -> u64 {
    // SAFETY: the caller's promise.
    let loops = unsafe { slice::from_raw_parts_mut(bounds, usize::try_from(n).unwrap_or(0)) };
    for this in &mut *loops {
        this.include_upper();
        this.trips = nest::count(&[this.as_loop()]);
    }
    loops.iter().fold(1, |product, this| product.saturating_mul(this.trips))
}

/// `void __kmpc_calc_original_ivs_rectang(ident_t *location, uint64_t number, const bounds_info_t
/// *bounds, uint64_t *variables, int n)`: the variables of iteration `number` of a nest with
/// constant bounds, into `variables`.
///
/// Emitted by Intel's compilers for `collapse` (OpenMP 5.2, 4.4.3).
///
/// # Safety
/// `bounds` must have `n` loops, and `variables` room for as many values.
pub unsafe extern "C-unwind" fn __kmpc_calc_original_ivs_rectang(
    _location: *const Ident,
    number: u64,
    bounds: *const Bounds,
    variables: *mut u64,
    n: i32,
) {
    // SAFETY: the caller's promise.
    let loops = unsafe { read(bounds, n) };
    for (index, value) in nest::values_at(&loops, number).into_iter().enumerate() {
        // SAFETY: the caller's promise.
        unsafe { *variables.add(index) = value as u64 };
    }
}

/// `int __kmpc_for_collapsed_init(ident_t *location, int gtid, const bounds_info_t *bounds,
/// bounds_info_t *part, int n, int *last)`: divides a nest of `n` loops, whose bounds may depend on
/// outer variables, among the threads of the team: 1 if the calling one gets iterations, and then
/// in `part` the variables of the first (as lower bounds) and of the last (as upper bounds), and in
/// `last` whether they include the nest's last one; otherwise 0.
///
/// Emitted by Intel's compilers for `collapse` (OpenMP 5.2, 4.4.3).
///
/// # Safety
/// `bounds` and `part` must have `n` loops; `last` must be null or writable.
pub unsafe extern "C-unwind" fn __kmpc_for_collapsed_init(
    _location: *const Ident,
    _gtid: i32,
    bounds: *const Bounds,
    part: *mut Bounds,
    n: i32,
    last: *mut i32,
) -> i32 {
    let t = Thread::current();
    // SAFETY: the caller's promise.
    let loops = unsafe { read(bounds, n) };
    let trip = nest::count(&loops);
    let (first, end) = block(trip, t.nthreads.get(), t.tid.get());
    // SAFETY: the caller's promise.
    if let Some(last) = unsafe { last.as_mut() } {
        *last = i32::from(first < end && end == trip);
    }
    if first == end {
        return 0;
    }
    let ends = nest::values_at(&loops, first).into_iter().zip(nest::values_at(&loops, end - 1));
    for (index, (from, to)) in ends.enumerate() {
        // SAFETY: the caller's promise.
        unsafe {
            let mut mine = *bounds.add(index);
            mine.include_upper();
            (mine.lower, mine.lower_slope) = (from as u64, 0);
            (mine.upper, mine.upper_slope) = (to as u64, 0);
            *part.add(index) = mine;
        }
    }
    1
}
