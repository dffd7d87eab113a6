use crate::engine::ground::settings::from_pairs;
use crate::engine::policies::affinity::places::*;
use crate::sys::topology::trees;
use crate::sys::topology::trees::Cpu;

fn set(list: &str) -> CpuSet {
    CpuSet::parse(list.as_bytes()).expect(list)
}

/// The result of `pairs` on the machine with `cpus`, of which `offline` are offline, for a process
/// with `mask`.
fn resolved_on(cpus: &[Cpu], offline: &[u32], mask: &str, pairs: &[(&str, &str)]) -> Resolved {
    let tree = trees::tree(cpus, offline);
    let pairs: Vec<(&str, &[u8])> = pairs.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    resolve(&from_pairs(&pairs), tree.path(), &set(mask))
}

fn shown(resolved: &Resolved) -> String {
    resolved.places.iter().map(|place| format!("{{{place}}}")).collect::<Vec<_>>().join(" ")
}

/// The places on a machine with eight processors that are cores of their own.
fn places_of_eight(pairs: &[(&str, &str)]) -> String {
    let resolved = resolved_on(&trees::hybrid(0, 8), &[], "0-7", pairs);
    assert_eq!(resolved.complaints, [""; 0], "{pairs:?}");
    shown(&resolved)
}

#[test]
fn without_settings_there_is_no_place_and_no_file_is_read() {
    let resolved = resolve(&from_pairs(&[]), Path::new("/nonexistent"), &set("0-7"));
    assert_eq!(resolved, Resolved { usable: set("0-7"), ..Resolved::default() });
}

#[test]
fn lists_are_expanded_and_exclusions_taken_away() {
    for (list, expected) in [
        ("{0}:8", "{0} {1} {2} {3} {4} {5} {6} {7}"),
        ("{7,6}:2:-3", "{6,7} {3,4}"),
        ("{6,7}:4:-2,!{2,3}", "{6,7} {4,5} {0,1}"),
        ("{1}:7:1", "{1} {2} {3} {4} {5} {6} {7}"),
        ("{0,1},{3,2,4},{6,5,!6},{6},{7:2:-1,!6}", "{0,1} {2-4} {5} {6} {7}"),
        ("1,2,{2,3,!2},3,3,!3,!{5:3:-1,!4,!5},{4},5,!4,!5,1:2,!{1},!2,7:3:-2,!{5},!7,!3", "{1} {2} {3}"),
        ("{0:2}:4:2", "{0,1} {2,3} {4,5} {6,7}"),
        ("{0}:2:0", "{0} {0}"),
    ] {
        assert_eq!(places_of_eight(&[("OMP_PLACES", list)]), expected, "{list}");
    }
}

#[test]
fn abstract_names_follow_the_machine() {
    let tree = trees::tree(&trees::server(16), &[]);
    let places =
        |value: &str| resolve(&from_pairs(&[("OMP_PLACES", value.as_bytes())]), tree.path(), &set("0-63")).places;
    assert_eq!(places("threads").len(), 64);
    assert_eq!(places("cores").len(), 32);
    assert_eq!(places("ll_caches").len(), 16);
    assert_eq!(places("numa_domains").len(), 8);
    assert_eq!(places("sockets"), [set("0-15,32-47"), set("16-31,48-63")]);
    assert_eq!(places("cores(3)"), [set("0,32"), set("1,33"), set("2,34")]);
    assert_eq!(places("sockets(9)").len(), 2);
}

#[test]
fn only_processors_of_the_mask_that_are_online_are_in_places() {
    let offline: Vec<u32> = (32..64).collect();
    let resolved = resolved_on(&trees::server(16), &offline, "8-15,16,40", &[("OMP_PLACES", "sockets")]);
    assert_eq!((shown(&resolved), resolved.complaints.len()), ("{8-15} {16}".into(), 0));
}

#[test]
fn processors_that_cannot_be_used_get_one_line() {
    let resolve = |pairs: &[(&str, &str)]| resolved_on(&trees::hybrid(0, 2), &[], "0-1", pairs);
    let resolved = resolve(&[("OMP_PLACES", "{5},{0,9}:2:-1")]);
    assert_eq!(shown(&resolved), "{0}");
    assert_eq!(
        resolved.complaints,
        ["OMP_PLACES names processors that this process cannot use: -1, 5, 8, 9; using the others"]
    );
    let resolved = resolve(&[("GOMP_CPU_AFFINITY", "10-30")]);
    assert_eq!(
        resolved.complaints,
        ["GOMP_CPU_AFFINITY names processors that this process cannot use: 10, 11, 12, 13, 14, 15, 16, 17, ...; \
          threads are not bound"]
    );
    assert_eq!((resolved.places.len(), resolved.bind.len()), (0, 0));
    for quiet in [("KMP_WARNINGS", "0"), ("KMP_AFFINITY", "nowarnings")] {
        assert_eq!(resolve(&[("OMP_PLACES", "{5}"), quiet]).complaints, [""; 0]);
    }
}

