//! KMP_HW_SUBSET: what of the machine is used at all.

use crate::engine::settings::hw_subset::{CoreKind, HwSubset, Part};
use crate::sys::affinity::CpuSet;
use crate::sys::topology::{self, Level, Processor, Topology};

/// Takes what `subset` leaves out of `topology`.
///
/// # Errors
/// Why it cannot be done; the topology is as it was.
pub fn apply(topology: &mut Topology, subset: &HwSubset) -> Result<(), String> {
    if let Some(part) = subset.parts.iter().find(|part| !topology.knows(part.level)) {
        return Err(format!("asks for {}, which this machine does not show", name(part.level)));
    }
    let kinds = topology.kinds_of_cores();
    let mut parts = subset.parts.to_vec();
    if !subset.explicit {
        for level in [Level::Socket, Level::Core] {
            if !parts.iter().any(|part| part.level == level) {
                parts.push(Part { level, count: None, offset: 0, kind: None });
            }
        }
        parts.sort_by_key(|part| part.level as usize);
    }
    let processors: Vec<Processor> = topology.processors().to_vec();
    let mut chosen = CpuSet::default();
    choose(&processors, &parts, &kinds, &mut chosen);
    if chosen.is_empty() {
        return Err("leaves no processor".into());
    }
    topology.retain(|processor| chosen.contains(processor.number));
    Ok(())
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Socket => "sockets",
        Level::NumaDomain => "NUMA domains",
        Level::Die => "dies",
        Level::LastCache | Level::L3 | Level::L2 => "caches",
        Level::Core => "cores",
        Level::Thread => "threads",
    }
}

/// Adds to `chosen` what `parts`, from the outside in, leave of `processors`.
fn choose(processors: &[Processor], parts: &[Part], kinds: &[CpuSet], chosen: &mut CpuSet) {
    let Some(level) = parts.first().map(|part| part.level) else {
        processors.iter().for_each(|processor| chosen.insert(processor.number));
        return;
    };
    // A level occurs more than once where it is about several kinds of cores.
    let (here, inner) = parts.split_at(parts.partition_point(|part| part.level as usize <= level as usize));
    let units = topology::group(processors.iter(), level);
    for part in here {
        let of_kind = units.iter().filter(|unit| is_of_kind(unit, part.kind, kinds));
        let count = part.count.map_or(usize::MAX, |count| count as usize);
        for unit in of_kind.skip(part.offset as usize).take(count) {
            let members: Vec<Processor> =
                processors.iter().filter(|processor| unit.contains(processor.number)).copied().collect();
            choose(&members, inner, kinds, chosen);
        }
    }
}

/// On a machine with one kind of cores they are of every kind.
fn is_of_kind(unit: &CpuSet, kind: Option<CoreKind>, kinds: &[CpuSet]) -> bool {
    let index = match kind {
        _ if kinds.is_empty() => return true,
        None => return true,
        Some(CoreKind::Efficient) => 0,
        Some(CoreKind::Fast) => kinds.len() - 1,
        Some(CoreKind::Rank(rank)) => rank as usize,
    };
    kinds.get(index).is_some_and(|of_kind| !of_kind.intersection(unit).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::topology::trees;

    fn subset(topology: &Topology, text: &str) -> Result<String, String> {
        let mut topology = topology.clone();
        let subset = HwSubset::parse(text.as_bytes()).expect(text);
        apply(&mut topology, &subset).map(|()| topology.usable().to_string())
    }

    #[test]
    fn units_are_counted_in_each_unit_further_out() {
        let cpus = trees::server(16);
        let tree = trees::tree(&cpus, &[]);
        let topology = Topology::read(tree.path(), &(0..64).collect());
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
            assert_eq!(subset(&topology, text).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(subset(&topology, "1s@2"), Err("leaves no processor".into()));
        assert_eq!(subset(&topology, "1d"), Err("asks for dies, which this machine does not show".into()));
    }

    #[test]
    fn kinds_of_cores_are_chosen_by_name_or_rank() {
        let cpus = trees::hybrid(4, 8);
        let tree = trees::tree(&cpus, &[]);
        trees::mark_hybrid(tree.path(), 4, 8);
        let topology = Topology::read(tree.path(), &(0..16).collect());
        for (text, expected) in [
            ("2c:intel_core,1t", "0,2"),
            ("4c:intel_atom", "8-11"),
            ("1c:intel_core,2c@1:intel_atom", "0,1,9,10"),
            ("*c:eff1,1t", "0,2,4,6"),
            ("3c", "0-5"),
        ] {
            assert_eq!(subset(&topology, text).as_deref(), Ok(expected), "{text}");
        }
        assert!(subset(&topology, "1c:eff2").is_err());
    }

    #[test]
    fn a_kind_means_nothing_on_a_machine_with_one_kind() {
        let cpus = trees::hybrid(2, 0);
        let tree = trees::tree(&cpus, &[]);
        let topology = Topology::read(tree.path(), &(0..4).collect());
        assert_eq!(subset(&topology, "1c:intel_core").as_deref(), Ok("0,1"));
    }
}
