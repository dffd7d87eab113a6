//! Reads the file of a trace, also of a process that still runs, or was killed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::format::{self, HEAD, Kind, MAGIC, OWN_WORDS, SEGMENT, head, own};

/// The trace of a process.
#[derive(Default)]
pub struct Trace {
    pub process: u32,
    pub parent: u32,
    /// When it began, in nanoseconds of the machine's clock.
    pub began: u64,
    /// How long the process ran, in nanoseconds; none if it came to no end.
    pub length: Option<u64>,
    pub processors: u32,
    pub budget: u32,
    pub dropped: u64,
    pub overwritten: u64,
    /// Processor time of the whole process.
    pub computed: u64,
    pub command: Vec<String>,
    pub objects: Vec<Object>,
    pub threads: Vec<Thread>,
}

pub struct Object {
    pub from: u64,
    pub to: u64,
    /// The difference between addresses in memory and in the file.
    pub base: u64,
    pub file: String,
}

/// The records of a thread, in the order of their times.
pub struct Thread {
    /// Its number in the runtime. A thread that ends leaves it to another one.
    pub number: u32,
    /// The system's number.
    pub system: u32,
    pub records: Vec<Record>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// In nanoseconds since the trace began.
    pub time: u64,
    pub kind: Kind,
    pub words: [u64; 3],
}

impl Record {
    /// Two numbers in the word of this index.
    pub fn pair(&self, index: usize) -> (u32, u32) {
        (self.words[index] as u32, (self.words[index] >> 32) as u32)
    }
}

/// The kinds, in the order of their numbers from 1.
const KINDS: [Kind; 24] = [
    Kind::ThreadBegin,
    Kind::ThreadEnd,
    Kind::RegionBegin,
    Kind::RegionEnd,
    Kind::MemberBegin,
    Kind::Arrive,
    Kind::BarrierBegin,
    Kind::BarrierEnd,
    Kind::Sleep,
    Kind::TaskCreate,
    Kind::TaskBegin,
    Kind::TaskEnd,
    Kind::WorkBegin,
    Kind::WorkEnd,
    Kind::Chunk,
    Kind::SyncBegin,
    Kind::SyncEnd,
    Kind::LockWait,
    Kind::Fork,
    Kind::Held,
    Kind::TurnEnd,
    Kind::Refused,
    Kind::Mark,
    Kind::Processor,
];

fn kind_of(number: u64) -> Option<Kind> {
    KINDS.get((number as usize).checked_sub(1)?).copied()
}

/// Whether a file begins as a trace does.
pub fn is_trace(path: &Path) -> bool {
    let mut magic = [0; 8];
    let read = fs::File::open(path).and_then(|mut file| io::Read::read_exact(&mut file, &mut magic));
    read.is_ok() && u64::from_le_bytes(magic) == MAGIC
}

/// The files of a process and of those that it started: FILE, and FILE.N.
pub fn family(path: &Path) -> Vec<PathBuf> {
    let mut numbered = Vec::new();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let other = entry.file_name();
        let number =
            other.to_str().and_then(|other| other.strip_prefix(&*name)?.strip_prefix('.')?.parse::<u32>().ok());
        if let Some(number) = number
            && is_trace(&entry.path())
        {
            numbered.push((number, entry.path()));
        }
    }
    numbered.sort_unstable();
    [path.to_owned()].into_iter().chain(numbered.into_iter().map(|(_, path)| path)).collect()
}

/// Reads a file.
///
/// # Errors
/// It cannot be read, or is no trace.
pub fn read(path: &Path) -> Result<Trace, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    parse(&bytes).ok_or_else(|| "this is no trace of this version of ferromp".to_owned())
}

