//! Teams that ask for more threads than may run.

use crate::engine::scenes::explorer::explore;
use crate::engine::scenes::program::{barrier, choose, native, num_threads, parallel};
use crate::sys::sync::{AtomicU32, Ordering};

/// Regions of sizes below, at and above the budget.
fn regions(count: u32, sizes: &'static [u32]) {
    for _ in 0..count {
        let size = sizes[choose(sizes.len() as u32) as usize];
        let members = AtomicU32::new(0);
        parallel(size, || {
            assert_eq!(num_threads(), size);
            members.fetch_add(1, Ordering::Relaxed);
            barrier();
            assert_eq!(members.load(Ordering::Relaxed), size);
        });
    }
}

/// The main thread opens fewer regions than the others, and joins them: no other thread may need
/// what it still has then.
fn masters() {
    let others: Vec<_> = (0..3).map(|_| native(|| regions(6, &[2, 4]))).collect();
    regions(3, &[2, 3, 4, 5]);
    others.into_iter().for_each(|other| other.join().unwrap());
}

/// Sizes far above the budget too.
fn large() {
    let other = native(|| regions(4, &[1, 3, 8, 16]));
    regions(3, &[2, 5, 8, 16]);
    other.join().unwrap();
}

#[test]
fn large_teams_under_turns() {
    explore(&[("FERROMP_ADMISSION", "turns"), ("FERROMP_BUDGET", "8")], large);
}

#[test]
fn large_teams_under_hold() {
    explore(&[("FERROMP_ADMISSION", "hold"), ("FERROMP_BUDGET", "8")], large);
}

#[test]
fn large_teams_under_gang() {
    explore(&[("FERROMP_ADMISSION", "gang"), ("FERROMP_BUDGET", "8")], large);
}

#[test]
fn large_teams_under_learned() {
    explore(&[("FERROMP_ADMISSION", "learned"), ("FERROMP_BUDGET", "8")], large);
}

#[test]
fn large_teams_under_kernel() {
    explore(&[("FERROMP_ADMISSION", "kernel"), ("FERROMP_BUDGET", "8")], large);
}

#[test]
fn under_turns() {
    explore(&[("FERROMP_ADMISSION", "turns"), ("FERROMP_BUDGET", "4")], masters);
}

#[test]
fn under_gang() {
    explore(&[("FERROMP_ADMISSION", "gang"), ("FERROMP_BUDGET", "4")], masters);
}

#[test]
fn under_hold() {
    explore(&[("FERROMP_ADMISSION", "hold"), ("FERROMP_BUDGET", "3")], masters);
}

#[test]
fn under_learned() {
    explore(&[("FERROMP_ADMISSION", "learned"), ("FERROMP_BUDGET", "3")], masters);
}
