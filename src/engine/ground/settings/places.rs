//! OMP_PLACES (OpenMP 5.2, 21.1.6) and GOMP_CPU_AFFINITY, as they are written. The affinity code
//! decides which processors they mean on this machine.

use crate::engine::ground::settings::text;
use crate::engine::ground::settings::text::Scanner;
use std::fmt;

/// The greatest processor number and length, and the most processors that a list may describe in
/// all. Greater ones are refused, so that a value can be expanded without care for its size.
const MOST: u64 = 1 << 16;

/// The unit that each place of an abstract list consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceName {
    Threads,
    Cores,
    LlCaches,
    NumaDomains,
    Sockets,
}

const NAMES: [(&str, PlaceName); 5] = [
    ("threads", PlaceName::Threads),
    ("cores", PlaceName::Cores),
    ("ll_caches", PlaceName::LlCaches),
    ("numa_domains", PlaceName::NumaDomains),
    ("sockets", PlaceName::Sockets),
];

/// `first:length:stride`: `length` items, each `stride` further than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval<T> {
    /// With `!`: the item is taken out of the list so far. Then the length is 1.
    pub excluded: bool,
    pub first: T,
    pub length: u32,
    /// This may be negative or 0.
    pub stride: i32,
}

/// A place: intervals of processor numbers. A place interval shifts all of them by its stride.
pub type Place = Box<[Interval<u32>]>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// `cores(4)`: at most that many places.
    Named {
        name: PlaceName,
        count: Option<u32>,
    },
    Listed(Box<[Interval<Place>]>),
}

impl Places {
    pub fn parse(text: &[u8]) -> Option<Places> {
        let mut scanner = Scanner::new(text);
        if let Some(name) = text::choice(scanner.word(), &NAMES) {
            let mut count = None;
            if scanner.symbol(b'(') {
                count = Some(within(scanner.number()?, 1)?);
                if !scanner.symbol(b')') {
                    return None;
                }
            }
            return scanner.at_end().then_some(Places::Named { name, count });
        }
        let places = text::list(text, |scanner| interval(scanner, place))?;
        let described = places.iter().map(|places| {
            let processors: u64 = places.first.iter().map(|processors| u64::from(processors.length)).sum();
            processors.saturating_mul(places.length.into())
        });
        (described.fold(0, u64::saturating_add) <= MOST).then_some(Places::Listed(places))
    }

    /// The places in the stead of a malformed value, as in libomp: those of the abstract name that
    /// it begins with, or cores if it begins with none.
    pub fn instead_of(text: &[u8]) -> Places {
        let name = text::choice(Scanner::new(text).word(), &NAMES).unwrap_or(PlaceName::Cores);
        Places::Named { name, count: None }
    }
}

/// A number from `least` to [`MOST`].
fn within(number: u64, least: u64) -> Option<u32> {
    (least..=MOST).contains(&number).then_some(number as u32)
}

/// `!item`, or `item` with perhaps a length and a stride.
fn interval<'a, T>(scanner: &mut Scanner<'a>, item: impl FnOnce(&mut Scanner<'a>) -> Option<T>) -> Option<Interval<T>> {
    let excluded = scanner.symbol(b'!');
    let mut interval = Interval { excluded, first: item(scanner)?, length: 1, stride: 1 };
    if !excluded && scanner.symbol(b':') {
        interval.length = within(scanner.number()?, 1)?;
        if scanner.symbol(b':') {
            interval.stride = scanner.signed().filter(|stride| u64::from(stride.unsigned_abs()) <= MOST)?;
        }
    }
    Some(interval)
}

/// `{0:4,!2}`, or a processor number by itself.
fn place(scanner: &mut Scanner) -> Option<Place> {
    let processor = |scanner: &mut Scanner| within(scanner.number()?, 0);
    if !scanner.symbol(b'{') {
        return Some(Box::new([Interval { excluded: false, first: processor(scanner)?, length: 1, stride: 1 }]));
    }
    let mut processors = Vec::new();
    loop {
        processors.push(interval(scanner, processor)?);
        if scanner.symbol(b'}') {
            return Some(processors.into_boxed_slice());
        }
        if !scanner.symbol(b',') {
            return None;
        }
    }
}

