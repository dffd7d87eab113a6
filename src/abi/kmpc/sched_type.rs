//! `enum sched_type`: the numbers of schedules.

use crate::engine::ground::icv::{Kind, Order, Schedule};
use crate::engine::records::thread::Thread;

const STATIC_CHUNKED: i32 = 33;
const STATIC: i32 = 34;
const DYNAMIC: i32 = 35;
const GUIDED: i32 = 36;
const RUNTIME: i32 = 37;
const AUTO: i32 = 38;
const TRAPEZOIDAL: i32 = 39;
const STATIC_GREEDY: i32 = 40;
const STATIC_BALANCED: i32 = 41;
const GUIDED_ITERATIVE: i32 = 42;
const GUIDED_ANALYTICAL: i32 = 43;
const STATIC_STEAL: i32 = 44;
const STATIC_BALANCED_CHUNKED: i32 = 45;
const GUIDED_SIMD: i32 = 46;
const RUNTIME_SIMD: i32 = 47;
/// Ordered schedules are the others plus this.
const ORDERED: i32 = 32;
const FIRST_ORDERED: i32 = 64;
/// `distribute` schedules.
const DISTRIBUTE_CHUNKED: i32 = 91;
const DISTRIBUTE: i32 = 92;
/// Schedules that may not be merged are the others plus this.
const NOMERGE: i32 = 128;
const FIRST_NOMERGE: i32 = 160;
const MONOTONIC: i32 = 1 << 29;
const NONMONOTONIC: i32 = 1 << 30;

/// A schedule as a compiler passes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    pub schedule: Schedule,
    pub ordered: bool,
    /// Over the teams of a league, not over the threads of a team.
    pub distribute: bool,
    /// Chunks are multiples of this many iterations, 1 without `schedule(simd: …)`.
    pub width: u64,
}

/// The schedule of `schedule(runtime)` if nobody set one.
pub const DEFAULT: Schedule = Schedule { kind: Kind::Static, chunk: 0, order: Order::Unsaid };

/// How a loop carries out `schedule`, of run-sched-var: `auto` is guided, and guided is in smaller
/// parts than in GCC's code, as in libomp.
fn of_runtime(schedule: Schedule) -> Schedule {
    match schedule.kind {
        Kind::Guided => Schedule { kind: Kind::FineGuided, ..schedule },
        Kind::Auto => Schedule { kind: Kind::FineGuided, chunk: 1, ..schedule },
        _ => schedule,
    }
}

/// Decodes `number` with a chunk of `chunk` iterations. An unknown number is static: every
/// iteration is executed.
pub fn decode(t: &Thread, number: i32, chunk: i64) -> Passed {
    // If it compiles for OpenMP 5.0 or later, Clang says one of the two of every dynamic loop, and
    // `nonmonotonic` also where the program says neither.
    let order = match number & (MONOTONIC | NONMONOTONIC) {
        0 => Order::Unsaid,
        NONMONOTONIC => Order::Nonmonotonic,
        _ => Order::Monotonic,
    };
    let mut number = number & !(MONOTONIC | NONMONOTONIC);
    if number >= FIRST_NOMERGE {
        number -= NOMERGE;
    }
    let ordered = (FIRST_ORDERED..DISTRIBUTE_CHUNKED).contains(&number);
    if ordered {
        number -= ORDERED;
    }
    let chunk = u64::try_from(chunk).unwrap_or(0);
    let of = |kind, chunk| Schedule { kind, chunk, order };
    let schedule = match number {
        STATIC_CHUNKED | STATIC_GREEDY | DISTRIBUTE_CHUNKED => of(Kind::Static, chunk.max(1)),
        DYNAMIC => of(Kind::Dynamic, chunk.max(1)),
        STATIC_STEAL if order == Order::Unsaid => {
            Schedule { kind: Kind::Dynamic, chunk: chunk.max(1), order: Order::Nonmonotonic }
        }
        STATIC_STEAL => of(Kind::Dynamic, chunk.max(1)),
        GUIDED | TRAPEZOIDAL | GUIDED_ITERATIVE | GUIDED_ANALYTICAL => of(Kind::FineGuided, chunk.max(1)),
        GUIDED_SIMD | AUTO => of(Kind::FineGuided, 1),
        RUNTIME | RUNTIME_SIMD => of_runtime(t.task().icv().schedule.unwrap_or(DEFAULT).within(order)),
        STATIC | STATIC_BALANCED | DISTRIBUTE => of(Kind::Static, 0),
        _ => of(Kind::Static, 0),
    };
    let simd = matches!(number, GUIDED_SIMD | RUNTIME_SIMD | STATIC_BALANCED_CHUNKED);
    Passed {
        schedule,
        ordered,
        distribute: matches!(number, DISTRIBUTE_CHUNKED | DISTRIBUTE),
        width: if simd { chunk.max(1) } else { 1 },
    }
}
