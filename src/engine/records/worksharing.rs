//! The shared state of a team's worksharing constructs, and the state of each member in them.

use crossbeam_utils::CachePadded;
use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use crate::engine::ground::numbers;
use crate::engine::ground::numbers::later;
use crate::engine::protocols::wait::EventCount;
use crate::engine::records::reductions::Memory;
use crate::sys::sync::{AtomicPtr, AtomicU32, AtomicU64, Ordering};

/// The number of constructs without a barrier between them that may be in flight.
pub const RING: usize = 8;

/// The members' shared state of the constructs in flight: construct number `n` uses entry
/// `n % RING`.
///
/// A member that begins construct `n` must know that all members have left construct `n - RING`.
/// They have if there was a barrier in between. So the member looks only if `RING` constructs or
/// more have begun since the last barrier. Then it looks at each member's [`Progress`], the number
/// of constructs that this member has left. One look may do for several constructs.
#[derive(Default)]
pub struct Ring {
    entries: [CachePadded<Entry>; RING],
    /// Two for each entry: while members take from one of them, another member can prepare the
    /// other one for the next construct of the entry. Construct number in the high half, units of
    /// work handed out in the low half.
    counters: [CachePadded<AtomicU64>; 2 * RING],
}

impl Ring {
    /// The ring of a team whose first construct is `first`.
    pub fn new(first: u32) -> Self {
        let ring = Self::default();
        for entry in &ring.entries {
            // A number that none of the next 2³¹ constructs has. Zeroed memory would be taken for
            // that of construct 0.
            entry.turn.construct.store(first.wrapping_sub(1), Ordering::Relaxed);
        }
        for ahead in 0..2 * RING as u32 {
            let construct = first.wrapping_add(ahead);
            ring.counter(construct).store(u64::from(construct) << 32, Ordering::Relaxed);
        }
        ring
    }

    #[inline]
    pub fn entry(&self, construct: u32) -> &Entry {
        &self.entries[construct as usize % RING]
    }

    /// The counter of the units of a loop that are handed out.
    #[inline]
    pub fn counter(&self, construct: u32) -> &AtomicU64 {
        &self.counters[construct as usize % (2 * RING)]
    }

    /// Makes members that wait for their turn look whether they still have to.
    pub fn wake_ordered(&self) {
        self.entries.iter().for_each(|entry| entry.turn.event.notify_all());
    }

    /// Forgets the waiting members: in a forked child nobody waits for a turn.
    pub fn after_fork_in_child(&self) {
        self.entries.iter().for_each(|entry| entry.turn.event.after_fork_in_child());
    }
}

/// The members' shared state of one construct.
#[derive(Default)]
pub struct Entry {
    pub turn: OrderedTurn,
    pub meeting: Meeting,
}

/// The iteration whose turn it is in an ordered construct; see `ordered`.
#[repr(align(64))]
#[derive(Default)]
pub struct OrderedTurn {
    pub construct: AtomicU32,
    pub iteration: AtomicU64,
    pub event: EventCount,
}

/// The numbers of constructs that a member has met. All members of a team have the same numbers at
/// each barrier.
#[derive(Clone, Copy)]
pub struct Position {
    pub construct: u32,
    pub single: u32,
}

impl Position {
    /// The position of a new team.
    pub fn start() -> Self {
        Self { construct: numbers::first(), single: numbers::first() }
    }

    /// The later one in each of the two counts.
    pub fn later(self, other: Self) -> Self {
        Self { construct: later(self.construct, other.construct), single: later(self.single, other.single) }
    }
}

/// One member's own state. It is in the member's slot, so that a nested region leaves it alone.
/// [`Cursor::start`] sets it before each region.
#[derive(Default)]
pub struct Cursor {
    /// Number of the next construct that uses the ring.
    pub construct: Cell<u32>,
    /// The value of `construct` at the last barrier.
    pub floor: Cell<u32>,
    /// The first construct that some member may not have left, as far as this one knows.
    pub left: Cell<u32>,
    /// Number of the next `single`.
    pub single: Cell<u32>,
    /// The number of the first `single` that may not be taken yet, as far as the member knows.
    pub taken: Cell<u32>,
    /// The loop that the member is in.
    pub active: Loop,
}

