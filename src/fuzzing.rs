//! The functions that the fuzz targets in `fuzz/` call: parsers of text or bytes that come from
//! outside. They are built for those targets only, in the place of the ABI layer. Each function
//! panics if a property that every input must have does not hold.

use std::fs;
use std::path::Path;

use crate::engine::ground::display;
use crate::engine::ground::settings::allocator::Allocator;
use crate::engine::ground::settings::hw_subset::HwSubset;
use crate::engine::ground::settings::kmp_affinity::KmpAffinity;
use crate::engine::ground::settings::places::{CpuRange, Places, cpu_affinity};
use crate::engine::ground::settings::source::Variables;
use crate::engine::ground::settings::{Schedule, read};
use crate::engine::policies::affinity::{format, places};
use crate::sys::affinity::CpuSet;
use crate::sys::topology::Topology;
use crate::sys::{cgroup, object};

/// A folder that does not exist: a machine that does not show its topology.
const UNKNOWN_MACHINE: &str = "/nowhere";

/// Processors that a process may use in the targets here: some gaps, and more than a word of them.
fn processors() -> CpuSet {
    (0..80).filter(|number| number % 7 != 3).collect()
}

/// Whether a line about a value is one line that a terminal shows as it is.
fn is_one_line(line: &str) -> bool {
    let text = line.strip_suffix('\n').unwrap_or(line);
    text.len() < 2000 && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// A whole environment: `NAME=value`, with bars between them.
pub fn environment(definitions: &[u8]) {
    let variables = Variables::none().overridden_by(definitions);
    let (settings, complaints) = read::read(&variables, 2);
    assert!(complaints.iter().all(|line| line.ends_with('\n') && is_one_line(line)), "{complaints:?}");
    for verbose in [false, true] {
        let shown = display::environment(&settings, verbose);
        assert!(shown.bytes().all(|byte| byte == b'\n' || byte == b' ' || byte.is_ascii_graphic()), "{shown}");
    }
    let usable = processors();
    let resolved = places::resolve(&settings, Path::new(UNKNOWN_MACHINE), &usable);
    assert!(resolved.complaints.iter().all(|line| is_one_line(line)), "{:?}", resolved.complaints);
    let allowed = |place: &CpuSet| !place.is_empty() && place.intersection(&usable) == *place;
    assert!(resolved.places.iter().all(allowed), "{:?}", resolved.places);
    assert!(resolved.first == 0 || (resolved.first as usize) < resolved.places.len());
}

/// A value means the same after it was shown and read again.
pub fn schedule(text: &[u8]) {
    if let Some(schedule) = Schedule::parse(text) {
        assert_eq!(Schedule::parse(schedule.to_string().as_bytes()), Some(schedule));
    }
}

/// As [`schedule`].
pub fn allocator(text: &[u8]) {
    if let Some(allocator) = Allocator::parse(text) {
        assert_eq!(Allocator::parse(allocator.to_string().as_bytes()), Some(allocator));
    }
}

/// OMP_PLACES and GOMP_CPU_AFFINITY: as in [`schedule`], but for strides of a single processor,
/// which are not shown.
pub fn place_lists(text: &[u8]) {
    if let Some(places) = Places::parse(text) {
        let shown = places.to_string();
        assert_eq!(Places::parse(shown.as_bytes()).map(|places| places.to_string()), Some(shown));
    }
    let show = |ranges: Box<[CpuRange]>| ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    if let Some(shown) = cpu_affinity(text).map(show) {
        assert_eq!(cpu_affinity(shown.as_bytes()).map(show), Some(shown));
    }
}

/// KMP_AFFINITY: the size of the description is in proportion to the length of the value.
pub fn kmp_affinity(text: &[u8]) {
    let (affinity, _) = KmpAffinity::parse("KMP_AFFINITY", text);
    let processors: usize = affinity.proclist.iter().map(|place| place.len()).sum();
    assert!(processors <= 1 << 16, "{processors} processors");
}

/// KMP_HW_SUBSET on a machine that shows nothing.
pub fn hw_subset(text: &[u8]) {
    if let Some(subset) = HwSubset::parse(text) {
        let usable = processors();
        let mut topology = Topology::flat(&usable);
        match topology.limit(&subset.parts) {
            Ok(()) => {
                assert!(!topology.usable().is_empty() && topology.usable().intersection(&usable) == topology.usable())
            }
            Err(why) => assert!(is_one_line(&why), "{why}"),
        }
    }
}

/// OMP_AFFINITY_FORMAT. Widths make a text longer, but only by a limited factor.
pub fn affinity_format(text: &[u8]) {
    let expanded = format::expand_sample(text);
    assert!(expanded.len() <= text.len() * format::WIDEST.max(16), "{} of {}", expanded.len(), text.len());
}

/// A list of processors as the kernel writes it, and as OpenMP does.
pub fn cpu_list(text: &[u8]) {
    if let Some(set) = CpuSet::parse(text) {
        assert_eq!(set.iter().count(), set.len());
        assert_eq!(CpuSet::parse(set.to_string().as_bytes()), Some(set));
    }
}

/// The kernel's files about cgroups and processors, which are written into `folder` first. `files`:
/// their contents, split at null bytes, in the order of the names here; the cgroup tree is mounted
/// where the second says.
pub fn kernel_files(folder: &Path, files: &[u8]) {
    const NAMES: [&str; 12] = [
        "proc/self/cgroup",
        "proc/self/mountinfo",
        "cpu.max",
        "cpu.cfs_quota_us",
        "cpu.cfs_period_us",
        "devices/system/cpu/online",
        "devices/system/cpu/cpu0/topology/package_cpus_list",
        "devices/system/cpu/cpu0/topology/core_cpus_list",
        "devices/system/cpu/cpu1/topology/core_cpus_list",
        "devices/system/cpu/cpu0/cache/index0/level",
        "devices/system/cpu/cpu0/cache/index0/shared_cpu_list",
        "devices/system/node/node0/cpulist",
    ];
    for (name, text) in NAMES.iter().zip(files.split(|&byte| byte == 0).chain(std::iter::repeat(&[][..]))) {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().expect("a file has a folder")).expect("folders can be made");
        fs::write(file, text).expect("files can be written");
    }
    assert_ne!(cgroup::quota_under(folder), Some(0));
    let usable = processors();
    let topology = Topology::read(&folder.join("devices"), &usable);
    assert!(!topology.usable().is_empty() && topology.usable().intersection(&usable) == topology.usable());
}

/// A library's file, whose table of symbols the statistics look functions up in.
pub fn object_file(image: &[u8]) {
    let (address, image) = image.split_first_chunk().unwrap_or((&[0; 2], image));
    let address = u64::from(u16::from_le_bytes(*address));
    if let Some((_, offset)) = object::function_in(image, address) {
        assert!(offset <= address);
    }
}
