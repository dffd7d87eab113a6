//! Writes the records of a trace: its file, and the segments of the threads.

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
// Atomics of the standard library: they are in a file, which no model knows.
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, Ordering, compiler_fence};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs, io, process, ptr};

use super::format::{self, HEAD, Kind, OWN_WORDS, SEGMENT, head, own};
use crate::engine::ground::settings::Settings;
use crate::engine::ground::settings::source::Quoted;
use crate::engine::ground::{defaults, say};
use crate::engine::protocols::lock::{OwnedLock, Rank};
use crate::engine::records::thread::Thread;
use crate::engine::records::trace::ThreadTrace;
use crate::sys::trace_file::{self, Mapped};
use crate::sys::{clock, exit, object, thread, wipe};

/// Whether records are written.
static ON: AtomicBool = AtomicBool::new(false);

/// Where and how much is written; null: no trace was asked for, or none has begun so far.
static PLAN: AtomicPtr<Plan> = AtomicPtr::new(ptr::null_mut());

/// The process's file; null: a forked child has none so far.
static FILE: AtomicPtr<Open> = AtomicPtr::new(ptr::null_mut());

/// The file that a thread's segment is in, counted from 1. A child has another one than its parent.
static GENERATION: AtomicU32 = AtomicU32::new(1);

/// Held to make a file, or to take a segment.
static LOCK: OwnedLock = OwnedLock::new(Rank::Trace);

/// The number of objects that had been loaded when somebody last looked.
static LOADS: AtomicU64 = AtomicU64::new(0);

/// When the trace of this process began.
static BEGAN: AtomicU64 = AtomicU64::new(0);

struct Plan {
    /// The absolute path.
    path: PathBuf,
    /// Of the segments.
    limit: u32,
}

struct Open {
    path: PathBuf,
    mapped: Mapped,
    /// The number of segments that have been given out, and that there are so far.
    taken: AtomicU32,
    there: AtomicU32,
}

/// Segments by which the file grows.
const STEP: u32 = 16;

/// Of so many segments, the last is for threads that have none yet.
const RESERVED: u32 = 8;

/// Whether records are written.
#[inline]
pub fn is_on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// Begins a trace, if `settings` ask for one; whether it has begun. To be called at the first
/// OpenMP call.
pub fn start(settings: &Settings) -> bool {
    let Some(path) = &settings.trace else { return false };
    if PLAN.load(Ordering::Relaxed).is_null() {
        let path = Path::new(OsStr::from_bytes(path));
        let path = env::current_dir().map_or_else(|_| path.to_owned(), |folder| folder.join(path));
        let limit = u32::try_from(settings.trace_limit / SEGMENT as u64).unwrap_or(u32::MAX / 2).max(STEP);
        PLAN.store(Box::into_raw(Box::new(Plan { path, limit })), Ordering::Release);
        exit::at_exit(at_exit, "the trace does not say so");
    }
    if FILE.load(Ordering::Relaxed).is_null() && open(false).is_none() {
        return false;
    }
    ON.store(true, Ordering::Relaxed);
    look_at_objects();
    true
}

fn plan() -> Option<&'static Plan> {
    // SAFETY: null or leaked.
    unsafe { PLAN.load(Ordering::Acquire).as_ref() }
}

fn file() -> Option<&'static Open> {
    // Acquire: partner of the release in `open`.
    // SAFETY: null or leaked.
    unsafe { FILE.load(Ordering::Acquire).as_ref() }
}

/// Makes the process's file. The first process that comes gets the path itself, others one that
/// ends with their numbers.
fn open(forked: bool) -> Option<&'static Open> {
    let plan = plan()?;
    let length = HEAD + plan.limit as usize * SEGMENT;
    let first = HEAD + STEP as usize * SEGMENT;
    let numbered = || {
        let mut path = plan.path.as_os_str().to_owned();
        path.push(format!(".{}", process::id()));
        PathBuf::from(path)
    };
    let mut path = if forked { numbered() } else { plan.path.clone() };
    let mut mapped = trace_file::create(&path, forked, first, length);
    if !forked && mapped.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists) {
        path = numbered();
        mapped = trace_file::create(&path, true, first, length);
    }
    let mapped = match mapped {
        Ok(mapped) => mapped,
        Err(error) => {
            let name = plan.path.as_os_str().as_bytes();
            say::warn_once!("FERROMP_TRACE='{}' cannot be written: {error}", Quoted(name));
            ON.store(false, Ordering::Relaxed);
            return None;
        }
    };
    let file = Open { path, mapped, taken: AtomicU32::new(0), there: AtomicU32::new(STEP) };
    let began = clock::nanos();
    BEGAN.store(began, Ordering::Relaxed);
    let wall = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64);
    let command = fs::read("/proc/self/cmdline").unwrap_or_default();
    let command = &command[..command.len().min(format::OBJECTS - format::COMMAND)];
    file.put_bytes(format::COMMAND / 8, command);
    for (index, word) in [
        (head::PROCESS, process::id().into()),
        (head::PARENT, std::os::unix::process::parent_id().into()),
        (head::BEGAN, began),
        (head::WALL, wall),
        (head::PROCESSORS, defaults::processors().into()),
        (head::BUDGET, crate::engine::ground::settings::get().budget().into()),
        (head::COMMAND_LENGTH, command.len() as u64),
    ] {
        file.word(index).store(word, Ordering::Relaxed);
    }
    file.word(head::MAGIC).store(format::MAGIC, Ordering::Release);
    LOADS.store(0, Ordering::Relaxed);
    FILE.store(Box::into_raw(Box::new(file)), Ordering::Release);
    self::file()
}