/// The contents of a file.
pub fn parse(bytes: &[u8]) -> Option<Trace> {
    let words: Vec<u64> = bytes.as_chunks::<8>().0.iter().map(|&word| u64::from_le_bytes(word)).collect();
    if words.len() < HEAD / 8 || words[head::MAGIC] != MAGIC {
        return None;
    }
    let at = |from: usize, length: usize| bytes.get(from..from.checked_add(length)?);
    let command = at(format::COMMAND, words[head::COMMAND_LENGTH] as usize).unwrap_or_default();
    let command = command.split(|&byte| byte == 0).filter(|word| !word.is_empty());
    let (began, ended) = (words[head::BEGAN], words[head::ENDED]);
    let mut trace = Trace {
        process: words[head::PROCESS] as u32,
        parent: words[head::PARENT] as u32,
        began,
        length: (ended != 0).then(|| ended.saturating_sub(began)),
        processors: words[head::PROCESSORS] as u32,
        budget: words[head::BUDGET] as u32,
        dropped: words[head::DROPPED],
        overwritten: words[head::OVERWRITTEN],
        computed: words[head::COMPUTED],
        command: command.map(|word| String::from_utf8_lossy(word).into_owned()).collect(),
        objects: objects(&words, bytes),
        threads: Vec::new(),
    };
    let mut segments: BTreeMap<(u64, u64), (&[u64], u64)> = BTreeMap::new();
    for segment in words[HEAD / 8..].chunks(SEGMENT / 8).filter(|segment| segment.len() > OWN_WORDS) {
        if segment[own::SEQUENCE] != 0 {
            segments.insert((segment[own::THREAD], segment[own::SEQUENCE]), (segment, segment[own::SYSTEM]));
        }
    }
    for ((number, _), (segment, system)) in segments {
        let number = number as u32;
        if trace.threads.last().is_none_or(|thread| thread.number != number) {
            trace.threads.push(Thread { number, system: system as u32, records: Vec::new() });
        }
        if let Some(thread) = trace.threads.last_mut() {
            records(&segment[OWN_WORDS..], &mut thread.records);
        }
    }
    // A sleep is recorded at its end, but a region with the time at which it began.
    trace.threads.iter_mut().for_each(|thread| thread.records.sort_by_key(|record| record.time));
    Some(trace)
}

fn objects(words: &[u64], bytes: &[u8]) -> Vec<Object> {
    let first = format::OBJECTS / 8;
    let used = words[head::OBJECTS_LENGTH].min((HEAD / 8 - first) as u64) as usize;
    let mut found = Vec::new();
    let mut at = 0;
    while at + 4 <= used {
        let [from, to, base, length] = words[first + at..first + at + 4] else { break };
        let path = (first + at + 4) * 8;
        let Some(file) = bytes.get(path..path.saturating_add(length as usize)) else { break };
        found.push(Object { from, to, base, file: String::from_utf8_lossy(file).into_owned() });
        at += 4 + (length as usize).div_ceil(8);
    }
    found
}

/// The records of a segment.
fn records(mut words: &[u64], found: &mut Vec<Record>) {
    while let Some((&first, rest)) = words.split_first() {
        let Some(kind) = kind_of(first & 0xff) else { return };
        let Some(of_kind) = rest.get(..kind.words()) else { return };
        let mut own = [0; 3];
        own[..of_kind.len()].copy_from_slice(of_kind);
        found.push(Record { time: first >> 8, kind, words: own });
        words = &rest[of_kind.len()..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_number() {
        for (index, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(kind as usize, index + 1);
        }
        assert_eq!(kind_of(0), None);
        assert_eq!(kind_of(25), None);
    }

    /// A file of one segment with these words.
    fn file(records: &[u64]) -> Vec<u8> {
        let mut words = vec![0; (HEAD + SEGMENT) / 8];
        words[head::MAGIC] = MAGIC;
        words[head::PROCESS] = 7;
        let segment = &mut words[HEAD / 8..];
        (segment[own::SEQUENCE], segment[own::THREAD], segment[own::SYSTEM]) = (1, 3, 99);
        segment[OWN_WORDS..OWN_WORDS + records.len()].copy_from_slice(records);
        words.into_iter().flat_map(u64::to_le_bytes).collect()
    }

    #[test]
    fn records_end_where_none_was_finished() {
        let arrive = 5 << 8 | Kind::Arrive as u64;
        // The process was killed when it had written the word of a barrier, but not its first one.
        let trace = parse(&file(&[arrive, 0, 0x4711])).expect("a trace");
        let [thread] = &trace.threads[..] else { panic!("one thread") };
        assert_eq!((trace.process, thread.number, thread.system), (7, 3, 99));
        assert_eq!(thread.records, [Record { time: 5, kind: Kind::Arrive, words: [0; 3] }]);
        assert_eq!(trace.length, None);
    }

    #[test]
    fn whatever_is_in_a_file_makes_no_panic() {
        assert!(parse(b"").is_none());
        assert!(parse(&[0; HEAD]).is_none());
        for fill in [u64::MAX, 3, 9 << 8 | 3] {
            let mut bytes = file(&[]);
            bytes.chunks_exact_mut(8).skip(1).for_each(|word| word.copy_from_slice(&fill.to_le_bytes()));
            assert!(parse(&bytes).is_some());
            assert!(parse(&bytes[..bytes.len() - 100]).is_some());
        }
    }
}
