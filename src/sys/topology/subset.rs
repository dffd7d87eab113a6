//! A part of a machine: some of its units of each level.

use super::{Level, Processor, Topology, group};
use crate::sys::affinity::CpuSet;

/// One of the kinds of cores of a machine that has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoreKind {
    /// The fastest.
    Fast,
    /// The most efficient.
    Efficient,
    /// By their rank in the order from the most efficient to the fastest.
    Rank(u32),
}

/// Some of the units of a level, in each unit of the level before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub level: Level,
    /// The number of units; `None`: all.
    pub count: Option<u32>,
    /// The number of units that are left out before them.
    pub offset: u32,
    pub kind: Option<CoreKind>,
}

impl Topology {
    /// Leaves out processors that are not in `parts`, which go from the outside in.
    ///
    /// # Errors
    /// The reason why it cannot be done. The topology stays as it was.
    pub fn limit(&mut self, parts: &[Part]) -> Result<(), String> {
        if let Some(part) = parts.iter().find(|part| !self.knows(part.level)) {
            return Err(format!("asks for {}, which this machine does not show", name(part.level)));
        }
        let mut chosen = CpuSet::default();
        choose(&self.processors, parts, &self.kinds_of_cores(), &mut chosen);
        if chosen.is_empty() {
            return Err("leaves no processor".into());
        }
        self.processors.retain(|processor| chosen.contains(processor.number));
        Ok(())
    }
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

/// Adds the part of `processors` that is in `parts`, which go from the outside in, to `chosen`.
fn choose(processors: &[Processor], parts: &[Part], kinds: &[CpuSet], chosen: &mut CpuSet) {
    let Some(level) = parts.first().map(|part| part.level) else {
        processors.iter().for_each(|processor| chosen.insert(processor.number));
        return;
    };
    // A level occurs more than once if it names several kinds of cores.
    let (here, inner) = parts.split_at(parts.partition_point(|part| part.level as usize <= level as usize));
    let units = group(processors.iter(), level);
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

/// On a machine with one kind of cores each core is of every kind.
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
