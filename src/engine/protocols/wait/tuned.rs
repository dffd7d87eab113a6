//! How the environment and the program want threads to wait.

use std::time::Duration;

use crate::engine::ground::settings;
use crate::engine::ground::settings::Waiting;
use crate::engine::ground::settings::waiting::{Library, together};
use crate::engine::protocols::wait::history;
use crate::engine::protocols::wait::history::Policy;
use crate::sys::sync::unmodelled::{AtomicI32, AtomicU8, Ordering};

/// libomp's default, in milliseconds. Here it means that nothing was asked for.
const DEFAULT_BLOCKTIME: i32 = 200;

/// Milliseconds; -1: as the environment says.
static BLOCKTIME: AtomicI32 = AtomicI32::new(-1);

/// A [`Library`]; 0: as the environment says.
static LIBRARY: AtomicU8 = AtomicU8::new(0);

/// How long a wait spins before it sleeps: milliseconds, `i32::MAX` for ever.
pub fn blocktime() -> i32 {
    match waiting() {
        Waiting::Adaptive => DEFAULT_BLOCKTIME,
        Waiting::Active | Waiting::Looks(u64::MAX) => i32::MAX,
        Waiting::Passive => 0,
        Waiting::Looks(looks) => milliseconds(time_of(looks)),
        Waiting::Micros(micros) => milliseconds(Duration::from_micros(micros)),
    }
}

fn milliseconds(time: Duration) -> i32 {
    i32::try_from(time.as_micros().div_ceil(1000)).unwrap_or(i32::MAX)
}

/// Sets the time for all threads. A negative one counts as 0.
pub fn set_blocktime(milliseconds: i32) {
    BLOCKTIME.store(milliseconds.max(0), Ordering::Relaxed);
    apply();
}

/// The library mode that KMP_LIBRARY or the program chose. Without either, active waiting is what
/// libomp calls turnaround.
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
    apply();
}

/// How threads wait, according to the environment and the program together.
fn waiting() -> Waiting {
    let settings = settings::get();
    match BLOCKTIME.load(Ordering::Relaxed) {
        i32::MAX => Waiting::Active,
        DEFAULT_BLOCKTIME => Waiting::Adaptive,
        ms @ 0.. => Waiting::Micros(u64::from(ms.cast_unsigned()) * 1000),
        _ => match chosen_library() {
            None => settings.waiting(),
            // Throughput is libomp's default. So it revokes former requests, and asks for nothing
            // itself.
            Some(Library::Throughput) => together(settings.spin_count, settings.blocktime, None, settings.wait_policy),
            chosen => together(settings.spin_count, settings.blocktime, chosen, settings.wait_policy),
        },
    }
}

/// The time of a number of looks. A look is a load and a pause, about ten nanoseconds.
fn time_of(looks: u64) -> Duration {
    Duration::from_nanos(looks.saturating_mul(10))
}

/// Hands these settings to the waits.
pub fn apply() {
    let policy = match waiting() {
        Waiting::Adaptive => Policy::Adaptive,
        Waiting::Looks(u64::MAX) | Waiting::Active => Policy::Active,
        Waiting::Looks(looks) => Policy::Looks(looks),
        Waiting::Passive => Policy::Spin(Duration::ZERO),
        Waiting::Micros(micros) => Policy::Spin(Duration::from_micros(micros)),
    };
    let settings = settings::get();
    history::configure(policy, settings.processors(), settings.real_processors);
}
