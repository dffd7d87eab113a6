//! The cost of the engine's protocols by themselves, beside that of libraries that offer the same:
//! `cargo bench`. docs/benchmarks.md has a table, and says how the runtime as a whole is compared
//! with its peers.
//!
//! ferromp is a cdylib and nothing else, and a benchmark cannot be linked to a cdylib. So this one
//! includes the sources.

#[allow(dead_code, unused_imports, reason = "the benchmarks use a small part of it")]
#[path = "../src/engine/mod.rs"]
mod engine;
#[allow(dead_code, unused_imports, unused_macros, reason = "as above")]
#[path = "../src/sys/mod.rs"]
mod sys;

use std::collections::VecDeque;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion};
use crossbeam_deque::Worker;

use engine::ground::settings::places::Places;
use engine::ground::settings::read;
use engine::ground::settings::source::Variables;
use engine::protocols::lock::{NamedLock, NestLock, OwnedLock, Rank, SimpleLock, Taker};
use engine::protocols::tasks::counts::{Counts, Kin, end};
use engine::protocols::tasks::deque::Deque;
use engine::protocols::wait::{ANY_TASK, EventCount, sleeper};

/// Tasks that a deque holds in the benchmarks of more than one.
const MANY: usize = 64;

/// Measures `operation`, which one thread makes.
fn alone<R>(group: &mut BenchmarkGroup<WallTime>, name: &str, mut operation: impl FnMut() -> R) {
    group.bench_function(name, |bencher| bencher.iter(&mut operation));
}

/// Measures `operation` of one thread while another one makes `other` as fast as it can.
fn beside<R, S>(
    group: &mut BenchmarkGroup<WallTime>,
    name: &str,
    mut operation: impl FnMut() -> R,
    other: impl Fn() -> S + Sync,
) {
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|times| {
            let (begun, done) = (AtomicBool::new(false), AtomicBool::new(false));
            thread::scope(|scope| {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        black_box(other());
                        begun.store(true, Ordering::Relaxed);
                    }
                });
                while !begun.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
                let start = Instant::now();
                for _ in 0..times {
                    black_box(operation());
                }
                let time = start.elapsed();
                done.store(true, Ordering::Relaxed);
                time
            })
        });
    });
}

fn deque(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("deque");

    let (deque, other) = (Deque::default(), Deque::default());
    let steal = |batch| deque.steal(&other, batch, |_| true, |_| 0).map(|(task, ..)| task);
    let fill = || (0..MANY).for_each(|task| deque.push(task, || ()));
    alone(&mut group, "add and take one/ferromp", || {
        deque.push(black_box(1_usize), || ());
        deque.pop(|_| true)
    });
    alone(&mut group, "add and take 64/ferromp", || {
        fill();
        (0..MANY).filter_map(|_| deque.pop(|_| true)).sum::<usize>()
    });
    alone(&mut group, "add 64 and steal them/ferromp", || {
        fill();
        (0..MANY).filter_map(|_| steal(0)).sum::<usize>()
    });
    alone(&mut group, "add 64 and move half/ferromp", || {
        fill();
        steal(MANY);
        while deque.pop(|_| true).is_some() {}
        while other.pop(|_| true).is_some() {}
    });
    beside(
        &mut group,
        "add and take one beside a thief/ferromp",
        || {
            deque.push(black_box(1_usize), || ());
            deque.pop(|_| true)
        },
        || steal(0),
    );

    let (own, other) = (Worker::new_lifo(), Worker::new_lifo());
    let from = own.stealer();
    let fill = || (0..MANY).for_each(|task| own.push(task));
    alone(&mut group, "add and take one/crossbeam-deque", || {
        own.push(black_box(1_usize));
        own.pop()
    });
    alone(&mut group, "add and take 64/crossbeam-deque", || {
        fill();
        (0..MANY).filter_map(|_| own.pop()).sum::<usize>()
    });
    alone(&mut group, "add 64 and steal them/crossbeam-deque", || {
        fill();
        (0..MANY).filter_map(|_| from.steal().success()).sum::<usize>()
    });
    alone(&mut group, "add 64 and move half/crossbeam-deque", || {
        fill();
        let _ = from.steal_batch_with_limit_and_pop(&other, MANY + 1);
        while own.pop().is_some() {}
        while other.pop().is_some() {}
    });
    beside(
        &mut group,
        "add and take one beside a thief/crossbeam-deque",
        || {
            own.push(black_box(1_usize));
            own.pop()
        },
        || from.steal().success(),
    );

    // The least that a lock around a queue costs.
    let queue = parking_lot::Mutex::new(VecDeque::new());
    alone(&mut group, "add and take one/parking_lot and VecDeque", || {
        queue.lock().push_back(black_box(1_usize));
        queue.lock().pop_back()
    });
    group.finish();
}