/// The `proclist` of KMP_AFFINITY: `[3,{0,1},4-8:2]`, of which each processor and each set is a
/// place.
pub fn proclist(scanner: &mut Scanner) -> Option<Box<[Place]>> {
    let one = |first| Interval { excluded: false, first, length: 1, stride: 1 };
    if !scanner.symbol(b'[') {
        return None;
    }
    let mut places: Vec<Place> = Vec::new();
    // The processors of the whole list: a short value could name all processors many times over.
    let mut described = 0;
    let mut range = |scanner: &mut Scanner| -> Option<CpuRange> {
        let range = range(scanner)?;
        described += range.count();
        (described <= MOST).then_some(range)
    };
    loop {
        if scanner.symbol(b'{') {
            let mut set = Vec::new();
            while set.is_empty() || scanner.symbol(b',') {
                set.extend(range(scanner)?.processors().map(one));
            }
            places.push(set.into());
            if !scanner.symbol(b'}') {
                return None;
            }
        } else {
            places.extend(range(scanner)?.processors().map(|processor| [one(processor)].into()));
        }
        if scanner.symbol(b']') {
            return Some(places.into());
        }
        if !scanner.symbol(b',') {
            return None;
        }
    }
}

/// One element of GOMP_CPU_AFFINITY, `first[-last[:stride]]`: processors from `first` to `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CpuRange {
    pub first: u32,
    pub last: u32,
    pub stride: u32,
}

impl CpuRange {
    pub fn processors(self) -> impl Iterator<Item = u32> {
        (self.first..=self.last).step_by(self.stride as usize)
    }

    /// The number of processors in the range.
    fn count(self) -> u64 {
        u64::from((self.last - self.first) / self.stride + 1)
    }
}

/// `first[-last[:stride]]`.
fn range(scanner: &mut Scanner) -> Option<CpuRange> {
    let first = within(scanner.number()?, 0)?;
    let mut range = CpuRange { first, last: first, stride: 1 };
    if scanner.symbol(b'-') {
        range.last = within(scanner.number()?, first.into())?;
        if scanner.symbol(b':') {
            range.stride = within(scanner.number()?, 1)?;
        }
    }
    Some(range)
}

/// GOMP_CPU_AFFINITY: ranges with blanks or commas between them. Thread `i` goes to the `i`th
/// processor.
pub fn cpu_affinity(text: &[u8]) -> Option<Box<[CpuRange]>> {
    let mut scanner = Scanner::new(text);
    let mut ranges = Vec::new();
    let mut described = 0;
    loop {
        let range = range(&mut scanner)?;
        described += range.count();
        if described > MOST {
            return None;
        }
        ranges.push(range);
        if scanner.at_end() {
            return Some(ranges.into_boxed_slice());
        }
        scanner.symbol(b',');
    }
}

impl fmt::Display for Places {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Places::Named { name, count } => {
                let spelling = NAMES.iter().find(|(_, other)| other == name).map_or("", |(spelling, _)| spelling);
                out.write_str(spelling)?;
                match count {
                    Some(count) => write!(out, "({count})"),
                    None => Ok(()),
                }
            }
            Places::Listed(places) => separated(out, places, |out, place| {
                out.write_str("{")?;
                separated(out, place, |out, processor| write!(out, "{processor}"))?;
                out.write_str("}")
            }),
        }
    }
}

fn separated<T>(
    out: &mut fmt::Formatter,
    intervals: &[Interval<T>],
    item: impl Fn(&mut fmt::Formatter, &T) -> fmt::Result,
) -> fmt::Result {
    for (index, interval) in intervals.iter().enumerate() {
        if index > 0 {
            out.write_str(",")?;
        }
        if interval.excluded {
            out.write_str("!")?;
        }
        item(out, &interval.first)?;
        match (interval.length, interval.stride) {
            (1, _) => {}
            (length, 1) => write!(out, ":{length}")?,
            (length, stride) => write!(out, ":{length}:{stride}")?,
        }
    }
    Ok(())
}

