//! What the environment sets for the whole process and a program may change while it runs: the stacks of workers to
//! come, waiting, warnings.

use crate::sys::sync::{AtomicI32, AtomicU8, AtomicUsize, Ordering};
use std::ffi::c_int;
use std::time::Duration;

use super::settings::values::LEAST_STACK;
use super::settings::waiting::{IdleLimit, Library, together};
use super::settings::{self, Waiting};
use super::wait::{self, Policy};
use crate::sys::thread;

/// The default of libomp, which here stands for "nothing was asked for": milliseconds.
const DEFAULT_BLOCKTIME: c_int = 200;

/// Bytes; 0: as the environment says.
static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);

/// Milliseconds; -1: as the environment says.
static BLOCKTIME: AtomicI32 = AtomicI32::new(-1);

/// A [`Library`]; 0: as the environment says.
static LIBRARY: AtomicU8 = AtomicU8::new(0);

/// 1: off, 2: on; 0: as the environment says.
static WARNINGS: AtomicU8 = AtomicU8::new(0);

/// The size of a worker's stack in bytes; `None`: the system's default.
pub fn stack_size() -> Option<usize> {
    match STACK_SIZE.load(Ordering::Relaxed) {
        0 => settings::get().stack_size,
        size => Some(size),
    }
}

/// The same, where the system's default is a number too.
pub fn stack_size_in_bytes() -> usize {
    stack_size().unwrap_or_else(thread::default_stack_size)
}

/// Sets the size of the stacks of workers that do not exist yet.
pub fn set_stack_size(bytes: usize) {
    STACK_SIZE.store(bytes.clamp(LEAST_STACK, isize::MAX as usize), Ordering::Relaxed);
}

/// How long a worker that nobody has a use for stays; `None`: for ever.
pub fn idle_limit() -> Option<Duration> {
    match settings::get().idle_limit {
        // Those that are in use look as often whether they still are.
        IdleLimit::After(time) => Some(time.max(Duration::from_millis(10))),
        IdleLimit::Never => None,
    }
}

/// How long a wait spins before it sleeps: milliseconds, `c_int::MAX` for ever.
pub fn blocktime() -> c_int {
    match waiting() {
        Waiting::Adaptive => DEFAULT_BLOCKTIME,
        Waiting::Active | Waiting::Looks(u64::MAX) => c_int::MAX,
        Waiting::Passive => 0,
        Waiting::Looks(looks) => milliseconds(time_of(looks)),
        Waiting::Micros(micros) => milliseconds(Duration::from_micros(micros)),
    }
}

fn milliseconds(time: Duration) -> c_int {
    c_int::try_from(time.as_micros().div_ceil(1000)).unwrap_or(c_int::MAX)
}

/// Sets it for all threads. What is negative counts as 0.
pub fn set_blocktime(milliseconds: c_int) {
    BLOCKTIME.store(milliseconds.max(0), Ordering::Relaxed);
    apply_waiting();
}

/// What KMP_LIBRARY or the program chose. Active waiting without either is what libomp calls turnaround.
pub fn library() -> Library {
    let written = || settings::get().library;
    chosen_library().or_else(written).unwrap_or(match waiting() {
        Waiting::Active => Library::Turnaround,
        _ => Library::Throughput,
    })
}

fn chosen_library() -> Option<Library> {
    [Library::Serial, Library::Turnaround, Library::Throughput]
        .into_iter()
        .find(|library| *library as u8 + 1 == LIBRARY.load(Ordering::Relaxed))
}

/// Sets how threads wait by the name of a use.
pub fn set_library(library: Library) {
    LIBRARY.store(library as u8 + 1, Ordering::Relaxed);
    apply_waiting();
}

/// Whether anything may be said about what went not as asked.
pub fn warnings() -> bool {
    match WARNINGS.load(Ordering::Relaxed) {
        0 => settings::get().warnings,
        chosen => chosen == 2,
    }
}

/// Sets [`warnings`].
pub fn set_warnings(on: bool) {
    WARNINGS.store(1 + u8::from(on), Ordering::Relaxed);
}

/// What the environment and the program say together about waiting.
fn waiting() -> Waiting {
    let settings = settings::get();
    match BLOCKTIME.load(Ordering::Relaxed) {
        c_int::MAX => Waiting::Active,
        DEFAULT_BLOCKTIME => Waiting::Adaptive,
        ms @ 0.. => Waiting::Micros(u64::from(ms.cast_unsigned()) * 1000),
        _ => match chosen_library() {
            None => settings.waiting(),
            // Throughput is what libomp has if nothing is set, so it takes back, and asks for nothing.
            Some(Library::Throughput) => together(settings.spin_count, settings.blocktime, None, settings.wait_policy),
            chosen => together(settings.spin_count, settings.blocktime, chosen, settings.wait_policy),
        },
    }
}

/// A look is a load and a pause, some ten nanoseconds.
fn time_of(looks: u64) -> Duration {
    Duration::from_nanos(looks.saturating_mul(10))
}

/// Tells the waits how to wait.
pub fn apply_waiting() {
    let policy = match waiting() {
        Waiting::Adaptive => Policy::Adaptive,
        Waiting::Looks(u64::MAX) | Waiting::Active => Policy::Active,
        Waiting::Looks(looks) => Policy::Looks(looks),
        Waiting::Passive => Policy::Spin(Duration::ZERO),
        Waiting::Micros(micros) => Policy::Spin(Duration::from_micros(micros)),
    };
    let settings = settings::get();
    wait::configure(policy, settings.processors(), settings.real_processors);
}
