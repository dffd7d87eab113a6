//! Results that the members of a team combine up a tree.

use std::ffi::c_void;

use crate::engine::constructs::worksharing::combine::up_the_tree;
use crate::engine::records::thread::Thread;
use crate::engine::scenes::explorer::explore;
use crate::engine::scenes::program::{barrier, choose, native, parallel, task, thread_num};
use crate::sys::sync::{AtomicU32, Ordering};

/// # Safety
/// Both must point to a number.
unsafe extern "C-unwind" fn add(to: *mut c_void, from: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { *to.cast::<u32>() += *from.cast::<u32>() };
}

/// Regions in which the members combine a number each, several times: with a barrier behind it, for
/// which the numbers stay, or without; one member may come late, with tasks behind it.
fn regions(count: u32, sizes: &'static [u32]) {
    for _ in 0..count {
        let size = sizes[choose(sizes.len() as u32) as usize];
        let late = choose(size);
        let blocks: Vec<bool> = (0..3).map(|_| choose(2) == 0).collect();
        let sums: Vec<AtomicU32> = blocks.iter().map(|_| AtomicU32::new(0)).collect();
        parallel(size, || {
            for (sum, blocks) in sums.iter().zip(&blocks) {
                if thread_num() == late {
                    task(|| {});
                }
                let mut own = 1 << thread_num();
                // SAFETY: `add` takes the numbers, and they stay until the barrier.
                if unsafe { up_the_tree(Thread::current(), (&raw mut own).cast(), add, *blocks) } {
                    sum.fetch_add(own, Ordering::Relaxed);
                }
                if *blocks {
                    barrier();
                    assert_eq!(sum.load(Ordering::Relaxed), (1 << size) - 1);
                }
            }
        });
        for sum in &sums {
            assert_eq!(sum.load(Ordering::Relaxed), (1 << size) - 1);
        }
    }
}

#[test]
fn each_result_is_combined_once() {
    explore(&[], || regions(4, &[2, 3, 5, 8, 16]));
}

#[test]
fn members_that_are_held_back_combine_too() {
    explore(&[("FERROMP_ADMISSION", "hold"), ("FERROMP_BUDGET", "3")], || {
        let other = native(|| regions(2, &[2, 5]));
        regions(2, &[3, 6]);
        other.join().unwrap();
    });
}