impl Cursor {
    /// Sets the state for the start of a region.
    #[inline]
    pub fn start(&self, at: Position) {
        self.construct.set(at.construct);
        self.floor.set(at.construct);
        self.left.set(at.construct);
        self.single.set(at.single);
        self.taken.set(at.single);
    }

    #[inline]
    pub fn position(&self) -> Position {
        Position { construct: self.construct.get(), single: self.single.get() }
    }

    /// Notes that all members have left all constructs so far.
    #[inline]
    pub fn passed_barrier(&self) {
        self.floor.set(self.construct.get());
        self.left.set(self.construct.get());
    }
}

/// The way in which a loop hands out its iterations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// One part for each member.
    Block,
    /// Chunks in turn: member `t` gets chunk t, t + n, t + 2n …
    Cyclic,
    /// The next unit to the member that asks, by a fetch-add on a shared word.
    Shared,
    /// Each member has a share of the units and takes from its front. A member that has none left
    /// steals the back half of another member's share. The loop's last unit is in no share: a
    /// member that finds no other unit takes it and leaves the loop, because compilers take
    /// lastprivate values from the last iterations that a thread got.
    Steal,
    /// A part of the remaining iterations, smaller each time: the next one to the member that asks,
    /// by a fetch-add on a shared word.
    Guided,
}

/// How a member asks next for a part of a loop, where one counter hands out all parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// The counter may be of an older loop.
    First,
    /// The counter is known to be the loop's.
    Again,
    /// So it is, and the loop is probably over by then: a look may do.
    NearEnd,
    /// Not at all: the loop is over.
    Over,
}

/// One member's view of the loop that it is in.
pub struct Loop {
    pub construct: Cell<u32>,
    pub mode: Cell<Mode>,
    pub trip: Cell<u64>,
    /// Iterations that the program gets at a time.
    pub chunk: Cell<u64>,
    /// Iterations of a unit, which is claimed as a whole: a multiple of `chunk`.
    pub grain: Cell<u64>,
    pub units: Cell<u64>,
    /// Shared: the first of the units after which the loop is over, or probably over when the
    /// member asks next. A number below the number of units, or 0.
    pub near: Cell<u64>,
    pub asks: Cell<Asks>,
    /// The iterations that this member has claimed and not handed out yet.
    pub first: Cell<u64>,
    pub end: Cell<u64>,
    /// Cyclic: this member's next unit. Block and steal: 0, and 1 when the member gets no more.
    /// Guided: the divisor of the number of units that are left.
    pub next: Cell<u64>,
    /// Guided: the number of parts whose sizes this member knows, and the units in them.
    pub parts: Cell<u64>,
    pub given: Cell<u64>,
    /// Shared, if a unit is a chunk and nobody need be told of its end: the counter, while the
    /// member asks [`Asks::Again`].
    pub counter: Cell<Option<&'static AtomicU64>>,
    /// The difference of the loop variable from one chunk to the next; set with `counter`.
    pub stride: Cell<u64>,
    pub ordered: OrderedState,
    /// The program's loop variable, for the ABI layers.
    pub bounds: Cell<Bounds>,
    /// Memory that the members share while they are in the loop.
    pub memory: SharedMemory,
    pub doacross: DoacrossState,
}

impl Default for Loop {
    fn default() -> Self {
        Self {
            construct: Cell::new(0),
            mode: Cell::new(Mode::Block),
            trip: Cell::new(0),
            chunk: Cell::new(1),
            grain: Cell::new(1),
            units: Cell::new(0),
            near: Cell::new(0),
            asks: Cell::new(Asks::First),
            first: Cell::new(0),
            end: Cell::new(0),
            next: Cell::new(0),
            parts: Cell::new(0),
            given: Cell::new(0),
            counter: Cell::new(None),
            stride: Cell::new(0),
            ordered: OrderedState::default(),
            bounds: Cell::new(Bounds::default()),
            memory: SharedMemory::default(),
            doacross: DoacrossState::default(),
        }
    }
}

impl Loop {
    pub fn construct(&self) -> u32 {
        self.construct.get()
    }
}

/// The program's loop variable: `start + iteration × step` modulo 2⁶⁴, and the value where the loop
/// ends.
#[derive(Clone, Copy, Default)]
pub struct Bounds {
    pub start: u64,
    pub step: u64,
    pub end: u64,
}

