//! What the members of a team share of their worksharing constructs, and where each of them stands.

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

/// How many constructs without a barrier between them may be in flight.
pub const RING: usize = 8;

/// What the members share of the constructs in flight: construct number `n` uses entry `n % RING`.
///
/// A member that begins construct `n` must know that all have left `n - RING`. They have if a barrier came in between,
/// so it looks only when `RING` constructs or more have begun since the last barrier: at each member's
/// [`Progress`], the number of constructs it has left. What it sees there can be good for several
/// constructs.
#[derive(Default)]
pub struct Ring([CachePadded<Entry>; RING]);

impl Ring {
    /// For a team whose first construct is `first`.
    pub fn new(first: u32) -> Self {
        let ring = Self::default();
        for entry in &ring.0 {
            // A tag that no construct of the next 2³¹ has; fresh memory would be taken for that of number 0.
            let none = first.wrapping_sub(1);
            entry.taken.store(u64::from(none) << 32, Ordering::Relaxed);
            entry.turn.construct.store(none, Ordering::Relaxed);
        }
        ring
    }

    pub fn entry(&self, construct: u32) -> &Entry {
        &self.0[construct as usize % RING]
    }

    /// Members that wait for their turn look whether they still are to.
    pub fn wake_ordered(&self) {
        self.0.iter().for_each(|entry| entry.turn.event.notify_all());
    }

    /// In a forked child nobody waits for a turn.
    pub fn after_fork_in_child(&self) {
        self.0.iter().for_each(|entry| entry.turn.event.after_fork_in_child());
    }
}

/// What the members share of one construct.
#[derive(Default)]
pub struct Entry {
    /// Construct number in the high half, units of work handed out in the low half.
    pub taken: AtomicU64,
    pub turn: Turn,
    pub meeting: Meeting,
}

/// Whose turn it is in an ordered construct; see `ordered`.
#[repr(align(64))]
#[derive(Default)]
pub struct Turn {
    pub construct: AtomicU32,
    pub iteration: AtomicU64,
    pub event: EventCount,
}

/// How many constructs a member has met: all members of a team are equal in it at each barrier.
#[derive(Clone, Copy)]
pub struct Position {
    pub construct: u32,
    pub single: u32,
}

impl Position {
    /// Where a new team begins.
    pub fn start() -> Self {
        Self { construct: numbers::first(), single: numbers::first() }
    }

    /// The one that has come further, in each of the two counts.
    pub fn later(self, other: Self) -> Self {
        Self { construct: later(self.construct, other.construct), single: later(self.single, other.single) }
    }
}

/// Where one member stands. In its slot, so that a nested region leaves it alone. [`Cursor::start`] sets it before each region.
#[derive(Default)]
pub struct Cursor {
    /// Number of the next construct that uses the ring.
    pub construct: Cell<u32>,
    /// What `construct` was at the last barrier.
    pub floor: Cell<u32>,
    /// The first construct that some member may not have left, as far as this one knows.
    pub left: Cell<u32>,
    /// Number of the next `single`.
    pub single: Cell<u32>,
    /// Number of the first one that may not be taken, as far as the member knows.
    pub taken: Cell<u32>,
    /// The loop that the member is in.
    pub active: Loop,
}

impl Cursor {
    /// Where a region begins.
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

    /// All members have left all constructs so far.
    #[inline]
    pub fn passed_barrier(&self) {
        self.floor.set(self.construct.get());
        self.left.set(self.construct.get());
    }
}

/// How a loop hands out its iterations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// One part for each member.
    Block,
    /// Chunks in turn: member `t` gets chunk t, t + n, t + 2n …
    Cyclic,
    /// The next unit to whoever asks: a fetch-add on a shared word.
    Shared,
    /// Each member has a share of units and takes from its front; who has none left steals the back half of another's.
    /// The loop's last unit is in no share: who has found nothing else takes it and leaves the loop, since compilers
    /// look for lastprivate values in the last iterations that a thread got.
    Steal,
    /// A part of what is left, smaller and smaller.
    Guided,
}