/// The part of a task that its counts need.
struct Family<'a> {
    counts: Counts,
    parent: Option<&'a Family<'a>>,
    /// Whether the thread that generated the children also completes them.
    runs_here: bool,
}

impl<'a> Family<'a> {
    fn new(parent: Option<&'a Family<'a>>, runs_here: bool) -> Self {
        Self { counts: Counts::default(), parent, runs_here }
    }
}

impl<'a> Kin for &'a Family<'a> {
    type Caller = ();
    type Group = ();
    type Listener = ();

    fn counts(&self) -> &Counts {
        &self.counts
    }

    fn parent(self) -> Self {
        self.parent.expect("a child")
    }

    fn member_of(self) -> *const () {
        std::ptr::null()
    }

    fn is_implicit(self) -> bool {
        self.parent.is_none()
    }

    fn is_run_by(self, (): ()) -> bool {
        self.runs_here
    }

    fn listener(self) {}

    fn leave(_: *const ()) {}

    fn wake((): ()) {
        unreachable!("nobody sleeps");
    }

    fn quieten((): ()) {
        unreachable!("no barrier is near");
    }

    fn free((): (), _: Self) {}
}

fn counts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("children of a task");
    for (name, runs_here) in [
        ("generated and completed by its thread/ferromp", true),
        ("generated by its thread, completed by another/ferromp", false),
    ] {
        let parent = Family::new(None, runs_here);
        let child = Family::new(Some(&parent), runs_here);
        alone(&mut group, name, || {
            black_box(&parent).counts.add_child();
            end((), black_box(&child));
        });
        assert!(!parent.counts.has_unfinished());
    }
    let count = AtomicU32::new(0);
    alone(&mut group, "generated and completed/one atomic counter", || {
        black_box(&count).fetch_add(1, Ordering::Relaxed);
        black_box(&count).fetch_sub(1, Ordering::AcqRel)
    });
    group.finish();
}

/// A lock by its two calls.
trait Lock: Sync {
    fn with(&self, work: impl FnOnce());
}

impl Lock for SimpleLock {
    fn with(&self, work: impl FnOnce()) {
        self.lock();
        work();
        // SAFETY: the lock outlives the benchmark.
        unsafe { SimpleLock::unlock(self) };
    }
}

impl Lock for NestLock {
    fn with(&self, work: impl FnOnce()) {
        thread_local! {
            static TASK: u32 = {
                static TASKS: AtomicU32 = AtomicU32::new(1);
                TASKS.fetch_add(1, Ordering::Relaxed)
            };
        }
        self.lock(Taker { number: TASK.with(|task| *task), alias: 0 });
        work();
        // SAFETY: the lock outlives the benchmark, and this thread owns it.
        unsafe { NestLock::unlock(self) };
    }
}

impl Lock for NamedLock {
    fn with(&self, work: impl FnOnce()) {
        self.lock(1);
        work();
        self.unlock();
    }
}

impl Lock for OwnedLock {
    fn with(&self, work: impl FnOnce()) {
        self.lock();
        work();
        self.unlock();
    }
}

impl Lock for Mutex<()> {
    fn with(&self, work: impl FnOnce()) {
        let _guard = self.lock().expect("nobody panics");
        work();
    }
}

impl Lock for parking_lot::Mutex<()> {
    fn with(&self, work: impl FnOnce()) {
        let _guard = self.lock();
        work();
    }
}

