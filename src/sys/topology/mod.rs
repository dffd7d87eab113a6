//! How the processors of this machine lie together: sockets, NUMA domains, dies, caches, cores. It
//! is read from the kernel's files below `/sys/devices`
//! (Documentation/ABI/stable/sysfs-devices-system-cpu). They may be missing or make no sense: a
//! property that cannot be read is assumed to be the same for all processors.

mod subset;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub mod trees;

use super::affinity::CpuSet;
use super::kernel_file;
use std::fs;
use std::path::{Path, PathBuf};
pub use subset::{CoreKind, Part};

/// Where the kernel shows its devices.
pub const DEVICES: &str = "/sys/devices";

/// The units that processors can have in common. The order is from the outside in, as it is on most
/// machines; units of different levels need not be nested.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    Socket,
    NumaDomain,
    Die,
    /// The cache that is furthest from the core.
    LastCache,
    L3,
    L2,
    Core,
    Thread,
}

pub const LEVELS: [Level; 8] =
    [Level::Socket, Level::NumaDomain, Level::Die, Level::LastCache, Level::L3, Level::L2, Level::Core, Level::Thread];

/// One processor as the kernel counts them: a hardware thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Processor {
    pub number: u32,
    /// For each level the unit that the processor belongs to: the lowest number in it, usable or
    /// not.
    units: [u32; LEVELS.len()],
}

impl Processor {
    /// The unit of `level` that the processor belongs to. The number is good for comparing only.
    pub fn unit(&self, level: Level) -> u32 {
        self.units[level as usize]
    }
}

/// The usable processors of a machine.
#[derive(Clone, Debug)]
pub struct Topology {
    /// In topological order: the processors of a unit stand together, from sockets down to the
    /// threads of a core.
    processors: Vec<Processor>,
    /// For each level whether the machine shows it.
    known: [bool; LEVELS.len()],
    devices: PathBuf,
}

impl Topology {
    /// Reads the topology of the processors in `usable` from the kernel's files in `devices`.
    pub fn read(devices: &Path, usable: &CpuSet) -> Topology {
        let cpus = devices.join("system/cpu");
        let online = read_set(&cpus.join("online")).map(|online| usable.intersection(&online));
        // Some processor runs this; a list without it is not of this machine, as in some sandboxes.
        let usable = online.filter(|online| !online.is_empty()).unwrap_or_else(|| usable.clone());
        let of_cpu = |number: u32, file: &str| read_set(&cpus.join(format!("cpu{number}")).join(file));
        let caches = usable.first().map(|first| Caches::read(&cpus.join(format!("cpu{first}")))).unwrap_or_default();
        let either = |number, new: &str, old: &str| of_cpu(number, new).or_else(|| of_cpu(number, old));
        let cache = |number, index: Option<u32>| of_cpu(number, &format!("cache/index{}/shared_cpu_list", index?));

        let units = |level| match level {
            Level::Socket => {
                units(&usable, |number| either(number, "topology/package_cpus_list", "topology/core_siblings_list"))
            }
            Level::NumaDomain => numa_domains(&devices.join("system/node"), &usable),
            Level::Die => units(&usable, |number| of_cpu(number, "topology/die_cpus_list")),
            Level::LastCache => units(&usable, |number| cache(number, caches.last)),
            Level::L3 => units(&usable, |number| cache(number, caches.l3)),
            Level::L2 => units(&usable, |number| cache(number, caches.l2)),
            Level::Core => {
                units(&usable, |number| either(number, "topology/core_cpus_list", "topology/thread_siblings_list"))
            }
            Level::Thread => Some(usable.iter().collect()),
        };
        let mut topology = Topology::flat(&usable);
        topology.devices = devices.to_owned();
        for level in LEVELS {
            let found = units(level);
            topology.known[level as usize] = found.is_some();
            for (index, processor) in topology.processors.iter_mut().enumerate() {
                processor.units[level as usize] = match (&found, level) {
                    (Some(units), _) => units[index],
                    // A level that is not known has the units of the level around it.
                    (None, Level::Socket) => 0,
                    (None, Level::L3 | Level::L2) => processor.unit(Level::LastCache),
                    (None, Level::Core | Level::Thread) => processor.number,
                    (None, Level::NumaDomain | Level::Die | Level::LastCache) => processor.unit(Level::Socket),
                };
            }
        }
        topology.processors.sort_by_key(|processor| processor.units);
        topology
    }

    /// Each processor a core of one socket.
    pub fn flat(usable: &CpuSet) -> Topology {
        let mut known = [false; LEVELS.len()];
        for level in [Level::Socket, Level::Core, Level::Thread] {
            known[level as usize] = true;
        }
        let processor = |number| {
            let mut units = [0; LEVELS.len()];
            units[Level::Core as usize] = number;
            units[Level::Thread as usize] = number;
            Processor { number, units }
        };
        Topology { processors: usable.iter().map(processor).collect(), known, devices: PathBuf::new() }
    }

