//! Trees of files that look like `/sys/devices` of machines that are not at hand, made by code for
//! the tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// One processor of a machine to be shown; units are numbered through the whole machine.
#[derive(Clone, Copy)]
pub struct Cpu {
    pub socket: u32,
    pub node: u32,
    pub l3: u32,
    pub core: u32,
}

/// A tree for the machine whose processor `n` is `cpus[n]`, of which all but `offline` are online.
/// Offline processors have no topology and are in no list, as in the kernel's files.
pub fn tree(cpus: &[Cpu], offline: &[u32]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let devices = folder.path();
    let online = |number: &u32| !offline.contains(number);
    // The processors of each unit of one kind, as the kernel lists them.
    let lists = |unit: &dyn Fn(&Cpu) -> u32| -> BTreeMap<u32, String> {
        let mut lists = BTreeMap::new();
        for number in (0..cpus.len() as u32).filter(online) {
            let list: &mut String = lists.entry(unit(&cpus[number as usize])).or_default();
            *list += &format!("{}{number}", if list.is_empty() { "" } else { "," });
        }
        lists
    };
    let (sockets, nodes) = (lists(&|cpu| cpu.socket), lists(&|cpu| cpu.node));
    let (caches, cores) = (lists(&|cpu| cpu.l3), lists(&|cpu| cpu.core));
    put(devices, "system/cpu/online", &lists(&|_| 0)[&0]);
    for (number, cpu) in (0u32..).zip(cpus) {
        if !online(&number) {
            continue;
        }
        let of_cpu = |file: &str, text: &str| put(devices, &format!("system/cpu/cpu{number}/{file}"), text);
        let (core, cache) = (&cores[&cpu.core], &caches[&cpu.l3]);
        of_cpu("topology/thread_siblings_list", core);
        of_cpu("topology/core_siblings_list", &sockets[&cpu.socket]);
        // A core has two first-level caches, with index 0 and 1, which do not matter here.
        for (index, level, shared) in [(2, "2", core), (3, "3", cache)] {
            of_cpu(&format!("cache/index{index}/level"), level);
            of_cpu(&format!("cache/index{index}/shared_cpu_list"), shared);
        }
    }
    for (node, list) in &nodes {
        put(devices, &format!("system/node/node{node}/cpulist"), list);
    }
    folder
}

/// Writes a line to a file of a tree.
pub fn put(devices: &Path, file: &str, line: &str) {
    let file = devices.join(file);
    fs::create_dir_all(file.parent().expect("a file has a folder")).expect("folders can be made");
    fs::write(file, format!("{line}\n")).expect("files can be written");
}

/// Two sockets of `cores` cores each with two threads each, numbered as Linux does: all first
/// threads of the cores come first, socket by socket, then the second ones. Each socket has four
/// NUMA domains, and each of these two L3 caches.
pub fn server(cores: u32) -> Vec<Cpu> {
    let cpu = |number: u32| {
        let core = number % (2 * cores);
        Cpu { socket: core / cores, node: core / (cores / 4), l3: core / (cores / 8), core }
    };
    (0..4 * cores).map(cpu).collect()
}

/// One socket with `p` cores of two threads each, which come first, and `e` cores of one;
/// [`mark_hybrid`] tells them apart.
pub fn hybrid(p: u32, e: u32) -> Vec<Cpu> {
    let cpu = |number: u32| {
        let core = if number < 2 * p { number / 2 } else { number - p };
        Cpu { socket: 0, node: 0, l3: 0, core }
    };
    (0..2 * p + e).map(cpu).collect()
}

/// Adds Intel's devices for the two kinds of cores to a tree of [`hybrid`].
pub fn mark_hybrid(devices: &Path, p: u32, e: u32) {
    put(devices, "cpu_core/cpus", &format!("0-{}", 2 * p - 1));
    put(devices, "cpu_atom/cpus", &format!("{}-{}", 2 * p, 2 * p + e - 1));
}

/// A machine whose firmware numbers the cores of its two sockets in turn.
pub fn alternating(cores: u32) -> Vec<Cpu> {
    (0..cores).map(|number| Cpu { socket: number % 2, node: number % 2, l3: number % 2, core: number }).collect()
}
