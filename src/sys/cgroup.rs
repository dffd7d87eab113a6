//! The processor time that cgroups grant this process, as a number of processors.
//!
//! A container with a quota sees all processors of its machine in the affinity mask; the part that
//! it may use stands in `cpu.max` (cgroup v2) or `cpu.cfs_quota_us` and `cpu.cfs_period_us` (v1),
//! of its own group and of every group above it (the kernel's
//! Documentation/admin-guide/cgroup-v2.rst, "cpu.max").

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::kernel_file::read;

/// The smallest quota of this process's cgroup and those above it, as far as they are mounted,
/// rounded up to whole processors; `None` if nothing is limited.
pub fn quota() -> Option<usize> {
    quota_under(Path::new("/"))
}

/// [`quota`] in a tree of files under `root` that has `proc/self` and the mounted hierarchies.
pub fn quota_under(root: &Path) -> Option<usize> {
    quota_of(root, "self")
}

/// The quota of a process, named as its folder in `proc`.
pub fn quota_of(root: &Path, process: &str) -> Option<usize> {
    let groups = read(&root.join("proc").join(process).join("cgroup"))?;
    if let Some((mount, group)) = usual_mount(root, &groups) {
        return mount.smallest_quota(root, group);
    }
    let mounts = read(&root.join("proc/self/mountinfo"))?;
    lines(&mounts)
        .filter_map(Mount::parse)
        .filter_map(|mount| {
            let group = lines(&groups).find_map(|line| group_of(line, mount.version))?;
            mount.smallest_quota(root, group)
        })
        .min()
}

/// The hierarchy that grants processor time, and this process's group there, if it is mounted where
/// it nearly always is and shows the group. This saves a look at mountinfo, which the kernel writes
/// anew for each reader: that takes longer than everything else in the first OpenMP call.
fn usual_mount<'g>(root: &Path, groups: &'g [u8]) -> Option<(Mount, &'g [u8])> {
    // If v1 has the controller, v2 does not have it.
    let found = |version| Some((version, lines(groups).find_map(|line| group_of(line, version))?));
    let (version, group) = found(Version::V1).or_else(|| found(Version::V2))?;
    let (point, proof) = match version {
        Version::V1 => ("/sys/fs/cgroup/cpu", "cpu.cfs_quota_us"),
        Version::V2 => ("/sys/fs/cgroup", "cgroup.controllers"),
    };
    let mount = Mount { version, top: b"/".into(), point: point.into() };
    let mut folder = under(root, &mount.point);
    folder.push(OsStr::from_bytes(mount.below_top(group)?));
    folder.join(proof).exists().then_some((mount, group))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    /// The v1 hierarchy with the `cpu` controller.
    V1,
    /// The unified hierarchy.
    V2,
}

/// The path of this process's group, if `line` of `/proc/self/cgroup` (`id:controllers:path`) is
/// the one of the hierarchy that `version` means.
fn group_of(line: &[u8], version: Version) -> Option<&[u8]> {
    let mut fields = line.splitn(3, |&b| b == b':');
    let (_id, controllers, path) = (fields.next()?, fields.next()?, fields.next()?);
    let matches = match version {
        Version::V1 => controllers.split(|&b| b == b',').any(|name| name == b"cpu"),
        Version::V2 => controllers.is_empty(),
    };
    matches.then_some(path)
}

/// A mounted cgroup hierarchy.
struct Mount {
    version: Version,
    /// The group that is mounted: not `/` in a container without a cgroup namespace.
    top: Vec<u8>,
    /// Where it is mounted.
    point: Vec<u8>,
}

impl Mount {
    /// A line of `/proc/self/mountinfo` (proc(5)):
    /// `id parent device root mount-point options … - type source super-options`.
    fn parse(line: &[u8]) -> Option<Mount> {
        let fields: Vec<&[u8]> = line.split(|&b| b == b' ').collect();
        let dash = fields.iter().position(|&field| field == b"-")?;
        let version = match *fields.get(dash + 1)? {
            b"cgroup2" => Version::V2,
            b"cgroup" if fields.get(dash + 3)?.split(|&b| b == b',').any(|option| option == b"cpu") => Version::V1,
            _ => return None,
        };
        Some(Mount { version, top: unescape(fields.get(3)?), point: unescape(fields.get(4)?) })
    }

    /// The smallest quota of `group` and the groups above it, as far up as they are mounted.
    fn smallest_quota(&self, root: &Path, group: &[u8]) -> Option<usize> {
        let point = under(root, &self.point);
        let mut folder = point.clone();
        if let Some(below) = self.below_top(group) {
            folder.push(OsStr::from_bytes(below));
        }
        folder.ancestors().take_while(|folder| folder.starts_with(&point)).filter_map(|f| self.quota_of(f)).min()
    }

