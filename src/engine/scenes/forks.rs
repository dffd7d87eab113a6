//! Children, made at any moment, in which only the forking thread is left.

use std::time::Duration;

use crate::engine::scenes::explorer::explore;
use crate::engine::scenes::program::{
    barrier, choose, native, num_threads, parallel, set_max_active_levels, task, taskwait, thread_num,
};
use crate::sys::process;
use crate::sys::process::Ended;
use crate::sys::sync::{AtomicU32, Ordering};

/// Regions, barriers and tasks work in the child, and it ends.
fn fork() {
    let ended = process::in_child(Duration::from_secs(30), || {
        barrier();
        let members = AtomicU32::new(0);
        parallel(3, || {
            members.fetch_add(1, Ordering::Relaxed);
            task(|| {});
            barrier();
            assert_eq!(members.load(Ordering::Relaxed), num_threads());
        });
        taskwait();
        process::end(0);
    });
    assert_eq!(ended, Ended::Well, "the child");
}

fn regions_with_tasks(count: u32) {
    for _ in 0..count {
        parallel(2 + choose(2), || {
            task(|| task(|| {}));
            barrier();
        });
    }
}

#[test]
fn beside_regions_of_another_thread() {
    explore(&[], || {
        let other = native(|| regions_with_tasks(3));
        regions_with_tasks(1);
        fork();
        regions_with_tasks(1);
        other.join().unwrap();
    });
}

/// By a worker in a task, by a member of an inner team, and by a thread that others wait for at the
/// gate.
#[test]
fn inside_tasks_and_inner_teams_at_the_gate() {
    explore(&[("FERROMP_BUDGET", "3")], || {
        let other = native(|| regions_with_tasks(3));
        set_max_active_levels(2);
        parallel(2 + choose(3), || {
            if thread_num() == 0 {
                task(fork);
                task(|| task(|| {}));
            }
            parallel(2, || {
                if thread_num() == 1 && choose(3) == 0 {
                    fork();
                }
                barrier();
            });
            taskwait();
        });
        regions_with_tasks(1);
        other.join().unwrap();
    });
}

#[test]
fn inside_a_region() {
    explore(&[], || {
        parallel(3, || {
            task(|| task(|| {}));
            if thread_num() == 1 {
                fork();
            }
            barrier();
        });
        regions_with_tasks(1);
    });
}
