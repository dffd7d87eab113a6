//! How many processors this process may use.

use super::cgroup;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Processors that this process may use now: those of the calling thread's affinity mask, at most
/// as many as the cgroup quotas grant time for, at least 1. (The peers' `omp_get_num_procs` ignores
/// quotas, so a container with half a processor of a big machine starts a thread for each of its
/// processors.)
///
/// The mask takes one system call and is read each time. The quotas are in several files and are
/// read once.
pub fn available() -> usize {
    static QUOTA: AtomicUsize = AtomicUsize::new(UNREAD);
    const UNREAD: usize = 0;
    const NONE: usize = usize::MAX;
    let in_mask = in_affinity_mask();
    if in_mask <= 1 {
        // No quota makes it fewer.
        return 1;
    }
    let mut quota = QUOTA.load(Ordering::Relaxed);
    if quota == UNREAD {
        quota = cgroup::quota().unwrap_or(NONE);
        QUOTA.store(quota, Ordering::Relaxed);
    }
    within(in_mask, Some(quota))
}

fn within(in_mask: usize, quota: Option<usize>) -> usize {
    in_mask.min(quota.unwrap_or(usize::MAX)).max(1)
}

/// Processors in the calling thread's affinity mask; the processors that are online if the kernel
/// does not say.
pub fn in_affinity_mask() -> usize {
    match affinity_mask() {
        Some(mask) => mask.iter().map(|word| word.count_ones() as usize).sum(),
        None => {
            // SAFETY: sysconf only returns a number.
            let online = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
            usize::try_from(online).unwrap_or(1)
        }
    }
}

/// The calling thread's affinity mask: processor `n` is bit `n % 64` of word `n / 64`.
pub fn affinity_mask() -> Option<Vec<u64>> {
    // The kernel refuses (EINVAL) a mask smaller than its own, which may have room for more than
    // the 1024 processors of libc's cpu_set_t.
    let mut words = 1024 / 64;
    while words <= (1 << 20) / 64 {
        let mut mask = vec![0u64; words];
        // SAFETY: the mask has the size that is passed with it.
        let result = unsafe { libc::sched_getaffinity(0, size_of_val(&*mask), mask.as_mut_ptr().cast()) };
        if result == 0 {
            return Some(mask);
        }
        if io::Error::last_os_error().raw_os_error() != Some(libc::EINVAL) {
            return None;
        }
        words *= 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn a_quota_only_lowers_the_number_and_never_below_one() {
        assert_eq!(within(8, None), 8);
        assert_eq!(within(8, Some(2)), 2);
        assert_eq!(within(2, Some(8)), 2);
        assert_eq!(within(0, None), 1);
        assert_eq!(within(8, Some(0)), 1);
    }

    #[test]
    fn a_narrowed_mask_counts_as_narrowed() {
        let before = affinity_mask().expect("the kernel tells the mask");
        assert_eq!(in_affinity_mask(), before.iter().map(|word| word.count_ones() as usize).sum::<usize>());
        let first = before.iter().position(|&word| word != 0).expect("some processor is in the mask");
        // A thread of its own, so that the other tests keep their mask.
        thread::spawn(move || {
            let mut narrow = vec![0u64; before.len()];
            narrow[first] = 1 << before[first].trailing_zeros();
            // SAFETY: the mask has the size that is passed with it.
            let result = unsafe { libc::sched_setaffinity(0, size_of_val(&*narrow), narrow.as_ptr().cast()) };
            assert_eq!(result, 0);
            assert_eq!(affinity_mask(), Some(narrow));
            assert_eq!(in_affinity_mask(), 1);
            assert_eq!(available(), 1);
        })
        .join()
        .expect("the narrowed thread finishes");
    }
}
