//! How threads wait: OMP_WAIT_POLICY (OpenMP 5.2, 21.2.3), GOMP_SPINCOUNT, KMP_BLOCKTIME,
//! KMP_LIBRARY and FERROMP_IDLE_LIMIT.

use std::fmt;
use std::time::Duration;

use crate::engine::ground::settings::text;
use crate::engine::ground::settings::text::Scanner;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitPolicy {
    Active,
    Passive,
}

pub fn wait_policy(text: &[u8]) -> Option<WaitPolicy> {
    text::choice(text, &[("active", WaitPolicy::Active), ("passive", WaitPolicy::Passive)])
}

/// KMP_LIBRARY.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// Every region has one thread.
    Serial,
    /// The machine is ours: wait actively.
    Turnaround,
    /// The machine is shared: wait passively.
    Throughput,
}

pub fn library(text: &[u8]) -> Option<Library> {
    text::choice(
        text,
        &[
            ("serial", Library::Serial),
            ("turnaround", Library::Turnaround),
            ("dedicated", Library::Turnaround),
            ("throughput", Library::Throughput),
            ("multiuser", Library::Throughput),
        ],
    )
}

/// GOMP_SPINCOUNT: how many times a waiting thread looks before it sleeps; `u64::MAX` for ever.
pub fn spin_count(text: &[u8]) -> Option<u64> {
    const UNITS: [(&str, u64); 4] = [("k", 1_000), ("m", 1_000_000), ("g", 1_000_000_000), ("t", 1_000_000_000_000)];
    if text::choice(text, &[("infinity", ()), ("infinite", ())]).is_some() {
        return Some(u64::MAX);
    }
    let mut scanner = Scanner::new(text);
    let number = scanner.number()?;
    let unit = if scanner.at_end() { 1 } else { text::choice(scanner.word(), &UNITS)? };
    scanner.at_end().then(|| number.saturating_mul(unit))
}

/// KMP_BLOCKTIME: how long a waiting thread spins before it sleeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocktime {
    /// Microseconds. A time that exceeds the `int` of `kmp_get_blocktime` is `Infinite`.
    Micros(u64),
    Infinite,
}

pub fn blocktime(text: &[u8]) -> Option<Blocktime> {
    let micros = micros(text, &[("ms", 1000), ("us", 1)])?;
    Some(if micros < i32::MAX as u64 { Blocktime::Micros(micros) } else { Blocktime::Infinite })
}

/// A time in microseconds: milliseconds, unless it has one of `units`; `u64::MAX`: infinite.
fn micros(text: &[u8], units: &[(&str, u64)]) -> Option<u64> {
    if text::choice(text, &[("infinite", ()), ("infinity", ())]).is_some() {
        return Some(u64::MAX);
    }
    let mut scanner = Scanner::new(text);
    let number = scanner.number()?;
    let unit = if scanner.at_end() { 1000 } else { text::choice(scanner.word(), units)? };
    scanner.at_end().then(|| number.saturating_mul(unit))
}

/// FERROMP_IDLE_LIMIT: how long a worker without a use stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleLimit {
    After(Duration),
    Never,
}

impl IdleLimit {
    /// A thread costs tens of microseconds to create and memory to keep.
    pub const DEFAULT: Self = Self::After(Duration::from_secs(30));

    pub fn parse(text: &[u8]) -> Option<Self> {
        let micros = micros(text, &[("s", 1_000_000), ("ms", 1000), ("us", 1)])?;
        Some(if micros == u64::MAX { Self::Never } else { Self::After(Duration::from_micros(micros)) })
    }
}

impl fmt::Display for IdleLimit {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Never => out.write_str("infinite"),
            Self::After(time) => match time.as_micros() {
                micros if micros % 1_000_000 == 0 => write!(out, "{}s", micros / 1_000_000),
                micros if micros % 1000 == 0 => write!(out, "{}ms", micros / 1000),
                micros => write!(out, "{micros}us"),
            },
        }
    }
}

/// How threads wait before they sleep, according to all variables together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Nothing was asked for: the engine decides from what it sees.
    Adaptive,
    /// Look this many times, then sleep; `u64::MAX` never sleeps.
    Looks(u64),
    /// Spin for this many microseconds, then sleep.
    Micros(u64),
    /// Never sleep.
    Active,
    /// Sleep at once.
    Passive,
}