    /// `group` relative to the mounted group. A group elsewhere (`/../other`, in a namespace that
    /// was entered from outside) is not visible here: then only the mounted one counts.
    fn below_top<'g>(&self, group: &'g [u8]) -> Option<&'g [u8]> {
        let top = self.top.strip_suffix(b"/").unwrap_or(&self.top);
        let below = group.strip_prefix(top)?.strip_prefix(b"/")?;
        (!below.split(|&b| b == b'/').any(|name| name == b"..")).then_some(below)
    }

    /// The quota of the group in `folder`, in whole processors rounded up.
    fn quota_of(&self, folder: &Path) -> Option<usize> {
        let (quota, period) = match self.version {
            Version::V2 => {
                let text = read(&folder.join("cpu.max"))?;
                let mut words = text.split(u8::is_ascii_whitespace);
                (number(words.next()?)?, number(words.next()?)?)
            }
            Version::V1 => {
                (number(&read(&folder.join("cpu.cfs_quota_us"))?)?, number(&read(&folder.join("cpu.cfs_period_us"))?)?)
            }
        };
        (period > 0).then(|| usize::try_from(quota.div_ceil(period)).unwrap_or(usize::MAX).max(1))
    }
}

/// A number of microseconds; `None` for `max` and for v1's -1, which mean no limit.
fn number(text: &[u8]) -> Option<u64> {
    str::from_utf8(text.trim_ascii()).ok()?.parse().ok()
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&b| b == b'\n')
}

/// `path`, which is absolute, within `root`.
fn under(root: &Path, path: &[u8]) -> PathBuf {
    root.join(OsStr::from_bytes(path.strip_prefix(b"/").unwrap_or(path)))
}

