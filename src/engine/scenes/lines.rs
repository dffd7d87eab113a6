//! The cost of constructs on machines with up to 128 processors: cache lines that move, as a model
//! of such a machine counts them ([`machine`](crate::sys::machine)).
//!
//! `make lines` prints the table, and docs/scaling.md explains it. The engine is the shipped one,
//! run by the scheduler that explores it, with each thread's own clock.

use std::ffi::c_void;
use std::fmt::Write;
use std::time::Duration;
use std::{env, panic};

use crate::engine::constructs::worksharing::combine::up_the_tree;
use crate::engine::constructs::worksharing::{dispatch, single};
use crate::engine::ground::icv::{Kind, Order, Schedule};
use crate::engine::protocols::lock::SimpleLock;
use crate::engine::records::task::{Flags, Kind as DependenceKind};
use crate::engine::records::thread::Thread;
use crate::engine::scenes::program::{
    barrier, native, num_threads, parallel, set_max_active_levels, task, task_with, taskwait, thread_num,
};
use crate::engine::tasks::depend::Dependence;
use crate::sys::machine::Counts;
use crate::sys::process::Ended;
use crate::sys::sync::{AtomicU32, Ordering};
use crate::sys::{explore, process, stderr, thread};

/// How often a construct is executed.
const TIMES: u32 = 10;

/// A construct, and what executes it [`TIMES`] times in a team of that many threads.
struct Row {
    name: &'static str,
    run: fn(u32),
    /// The number of things that `name` tells in one execution, in a team of that many threads.
    parts: fn(u32) -> u32,
}

const fn row(name: &'static str, run: fn(u32)) -> Row {
    Row { name, run, parts: |_| 1 }
}

const ROWS: &[Row] = &[
    row("one shared counter, for comparison", shared_counter),
    row("region", region),
    row(AFTER_SLEEP, region_after_sleep),
    row(AT_INTERVALS, region_at_intervals),
    row("barrier", |n| inside(n, barrier)),
    row("static loop of n chunks", |n| inside(n, || chunks(Kind::Static, num_threads()))),
    Row {
        name: "dynamic loop, one of 64 n chunks",
        run: |n| inside(n, || chunks(Kind::Dynamic, 64 * num_threads())),
        parts: |n| 64 * n,
    },
    row("dynamic loop of n chunks", |n| inside(n, || chunks(Kind::Dynamic, num_threads()))),
    row("nonmonotonic dynamic loop of 64 n chunks", |n| inside(n, || stolen(64, |_| WORK))),
    row("the same, later chunks longer", |n| {
        inside(n, || stolen(64, |chunk| WORK * chunk / u64::from(32 * num_threads())));
    }),
    row("the same, all work in one member's share", |n| {
        inside(n, || stolen(64, |chunk| if chunk < 64 { WORK } else { 0 }));
    }),
    row("nonmonotonic dynamic loop of 2 n chunks", |n| inside(n, || stolen(2, |_| WORK))),
    row("guided loop of 64 n iterations", |n| inside(n, || chunks(Kind::Guided, 64 * num_threads()))),
    row("single", |n| inside(n, one_of_all)),
    row("single nowait", |n| inside(n, || _ = single::enter(Thread::current()))),
    Row { name: "lock, by all at once", run: lock, parts: |n| n },
    row("reduction", |n| inside(n, reduction)),
    row("ten reductions, one after the other", |n| inside(n, || (0..10).for_each(|_| reduction()))),
    Row { name: "task, one of 8 n by one member", run: |n| inside(n, || tasks_by_one(8)), parts: |n| 8 * n },
    Row { name: "task, one of 8 n by all members", run: |n| inside(n, || tasks_by_all(8)), parts: |n| 8 * n },
    Row { name: "task of a tree with taskwait", run: |n| inside(n, tree_of_tasks), parts: |_| (1 << TREE) - 1 },
    Row { name: "task of a chain of dependences", run: |n| inside(n, chain_of_tasks), parts: |_| CHAIN },
    row("region of n/8 in each of 8 members", nested),
    Row { name: "region of 2, by n masters", run: masters, parts: |n| n },
];

const AFTER_SLEEP: &str = "region after a sleep";
const AT_INTERVALS: &str = "region every 2 ms";

/// The levels of the tree of tasks, and the length of the chain.
const TREE: u32 = 8;
const CHAIN: u32 = 64;

