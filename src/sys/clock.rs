//! The monotonic clock, and the clocks of processor time.

use nix::sys::time::TimeSpec;
use nix::time::{ClockId, clock_getres, clock_gettime};

/// Nanoseconds since some moment in the past, the same for all threads.
pub fn nanos() -> u64 {
    #[cfg(shuttle)]
    return super::explore::nanos();
    #[cfg(not(shuttle))]
    read(ClockId::CLOCK_MONOTONIC)
}

/// Ticks of the processor's own clock, one to four per nanosecond. The clocks of two processors may
/// differ, but this is cheap.
#[inline]
pub fn ticks() -> u64 {
    #[cfg(not(any(shuttle, miri)))]
    return super::arch::ticks();
    #[cfg(shuttle)]
    return 3 * nanos();
    #[cfg(all(miri, not(shuttle)))]
    nanos()
}

/// Nanoseconds that all threads of this process together have computed so far.
pub fn process_nanos() -> u64 {
    read(ClockId::CLOCK_PROCESS_CPUTIME_ID)
}

/// Nanoseconds that the calling thread has computed so far.
pub fn thread_nanos() -> u64 {
    read(ClockId::CLOCK_THREAD_CPUTIME_ID)
}

fn read(clock: ClockId) -> u64 {
    // Linux always has these clocks.
    clock_gettime(clock)
        .map_or(0, |time| time.tv_sec().cast_unsigned() * 1_000_000_000 + time.tv_nsec().cast_unsigned())
}

/// The same clock as [`nanos`], in seconds.
pub fn seconds() -> f64 {
    in_seconds(clock_gettime(ClockId::CLOCK_MONOTONIC))
}

/// Seconds between two ticks of that clock.
pub fn resolution() -> f64 {
    in_seconds(clock_getres(ClockId::CLOCK_MONOTONIC))
}

fn in_seconds(time: nix::Result<TimeSpec>) -> f64 {
    // As in `read`.
    time.map_or(0.0, |time| time.tv_sec() as f64 + time.tv_nsec() as f64 / 1e9)
}
