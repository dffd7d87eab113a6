//! The clock that goes on evenly, and that of the processor time.

/// Nanoseconds since some moment in the past, the same for all threads.
pub fn nanos() -> u64 {
    #[cfg(shuttle)]
    return super::explore::nanos();
    #[cfg(not(shuttle))]
    read(libc::CLOCK_MONOTONIC)
}

/// Ticks of the processor's own clock, of which there are one to four a nanosecond: not the same for all threads, but cheap.
#[inline]
pub fn ticks() -> u64 {
    #[cfg(all(target_arch = "x86_64", not(any(shuttle, miri))))]
    // SAFETY: every x86-64 processor has the instruction.
    return unsafe { std::arch::x86_64::_rdtsc() };
    #[cfg(any(not(target_arch = "x86_64"), shuttle, miri))]
    nanos()
}

/// Nanoseconds that the threads of this process have computed so far, all together.
pub fn process_nanos() -> u64 {
    read(libc::CLOCK_PROCESS_CPUTIME_ID)
}

/// Nanoseconds that the calling thread has computed so far.
pub fn thread_nanos() -> u64 {
    read(libc::CLOCK_THREAD_CPUTIME_ID)
}

fn read(clock: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is valid for writing, and Linux always has these clocks.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    time.tv_sec.cast_unsigned() * 1_000_000_000 + time.tv_nsec.cast_unsigned()
}