    pub fn processors(&self) -> &[Processor] {
        &self.processors
    }

    /// Whether the machine shows the level. A level that it does not show has the units of one
    /// further out.
    pub fn knows(&self, level: Level) -> bool {
        self.known[level as usize]
    }

    /// The usable processors, each unit of `level` a set, in topological order.
    pub fn groups(&self, level: Level) -> Vec<CpuSet> {
        group(self.processors.iter(), level)
    }

    /// The usable processors.
    pub fn usable(&self) -> CpuSet {
        self.processors.iter().map(|processor| processor.number).collect()
    }

    /// On a machine with more than one kind of cores, the usable processors of each kind, the most
    /// efficient (and slowest) first; empty on others. Intel's kinds are devices of their own;
    /// ARM's differ in capacity.
    pub fn kinds_of_cores(&self) -> Vec<CpuSet> {
        let usable = self.usable();
        let named =
            ["cpu_lowpower", "cpu_atom", "cpu_core"].map(|name| read_set(&self.devices.join(name).join("cpus")));
        let mut kinds: Vec<CpuSet> = named.into_iter().flatten().map(|kind| kind.intersection(&usable)).collect();
        if kinds.is_empty() {
            let capacity = |number: u32| {
                let file = self.devices.join(format!("system/cpu/cpu{number}/cpu_capacity"));
                read_number(&file).map(|capacity| (capacity, number))
            };
            let mut capacities: Vec<_> = usable.iter().filter_map(capacity).collect();
            capacities.sort_unstable();
            let of_one_kind = capacities.chunk_by(|one, other| one.0 == other.0);
            kinds = of_one_kind.map(|kind| kind.iter().map(|&(_, number)| number).collect()).collect();
        }
        kinds.retain(|kind| !kind.is_empty());
        if kinds.len() > 1 { kinds } else { Vec::new() }
    }
}

/// The units of `level` that `processors` are in, in the order in which they are met first.
pub fn group<'a>(processors: impl Iterator<Item = &'a Processor>, level: Level) -> Vec<CpuSet> {
    let mut groups: Vec<(u32, CpuSet)> = Vec::new();
    let mut index_of = std::collections::HashMap::new();
    for processor in processors {
        let unit = processor.unit(level);
        let index = *index_of.entry(unit).or_insert_with(|| {
            groups.push((unit, CpuSet::default()));
            groups.len() - 1
        });
        groups[index].1.insert(processor.number);
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// For each processor of `usable` the lowest number of the unit it is in; `None` if a unit cannot
/// be read. `unit_of` is asked for one processor of each unit only: a machine of hundreds has
/// thousands of these files.
fn units(usable: &CpuSet, unit_of: impl Fn(u32) -> Option<CpuSet>) -> Option<Vec<u32>> {
    let mut known = std::collections::HashMap::new();
    usable
        .iter()
        .map(|number| {
            if let Some(&lowest) = known.get(&number) {
                return Some(lowest);
            }
            let unit = unit_of(number).filter(|unit| unit.contains(number))?;
            let lowest = unit.first()?;
            known.extend(unit.iter().map(|member| (member, lowest)));
            Some(lowest)
        })
        .collect()
}

/// As [`units`]. The folder `nodes` has one folder for each NUMA domain; some have memory only.
fn numa_domains(nodes: &Path, usable: &CpuSet) -> Option<Vec<u32>> {
    let mut domains = Vec::new();
    for entry in fs::read_dir(nodes).ok()?.flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("node"));
        if number.is_some_and(|number| number.parse::<u32>().is_ok()) {
            domains.extend(read_set(&entry.path().join("cpulist")));
        }
    }
    units(usable, |number| domains.iter().find(|domain| domain.contains(number)).cloned())
}

/// The folders of a processor's caches: the number `n` of `cache/index{n}`.
#[derive(Default)]
struct Caches {
    last: Option<u32>,
    l3: Option<u32>,
    l2: Option<u32>,
}

impl Caches {
    fn read(cpu: &Path) -> Caches {
        let mut caches = Caches::default();
        let mut highest = 0;
        // Machines have four or five of them.
        for index in 0..8 {
            let Some(level) = read_number(&cpu.join(format!("cache/index{index}/level"))) else { continue };
            match level {
                2 => caches.l2 = Some(index),
                3 => caches.l3 = Some(index),
                _ => {}
            }
            if level > highest {
                (highest, caches.last) = (level, Some(index));
            }
        }
        caches
    }
}

fn read_set(file: &Path) -> Option<CpuSet> {
    CpuSet::parse(&kernel_file::read(file)?)
}

fn read_number(file: &Path) -> Option<u32> {
    str::from_utf8(&kernel_file::read(file)?).ok()?.trim().parse().ok()
}