/// The most exact request wins. Each peer knows only its own variables: in libgomp, GOMP_SPINCOUNT
/// beats OMP_WAIT_POLICY; in libomp, KMP_BLOCKTIME beats KMP_LIBRARY, which beats OMP_WAIT_POLICY.
pub fn together(
    spin_count: Option<u64>,
    blocktime: Option<Blocktime>,
    library: Option<Library>,
    policy: Option<WaitPolicy>,
) -> Waiting {
    match (spin_count, blocktime, library, policy) {
        (Some(looks), ..) => Waiting::Looks(looks),
        (None, Some(Blocktime::Infinite), ..) => Waiting::Active,
        (None, Some(Blocktime::Micros(micros)), ..) => Waiting::Micros(micros),
        (None, None, Some(Library::Turnaround), _) => Waiting::Active,
        (None, None, Some(Library::Throughput), _) => Waiting::Passive,
        (None, None, Some(Library::Serial) | None, Some(WaitPolicy::Active)) => Waiting::Active,
        (None, None, Some(Library::Serial) | None, Some(WaitPolicy::Passive)) => Waiting::Passive,
        (None, None, Some(Library::Serial) | None, None) => Waiting::Adaptive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::garbage;

    #[test]
    fn policies_and_libraries_are_read_by_name() {
        assert_eq!(wait_policy(b" Passive "), Some(WaitPolicy::Passive));
        assert_eq!(wait_policy(b"ACTIVE"), Some(WaitPolicy::Active));
        assert_eq!(wait_policy(b"activex"), None);
        assert_eq!(wait_policy(b""), None);
        assert_eq!(library(b"Serial"), Some(Library::Serial));
        assert_eq!(library(b"multiuser"), Some(Library::Throughput));
        assert_eq!(library(b"gang"), None);
    }

    #[test]
    fn spin_counts_take_decimal_suffixes_and_infinity() {
        assert_eq!(spin_count(b"0"), Some(0));
        assert_eq!(spin_count(b" 10 k "), Some(10_000));
        assert_eq!(spin_count(b"2M"), Some(2_000_000));
        assert_eq!(spin_count(b"INFINITE"), Some(u64::MAX));
        assert_eq!(spin_count(b"infinity"), Some(u64::MAX));
        assert_eq!(spin_count(b"20000000000G"), Some(u64::MAX));
        for bad in ["", "abc", "-1", "0x10", "10kk", "1 k 2"] {
            assert_eq!(spin_count(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn blocktimes_are_milliseconds_unless_they_say_otherwise() {
        assert_eq!(blocktime(b"200"), Some(Blocktime::Micros(200_000)));
        assert_eq!(blocktime(b"5MS"), Some(Blocktime::Micros(5_000)));
        assert_eq!(blocktime(b"50 us"), Some(Blocktime::Micros(50)));
        assert_eq!(blocktime(b"0"), Some(Blocktime::Micros(0)));
        assert_eq!(blocktime(b"Infinite"), Some(Blocktime::Infinite));
        assert_eq!(blocktime(b"2147483648"), Some(Blocktime::Infinite));
        assert_eq!(blocktime(b"99999999999999999999"), Some(Blocktime::Infinite));
        for bad in ["", "abc", "-1", "10s", "1.5", ",5", "5,6", "5 ms 5"] {
            assert_eq!(blocktime(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn idle_limits_are_milliseconds_unless_they_say_otherwise_and_are_shown_as_they_are_written() {
        for (text, millis, shown) in [("500", 500, "500ms"), ("30 s", 30_000, "30s"), ("0", 0, "0s"), ("7ms", 7, "7ms")]
        {
            let limit = IdleLimit::parse(text.as_bytes()).unwrap();
            assert_eq!(limit, IdleLimit::After(Duration::from_millis(millis)), "{text}");
            assert_eq!(limit.to_string(), shown);
        }
        assert_eq!(IdleLimit::parse(b"50us").unwrap().to_string(), "50us");
        assert_eq!(IdleLimit::parse(b"Infinite"), Some(IdleLimit::Never));
        assert_eq!(IdleLimit::parse(b"99999999999999999999s"), Some(IdleLimit::Never));
        assert_eq!(IdleLimit::Never.to_string(), "infinite");
        for bad in ["", "abc", "-1", "10m", "1.5", "5 ms 5"] {
            assert_eq!(IdleLimit::parse(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn the_most_exact_request_wins() {
        let active = Some(WaitPolicy::Active);
        assert_eq!(together(Some(5), Some(Blocktime::Infinite), None, active), Waiting::Looks(5));
        assert_eq!(together(None, Some(Blocktime::Micros(9)), Some(Library::Turnaround), active), Waiting::Micros(9));
        assert_eq!(together(None, None, Some(Library::Throughput), active), Waiting::Passive);
        assert_eq!(together(None, None, Some(Library::Serial), active), Waiting::Active);
        assert_eq!(together(None, None, None, Some(WaitPolicy::Passive)), Waiting::Passive);
        assert_eq!(together(None, None, None, None), Waiting::Adaptive);
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        garbage::each(|text| {
            wait_policy(text);
            library(text);
            spin_count(text);
            blocktime(text);
            IdleLimit::parse(text);
        });
    }
}