impl Open {
    fn word(&self, index: usize) -> &'static AtomicU64 {
        &self.mapped.words[index]
    }

    /// Words of a segment.
    fn segment(&self, index: u32) -> &'static [AtomicU64] {
        let from = (HEAD + index as usize * SEGMENT) / 8;
        &self.mapped.words[from..from + SEGMENT / 8]
    }

    fn put_bytes(&self, from: usize, bytes: &[u8]) {
        for (index, chunk) in bytes.chunks(8).enumerate() {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(from + index).store(u64::from_le_bytes(word), Ordering::Relaxed);
        }
    }

    /// A segment that nobody has; of the last ones only for a thread that has none.
    fn fresh(&self, limit: u32, has_one: bool) -> Option<u32> {
        let index = self.taken.load(Ordering::Relaxed);
        let bound = if has_one { limit - limit / RESERVED } else { limit };
        if index >= bound {
            return None;
        }
        let there = self.there.load(Ordering::Relaxed);
        if index == there {
            let step = STEP.min(limit - there);
            self.mapped.grow(&self.path, HEAD + there as usize * SEGMENT, step as usize * SEGMENT).ok()?;
            self.there.store(there + step, Ordering::Relaxed);
        }
        self.taken.store(index + 1, Ordering::Relaxed);
        Some(index)
    }
}

/// A time of the clock as the file has it.
pub fn since_begin(time: u64) -> u64 {
    time.saturating_sub(BEGAN.load(Ordering::Relaxed))
}

/// Writes a record of the calling thread.
#[cold]
#[inline(never)]
pub fn write<const N: usize>(t: &Thread, kind: Kind, time: u64, words: [u64; N]) {
    debug_assert_eq!(kind.words(), N);
    if wipe::wiped() {
        // This is a child that was forked without handlers, and the file is the parent's.
        return;
    }
    let trace = &t.trace;
    let mut at = trace.next.get();
    let room = trace.end.get().addr().wrapping_sub(at.addr());
    if trace.generation.get() != GENERATION.load(Ordering::Relaxed) || room < (N + 1) * 8 {
        match refill(trace, t.gtid) {
            Some(first) => at = first,
            None => return,
        }
    }
    // SAFETY: there is room for all words, in a segment of this thread.
    let at = unsafe {
        // First of all: a signal's handler that comes now writes behind them.
        trace.next.set(at.add(N + 1));
        std::slice::from_raw_parts(at, N + 1)
    };
    compiler_fence(Ordering::SeqCst);
    for (word, value) in at[1..].iter().zip(words) {
        word.store(value, Ordering::Relaxed);
    }
    // Release: whoever reads the file meanwhile sees the whole record or none.
    at[0].store(since_begin(time) << 8 | kind as u64, Ordering::Release);
}

/// Gives the thread another segment: its first word for records.
#[cold]
fn refill(trace: &ThreadTrace, number: u32) -> Option<*const AtomicU64> {
    if trace.busy.replace(true) {
        return None;
    }
    LOCK.lock();
    let generation = GENERATION.load(Ordering::Relaxed);
    if trace.generation.replace(generation) != generation {
        trace.count.set(0);
        trace.sequence.set(0);
    }
    let first = file().or_else(|| open(true)).and_then(|file| take(file, trace, number));
    LOCK.unlock();
    trace.busy.set(false);
    first
}