/// Nanoseconds that a chunk or a task computes.
const WORK: u64 = 500;

/// To be called before each execution: counts from number `first` on.
fn count_from(first: u32, time: u32) {
    if time == first {
        explore::start_counting();
    } else {
        explore::lap();
    }
}

/// Executes a construct in a region, first for nothing and then counted.
fn inside(n: u32, construct: fn()) {
    parallel(n, || {
        for time in 0..2 + TIMES {
            if thread_num() == 0 {
                count_from(2, time);
            }
            construct();
        }
        if thread_num() == 0 {
            explore::stop_counting();
        }
    });
}

/// All threads write one line, as an OpenMP runtime should not do.
fn shared_counter(n: u32) {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    inside(n, || {
        let all = num_threads();
        let own = COUNTER.fetch_add(1, Ordering::AcqRel) / all;
        while COUNTER.load(Ordering::Acquire) / all == own {
            crate::sys::sync::spin_hint();
        }
    });
}

fn region(n: u32) {
    for time in 0..3 + TIMES {
        count_from(3, time);
        parallel(n, || {});
    }
    explore::stop_counting();
}

fn region_after_sleep(n: u32) {
    parallel(n, || {});
    for _ in 0..TIMES {
        thread::pause(Duration::from_millis(1));
        explore::start_counting();
        parallel(n, || {});
        explore::stop_counting();
    }
}

/// The gaps between the regions differ by up to 2 percent.
fn region_at_intervals(n: u32) {
    for time in 0..40 + TIMES {
        thread::pause(Duration::from_micros(2000 + u64::from(time * 7 % 41)));
        if time >= 40 {
            explore::start_counting();
        }
        parallel(n, || {});
        explore::stop_counting();
    }
}

fn chunks(kind: Kind, count: u32) {
    let t = Thread::current();
    let chunk = if kind == Kind::Guided { 0 } else { 1 };
    dispatch::begin(t, u64::from(count), Schedule { kind, chunk, order: Order::Unsaid }, false);
    while dispatch::next_values(t).is_some() {
        explore::compute(WORK);
    }
    dispatch::end(t, false);
    barrier();
}

/// A loop of `each` chunks for each member, which members steal from each other.
fn stolen(each: u32, nanos: fn(u64) -> u64) {
    let t = Thread::current();
    let count = u64::from(each * num_threads());
    dispatch::begin(t, count, Schedule { kind: Kind::Dynamic, chunk: 1, order: Order::Nonmonotonic }, false);
    while let Some(chunk) = dispatch::next(t) {
        explore::compute(nanos(chunk.first));
    }
    dispatch::end(t, false);
    barrier();
}

fn one_of_all() {
    single::enter(Thread::current());
    barrier();
}

fn lock(n: u32) {
    static LOCK: SimpleLock = SimpleLock::new();
    inside(n, || {
        LOCK.lock();
        explore::compute(20);
        // SAFETY: this thread holds it.
        unsafe { SimpleLock::unlock(&raw const LOCK) };
        barrier();
    });
}

fn reduction() {
    /// # Safety
    /// Both must point to a number.
    unsafe extern "C-unwind" fn add(to: *mut c_void, from: *mut c_void) {
        // SAFETY: the caller's promise.
        unsafe { *to.cast::<u32>() += *from.cast::<u32>() };
    }
    let mut own = 1;
    // SAFETY: `add` takes the numbers, and they stay until the barrier.
    if unsafe { up_the_tree(Thread::current(), (&raw mut own).cast(), add, true) } {
        assert_eq!(own, num_threads());
    }
    barrier();
}

fn tasks_by_one(each: u32) {
    if thread_num() == 0 {
        for _ in 0..each * num_threads() {
            task(|| explore::compute(WORK));
        }
    }
    barrier();
}

fn tasks_by_all(each: u32) {
    for _ in 0..each {
        task(|| explore::compute(WORK));
    }
    barrier();
}

fn tree_of_tasks() {
    fn node(level: u32) {
        if level > 1 {
            task(move || node(level - 1));
            task(move || node(level - 1));
            taskwait();
        }
        explore::compute(WORK);
    }
    if thread_num() == 0 {
        node(TREE);
    }
    barrier();
}

fn chain_of_tasks() {
    if thread_num() == 0 {
        for _ in 0..CHAIN {
            let to = Dependence { address: 64, kind: DependenceKind::Out };
            task_with(Flags::default(), &[to], || explore::compute(WORK));
        }
    }
    barrier();
}

