//! The file of a trace: what the library writes and the command reads.
//!
//! It is an array of little-endian words of 64 bits: a head of [`HEAD`] bytes, then segments of
//! [`SEGMENT`] bytes. A segment belongs to one thread, and begins with [`OWN_WORDS`] words about
//! itself. Records follow: a word with the time, in nanoseconds since the trace began, above the 8
//! bits of the [`Kind`], and then the kind's words. A word of 0 ends a segment's records. Whoever
//! writes a record writes its first word last, so that a process may be killed at any moment.

/// "ferromp", and the version of the format.
pub const MAGIC: u64 = u64::from_le_bytes(*b"ferromp\x01");

/// Bytes before the first segment.
pub const HEAD: usize = 256 << 10;

/// Bytes of a segment.
pub const SEGMENT: usize = 64 << 10;

/// The words of the head, by their indices.
pub mod head {
    pub const MAGIC: usize = 0;
    pub const PROCESS: usize = 1;
    pub const PARENT: usize = 2;
    /// When the trace began: nanoseconds of the monotonic clock.
    pub const BEGAN: usize = 3;
    /// The same moment in nanoseconds since 1970.
    pub const WALL: usize = 4;
    /// When the process came to its end, in nanoseconds of the monotonic clock; 0: it did not.
    pub const ENDED: usize = 5;
    /// The number of processors that the process can use.
    pub const PROCESSORS: usize = 6;
    /// The number of threads that are to run at once.
    pub const BUDGET: usize = 7;
    /// The number of records for which there was no room.
    pub const DROPPED: usize = 8;
    /// The number of segments that were written over.
    pub const OVERWRITTEN: usize = 9;
    /// The processor time of the process until [`ENDED`], in nanoseconds.
    pub const COMPUTED: usize = 10;
    /// Bytes of the command at [`COMMAND`](super::COMMAND): words that each end with a zero byte.
    pub const COMMAND_LENGTH: usize = 11;
    /// Words of what is at [`OBJECTS`](super::OBJECTS).
    pub const OBJECTS_LENGTH: usize = 12;
}

/// The byte at which the command is.
pub const COMMAND: usize = 256;

/// The byte at which the objects are that are loaded: each in words for the first address, the end,
/// the difference between addresses in memory and in the file, and the length of the path in bytes,
/// and then words with the path.
pub const OBJECTS: usize = 4096;

/// Words with which a segment begins.
pub const OWN_WORDS: usize = 8;

/// These words, by their indices.
pub mod own {
    /// Which of its thread's segments it is, from 1; 0: none.
    pub const SEQUENCE: usize = 0;
    /// The thread's number in the runtime.
    pub const THREAD: usize = 1;
    /// The system's number of the thread.
    pub const SYSTEM: usize = 2;
    /// The index of the thread's next segment.
    pub const NEXT: usize = 3;
}

/// The subject of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// The thread came: `ompt_thread_t`.
    ThreadBegin = 1,
    ThreadEnd = 2,
    /// The thread opens a region: the outlined function, the address that it was opened from, the
    /// size of the team with the level above 32 bits.
    RegionBegin = 3,
    /// All members came to the end of the region that the thread opened at this time.
    RegionEnd = 4,
    /// The thread becomes a member: the outlined function, when the region began (in nanoseconds
    /// since the trace began), its number in the team with the team's size above 32 bits.
    MemberBegin = 5,
    /// It comes to the region's end.
    Arrive = 6,
    /// It comes to a barrier: the address.
    BarrierBegin = 7,
    BarrierEnd = 8,
    /// It has slept: [`Asleep`], with the nanoseconds above 8 bits.
    Sleep = 9,
    /// It generates a task: the task, the address.
    TaskCreate = 10,
    /// It begins a task, or goes on with it: the task, and where it was generated.
    TaskBegin = 11,
    /// The task leaves it: the task, 1 if that is done.
    TaskEnd = 12,
    /// It comes to a worksharing construct: `ompt_work_t` with the number of iterations or blocks
    /// above 8 bits; the address.
    WorkBegin = 13,
    WorkEnd = 14,
    /// It begins iterations or a block: the first, and how many; the second is 0 for a block.
    Chunk = 15,
    /// It begins to wait for tasks: `ompt_sync_region_t`, the address.
    SyncBegin = 16,
    SyncEnd = 17,
    /// It has waited for a lock: `ompt_mutex_t`, with the nanoseconds above 8 bits; the lock; the
    /// address.
    LockWait = 18,
    /// It has forked.
    Fork = 19,
    /// It has waited until its region was admitted: nanoseconds, and the region's size.
    Held = 20,
    /// It has made room for other threads' regions: the length of its turn in nanoseconds.
    TurnEnd = 21,
    /// The system has refused it a worker.
    Refused = 22,
    /// The program calls `omp_control_tool`: the command with the modifier above 32 bits.
    Mark = 23,
    /// The nanoseconds that it has computed so far.
    Processor = 24,
}

impl Kind {
    /// The number of words that a record of this kind has after its first one.
    pub const fn words(self) -> usize {
        match self {
            Kind::RegionBegin | Kind::MemberBegin | Kind::LockWait => 3,
            Kind::TaskCreate
            | Kind::TaskBegin
            | Kind::TaskEnd
            | Kind::WorkBegin
            | Kind::Chunk
            | Kind::SyncBegin
            | Kind::Held => 2,
            Kind::ThreadBegin
            | Kind::RegionEnd
            | Kind::BarrierBegin
            | Kind::Sleep
            | Kind::TurnEnd
            | Kind::Mark
            | Kind::Processor => 1,
            Kind::ThreadEnd
            | Kind::Arrive
            | Kind::BarrierEnd
            | Kind::WorkEnd
            | Kind::SyncEnd
            | Kind::Fork
            | Kind::Refused => 0,
        }
    }
}

/// Where a thread slept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Asleep {
    /// At a barrier, or at the end of its region.
    Barrier = 1,
    /// Without a region.
    Idle = 2,
}
