//! Teams: their members, and whether all of these come to the barriers.

use std::time::Duration;

use crate::engine::scenes::explorer::explore;
use crate::engine::scenes::program::{
    barrier, choose, native, num_threads, parallel, pause, set_max_active_levels, thread_num,
};
use crate::sys::sync::{AtomicU32, Ordering};
use crate::sys::thread;

const SIZES: [u32; 6] = [1, 2, 3, 5, 8, 16];

/// A region of `size` with `barriers` barriers: all members are there, once each, and each barrier
/// waits for all.
fn check_region(size: u32, barriers: u32) {
    let counts: Vec<AtomicU32> = (0..=barriers).map(|_| AtomicU32::new(0)).collect();
    let members: Vec<AtomicU32> = (0..size).map(|_| AtomicU32::new(0)).collect();
    parallel(size, || {
        assert_eq!(num_threads(), size);
        let before = members[thread_num() as usize].fetch_add(1, Ordering::Relaxed);
        assert_eq!(before, 0, "member {} is there twice", thread_num());
        for count in &counts[..barriers as usize] {
            count.fetch_add(1, Ordering::Relaxed);
            barrier();
            assert_eq!(count.load(Ordering::Relaxed), size);
        }
        counts[barriers as usize].fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(counts[barriers as usize].load(Ordering::Relaxed), size);
    assert!(members.iter().all(|member| member.load(Ordering::Relaxed) == 1));
}

fn regions_of_changing_sizes(count: u32) {
    for _ in 0..count {
        check_region(SIZES[choose(SIZES.len() as u32) as usize], choose(3));
    }
}

#[test]
fn sizes_change_from_region_to_region() {
    explore(&[], || regions_of_changing_sizes(6));
}

/// Of the large ones that follow each other, most members hear by others.
fn large_regions() {
    const LARGE: [u32; 4] = [33, 40, 41, 9];
    for _ in 0..2 {
        let size = LARGE[choose(4) as usize];
        (0..3).for_each(|_| check_region(size, choose(2)));
        check_region(LARGE[choose(4) as usize], 0);
    }
}

#[test]
fn large_teams_begin_regions_by_passing_them_on() {
    explore(&[("FERROMP_PROCESSORS", "64")], large_regions);
}

#[test]
fn large_teams_that_sleep_begin_regions() {
    explore(&[("FERROMP_PROCESSORS", "64"), ("OMP_WAIT_POLICY", "passive")], large_regions);
}

#[test]
fn three_masters_share_the_pool() {
    explore(&[], || {
        let others: Vec<_> = (0..2).map(|_| native(|| regions_of_changing_sizes(3))).collect();
        regions_of_changing_sizes(3);
        others.into_iter().for_each(|other| other.join().unwrap());
    });
}

#[test]
fn threads_that_end_leave_their_workers_to_others() {
    explore(&[], || {
        for _ in 0..3 {
            let first = native(|| regions_of_changing_sizes(2));
            let second = native(|| regions_of_changing_sizes(1));
            first.join().unwrap();
            regions_of_changing_sizes(1);
            second.join().unwrap();
        }
    });
}

fn nested_regions() {
    set_max_active_levels(2);
    for _ in 0..3 {
        let outer = 1 + choose(3);
        parallel(outer, || check_region(1 + choose(3), choose(2)));
        check_region(1 + choose(4), 1);
    }
}

#[test]
fn nested_teams_lend_and_take_back() {
    explore(&[], nested_regions);
}

#[test]
fn two_masters_with_nested_teams() {
    explore(&[], || {
        let other = native(nested_regions);
        nested_regions();
        other.join().unwrap();
    });
}

#[test]
fn a_pause_between_regions() {
    explore(&[], || {
        let other = native(|| {
            set_max_active_levels(2);
            for _ in 0..3 {
                regions_of_changing_sizes(1);
                pause();
            }
        });
        set_max_active_levels(2);
        for _ in 0..3 {
            check_region(5, 0);
            check_region(2, 1);
            if choose(2) == 0 {
                pause();
            }
        }
        other.join().unwrap();
    });
}

/// Workers have had no use for as long as the idle limit says, and are wanted again at that moment:
/// by their own team, by threads that look for idle workers, or by a thread that takes over the
/// team of one that has ended.
#[test]
fn workers_end_when_somebody_wants_them() {
    fn regions_with_pauses(count: u32) {
        set_max_active_levels(2);
        for _ in 0..count {
            parallel(1 + choose(3), || check_region(1 + choose(3), choose(2)));
            check_region(1 + choose(4), 0);
            thread::pause(Duration::from_millis(u64::from(choose(15))));
        }
    }
    explore(&[("FERROMP_IDLE_LIMIT", "10ms")], || {
        let other = native(|| {
            for _ in 0..3 {
                native(|| regions_with_pauses(1)).join().unwrap();
                thread::pause(Duration::from_millis(u64::from(choose(15))));
            }
        });
        regions_with_pauses(3);
        pause();
        regions_with_pauses(1);
        other.join().unwrap();
    });
}