/// Under the lock.
fn take(file: &'static Open, trace: &ThreadTrace, number: u32) -> Option<*const AtomicU64> {
    let count = trace.count.get();
    let limit = plan()?.limit;
    let index = match file.fresh(limit, count != 0) {
        Some(index) => {
            trace.count.set(count + 1);
            index
        }
        // The oldest one is written over.
        None if count != 0 => {
            let oldest = trace.first.get();
            file.word(head::OVERWRITTEN).fetch_add(1, Ordering::Relaxed);
            trace.first.set(file.segment(oldest)[own::NEXT].load(Ordering::Relaxed) as u32);
            if count == 1 {
                trace.first.set(oldest);
            }
            oldest
        }
        None => {
            file.word(head::DROPPED).fetch_add(1, Ordering::Relaxed);
            trace.next.set(ptr::null());
            trace.end.set(ptr::null());
            return None;
        }
    };
    let segment = file.segment(index);
    segment[own::SEQUENCE].store(0, Ordering::Release);
    if segment[OWN_WORDS].load(Ordering::Relaxed) != 0 {
        segment.iter().for_each(|word| word.store(0, Ordering::Relaxed));
    }
    if trace.count.get() == 1 {
        trace.first.set(index);
    } else {
        file.segment(trace.last.get())[own::NEXT].store(index.into(), Ordering::Relaxed);
    }
    trace.last.set(index);
    trace.sequence.set(trace.sequence.get() + 1);
    segment[own::THREAD].store(number.into(), Ordering::Relaxed);
    segment[own::SYSTEM].store(thread::id().into(), Ordering::Relaxed);
    // Release: whoever reads the file meanwhile sees a segment without old records.
    segment[own::SEQUENCE].store(trace.sequence.get(), Ordering::Release);
    let records = &segment[OWN_WORDS..];
    trace.next.set(records.as_ptr());
    trace.end.set(records.as_ptr_range().end);
    Some(records.as_ptr())
}

/// Writes down which objects are loaded, unless that was done. Names of functions are looked for
/// there.
pub fn look_at_objects() {
    let loads = object::loads();
    if LOADS.swap(loads, Ordering::Relaxed) == loads {
        return;
    }
    let Some(file) = file() else { return };
    let trace = Thread::get().map(|t| &t.trace);
    if trace.is_some_and(|trace| trace.busy.replace(true)) {
        // A signal's handler has interrupted whoever holds the lock.
        return;
    }
    LOCK.lock();
    write_objects(file);
    LOCK.unlock();
    if let Some(trace) = trace {
        trace.busy.set(false);
    }
}

/// Under the lock.
fn write_objects(file: &Open) {
    let room = (HEAD - format::OBJECTS) / 8;
    let first = format::OBJECTS / 8;
    let mut used = file.word(head::OBJECTS_LENGTH).load(Ordering::Relaxed) as usize;
    for object in object::all() {
        let word = |index: usize| file.word(first + index).load(Ordering::Relaxed);
        let (from, to) = (object.extent.start as u64, object.extent.end as u64);
        let length = object.file.len();
        let mut at = 0;
        while at < used && (word(at), word(at + 1), word(at + 3)) != (from, to, length as u64) {
            at += 4 + (word(at + 3) as usize).div_ceil(8);
        }
        let words = 4 + length.div_ceil(8);
        if at < used || used + words > room {
            continue;
        }
        for (index, value) in [from, to, object.base as u64, length as u64].into_iter().enumerate() {
            file.word(first + used + index).store(value, Ordering::Relaxed);
        }
        file.put_bytes(first + used + 4, &object.file);
        used += words;
        // Release: whoever reads the file meanwhile sees whole objects.
        file.word(head::OBJECTS_LENGTH).store(used as u64, Ordering::Release);
    }
}

/// Writes what has been recorded so far into another file, which is a trace of its own.
///
/// # Errors
/// There is no trace, or the file cannot be written, or it is the trace's own.
pub fn write_copy(path: &Path) -> io::Result<()> {
    if wipe::wiped() {
        return Err(io::ErrorKind::NotFound.into());
    }
    look_at_objects();
    let file = file().ok_or(io::ErrorKind::NotFound)?;
    if file.mapped.is_at(path) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let mut copy = fs::File::create(path)?;
    let length = HEAD + file.taken.load(Ordering::Relaxed) as usize * SEGMENT;
    // The first word of a record is read before the others, and written behind them.
    file.mapped.words[..length / 8].chunks(SEGMENT / 8).try_for_each(|words| {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.load(Ordering::Acquire).to_le_bytes()).collect();
        copy.write_all(&bytes)
    })
}

/// Obeys a command of the program; whether there is a trace.
pub fn control(command: u64) -> bool {
    const START: u64 = 1;
    const PAUSE: u64 = 2;
    const END: u64 = 4;
    let there_is = plan().is_some();
    match command {
        START if there_is => ON.store(true, Ordering::Relaxed),
        PAUSE => ON.store(false, Ordering::Relaxed),
        END if there_is => {
            ON.store(false, Ordering::Relaxed);
            note_end();
        }
        _ => {}
    }
    there_is
}

extern "C" fn at_exit() {
    look_at_objects();
    note_end();
}

fn note_end() {
    if let Some(file) = file() {
        file.word(head::COMPUTED).store(clock::process_nanos(), Ordering::Relaxed);
        file.word(head::ENDED).store(clock::nanos(), Ordering::Relaxed);
    }
}

/// The child gets a file of its own when it first records something. No allocation, no lock.
pub fn after_fork_in_child() {
    FILE.store(ptr::null_mut(), Ordering::Relaxed);
    GENERATION.fetch_add(1, Ordering::Relaxed);
    LOCK.after_fork_in_child();
}