/// Undoes mountinfo's octal escapes of white space and backslash (`\040`).
fn unescape(field: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(field.len());
    let mut rest = field;
    while let [first, tail @ ..] = rest {
        if let (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..]) = (first, tail) {
            text.push((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'));
            rest = after;
        } else {
            text.push(*first);
            rest = tail;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    /// A folder with the files of a fake machine.
    struct Tree(TempDir);

    impl Tree {
        fn new(files: &[(&str, &str)]) -> Self {
            let root = TempDir::new().expect("a temporary folder can be made");
            for (path, text) in files {
                let path = root.path().join(path);
                fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is made");
                fs::write(path, text).expect("the file is written");
            }
            Self(root)
        }

        fn quota(&self) -> Option<usize> {
            quota_under(self.0.path())
        }
    }

    const V2: &str = "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
    const V1: &str = "25 24 0:22 / /sys rw - sysfs sysfs rw\n\
        31 25 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:5 - cgroup cgroup rw,cpu,cpuacct\n\
        32 25 0:28 / /sys/fs/cgroup/cpuset rw,nosuid shared:6 - cgroup cgroup rw,cpuset\n";

    #[test]
    fn without_cgroups_nothing_is_limited() {
        assert_eq!(Tree::new(&[]).quota(), None);
        assert_eq!(Tree::new(&[("proc/self/cgroup", "0::/\n"), ("proc/self/mountinfo", "")]).quota(), None);
    }

    #[test]
    fn a_v2_quota_is_rounded_up_to_whole_processors() {
        for (max, expected) in [
            ("max 100000\n", None),
            ("50000 100000\n", Some(1)),
            ("100000 100000\n", Some(1)),
            ("150000 100000\n", Some(2)),
            ("1000 50000\n", Some(1)),
            ("0 100000\n", Some(1)),
            ("100000 0\n", None),
            ("garbage\n", None),
            ("", None),
            ("\u{fffd} 1", None),
            ("18446744073709551615 1\n", Some(usize::MAX)),
        ] {
            let tree = Tree::new(&[
                ("proc/self/cgroup", "0::/app\n"),
                ("proc/self/mountinfo", V2),
                ("sys/fs/cgroup/app/cpu.max", max),
            ]);
            assert_eq!(tree.quota(), expected, "{max:?}");
        }
    }

    #[test]
    fn the_smallest_quota_of_nested_groups_counts() {
        let tree = Tree::new(&[
            ("proc/self/cgroup", "0::/a/b/c\n"),
            ("proc/self/mountinfo", V2),
            ("sys/fs/cgroup/a/cpu.max", "250000 100000"),
            ("sys/fs/cgroup/a/b/cpu.max", "max 100000"),
            ("sys/fs/cgroup/a/b/c/cpu.max", "800000 100000"),
            ("sys/fs/cgroup/other/cpu.max", "1000 100000"),
        ]);
        assert_eq!(tree.quota(), Some(3));
    }

    #[test]
    fn a_v1_quota_is_read_from_the_hierarchy_of_the_cpu_controller() {
        let groups = "4:cpuset:/set\n3:cpu,cpuacct:/user/job\n0::/unified\n";
        let tree = Tree::new(&[
            ("proc/self/cgroup", groups),
            ("proc/self/mountinfo", V1),
            ("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n"),
            ("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n"),
            ("sys/fs/cgroup/cpu,cpuacct/user/cpu.cfs_quota_us", "400000\n"),
            ("sys/fs/cgroup/cpu,cpuacct/user/cpu.cfs_period_us", "100000\n"),
            ("sys/fs/cgroup/cpu,cpuacct/user/job/cpu.cfs_quota_us", "30000\n"),
            ("sys/fs/cgroup/cpu,cpuacct/user/job/cpu.cfs_period_us", "20000\n"),
        ]);
        assert_eq!(tree.quota(), Some(2));
    }

    #[test]
    fn a_v1_quota_is_rounded_up_like_that_of_v2() {
        for (quota, expected) in [("50000", 1), ("100000", 1), ("150000", 2), ("1000", 1)] {
            let tree = Tree::new(&[
                ("proc/self/cgroup", "3:cpu,cpuacct:/job\n"),
                ("proc/self/mountinfo", V1),
                ("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", quota),
                ("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n"),
            ]);
            assert_eq!(tree.quota(), Some(expected), "{quota}");
        }
    }

    #[test]
    fn a_container_sees_its_group_at_the_mount_point() {
        let mount = "31 25 0:27 /docker/0a1b /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu\n";
        for group in ["/docker/0a1b", "/", "/../elsewhere", "/docker/0a1b/../x", "/docker/0a1bc"] {
            let tree = Tree::new(&[
                ("proc/self/cgroup", &format!("3:cpu:{group}\n")),
                ("proc/self/mountinfo", mount),
                ("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000\n"),
                ("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"),
            ]);
            assert_eq!(tree.quota(), Some(2), "{group}");
        }
    }

    #[test]
    fn of_both_versions_the_smaller_quota_counts() {
        let tree = Tree::new(&[
            ("proc/self/cgroup", "3:cpu:/\n0::/\n"),
            ("proc/self/mountinfo", &format!("{V1}{V2}")),
            ("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "500000\n"),
            ("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n"),
            ("sys/fs/cgroup/cpu.max", "400000 100000\n"),
        ]);
        assert_eq!(tree.quota(), Some(4));
    }

    /// Neither needs mountinfo.
    #[test]
    fn a_hierarchy_at_its_usual_place_is_found_there() {
        let v1 = Tree::new(&[
            ("proc/self/cgroup", "3:cpu,cpuacct:/user/job\n0::/unified\n"),
            ("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "300000\n"),
            ("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"),
            ("sys/fs/cgroup/cpu/user/job/cpu.cfs_quota_us", "-1\n"),
            ("sys/fs/cgroup/cpu/user/job/cpu.cfs_period_us", "100000\n"),
        ]);
        assert_eq!(v1.quota(), Some(3));
        let v2 = Tree::new(&[
            ("proc/self/cgroup", "0::/a/b\n"),
            ("sys/fs/cgroup/a/b/cgroup.controllers", "cpu\n"),
            ("sys/fs/cgroup/a/b/cpu.max", "max 100000\n"),
            ("sys/fs/cgroup/a/cpu.max", "150000 100000\n"),
        ]);
        assert_eq!(v2.quota(), Some(2));
    }

    /// A container that is not in a namespace of its own finds its group's files at the mount
    /// point, and no folder of that name.
    #[test]
    fn a_group_that_is_not_at_the_usual_place_is_looked_for() {
        let tree = Tree::new(&[
            ("proc/self/cgroup", "0::/pods/one\n"),
            ("proc/self/mountinfo", "30 24 0:26 /pods /sys/fs/cgroup ro - cgroup2 none rw\n"),
            ("sys/fs/cgroup/cgroup.controllers", "cpu\n"),
            ("sys/fs/cgroup/cpu.max", "800000 100000\n"),
            ("sys/fs/cgroup/one/cpu.max", "200000 100000\n"),
        ]);
        assert_eq!(tree.quota(), Some(2));
    }

    #[test]
    fn escaped_white_space_in_a_mount_point_is_understood() {
        let tree = Tree::new(&[
            ("proc/self/cgroup", "0::/g\n"),
            ("proc/self/mountinfo", "30 24 0:26 / /my\\040groups rw - cgroup2 none rw\n"),
            ("my groups/g/cpu.max", "100000 100000"),
        ]);
        assert_eq!(tree.quota(), Some(1));
        assert_eq!(unescape(b"a\\134b\\9\\04"), b"a\\b\\9\\04");
    }

    #[test]
    fn broken_tables_are_passed_over() {
        let tree = Tree::new(&[
            ("proc/self/cgroup", ":::\n\n::\n7\n0::relative\n"),
            ("proc/self/mountinfo", "x\n- \n1 2 3 - cgroup2\n- cgroup2 a b\n 1 2 3 / - cgroup\n"),
        ]);
        assert_eq!(tree.quota(), None);
    }
}