fn lock(group: &mut BenchmarkGroup<WallTime>, name: &str, lock: &impl Lock) {
    alone(group, &format!("nobody else/{name}"), || black_box(lock).with(|| ()));
    let shared = AtomicUsize::new(0);
    let increment = || shared.store(shared.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    beside(group, &format!("another thread/{name}"), || lock.with(increment), || lock.with(increment));
}

fn locks(criterion: &mut Criterion) {
    // A thread that waits for a lock reads from the settings for how long to look at it.
    engine::protocols::wait::tuned::apply();
    let mut group = criterion.benchmark_group("lock and unlock");
    lock(&mut group, "omp_lock_t", &SimpleLock::new());
    lock(&mut group, "omp_nest_lock_t", &NestLock::new());
    lock(&mut group, "critical", &NamedLock::new());
    lock(&mut group, "the engine's own", &OwnedLock::new(Rank::Fork));
    lock(&mut group, "std", &Mutex::new(()));
    lock(&mut group, "parking_lot", &parking_lot::Mutex::new(()));
    group.finish();
}

/// The time of `times` rounds in which threads wake each other, one after the other.
fn rounds(times: u64, ring: impl Fn(u32) + Sync, sleep_until: impl Fn(u32) + Sync) -> Duration {
    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 1..=times as u32 {
                sleep_until(2 * round - 1);
                ring(2 * round);
            }
        });
        let start = Instant::now();
        for round in 1..=times as u32 {
            ring(2 * round - 1);
            sleep_until(2 * round);
        }
        start.elapsed()
    })
}

fn events(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("event");

    let event = EventCount::default();
    alone(&mut group, "nobody sleeps/ferromp", || black_box(&event).notify(|| ANY_TASK));
    group.bench_function("two threads wake each other in turn/ferromp", |bencher| {
        bencher.iter_custom(|times| {
            let number = AtomicU32::new(0);
            let ring = |to| {
                number.swap(to, Ordering::AcqRel);
                event.notify_all();
            };
            rounds(times, ring, |to| {
                let reached = || number.load(Ordering::Acquire) >= to;
                while !reached() {
                    event.sleep(sleeper(0, true), reached);
                }
            })
        });
    });

    let (mutex, condition) = (Mutex::new(0), Condvar::new());
    alone(&mut group, "nobody sleeps/std Condvar", || black_box(&condition).notify_all());
    group.bench_function("two threads wake each other in turn/std Condvar", |bencher| {
        bencher.iter_custom(|times| {
            *mutex.lock().expect("nobody panics") = 0;
            let ring = |to| {
                *mutex.lock().expect("nobody panics") = to;
                condition.notify_all();
            };
            rounds(times, ring, |to| {
                let number = mutex.lock().expect("nobody panics");
                drop(condition.wait_while(number, |number| *number < to));
            })
        });
    });

    let (mutex, condition) = (parking_lot::Mutex::new(0), parking_lot::Condvar::new());
    alone(&mut group, "nobody sleeps/parking_lot Condvar", || black_box(&condition).notify_all());
    group.bench_function("two threads wake each other in turn/parking_lot Condvar", |bencher| {
        bencher.iter_custom(|times| {
            *mutex.lock() = 0;
            let ring = |to| {
                *mutex.lock() = to;
                condition.notify_all();
            };
            rounds(times, ring, |to| condition.wait_while(&mut mutex.lock(), |number| *number < to))
        });
    });
    group.finish();
}

fn settings(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("environment");
    for (name, definitions) in [
        ("nothing set", &b""[..]),
        ("four variables", b"OMP_NUM_THREADS=8,2|OMP_SCHEDULE=dynamic,4|OMP_PROC_BIND=spread,close|OMP_PLACES=cores"),
        ("four that make no sense", b"OMP_NUM_THREADS=x|OMP_SCHEDULE=,|OMP_PROC_BIND=near|OMP_PLACES={"),
    ] {
        let variables = Variables::of_process().overridden_by(definitions);
        alone(&mut group, name, || read::read(black_box(&variables), 8));
    }
    alone(&mut group, "OMP_PLACES={0:4}:16:4", || Places::parse(black_box(b"{0:4}:16:4")));
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
        .without_plots()
        .configure_from_args();
    deque(&mut criterion);
    counts(&mut criterion);
    locks(&mut criterion);
    events(&mut criterion);
    settings(&mut criterion);
    criterion.final_summary();
}
