//! The traits of `omp_init_allocator` (OpenMP 5.2, 6.2).

use crate::engine::constructs::alloc::DEFAULT_MEM_ALLOC;
use crate::sys::memory::HEAP_ALIGNMENT;

/// The step after a request that cannot be satisfied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// `null_fb`: the request fails.
    Null,
    /// `abort_fb`: the program ends.
    Abort,
    /// `allocator_fb`, and `default_mem_fb`, which names omp_default_mem_alloc.
    Allocator(usize),
}

/// The placement of memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// Never swapped out.
    pub pinned: bool,
    /// Its pages alternate between memory nodes.
    pub interleaved: bool,
}

/// The traits that change what an allocator does. All memory here is reached by all threads, so
/// `access` and `sync_hint` change nothing; the kernel does `nearest` anyway, and `blocked` is
/// treated as `nearest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// A power of two, at least [`HEAP_ALIGNMENT`].
    pub alignment: usize,
    /// Bytes, the runtime's own included; `usize::MAX`: no limit.
    pub pool_size: usize,
    pub fallback: Fallback,
    pub placement: Placement,
}

impl Default for Traits {
    fn default() -> Self {
        Self {
            alignment: HEAP_ALIGNMENT,
            pool_size: usize::MAX,
            fallback: Fallback::Allocator(DEFAULT_MEM_ALLOC),
            placement: Placement::default(),
        }
    }
}

/// `omp_atv_default`.
const DEFAULT: usize = usize::MAX;

impl Traits {
    /// The traits from the numbers of `omp_alloctrait_key_t` and `omp_alloctrait_value_t` in any
    /// version of the headers; the last one of a key counts. `None` if no version has a key or
    /// value.
    pub fn from_numbers(numbers: impl IntoIterator<Item = (i32, usize)>) -> Option<Traits> {
        let mut traits = Traits::default();
        let mut falls_back_to = DEFAULT_MEM_ALLOC;
        for (key, value) in numbers {
            match (key, value) {
                // sync_hint: contended, uncontended, serialized, private.
                (1, DEFAULT | 3..=6) => {}
                (2, DEFAULT) => traits.alignment = HEAP_ALIGNMENT,
                (2, alignment) if alignment.is_power_of_two() => traits.alignment = alignment.max(HEAP_ALIGNMENT),
                // access: `all` is 7 in GCC's header and 19 in LLVM's since 21, where 7 is
                // `device`; `memspace` is 22.
                (3, DEFAULT | 7..=10 | 19 | 22) => {}
                (4, size) => traits.pool_size = size,
                (5, DEFAULT | 11) => traits.fallback = Fallback::Allocator(DEFAULT_MEM_ALLOC),
                (5, 12) => traits.fallback = Fallback::Null,
                (5, 13) => traits.fallback = Fallback::Abort,
                (5, 14) => traits.fallback = Fallback::Allocator(0),
                (6, allocator) => falls_back_to = allocator,
                (7, DEFAULT | 0) => traits.placement.pinned = false,
                (7, 1) => traits.placement.pinned = true,
                // partition: environment, nearest, blocked, interleaved.
                (8, DEFAULT | 15..=18) => traits.placement.interleaved = value == 18,
                // Of OpenMP 6.0: pin_device, preferred_device, device_access, target_access,
                // atomic_scope, part_size.
                (9..=14, _) => {}
                _ => return None,
            }
        }
        if traits.fallback == Fallback::Allocator(0) {
            traits.fallback = Fallback::Allocator(falls_back_to);
        }
        Some(traits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(key: i32, value: usize) -> Option<Traits> {
        Traits::from_numbers([(key, value)])
    }

    #[test]
    fn without_traits_there_is_no_limit() {
        assert_eq!(Traits::from_numbers([]), Some(Traits::default()));
        for key in 1..=8 {
            assert_eq!(one(key, DEFAULT), Some(Traits::default()), "omp_atv_default for key {key}");
        }
    }

    #[test]
    fn each_trait_is_taken() {
        assert_eq!(one(2, 4096).map(|t| t.alignment), Some(4096));
        assert_eq!(one(2, 1).map(|t| t.alignment), Some(HEAP_ALIGNMENT));
        assert_eq!(one(4, 1000).map(|t| t.pool_size), Some(1000));
        assert_eq!(one(5, 12).map(|t| t.fallback), Some(Fallback::Null));
        assert_eq!(one(5, 13).map(|t| t.fallback), Some(Fallback::Abort));
        assert_eq!(one(7, 1).map(|t| t.placement.pinned), Some(true));
        assert_eq!(one(8, 18).map(|t| t.placement.interleaved), Some(true));
    }

    #[test]
    fn fb_data_is_taken_before_or_after_allocator_fb() {
        let expected = Some(Fallback::Allocator(3));
        assert_eq!(Traits::from_numbers([(5, 14), (6, 3)]).map(|t| t.fallback), expected);
        assert_eq!(Traits::from_numbers([(6, 3), (5, 14)]).map(|t| t.fallback), expected);
        assert_eq!(one(5, 14).map(|t| t.fallback), Some(Fallback::Allocator(DEFAULT_MEM_ALLOC)));
        assert_eq!(Traits::from_numbers([(6, 3), (5, 12)]).map(|t| t.fallback), Some(Fallback::Null));
    }

    #[test]
    fn the_values_of_all_headers_are_known() {
        for (key, values) in
            [(1, 3..=6), (3, 7..=10), (3, 19..=19), (3, 22..=22), (8, 15..=18), (9, 0..=4), (14, 0..=99)]
        {
            for value in values {
                assert!(one(key, value).is_some(), "{key} {value}");
            }
        }
    }

    #[test]
    fn what_no_header_has_is_refused() {
        let bad =
            [(0, 1), (15, 1), (-1, 1), (1, 2), (1, 7), (2, 0), (2, 3), (2, 48), (3, 11), (5, 10), (5, 15), (7, 2)];
        for (key, value) in bad {
            assert_eq!(one(key, value), None, "{key} {value}");
        }
    }
}
