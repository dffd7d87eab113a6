//! `taskloop`: the iterations of a loop as tasks (OpenMP 5.2, 12.6).

use crate::engine::records::task::TaskRef;
use crate::engine::records::thread::Thread;
use crate::engine::tasks::create;
use crate::engine::tools;
use crate::engine::tools::events;
use crate::engine::tools::names::Endpoint;

/// The clause of a `taskloop` directive about its tasks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clause {
    /// No clause.
    None,
    /// `grainsize(n)`: iterations of a task; without `strict` a task may have up to twice as many.
    Grainsize { iterations: u64, strict: bool },
    /// `num_tasks(n)`, unless there are fewer iterations.
    NumTasks(u64),
}

/// The number of tasks for each thread without a clause, so that differences between them even out.
const TASKS_PER_THREAD: u64 = 8;

/// The division of the iterations into tasks: in their order, the larger tasks first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Division {
    trip: u64,
    tasks: u64,
    /// Iterations of a task.
    grain: u64,
    /// The number of tasks that have one iteration more.
    larger: u64,
}

/// Iterations of one task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chunk {
    pub first: u64,
    /// This is above 0.
    pub count: u64,
    /// Whether the loop's last iteration is among them.
    pub last: bool,
}

impl Division {
    /// Divides `trip` iterations, above 0, for a team of `threads`.
    fn new(trip: u64, clause: Clause, threads: u32) -> Self {
        let tasks = match clause {
            Clause::Grainsize { iterations, strict: true } => {
                let grain = iterations.clamp(1, trip);
                return Self { trip, tasks: trip.div_ceil(grain), grain, larger: 0 };
            }
            Clause::Grainsize { iterations, strict: false } => trip / iterations.max(1),
            Clause::NumTasks(tasks) => tasks,
            Clause::None if threads == 1 => 1,
            Clause::None => u64::from(threads) * TASKS_PER_THREAD,
        };
        let tasks = tasks.clamp(1, trip);
        Self { trip, tasks, grain: trip / tasks, larger: trip % tasks }
    }

    /// The iterations of task `index`.
    fn chunk(&self, index: u64) -> Chunk {
        let first = index * self.grain + index.min(self.larger);
        let count = (self.grain + u64::from(index < self.larger)).min(self.trip - first);
        Chunk { first, count, last: index + 1 == self.tasks }
    }
}

/// Generates the tasks of a loop of `trip` iterations. `make` makes the task of a chunk, with its
/// body; or it executes the chunk itself, and returns none. The caller has begun the construct's
/// taskgroup, and ends it.
pub fn generate(t: &'static Thread, trip: u64, clause: Clause, make: impl Fn(Chunk) -> Option<TaskRef>) {
    if trip == 0 {
        return;
    }
    let division = Division::new(trip, clause, t.nthreads.get());
    if tools::on() {
        events::taskloop(t, Endpoint::Begin, trip);
    }
    for index in 0..division.tasks {
        let chunk = division.chunk(index);
        if tools::on() {
            t.tools.chunk.set((chunk.first, chunk.count));
        }
        if let Some(task) = make(chunk) {
            // SAFETY: the task is as `make` promises.
            unsafe { create::submit(t, task, &[]) };
        }
    }
    if tools::on() {
        events::taskloop(t, Endpoint::End, trip);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(trip: u64, clause: Clause, threads: u32) -> Vec<u64> {
        let division = Division::new(trip, clause, threads);
        let mut next = 0;
        let counts = (0..division.tasks)
            .map(|index| {
                let chunk = division.chunk(index);
                assert_eq!(chunk.first, next);
                next += chunk.count;
                assert_eq!(chunk.last, next == trip);
                chunk.count
            })
            .collect();
        assert_eq!(next, trip);
        counts
    }

    #[test]
    fn grainsize_is_a_least_size_and_strict_an_exact_one() {
        let loose = |iterations| Clause::Grainsize { iterations, strict: false };
        let strict = |iterations| Clause::Grainsize { iterations, strict: true };
        assert_eq!(counts(10, loose(3), 2), [4, 3, 3]);
        assert_eq!(counts(10, loose(4), 2), [5, 5]);
        assert_eq!(counts(10, loose(20), 2), [10]);
        assert_eq!(counts(3, loose(0), 2), [1, 1, 1]);
        assert_eq!(counts(10, strict(4), 2), [4, 4, 2]);
        assert_eq!(counts(10, strict(20), 2), [10]);
        assert_eq!(counts(3, strict(0), 2), [1, 1, 1]);
    }

    #[test]
    fn num_tasks_are_as_many_as_there_are_iterations_for() {
        assert_eq!(counts(10, Clause::NumTasks(4), 2), [3, 3, 2, 2]);
        assert_eq!(counts(3, Clause::NumTasks(u64::MAX), 2), [1, 1, 1]);
        assert_eq!(counts(3, Clause::NumTasks(0), 2), [3]);
    }

    #[test]
    fn without_a_clause_each_thread_has_several() {
        assert_eq!(counts(3, Clause::None, 4).len(), 3);
        assert_eq!(counts(1000, Clause::None, 1), [1000]);
        assert_eq!(counts(1000, Clause::None, 4).len(), 32);
    }

    #[test]
    fn loops_over_the_whole_number_range() {
        assert_eq!(counts(u64::MAX, Clause::NumTasks(2), 2), [1 << 63, (1 << 63) - 1]);
        assert_eq!(
            counts(u64::MAX, Clause::Grainsize { iterations: u64::MAX - 1, strict: true }, 2),
            [u64::MAX - 1, 1]
        );
    }
}
