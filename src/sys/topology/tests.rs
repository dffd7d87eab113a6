use super::trees::{self, put};
use super::*;
use crate::engine::ground::settings::garbage;
use tempfile::TempDir;

fn set(list: &str) -> CpuSet {
    CpuSet::parse(list.as_bytes()).expect(list)
}

fn shown(groups: &[CpuSet]) -> Vec<String> {
    groups.iter().map(CpuSet::to_string).collect()
}

fn all(cpus: &[trees::Cpu]) -> CpuSet {
    (0..cpus.len() as u32).collect()
}

#[test]
fn a_big_machine_is_grouped_at_every_level() {
    let cpus = trees::server(64);
    let tree = trees::tree(&cpus, &[]);
    let topology = Topology::read(tree.path(), &all(&cpus));
    let groups = |level| shown(&topology.groups(level));
    assert_eq!(groups(Level::Socket), ["0-63,128-191", "64-127,192-255"]);
    let domains = groups(Level::NumaDomain);
    assert_eq!((domains.len(), &*domains[0], &*domains[7]), (8, "0-15,128-143", "112-127,240-255"));
    assert_eq!(groups(Level::LastCache)[..2], ["0-7,128-135", "8-15,136-143"]);
    assert_eq!(groups(Level::LastCache), groups(Level::L3));
    let cores = groups(Level::Core);
    assert_eq!((cores.len(), &*cores[1], &*cores[127]), (128, "1,129", "127,255"));
    let threads = groups(Level::Thread);
    assert_eq!(threads[..4], ["0", "128", "1", "129"]);
    assert!(topology.kinds_of_cores().is_empty());
}

#[test]
fn neighbours_in_the_order_share_a_socket_however_they_are_numbered() {
    let cpus = trees::alternating(8);
    let tree = trees::tree(&cpus, &[]);
    let topology = Topology::read(tree.path(), &all(&cpus));
    assert_eq!(shown(&topology.groups(Level::Core)), ["0", "2", "4", "6", "1", "3", "5", "7"]);
}

#[test]
fn offline_and_forbidden_processors_are_in_no_group() {
    let cpus = trees::server(16);
    // All second threads of the second socket are offline, and the mask leaves out domain 0.
    let offline: Vec<u32> = (48..64).collect();
    let tree = trees::tree(&cpus, &offline);
    let topology = Topology::read(tree.path(), &set("4-31,36-63"));
    assert_eq!(shown(&topology.groups(Level::Socket)), ["4-15,36-47", "16-31"]);
    assert_eq!(topology.groups(Level::NumaDomain).len(), 7);
    assert_eq!(topology.groups(Level::Core).len(), 28);
    assert_eq!(topology.usable().len(), 12 * 2 + 16);
}

#[test]
fn the_lowest_processor_of_a_unit_may_be_forbidden() {
    let tree = trees::tree(&trees::hybrid(2, 0), &[]);
    let topology = Topology::read(tree.path(), &set("1,3"));
    assert_eq!(shown(&topology.groups(Level::Core)), ["1", "3"]);
    assert_eq!(shown(&topology.groups(Level::Socket)), ["1,3"]);
}

#[test]
fn the_kinds_of_cores_of_a_hybrid_machine_are_told_apart() {
    let cpus = trees::hybrid(4, 8);
    let tree = trees::tree(&cpus, &[]);
    trees::mark_hybrid(tree.path(), 4, 8);
    let topology = Topology::read(tree.path(), &all(&cpus));
    assert_eq!(shown(&topology.kinds_of_cores()), ["8-15", "0-7"]);
    assert_eq!(topology.groups(Level::Core).len(), 12);
    let restricted = Topology::read(tree.path(), &set("8-15"));
    assert!(restricted.kinds_of_cores().is_empty());
}

#[test]
fn capacities_tell_the_kinds_where_no_device_does() {
    let cpus = trees::hybrid(0, 4);
    let tree = trees::tree(&cpus, &[]);
    for (number, capacity) in [(0, "1024"), (1, "446"), (2, "446"), (3, "1024")] {
        put(tree.path(), &format!("system/cpu/cpu{number}/cpu_capacity"), capacity);
    }
    let topology = Topology::read(tree.path(), &all(&cpus));
    assert_eq!(shown(&topology.kinds_of_cores()), ["1,2", "0,3"]);
}

#[test]
fn without_files_every_processor_is_a_core_of_one_socket() {
    let tree = TempDir::new().expect("a temporary folder can be made");
    for topology in [Topology::read(tree.path(), &set("0-3,70")), Topology::flat(&set("0-3,70"))] {
        for level in [Level::Socket, Level::NumaDomain, Level::LastCache] {
            assert_eq!(shown(&topology.groups(level)), ["0-3,70"], "{level:?}");
        }
        assert_eq!(shown(&topology.groups(Level::Core)), ["0", "1", "2", "3", "70"]);
    }
}

#[test]
fn files_of_garbage_count_as_missing() {
    for garbage in ["", "x", "4294967295", "9-3", "0-", "\u{0}\u{1}", "1", "-", "0-0-0"] {
        let cpus = trees::hybrid(1, 2);
        let tree = trees::tree(&cpus, &[]);
        for number in 0..4 {
            for file in ["topology/thread_siblings_list", "topology/core_siblings_list", "cache/index3/shared_cpu_list"]
            {
                put(tree.path(), &format!("system/cpu/cpu{number}/{file}"), garbage);
            }
            put(tree.path(), &format!("system/cpu/cpu{number}/cache/index3/level"), garbage);
        }
        put(tree.path(), "system/node/node0/cpulist", garbage);
        put(tree.path(), "system/cpu/online", "zzz");
        let topology = Topology::read(tree.path(), &all(&cpus));
        assert_eq!(topology.processors().len(), 4, "{garbage}");
        let found: usize = topology.groups(Level::Core).iter().map(CpuSet::len).sum();
        assert_eq!(found, 4, "{garbage}");
    }
}

#[test]
fn no_list_of_a_file_hangs_or_crashes_the_reader() {
    let cpus = trees::hybrid(1, 2);
    let tree = trees::tree(&cpus, &[]);
    let mut round = 0;
    garbage::each(|bytes| {
        let list = CpuSet::parse(bytes);
        round += 1;
        // Files are slow; the other lists only go through the parser.
        if round % 40 != 0 {
            return;
        }
        let files = ["system/cpu/cpu1/topology/thread_siblings_list", "system/cpu/online", "system/node/node0/cpulist"];
        let text = String::from_utf8_lossy(bytes);
        for file in files.into_iter().chain(["system/cpu/cpu0/cache/index3/level", "cpu_core/cpus"]) {
            put(tree.path(), file, &text);
        }
        let topology = Topology::read(tree.path(), &all(&cpus));
        assert!(!topology.usable().is_empty(), "{text:?} {list:?}");
    });
}

#[test]
fn this_machine_has_the_processors_of_its_mask() {
    let usable = crate::sys::affinity::of_calling_thread().expect("the kernel tells the mask");
    let topology = Topology::read(Path::new(DEVICES), &usable);
    assert_eq!(topology.usable(), usable);
}