impl fmt::Display for CpuRange {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match (self.last, self.stride) {
            (last, _) if last == self.first => write!(out, "{}", self.first),
            (last, 1) => write!(out, "{}-{last}", self.first),
            (last, stride) => write!(out, "{}-{last}:{stride}", self.first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::garbage;

    fn shown(text: &str) -> Option<String> {
        Places::parse(text.as_bytes()).map(|places| places.to_string())
    }

    #[test]
    fn abstract_names_may_have_a_count() {
        for (text, expected) in [
            ("threads", "threads"),
            (" Cores ( 2 ) ", "cores(2)"),
            ("SOCKETS", "sockets"),
            ("ll_caches(1)", "ll_caches(1)"),
            ("numa_domains", "numa_domains"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn lists_keep_intervals_strides_and_exclusions() {
        for (text, expected) in [
            ("{0}", "{0}"),
            ("0,1", "{0},{1}"),
            ("0:2", "{0}:2"),
            ("{ 0 , 1 }", "{0,1}"),
            ("{0:4}:4:4", "{0:4}:4:4"),
            ("{0:2:3},{7}", "{0:2:3},{7}"),
            ("{1:2:-1}", "{1:2:-1}"),
            ("{6,7}:4:-2,!{2,3}", "{6,7}:4:-2,!{2,3}"),
            ("{0:2,!1}", "{0:2,!1}"),
            ("{0}:2:0", "{0}:2:0"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            Places::parse(b"{6,!7}:4:-2"),
            Some(Places::Listed(Box::new([Interval {
                excluded: false,
                first: Box::new([
                    Interval { excluded: false, first: 6, length: 1, stride: 1 },
                    Interval { excluded: true, first: 7, length: 1, stride: 1 },
                ]),
                length: 4,
                stride: -2,
            }])))
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "",
            "foo",
            "threads(",
            "threads()",
            "threads(0)",
            "threads(-1)",
            "threads x",
            "threads:2",
            "cores(2)(1)",
            "cores,threads",
            "cores(1):2",
            "sockets(1),{0}",
            "{",
            "{}",
            "{0",
            "{0}{1}",
            "{0},",
            "{0},,{1}",
            "{-1}",
            "{0:-2}",
            "{0:0}",
            "{0}:0",
            "!{0}:2",
            "{!0:2}",
            "{0}:2:x",
            "{99999999999999999}",
            "{0:99999999999}",
            "{0:1048576}:2",
            "{0:1024}:1048576",
            "{{0}}",
        ] {
            assert_eq!(shown(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_malformed_value_stands_for_the_name_it_begins_with_or_for_cores() {
        for (text, expected) in
            [("sockets(", "sockets"), ("threads()", "threads"), ("invalid", "cores"), ("", "cores"), ("{0", "cores")]
        {
            assert_eq!(Places::instead_of(text.as_bytes()).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn cpu_affinity_takes_ranges_with_blanks_or_commas_between() {
        let shown = |text: &str| {
            let ranges = cpu_affinity(text.as_bytes())?;
            Some(ranges.iter().map(CpuRange::to_string).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(shown("0 3 1-2 4-15:2").as_deref(), Some("0 3 1-2 4-15:2"));
        assert_eq!(shown(" 1,0 , 2 ").as_deref(), Some("1 0 2"));
        for bad in ["", "foo", "0-", "-1", "0 x", "1-0", "0-4:0", "0-99999999999", "0-65535 0-65535", "0,,1", "0,"] {
            assert_eq!(shown(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        garbage::each(|text| {
            Places::parse(text);
            Places::instead_of(text);
            cpu_affinity(text);
        });
    }
}