fn nested(n: u32) {
    set_max_active_levels(2);
    parallel(n.min(8), || {
        for time in 0..3 + TIMES {
            if thread_num() == 0 {
                count_from(3, time);
            }
            parallel((num_threads().max(n) / 8).max(1), || {});
        }
        if thread_num() == 0 {
            explore::stop_counting();
        }
    });
}

fn masters(n: u32) {
    let others: Vec<_> = (1..n / 2).map(|_| native(|| (0..20 * TIMES).for_each(|_| parallel(2, || {})))).collect();
    for time in 0..10 + TIMES {
        count_from(10, time);
        parallel(2, || {});
    }
    explore::stop_counting();
    others.into_iter().for_each(|other| other.join().unwrap());
}

/// A row of the table.
fn text(row: &Row, n: u32, counts: &Counts) -> String {
    let each = |count: u64| count as f64 / f64::from(TIMES) / f64::from((row.parts)(n));
    let [near, far, across] = counts.transfers;
    let mut text = String::new();
    let place = |place: &panic::Location| {
        let file = place.file();
        format!("{}:{}", file.strip_prefix("src/engine/").unwrap_or(file), place.line())
    };
    let _ = write!(
        text,
        "| {} | {n} | {:.1} | {:.1} | {:.1} | {:.0} | {:.1} |",
        row.name,
        each(near + far + across),
        each(counts.serial),
        each(across),
        each(counts.nanos),
        each(counts.wakes),
    );
    if let (Some((moves, hottest)), Some((writers, written))) = (&counts.hottest, &counts.writers) {
        let _ = write!(text, " {:.1} {} | {writers} {} |", each(*moves), place(hottest), place(written));
    }
    text.push('\n');
    if env::var_os("FERROMP_LINES_PLACES").is_some() {
        for (moves, at) in counts.places.iter().take(MOST_PLACES) {
            let _ = writeln!(text, "  {:.1} {}", each(*moves), place(at));
        }
    }
    text
}

/// The most places that are listed for a row.
const MOST_PLACES: usize = 12;

/// Measures a row in a process of its own, and gives `report` what was counted.
fn measure(row: &'static Row, n: u32, report: fn(&'static Row, u32, &Counts)) {
    let ended = process::in_child(Duration::from_secs(600), || {
        process::set_variable("FERROMP_PROCESSORS", &n.max(2).to_string());
        if row.name == AFTER_SLEEP {
            process::set_variable("OMP_WAIT_POLICY", "passive");
        }
        panic::set_hook(Box::new(|what| {
            stderr::write(format!("{what}\n").as_bytes());
            process::end(1);
        }));
        explore::measure(2_000_000_000, move || {
            (row.run)(n);
            report(row, n, &explore::counts());
            // Idle workers wait for ever.
            process::end(0);
        });
    });
    assert!(ended == Ended::Well, "{} with {n} threads: {ended:?}", row.name);
}

/// Prints the table for the numbers of threads in FERROMP_LINES, and the constructs whose names
/// contain FERROMP_LINES_ROW; with FERROMP_LINES_PLACES, also where in the source the lines were
/// asked for.
#[test]
#[ignore = "make lines: it takes minutes"]
fn table() {
    let sizes = env::var("FERROMP_LINES").unwrap_or_else(|_| "2 8 32 128".to_owned());
    let wanted = env::var("FERROMP_LINES_ROW").unwrap_or_default();
    stderr::write(b"| construct | n | moves | serial | between sockets | ns | wakes | hottest line | writers |\n");
    stderr::write(b"|---|---|---|---|---|---|---|---|---|\n");
    for row in ROWS.iter().filter(|row| row.name.contains(&wanted)) {
        for n in sizes.split_whitespace() {
            let n = n.parse().expect("FERROMP_LINES is a list of numbers");
            measure(row, n, |row, n, counts| stderr::write(text(row, n, counts).as_bytes()));
        }
    }
}

fn find(name: &str) -> &'static Row {
    ROWS.iter().find(|row| row.name == name).expect("a row of the table")
}

