//! The place list: the meaning of the environment's settings on this machine.

use crate::engine::ground::settings::Settings;
use crate::engine::ground::settings::bind::ProcBind;
use crate::engine::ground::settings::hw_subset;
use crate::engine::ground::settings::kmp_affinity::{KmpAffinity, Type};
use crate::engine::ground::settings::places::{Interval, Place, PlaceName, Places};
use crate::sys::affinity::CpuSet;
use crate::sys::kernel_file;
use crate::sys::topology;
use crate::sys::topology::{Level, Processor, Topology};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// The result of the settings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// None of them is empty.
    pub places: Vec<CpuSet>,
    /// The place of the first thread of the process.
    pub first: u32,
    /// bind-var, one for each nesting level.
    pub bind: Vec<ProcBind>,
    /// The processors that may be used.
    pub usable: CpuSet,
    /// Lines about what cannot be done.
    pub complaints: Vec<String>,
}

/// The source of the places.
enum Source<'a> {
    /// Threads are not bound.
    Nothing,
    Kmp(&'a KmpAffinity, Type),
    Listed(&'a str, &'a Places),
    CpuAffinity,
    Cores,
    /// One place with all processors that KMP_HW_SUBSET leaves.
    Subset,
}

/// The variables in the order of their weight. KMP_AFFINITY with a type goes before all, as in
/// libomp; OMP_PLACES before GOMP_CPU_AFFINITY, as in libgomp.
fn source(settings: &Settings) -> Source<'_> {
    if let Some(kmp) = &settings.kmp_affinity {
        match kmp.kind {
            Some(Type::Disabled) => return Source::Nothing,
            Some(Type::None) | None => {}
            Some(kind) => return Source::Kmp(kmp, kind),
        }
    }
    if *settings.proc_bind == [ProcBind::False] {
        return Source::Nothing;
    }
    if let Some(places) = &settings.places {
        return Source::Listed("OMP_PLACES", places);
    }
    if !settings.cpu_affinity.is_empty() {
        return Source::CpuAffinity;
    }
    if !settings.proc_bind.is_empty() {
        return Source::Cores;
    }
    if settings.kmp_hw_subset.is_some() { Source::Subset } else { Source::Nothing }
}

/// Works the place list out, for a process that may use the processors of `mask` on the machine
/// that `devices` shows.
pub fn resolve(settings: &Settings, devices: &Path, mask: &CpuSet) -> Resolved {
    let resolved = Resolved { usable: mask.clone(), bind: settings.proc_bind.to_vec(), ..Resolved::default() };
    work_out(resolved, settings, settings.kmp_affinity.as_ref(), source(settings), devices)
}

/// The same for threads to which only `kmp` applies.
pub fn resolve_alone(kmp: &KmpAffinity, settings: &Settings, devices: &Path, mask: &CpuSet) -> Resolved {
    let source = match kmp.kind {
        None | Some(Type::None | Type::Disabled) => Source::Nothing,
        Some(kind) => Source::Kmp(kmp, kind),
    };
    let resolved = Resolved { usable: mask.clone(), ..Resolved::default() };
    work_out(resolved, settings, Some(kmp), source, devices)
}

fn work_out(
    mut resolved: Resolved,
    settings: &Settings,
    kmp: Option<&KmpAffinity>,
    source: Source,
    devices: &Path,
) -> Resolved {
    if kmp.is_some_and(|kmp| !kmp.respect)
        && let Some(online) =
            kernel_file::read(&devices.join("system/cpu/online")).and_then(|list| CpuSet::parse(&list))
    {
        resolved.usable = online;
    }
    let topology = topology(settings, devices, &mut resolved, &source);
    let (name, written) = match source {
        Source::Nothing => return resolved,
        Source::Kmp(kmp, Type::Explicit) => (kmp.name, kmp.proclist.iter().map(expand).collect()),
        Source::Kmp(kmp, kind) => (kmp.name, units(&topology, kmp, kind)),
        Source::Listed(name, Places::Named { name: unit, count }) => {
            let places =
                topology.groups(level(*unit)).into_iter().take(count.map_or(usize::MAX, |count| count as usize));
            (name, places.map(|place| place.iter().map(i64::from).collect()).collect())
        }
        Source::Listed(name, Places::Listed(places)) => (name, expand_list(places)),
        Source::CpuAffinity => {
            let processors = settings.cpu_affinity.iter().flat_map(|range| range.processors());
            ("GOMP_CPU_AFFINITY", processors.map(|processor| BTreeSet::from([i64::from(processor)])).collect())
        }
        Source::Cores => ("OMP_PROC_BIND", raw(topology.groups(Level::Core))),
        Source::Subset => ("KMP_HW_SUBSET", raw(vec![topology.usable()])),
    };
    resolved.take_usable(name, written);
    match source {
        Source::Kmp(kmp, kind) => {
            resolved.bind = vec![if kind == Type::Balanced { ProcBind::Close } else { ProcBind::True }];
            resolved.first = kmp.offset.checked_rem(resolved.places.len() as u32).unwrap_or(0);
        }
        _ if resolved.bind.is_empty() && !resolved.places.is_empty() => resolved.bind = vec![ProcBind::True],
        _ => {}
    }
    if kmp.is_some_and(|kmp| !kmp.warnings) || !settings.warnings {
        resolved.complaints.clear();
    }
    resolved
}