/// One member's view of the loop that it is in.
pub struct Loop {
    pub construct: Cell<u32>,
    pub mode: Cell<Mode>,
    pub trip: Cell<u64>,
    /// Iterations that the program gets at a time.
    pub chunk: Cell<u64>,
    /// Iterations of a unit, as which they are claimed: a multiple of `chunk`.
    pub grain: Cell<u64>,
    pub units: Cell<u64>,
    /// What this member has claimed and not handed out yet.
    pub first: Cell<u64>,
    pub end: Cell<u64>,
    /// Cyclic: the unit after this one's. Block and steal: 0, and 1 when the member gets no more.
    /// Shared: 0, and 1 when the shared word is known to be the loop's. Guided: by what the number
    /// of units left is divided.
    pub next: Cell<u64>,
    /// Shared, where a unit is a chunk and its end tells nobody anything: the shared word, once it is known to be the loop's.
    pub counter: Cell<Option<&'static AtomicU64>>,
    /// By how much the loop variable differs from one chunk to the next; set with `counter`.
    pub stride: Cell<u64>,
    pub ordered: OrderedState,
    /// What iteration numbers are in the program, for the ABI layers.
    pub bounds: Cell<Bounds>,
    /// Memory that the members share while they are in the loop.
    pub memory: Held,
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
            first: Cell::new(0),
            end: Cell::new(0),
            next: Cell::new(0),
            counter: Cell::new(None),
            stride: Cell::new(0),
            ordered: OrderedState::default(),
            bounds: Cell::new(Bounds::default()),
            memory: Held::default(),
            doacross: DoacrossState::default(),
        }
    }
}

impl Loop {
    pub fn construct(&self) -> u32 {
        self.construct.get()
    }
}

/// The program's loop variable: `start + iteration × step` modulo 2⁶⁴, and the value where the loop ends.
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
    /// The iteration whose turn the member waits for: of its chunk those before it have passed the turn on.
    pub at: Cell<u64>,
    /// End of its chunk.
    pub end: Cell<u64>,
    /// Whether `at` has passed the turn on already.
    pub passed: Cell<bool>,
}

/// Where the members of one construct agree; both words carry a construct's number, with a bit that no fresh memory has.
#[repr(align(64))]
#[derive(Default)]
pub struct Meeting {
    /// The last construct that somebody makes something for.
    pub claimed: AtomicU64,
    /// The last one that it is made for.
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

/// A member's part in such a loop. It holds nothing outside of one, and in a team of one, where all earlier iterations are
/// done.
#[derive(Default)]
pub struct DoacrossState {
    pub marks: Held,
    /// The outermost first; the first `in_rows` of them make the rows.
    pub dimensions: RefCell<Vec<Dimension>>,
    pub in_rows: Cell<usize>,
    pub columns: Cell<u64>,
}

/// A member's hold on the memory of the loop that it is in.
pub struct Held(Cell<*const Memory>);

impl Default for Held {
    fn default() -> Self {
        Self(Cell::new(ptr::null()))
    }
}

impl Held {
    pub fn hold(&self, memory: Arc<Memory>) {
        self.release();
        self.0.set(Arc::into_raw(memory));
    }

    pub fn memory(&self) -> Option<&Memory> {
        // SAFETY: it has a count until it is released.
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
/// Leaving a construct without a barrier publishes it. Leaving one that ends in a barrier need not:
/// whoever has passed the barrier knows that the others have left all constructs before it. So the
/// word may stay behind the member's own count, but never by as much as half of the numbers there
/// are: it would seem to lie ahead then, and a member that is a whole ring behind would be taken for
/// one that has gone on. Members see to that when they leave a construct, and the primary thread
/// when a region begins, for those that took no part in the constructs since.
#[derive(Default)]
pub struct Progress(AtomicU32);

/// Half of what [`later`] takes for behind: the rest is for constructs to come.
const STALE: u32 = 1 << 30;

impl Progress {
    /// Sets it where nobody looks at it: between regions, or before the member's first one.
    pub fn set(&self, construct: u32) {
        self.0.store(construct, Ordering::Relaxed);
    }

    /// The member has left all constructs before `construct`.
    pub fn publish(&self, construct: u32) {
        // A read-modify-write, for the sake of the event that is rung next.
        self.0.swap(construct, Ordering::AcqRel);
    }

    /// The member has left all constructs before `construct`, and comes to a barrier next.
    #[inline]
    pub fn keep_up(&self, construct: u32) {
        if is_stale(self.0.load(Ordering::Relaxed), construct) {
            self.set(construct);
        }
    }

    /// The first construct that the member may not have left, as far as one can know whose last
    /// barrier was before construct `floor`.
    pub fn seen_from(&self, floor: u32) -> u32 {
        // Acquire: partner of `publish`, behind what the member did in the constructs it has left.
        later(self.0.load(Ordering::Acquire), floor)
    }
}

/// Whether a number of constructs is so far behind `construct` that it would soon seem to lie ahead.
#[inline]
pub fn is_stale(number: u32, construct: u32) -> bool {
    construct.wrapping_sub(number) > STALE
}
