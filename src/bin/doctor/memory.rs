//! A process as /proc shows it: what is mapped where, its memory, its threads.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// A piece of a file, or nothing, at an address.
pub struct Mapping {
    pub from: u64,
    pub to: u64,
    pub is_code: bool,
    offset: u64,
    /// Empty where it is no file.
    pub file: String,
}

/// A process that can be looked into.
pub struct Process {
    pub pid: u32,
    pub mappings: Vec<Mapping>,
    memory: File,
}

impl Process {
    pub fn open(pid: u32) -> io::Result<Self> {
        let maps = fs::read_to_string(format!("/proc/{pid}/maps"))?;
        let mappings = maps.lines().filter_map(mapping).collect();
        Ok(Self { pid, mappings, memory: File::open(format!("/proc/{pid}/mem"))? })
    }

    /// The file of this path as the process sees it.
    pub fn path_of(&self, file: &str) -> PathBuf {
        let inside = Path::new(file).strip_prefix("/").unwrap_or(Path::new(file));
        let seen = Path::new("/proc").join(self.pid.to_string()).join("root").join(inside);
        // In a process that is about to end, the link leads nowhere.
        if seen.exists() { seen } else { PathBuf::from(file) }
    }

    /// The objects that are loaded: file, and the address of its first byte.
    pub fn objects(&self) -> Vec<(&str, u64)> {
        let is_object = |mapping: &&Mapping| mapping.offset == 0 && mapping.file.starts_with('/');
        let mut objects: Vec<(&str, u64)> = Vec::new();
        for mapping in self.mappings.iter().filter(is_object) {
            let has_code = self.mappings.iter().any(|other| other.is_code && other.file == mapping.file);
            if has_code && !objects.iter().any(|(file, _)| *file == mapping.file) {
                objects.push((&mapping.file, mapping.from));
            }
        }
        objects
    }

    /// The mapping at an address.
    pub fn at(&self, address: u64) -> Option<&Mapping> {
        let index = self.mappings.partition_point(|mapping| mapping.to <= address);
        self.mappings.get(index).filter(|mapping| mapping.from <= address)
    }

    /// The word at an address.
    pub fn word(&self, address: u64) -> Option<u64> {
        let mut word = [0; 8];
        self.memory.read_exact_at(&mut word, address).ok()?;
        Some(u64::from_ne_bytes(word))
    }

    /// The memory from an address on, as much as there is of `size` bytes.
    pub fn bytes(&self, address: u64, size: usize) -> Vec<u8> {
        let end = self.at(address).map_or(address, |mapping| mapping.to);
        let mut bytes = vec![0; size.min((end - address) as usize)];
        let read = self.memory.read_at(&mut bytes, address).unwrap_or(0);
        bytes.truncate(read);
        bytes
    }

    /// The numbers of its threads.
    pub fn threads(&self) -> Vec<u32> {
        let folder = fs::read_dir(format!("/proc/{}/task", self.pid));
        let name = |entry: io::Result<fs::DirEntry>| entry.ok()?.file_name().to_str()?.parse().ok();
        folder.into_iter().flatten().filter_map(name).collect()
    }

    /// A line of a file `status` of a thread, without its name.
    pub fn status(&self, thread: u32, name: &str) -> Option<String> {
        let status = fs::read_to_string(format!("/proc/{}/task/{thread}/status", self.pid)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        Some(line.trim().to_owned())
    }

    /// The environment that the process was started with.
    pub fn environment(&self) -> Vec<(String, String)> {
        let text = fs::read(format!("/proc/{}/environ", self.pid)).unwrap_or_default();
        let entry = |entry: &[u8]| {
            let entry = String::from_utf8_lossy(entry);
            entry.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        text.split(|&byte| byte == 0).filter_map(entry).collect()
    }
}

/// A line of /proc/PID/maps.
fn mapping(line: &str) -> Option<Mapping> {
    let mut fields = line.splitn(6, ' ');
    let (from, to) = fields.next()?.split_once('-')?;
    let rights = fields.next()?;
    let offset = fields.next()?;
    let file = fields.nth(2).unwrap_or("").trim_start();
    let number = |text| u64::from_str_radix(text, 16).ok();
    Some(Mapping {
        from: number(from)?,
        to: number(to)?,
        is_code: rights.contains('x'),
        offset: number(offset)?,
        file: file.strip_suffix(" (deleted)").unwrap_or(file).to_owned(),
    })
}

/// How many processors a list such as `0-3,8` names.
pub fn count(list: &str) -> Option<usize> {
    list.trim().split(',').filter(|part| !part.is_empty()).try_fold(0, |sum, part| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (usize, usize) = (from.parse().ok()?, to.parse().ok()?);
        Some(sum + to.checked_sub(from)? + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_maps_may_have_a_file_with_blanks() {
        let line = "7f00-7f10 r-xp 00000000 08:01 4711                       /a b/libx.so.1 (deleted)";
        let mapping = mapping(line).expect("a line");
        assert_eq!((mapping.from, mapping.to, mapping.is_code, mapping.offset), (0x7f00, 0x7f10, true, 0));
        assert_eq!(mapping.file, "/a b/libx.so.1");
        assert!(super::mapping("7f00-7f10 rw-p 00000000 00:00 0").is_some_and(|mapping| mapping.file.is_empty()));
    }

    #[test]
    fn processors_are_counted() {
        assert_eq!(count("0-3,8"), Some(5));
        assert_eq!(count("0"), Some(1));
        assert_eq!(count(""), Some(0));
        assert_eq!(count("3-1"), None);
        assert_eq!(count("x"), None);
    }

    #[test]
    fn the_own_process_is_seen() {
        let own = Process::open(std::process::id()).expect("/proc is there");
        let here = the_own_process_is_seen as *const () as u64;
        assert!(own.at(here).is_some_and(|mapping| mapping.is_code));
        assert!(own.objects().iter().any(|(file, _)| file.contains("libc.so")));
        assert_eq!(own.word(here), Some(u64::from_ne_bytes(own.bytes(here, 8).try_into().expect("eight bytes"))));
        assert!(own.threads().contains(&std::process::id()));
    }
}
