//! KMP_HW_SUBSET and KMP_TOPOLOGY_METHOD, as libomp's documentation has them.

use super::text::{self, Scanner};
use crate::sys::topology::Level;

/// Which cores of a machine that has several kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoreKind {
    /// The fastest (`intel_core`).
    Fast,
    /// The most efficient (`intel_atom`).
    Efficient,
    /// By their place in the order from the most efficient to the fastest (`eff0`, `eff1` …).
    Rank(u32),
}

/// `4c@2:intel_core`: four cores of this kind, but for the first two, of each unit further out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub level: Level,
    /// `None`: all.
    pub count: Option<u32>,
    pub offset: u32,
    pub kind: Option<CoreKind>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HwSubset {
    /// As written, for KMP_SETTINGS and OMP_DISPLAY_ENV.
    pub written: Box<[u8]>,
    /// With a colon at the beginning: threads are counted in the unit that is named before them, even if that is no
    /// core.
    pub explicit: bool,
    /// From the outside in.
    pub parts: Box<[Part]>,
}

const LEVELS: [(&str, Level); 27] = [
    ("s", Level::Socket),
    ("socket", Level::Socket),
    ("sockets", Level::Socket),
    ("package", Level::Socket),
    ("packages", Level::Socket),
    ("n", Level::NumaDomain),
    ("numa", Level::NumaDomain),
    ("numas", Level::NumaDomain),
    ("node", Level::NumaDomain),
    ("nodes", Level::NumaDomain),
    ("numa_domain", Level::NumaDomain),
    ("d", Level::Die),
    ("die", Level::Die),
    ("dies", Level::Die),
    ("ll", Level::LastCache),
    ("ll_cache", Level::LastCache),
    ("l3", Level::L3),
    ("l3_cache", Level::L3),
    ("l2", Level::L2),
    ("l2_cache", Level::L2),
    ("tile", Level::L2),
    ("c", Level::Core),
    ("core", Level::Core),
    ("cores", Level::Core),
    ("t", Level::Thread),
    ("thread", Level::Thread),
    ("threads", Level::Thread),
];

impl HwSubset {
    pub fn parse(text: &[u8]) -> Option<HwSubset> {
        let mut scanner = Scanner::new(text);
        let explicit = scanner.symbol(b':');
        let mut parts: Vec<Part> = Vec::new();
        loop {
            let part = part(&mut scanner)?;
            // Only cores are of several kinds.
            let repeated = |other: &Part| {
                other.level == part.level && (other.kind == part.kind || part.kind.is_none() || other.kind.is_none())
            };
            if parts.iter().any(repeated) || (part.kind.is_some() && part.level != Level::Core) {
                return None;
            }
            parts.push(part);
            if scanner.at_end() {
                break;
            }
            if !scanner.symbol(b',') {
                return None;
            }
        }
        parts.sort_by_key(|part| part.level as usize);
        Some(HwSubset { written: text.into(), explicit, parts: parts.into() })
    }
}

fn part(scanner: &mut Scanner) -> Option<Part> {
    let count = if scanner.symbol(b'*') {
        None
    } else {
        let mut digits = *scanner;
        match digits.number() {
            Some(count) => {
                *scanner = digits;
                Some(u32::try_from(count).ok().filter(|&count| count > 0)?)
            }
            None => None,
        }
    };
    let level = text::choice(scanner.word(), &LEVELS)?;
    let offset = if scanner.symbol(b'@') { u32::try_from(scanner.number()?).ok()? } else { 0 };
    let kind = if scanner.symbol(b':') { Some(core_kind(scanner.word())?) } else { None };
    Some(Part { level, count, offset, kind })
}

fn core_kind(word: &[u8]) -> Option<CoreKind> {
    const NAMES: [(&str, CoreKind); 2] = [("intel_core", CoreKind::Fast), ("intel_atom", CoreKind::Efficient)];
    if let Some(kind) = text::choice(word, &NAMES) {
        return Some(kind);
    }
    let (name, rank) = word.split_at_checked(3)?;
    name.eq_ignore_ascii_case(b"eff").then(|| text::count(rank, 0).map(CoreKind::Rank))?
}

/// Whether KMP_TOPOLOGY_METHOD asks to ignore how processors lie together. All other methods are ways to find
/// that out, of which there is one here.
pub fn is_flat(text: &[u8]) -> Option<bool> {
    const METHODS: [(&str, bool); 17] = [
        ("all", false),
        ("hwloc", false),
        ("cpuid", false),
        ("cpuid_leaf31", false),
        ("cpuid_leaf11", false),
        ("cpuid_leaf4", false),
        ("x2apicid", false),
        ("x2apic", false),
        ("apicid", false),
        ("apic", false),
        ("cpuinfo", false),
        ("group", false),
        ("kmp_affinity", false),
        ("os", false),
        ("default", false),
        ("flat", true),
        ("map", true),
    ];
    text::choice(text, &METHODS)
}

#[cfg(test)]
mod tests {
    use super::super::garbage;
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let subset = HwSubset::parse(text.as_bytes())?;
        let part = |part: &Part| {
            let count = part.count.map_or("*".into(), |count| count.to_string());
            let kind = part.kind.map_or(String::new(), |kind| format!(":{kind:?}"));
            format!("{count}{:?}@{}{kind}", part.level, part.offset)
        };
        Some(subset.parts.iter().map(part).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn parts_are_sorted_from_the_outside_in() {
        for (text, expected) in [
            ("1s,4c,2t", "1Socket@0 4Core@0 2Thread@0"),
            ("2T, 1 S ,4cores@2", "1Socket@0 4Core@2 2Thread@0"),
            ("*c,1l2,2numa", "2NumaDomain@0 1L2@0 *Core@0"),
            ("c", "*Core@0"),
            ("4c:intel_core,8c@1:INTEL_ATOM", "4Core@0:Fast 8Core@1:Efficient"),
            ("4c:eff1", "4Core@0:Rank(1)"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        assert!(HwSubset::parse(b":1s,2t@1").is_some_and(|subset| subset.explicit));
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "",
            ":",
            "x",
            "1",
            "1q",
            "0c",
            "-1c",
            "1c,",
            ",1c",
            "1c 1t",
            "1c@",
            "1c@x",
            "1c,2c",
            "1c:foo",
            "1s:intel_core",
            "1c:eff",
            "4c,4c:eff0",
            "99999999999999999999c",
        ] {
            assert_eq!(shown(bad), None, "{bad}");
        }
    }

    #[test]
    fn methods_are_known_by_name() {
        assert_eq!(is_flat(b"hwloc"), Some(false));
        assert_eq!(is_flat(b" Flat "), Some(true));
        assert_eq!(is_flat(b"foo"), None);
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        garbage::each(|text| {
            HwSubset::parse(text);
            is_flat(text);
        });
    }
}