#[test]
fn regions_and_barriers_take_few_transfers_one_after_the_other() {
    const SIZES: [(&str, &[u32]); 4] =
        [("region", &[16, 64, 128]), ("barrier", &[16, 64, 128]), ("single", &[16]), ("reduction", &[16])];
    for (name, n) in SIZES.iter().flat_map(|(name, sizes)| sizes.iter().map(move |n| (name, *n))) {
        measure(find(name), n, |row, n, counts| {
            let extra = if row.name == "reduction" { 8 } else { 6 };
            let most = u64::from(TIMES * (2 * n.ilog2() + extra));
            assert!(counts.serial <= most, "{} took {} serial transfers, not at most {most}", row.name, counts.serial);
            let (writers, place) = counts.writers.expect("something is written");
            assert!(writers <= 16, "{writers} threads write a line at {place} in one {}", row.name);
            // The first group reads the team's line, and the first member of each other one.
            let most = u64::from(TIMES * (n / 8 + 10));
            let (moves, place) = counts.hottest.expect("something moves");
            assert!(n <= 32 || moves <= most, "a line at {place} moved {moves} times, not at most {most}");
        });
    }
}

#[test]
fn each_part_of_a_loop_takes_few_transfers() {
    for name in ["dynamic loop, one of 64 n chunks", "guided loop of 64 n iterations"] {
        measure(find(name), 16, |row, n, counts| {
            // A guided loop has about n (2 + ln 64) parts.
            let parts = if row.name.starts_with("guided") { 6 * n } else { 64 * n };
            let moves: u64 = counts.transfers.iter().sum();
            assert!(moves <= 2 * u64::from(TIMES * parts), "{moves} moves of lines for {} parts", TIMES * parts);
        });
    }
}

/// Where they sleep until they are called, it takes 12 microseconds.
#[test]
fn workers_are_awake_when_a_region_comes_that_comes_at_intervals() {
    measure(find(AT_INTERVALS), 8, |_, _, counts| {
        assert!(counts.nanos <= u64::from(TIMES) * 1000, "{} nanoseconds", counts.nanos);
    });
}

/// Twice as many serial ones in loops with a counter, where members find it as that of an older
/// loop; eight times as many moves where each member looks at the shares of all others at the end.
#[test]
fn members_begin_and_end_loops_with_few_transfers() {
    // The most moves of lines for each member, and the most of these that wait for one another.
    const MOST: [(&str, u32, u64, u64); 7] = [
        ("dynamic loop of n chunks", 2, 4, 2),
        ("dynamic loop of n chunks", 8, 5, 2),
        ("dynamic loop of n chunks", 32, 5, 2),
        ("guided loop of 64 n iterations", 32, 9, 6),
        ("nonmonotonic dynamic loop of 64 n chunks", 64, 10, 1),
        ("nonmonotonic dynamic loop of 2 n chunks", 64, 10, 1),
        ("the same, all work in one member's share", 64, 40, 2),
    ];
    for (name, n, ..) in MOST {
        measure(find(name), n, |row, n, counts| {
            let is_it = |most: &&(&str, u32, u64, u64)| (most.0, most.1) == (row.name, n);
            let (.., moves, serial) = MOST.iter().find(is_it).expect("a row of these");
            let members = u64::from(TIMES * n);
            let moved: u64 = counts.transfers.iter().sum();
            assert!(moved <= moves * members, "{}: {moved} moves of lines for {members} members", row.name);
            let waited = counts.serial;
            assert!(waited <= serial * members, "{}: {waited} serial transfers for {members} members", row.name);
        });
    }
}

/// Twice as many, and more, where all that wait look all the time.
#[test]
fn threads_that_wait_for_a_lock_or_for_tasks_leave_the_others_alone() {
    const MOST: [(&str, u64); 4] = [
        ("lock, by all at once", 24),
        ("task, one of 8 n by one member", 24),
        ("task, one of 8 n by all members", 4),
        ("task of a chain of dependences", 40),
    ];
    for (name, _) in MOST {
        measure(find(name), 32, |row, n, counts| {
            let (_, most) = MOST.iter().find(|(name, _)| *name == row.name).expect("it is measured for its name");
            let moves: u64 = counts.transfers.iter().sum();
            let most = most * u64::from(TIMES * (row.parts)(n));
            assert!(moves <= most, "{}: {moves} moves of lines, not at most {most}", row.name);
        });
    }
}

#[test]
fn a_counter_that_all_write_shows() {
    measure(find("one shared counter, for comparison"), 16, |_, n, counts| {
        assert!(counts.serial >= u64::from(TIMES * (n - 1)), "{} serial transfers", counts.serial);
        assert_eq!(counts.writers.expect("written").0, n as usize);
    });
}