/// A member's part in an ordered loop.
#[derive(Default)]
pub struct OrderedState {
    pub active: Cell<bool>,
    /// The iteration whose turn the member waits for. The iterations of its chunk before this one
    /// have passed the turn on.
    pub at: Cell<u64>,
    /// End of its chunk.
    pub end: Cell<u64>,
    /// Whether `at` has passed the turn on already.
    pub passed: Cell<bool>,
}

/// Two words by which the members of one construct agree. Both carry a construct's number, with a
/// bit that zeroed memory does not have.
#[repr(align(64))]
#[derive(Default)]
pub struct Meeting {
    /// The last construct for which a member makes something.
    pub claimed: AtomicU64,
    /// The last construct for which it is made.
    pub made: AtomicU64,
    pub what: AtomicPtr<c_void>,
}

/// One of the loops that `ordered(n)` joins: `first`, `first + step` … modulo 2⁶⁴.
#[derive(Clone, Copy, Debug)]
pub struct Dimension {
    pub first: u64,
    pub step: i64,
    pub count: u64,
}

/// A member's part in such a loop. It is empty outside of a loop, and in a team of one, where all
/// earlier iterations are done.
#[derive(Default)]
pub struct DoacrossState {
    pub marks: SharedMemory,
    /// The outermost first; the first `in_rows` of them make the rows.
    pub dimensions: RefCell<Vec<Dimension>>,
    pub in_rows: Cell<usize>,
    /// How many words the marks are.
    pub words: Cell<usize>,
    pub columns: Cell<u64>,
}

/// A member's count of the memory of the loop that it is in.
pub struct SharedMemory(Cell<*const Memory>);

impl Default for SharedMemory {
    fn default() -> Self {
        Self(Cell::new(ptr::null()))
    }
}

impl SharedMemory {
    pub fn hold(&self, memory: Arc<Memory>) {
        self.release();
        self.0.set(Arc::into_raw(memory));
    }

    pub fn memory(&self) -> Option<&Memory> {
        // SAFETY: the member has a count until it releases the memory.
        unsafe { self.0.get().as_ref() }
    }

    #[inline]
    pub fn release(&self) {
        if !self.0.get().is_null() {
            self.drop_it();
        }
    }

    #[cold]
    fn drop_it(&self) {
        // SAFETY: made by `Arc::into_raw`, and not dropped since.
        drop(unsafe { Arc::from_raw(self.0.replace(ptr::null())) });
    }
}

/// The first construct that a member may not have left.
///
/// A member that leaves a construct without a barrier publishes this. At the end of a construct
/// with a barrier it need not: a member that has passed the barrier knows that the others have left
/// all constructs before it.
///
/// So the word may stay behind the member's own count. But it must never be behind by half of all
/// numbers: it would seem to lie ahead, and a member that is a whole ring behind would be taken for
/// one that has gone on. Members prevent that when they leave a construct. For members that took no
/// part in the constructs since, the primary thread prevents it when a region begins.
#[derive(Default)]
pub struct Progress(AtomicU32);

/// Half of the distance that [`later`] takes for behind: the other half is for constructs to come.
const STALE: u32 = 1 << 30;

impl Progress {
    /// Sets it while nobody looks at it: between regions, or before the member's first one.
    pub fn set(&self, construct: u32) {
        self.0.store(construct, Ordering::Relaxed);
    }

    /// Publishes that the member has left all constructs before `construct`.
    pub fn publish(&self, construct: u32) {
        // A read-modify-write, because the event that is notified next needs a full barrier before
        // it.
        self.0.swap(construct, Ordering::AcqRel);
    }

    /// Notes that the member has left all constructs before `construct`, and comes to a barrier
    /// next.
    #[inline]
    pub fn keep_up(&self, construct: u32) {
        if is_stale(self.0.load(Ordering::Relaxed), construct) {
            self.set(construct);
        }
    }

    /// The first construct that the member may not have left, as far as another member knows whose
    /// last barrier was before construct `floor`.
    pub fn seen_from(&self, floor: u32) -> u32 {
        // Acquire: partner of `publish`, so that the caller sees what the member did in the
        // constructs that it has left.
        later(self.0.load(Ordering::Acquire), floor)
    }
}

/// Whether a number of constructs is so far behind `construct` that it would soon seem to lie
/// ahead.
#[inline]
pub fn is_stale(number: u32, construct: u32) -> bool {
    construct.wrapping_sub(number) > STALE
}