/// The part of the machine that is used. It is not read if nothing depends on the topology.
fn topology(settings: &Settings, devices: &Path, resolved: &mut Resolved, source: &Source) -> Topology {
    let needed = match source {
        Source::Nothing | Source::CpuAffinity | Source::Kmp(_, Type::Explicit) => false,
        Source::Listed(_, places) => matches!(places, Places::Named { .. }),
        Source::Kmp(..) | Source::Cores | Source::Subset => true,
    };
    let subset = settings.kmp_hw_subset.as_ref();
    let flat = settings.flat_topology == Some(true) || (!needed && subset.is_none());
    let (topology, fault) = hw_subset::machine(devices, &resolved.usable, subset, flat);
    if subset.is_some() {
        resolved.usable = topology.usable();
    }
    resolved.complaints.extend(fault.map(|why| format!("KMP_HW_SUBSET {why}; using the whole machine")));
    topology
}

impl Resolved {
    /// Keeps the usable part of the places that the variable `name` asks for.
    fn take_usable(&mut self, name: &str, written: Vec<RawPlace>) {
        let mut unusable = BTreeSet::new();
        for place in written {
            let processors = place.into_iter().filter_map(|processor| {
                let usable = u32::try_from(processor).ok().filter(|&processor| self.usable.contains(processor));
                if usable.is_none() {
                    unusable.insert(processor);
                }
                usable
            });
            let place: CpuSet = processors.collect();
            if !place.is_empty() {
                self.places.push(place);
            }
        }
        const SHOWN: usize = 8;
        let mut numbers: Vec<String> = unusable.iter().take(SHOWN).map(i64::to_string).collect();
        if unusable.len() > SHOWN {
            numbers.push("...".into());
        }
        let instead = if self.places.is_empty() { "threads are not bound" } else { "using the others" };
        if !unusable.is_empty() {
            let numbers = numbers.join(", ");
            self.complaints.push(format!("{name} names processors that this process cannot use: {numbers}; {instead}"));
        }
    }
}

/// A place as it was written: strides may lead to processors that no machine has.
type RawPlace = BTreeSet<i64>;

fn raw(places: Vec<CpuSet>) -> Vec<RawPlace> {
    places.iter().map(|place| place.iter().map(i64::from).collect()).collect()
}

fn level(name: PlaceName) -> Level {
    match name {
        PlaceName::Threads => Level::Thread,
        PlaceName::Cores => Level::Core,
        PlaceName::LlCaches => Level::LastCache,
        PlaceName::NumaDomains => Level::NumaDomain,
        PlaceName::Sockets => Level::Socket,
    }
}

/// The numbers that an interval stands for.
fn steps<T>(interval: &Interval<T>, first: i64) -> impl Iterator<Item = i64> + use<T> {
    let stride = i64::from(interval.stride);
    (0..i64::from(interval.length)).map(move |step| first + step * stride)
}

fn expand(place: &Place) -> RawPlace {
    let mut processors = RawPlace::new();
    for interval in place {
        let numbers = steps(interval, interval.first.into());
        if interval.excluded {
            numbers.for_each(|number| {
                processors.remove(&number);
            });
        } else {
            processors.extend(numbers);
        }
    }
    processors
}

/// A list of places. An excluded place is taken away once, from its last position, as in libgomp.
fn expand_list(intervals: &[Interval<Place>]) -> Vec<RawPlace> {
    let mut places: Vec<Option<RawPlace>> = Vec::new();
    let mut positions: HashMap<RawPlace, Vec<usize>> = HashMap::new();
    for interval in intervals {
        let first = expand(&interval.first);
        if interval.excluded {
            if let Some(position) = positions.get_mut(&first).and_then(Vec::pop) {
                places[position] = None;
            }
            continue;
        }
        for shift in steps(interval, 0) {
            let place: RawPlace = first.iter().map(|number| number + shift).collect();
            positions.entry(place.clone()).or_default().push(places.len());
            places.push(Some(place));
        }
    }
    places.into_iter().flatten().collect()
}

/// The places of KMP_AFFINITY's `compact`, `scatter` and `balanced`: the units of its granularity,
/// in the order in which threads are to fill them.
fn units(topology: &Topology, kmp: &KmpAffinity, kind: Type) -> Vec<RawPlace> {
    const INNERMOST: usize = 2;
    let permute = (kmp.permute as usize).min(INNERMOST);
    let permute = match kind {
        Type::Scatter => INNERMOST - permute,
        Type::Balanced => 0,
        _ => permute,
    };
    let mut ranked: Vec<([u32; 3], Processor)> = ranks(topology.processors());
    ranked.sort_by_key(|(ranks, _)| {
        let mut key = *ranks;
        // The innermost levels first, from the inside out; then the others as they are.
        for (position, index) in (0..permute).map(|step| INNERMOST - step).chain(0..=INNERMOST - permute).enumerate() {
            key[position] = ranks[index];
        }
        key
    });
    raw(topology::group(ranked.iter().map(|(_, processor)| processor), kmp.granularity))
}

/// For each processor, in topological order: its socket, its core in the socket, and its thread in
/// the core.
fn ranks(processors: &[Processor]) -> Vec<([u32; 3], Processor)> {
    let mut ranks = [0; 3];
    let mut before: Option<Processor> = None;
    let ranked = processors.iter().map(|&processor| {
        if let Some(before) = before.replace(processor) {
            if before.unit(Level::Socket) != processor.unit(Level::Socket) {
                ranks = [ranks[0] + 1, 0, 0];
            } else if before.unit(Level::Core) != processor.unit(Level::Core) {
                ranks = [ranks[0], ranks[1] + 1, 0];
            } else {
                ranks[2] += 1;
            }
        }
        (ranks, processor)
    });
    ranked.collect()
}

#[cfg(test)]
mod tests;