#[test]
fn variables_have_their_order() {
    use ProcBind::*;
    let resolve = |pairs: &[(&str, &str)]| {
        let resolved = resolved_on(&trees::hybrid(0, 2), &[], "0-1", pairs);
        (shown(&resolved), resolved.bind)
    };
    let cores = || "{0} {1}".to_owned();
    assert_eq!(resolve(&[("OMP_PROC_BIND", "spread,close")]), (cores(), vec![Spread, Close]));
    assert_eq!(resolve(&[("OMP_PLACES", "{1}")]), ("{1}".into(), vec![True]));
    assert_eq!(resolve(&[("OMP_PLACES", "cores"), ("OMP_PROC_BIND", "false")]), (String::new(), vec![False]));
    assert_eq!(resolve(&[("OMP_PLACES", "{1}"), ("GOMP_CPU_AFFINITY", "0 1")]).0, "{1}");
    assert_eq!(resolve(&[("OMP_PROC_BIND", "close"), ("GOMP_CPU_AFFINITY", "1 0")]), ("{1} {0}".into(), vec![Close]));
    assert_eq!(resolve(&[("OMP_PROC_BIND", "close"), ("KMP_AFFINITY", "explicit,proclist=[1]")]).1, [True]);
    assert_eq!(resolve(&[("OMP_PLACES", "cores"), ("KMP_AFFINITY", "verbose")]).0, cores());
    assert_eq!(resolve(&[("OMP_PLACES", "cores"), ("KMP_AFFINITY", "disabled")]).0, "");
    assert_eq!(resolve(&[("KMP_AFFINITY", "none")]), (String::new(), vec![]));
    assert_eq!(resolve(&[("KMP_AFFINITY", "balanced")]).1, [Close]);
}

/// Two sockets of two cores of two threads.
fn small() -> Vec<Cpu> {
    let cpu = |number: u32| Cpu { socket: number % 4 / 2, node: number % 4 / 2, l3: number % 4 / 2, core: number % 4 };
    (0..8).map(cpu).collect()
}

#[test]
fn kmp_affinity_orders_the_units_of_its_granularity() {
    for (value, expected) in [
        ("compact,granularity=fine", "{0} {4} {1} {5} {2} {6} {3} {7}"),
        ("compact", "{0,4} {1,5} {2,6} {3,7}"),
        ("granularity=fine,compact,1", "{0} {1} {2} {3} {4} {5} {6} {7}"),
        ("granularity=fine,compact,2", "{0} {2} {1} {3} {4} {6} {5} {7}"),
        ("granularity=fine,scatter", "{0} {2} {1} {3} {4} {6} {5} {7}"),
        ("granularity=fine,scatter,9", "{0} {4} {1} {5} {2} {6} {3} {7}"),
        ("scatter", "{0,4} {2,6} {1,5} {3,7}"),
        ("balanced", "{0,4} {1,5} {2,6} {3,7}"),
        ("granularity=socket,compact", "{0,1,4,5} {2,3,6,7}"),
        ("explicit,proclist=[7,{0-2},3-5:2]", "{7} {0-2} {3} {5}"),
    ] {
        let resolved = resolved_on(&small(), &[], "0-7", &[("KMP_AFFINITY", value)]);
        assert_eq!((shown(&resolved).as_str(), resolved.first), (expected, 0), "{value}");
    }
    let first = |value| resolved_on(&small(), &[], "0-7", &[("KMP_AFFINITY", value)]).first;
    assert_eq!((first("compact,0,3"), first("logical,5"), first("physical,4294967295")), (3, 1, 3));
}

#[test]
fn a_mask_is_no_limit_where_it_need_not_be_respected() {
    let resolved = resolved_on(&small(), &[7], "0", &[("KMP_AFFINITY", "norespect,granularity=fine,compact")]);
    assert_eq!(resolved.places.len(), 7);
}

#[test]
fn a_hardware_subset_limits_all_places() {
    let resolve = |pairs: &[(&str, &str)]| {
        let resolved = resolved_on(&small(), &[], "0-7", pairs);
        (shown(&resolved), resolved.usable.to_string(), resolved.complaints)
    };
    assert_eq!(
        resolve(&[("KMP_HW_SUBSET", "1s,1t"), ("OMP_PLACES", "cores")]),
        ("{0} {1}".into(), "0,1".into(), vec![])
    );
    assert_eq!(resolve(&[("KMP_HW_SUBSET", "1s,1t")]), ("{0,1}".into(), "0,1".into(), vec![]));
    let (places, usable, complaints) = resolve(&[("KMP_HW_SUBSET", "1s,1d"), ("OMP_PLACES", "sockets")]);
    assert_eq!((places.as_str(), usable.as_str()), ("{0,1,4,5} {2,3,6,7}", "0-7"));
    assert_eq!(complaints, ["KMP_HW_SUBSET asks for dies, which this machine does not show; using the whole machine"]);
}

#[test]
fn a_flat_topology_has_a_core_for_each_processor() {
    let resolved = resolved_on(&small(), &[], "0-7", &[("KMP_TOPOLOGY_METHOD", "flat"), ("OMP_PLACES", "cores")]);
    assert_eq!(resolved.places.len(), 8);
}

#[test]
fn the_longest_lists_are_resolved() {
    let long = format!("{{0}}:65000{}", ",!{64999}".repeat(500));
    let resolved = resolved_on(&trees::hybrid(0, 2), &[], "0-1", &[("OMP_PLACES", &long)]);
    assert_eq!((shown(&resolved).as_str(), resolved.complaints.len()), ("{0} {1}", 1));
}
