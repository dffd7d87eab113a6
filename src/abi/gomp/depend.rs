//! The array in which GCC passes `depend` clauses.

use std::ffi::c_void;

use crate::engine::records::task::Kind;
use crate::engine::tasks::depend::Dependence;

/// The kinds in an `omp_depend_t` (`enum gomp_depend` of GCC's omp.h and compiler).
mod kinds {
    pub const IN: usize = 1;
    pub const MUTEXINOUTSET: usize = 4;
    pub const INOUTSET: usize = 5;
}

/// `omp_depend_t` of GCC's omp.h.
#[repr(C)]
pub struct Depobj {
    address: usize,
    kind: usize,
}

const _: () = assert!(size_of::<Depobj>() == 16);

/// No address stands for all of memory (`omp_all_memory`, GCC 13).
fn at(address: usize, kind: Kind) -> Dependence {
    let everywhere = address == 0 && matches!(kind, Kind::Out);
    Dependence { address, kind: if everywhere { Kind::All } else { kind } }
}

/// Reads the array. Its first word is the number of items, the second how many of them are `out` or
/// `inout`; the others are `in`, the addresses follow. Or the first word is 0 (GCC 9): then come
/// the number of items, of `out`, of `mutexinoutset` and of `in`; the addresses follow in this
/// order, and behind them those of `omp_depend_t`s.
///
/// # Safety
/// `array` must be as described.
pub unsafe fn read_dependences(array: *mut *mut c_void) -> Vec<Dependence> {
    // SAFETY: the caller's promise.
    let word = |index: usize| unsafe { *array.add(index) } as usize;
    let old = word(0) != 0;
    let (count, out, exclusive, first) = if old { (word(0), word(1), 0, 2) } else { (word(1), word(2), word(3), 5) };
    let plain_in = if old { count - out } else { word(4) };
    let kind_of = |index: usize| match index {
        _ if index < out => Some(Kind::Out),
        _ if index < out + exclusive => Some(Kind::Exclusive),
        _ if index < out + exclusive + plain_in => Some(Kind::In),
        _ => None,
    };
    (0..count)
        .map(|index| {
            let address = word(first + index);
            match kind_of(index) {
                Some(kind) => at(address, kind),
                // SAFETY: the caller's promise.
                None => unsafe { read_depobj(address as *const Depobj) },
            }
        })
        .collect()
}

/// # Safety
/// `depobj` must be valid.
pub unsafe fn read_depobj(depobj: *const Depobj) -> Dependence {
    // SAFETY: the caller's promise.
    let depobj = unsafe { &*depobj };
    let kind = match depobj.kind {
        kinds::IN => Kind::In,
        kinds::MUTEXINOUTSET => Kind::Exclusive,
        kinds::INOUTSET => Kind::Set,
        _ => Kind::Out,
    };
    at(depobj.address, kind)
}
