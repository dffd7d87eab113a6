//! How threads wait: OMP_WAIT_POLICY (OpenMP 5.2, 21.2.3), GOMP_SPINCOUNT, KMP_BLOCKTIME, KMP_LIBRARY.

use super::text::{self, Scanner};

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
    /// Microseconds. What exceeds the `int` of `kmp_get_blocktime` is `Infinite`.
    Micros(u64),
    Infinite,
}

pub fn blocktime(text: &[u8]) -> Option<Blocktime> {
    if text::choice(text, &[("infinite", ()), ("infinity", ())]).is_some() {
        return Some(Blocktime::Infinite);
    }
    let mut scanner = Scanner::new(text);
    let number = scanner.number()?;
    let unit = if scanner.at_end() { 1000 } else { text::choice(scanner.word(), &[("ms", 1000), ("us", 1)])? };
    let micros = number.saturating_mul(unit);
    scanner.at_end().then_some(if micros < i32::MAX as u64 { Blocktime::Micros(micros) } else { Blocktime::Infinite })
}

/// What the variables say together about the wait before sleep.
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

/// The most exact request wins. The peers each know only their own: GOMP_SPINCOUNT beats OMP_WAIT_POLICY in
/// libgomp; KMP_BLOCKTIME beats KMP_LIBRARY, and that OMP_WAIT_POLICY, in libomp.
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
    use super::super::garbage;
    use super::*;

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
        });
    }
}
