//! Memory spaces (OpenMP 5.2, 6.1; 6.0, 27): numbers for kinds of memory.

use crate::engine::constructs::alloc::DEFAULT_MEM_ALLOC;
use crate::engine::constructs::offload::device;

/// `omp_default_mem_space`, as GCC's header and LLVM's before 21 have it. Where LLVM 21 has
/// `omp_null_mem_space`.
pub const DEFAULT: usize = 0;

/// `omp_default_mem_space` since LLVM 21.
const DEFAULT_OF_LLVM: usize = 99;

/// Whether an allocator can be made for this space: large_cap, const, high_bw and low_lat are 1 to
/// 4, cgroup 5. Not for LLVM's and GCC's spaces of devices (100 to 102, 200), of which there are
/// none.
pub fn is_available(space: usize) -> bool {
    matches!(space, DEFAULT..=5 | DEFAULT_OF_LLVM)
}

/// The space of the same kind as `space` on `devices`: `space` itself, if all of them are the host.
pub fn of_devices(devices: impl IntoIterator<Item = i32>, space: usize) -> Option<usize> {
    (devices.into_iter().all(device::is_host) && has_resources(space)).then_some(space)
}

/// The same on all devices: `space` itself, if the host is the only one.
pub fn of_all_devices(space: usize) -> Option<usize> {
    (device::count() == 0 && has_resources(space)).then_some(space)
}

/// Whether it is a space of the host with a name of its own. To the routines of OpenMP 6.0, 0 is
/// none.
pub fn has_resources(space: usize) -> bool {
    space != DEFAULT && is_available(space)
}

/// The predefined allocator of a space; 0 of 0. They are numbered as the spaces are, from 1.
pub fn allocator_of(space: usize) -> usize {
    match space {
        0 => 0,
        DEFAULT_OF_LLVM => DEFAULT_MEM_ALLOC,
        space => space + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_space_has_two_numbers() {
        assert!(is_available(0) && is_available(99));
        assert!(!is_available(100) && !is_available(200) && !is_available(usize::MAX));
    }

    #[test]
    fn each_space_has_its_allocator() {
        assert_eq!([0, 99, 1, 2, 3, 4, 5].map(allocator_of), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn the_host_is_the_only_device() {
        assert_eq!(of_devices([0], 99), Some(99));
        assert_eq!(of_devices([-1, 0], 2), Some(2));
        assert_eq!(of_devices([0, 1], 2), None);
        assert_eq!(of_devices([-2], 2), None);
        assert_eq!(of_devices([0], 0), None);
        assert_eq!(of_devices([0], 77), None);
        assert_eq!(of_all_devices(99), Some(99));
        assert_eq!(of_all_devices(0), None);
    }
}
