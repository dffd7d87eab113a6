//! KMP_HW_SUBSET and KMP_TOPOLOGY_METHOD, as libomp's documentation has them.

use crate::engine::ground::settings::text;
use crate::engine::ground::settings::text::Scanner;
use crate::sys::affinity;
use crate::sys::affinity::CpuSet;
use crate::sys::topology;
use crate::sys::topology::{CoreKind, Level, Part, Topology};
use std::path::Path;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HwSubset {
    /// As written, for KMP_SETTINGS and OMP_DISPLAY_ENV.
    pub written: Box<[u8]>,
    /// From the outside in. Unless the value begins with a colon, sockets and cores are among the
    /// parts even if they were not written, and all of them count: so threads are counted in each
    /// core.
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
            // Only cores may be listed twice, since only they are of several kinds.
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
        for level in [Level::Socket, Level::Core] {
            if !explicit && !parts.iter().any(|part| part.level == level) {
                parts.push(Part { level, count: None, offset: 0, kind: None });
            }
        }
        parts.sort_by_key(|part| part.level as usize);
        Some(HwSubset { written: text.into(), parts: parts.into() })
    }
}

/// The part of the machine that `devices` shows which is in `usable` and in `subset`; `flat`: as if
/// each processor were a core. The second value says why the subset, if there is one, cannot be
/// had.
pub fn machine(devices: &Path, usable: &CpuSet, subset: Option<&HwSubset>, flat: bool) -> (Topology, Option<String>) {
    let mut topology = if flat { Topology::flat(usable) } else { Topology::read(devices, usable) };
    let fault = subset.and_then(|subset| topology.limit(&subset.parts).err());
    (topology, fault)
}

/// The number of processors of the calling thread's mask that are in `subset`; `None` if the kernel
/// does not say.
pub fn processors(subset: &HwSubset, flat: bool) -> Option<usize> {
    let usable = affinity::of_calling_thread()?;
    Some(machine(Path::new(topology::DEVICES), &usable, Some(subset), flat).0.processors().len())
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

/// Whether KMP_TOPOLOGY_METHOD asks to ignore the topology. All other methods are ways to find the
/// topology out, of which there is one here.
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
    use super::*;
    use crate::engine::ground::settings::garbage;
    use crate::sys::topology::trees;

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
            (":*c,1l2,2numa", "2NumaDomain@0 1L2@0 *Core@0"),
            (":c", "*Core@0"),
            ("1t", "*Socket@0 *Core@0 1Thread@0"),
            ("1s,2t@1", "1Socket@0 *Core@0 2Thread@1"),
            (":1s,2t@1", "1Socket@0 2Thread@1"),
            (":4c:intel_core,8c@1:INTEL_ATOM", "4Core@0:Fast 8Core@1:Efficient"),
            (":4c:eff1", "4Core@0:Rank(1)"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
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

    fn usable(devices: &Path, count: u32, text: &str) -> Result<String, String> {
        let subset = HwSubset::parse(text.as_bytes()).expect(text);
        match machine(devices, &(0..count).collect(), Some(&subset), false) {
            (topology, None) => Ok(topology.usable().to_string()),
            (_, Some(fault)) => Err(fault),
        }
    }

    #[test]
    fn units_are_counted_in_each_unit_further_out() {
        let tree = trees::tree(&trees::server(16), &[]);
        let usable = |text| usable(tree.path(), 64, text);
        for (text, expected) in [
            ("1s", "0-15,32-47"),
            ("1s@1,2c,1t", "16,17"),
            ("1t,2c@3", "3,4,19,20"),
            ("2s,1n,1c", "0,16,32,48"),
            ("2l3@7,1c,1t", "14,30"),
            (":1s,3t@1", "1,32,33"),
            (":5t", "0-2,32,33"),
            ("*s,1c", "0,16,32,48"),
            ("9s,9t,1c", "0,16,32,48"),
        ] {
            assert_eq!(usable(text).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(usable("1s@2"), Err("leaves no processor".into()));
        assert_eq!(usable("1d"), Err("asks for dies, which this machine does not show".into()));
    }

    #[test]
    fn kinds_of_cores_are_chosen_by_name_or_rank() {
        let tree = trees::tree(&trees::hybrid(4, 8), &[]);
        trees::mark_hybrid(tree.path(), 4, 8);
        for (text, expected) in [
            ("2c:intel_core,1t", "0,2"),
            ("4c:intel_atom", "8-11"),
            ("1c:intel_core,2c@1:intel_atom", "0,1,9,10"),
            ("*c:eff1,1t", "0,2,4,6"),
            ("3c", "0-5"),
        ] {
            assert_eq!(usable(tree.path(), 16, text).as_deref(), Ok(expected), "{text}");
        }
        assert!(usable(tree.path(), 16, "1c:eff2").is_err());
    }

    #[test]
    fn a_kind_means_nothing_on_a_machine_with_one_kind() {
        let tree = trees::tree(&trees::hybrid(2, 0), &[]);
        assert_eq!(usable(tree.path(), 4, "1c:intel_core").as_deref(), Ok("0,1"));
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
