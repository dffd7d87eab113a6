//! The data of a tool about threads, teams and tasks, and the runtime's own data for tools there
//! (OpenMP 5.2, chapter 19). None of it is touched in a process without a tool.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::ptr;
use std::sync::Arc;

use crate::sys::sync::AtomicU32;

/// `ompt_data_t`: a word that belongs to the tool.
#[repr(transparent)]
#[derive(Default)]
pub struct Data(Cell<u64>);

impl Data {
    /// Resets the word.
    pub fn clear(&self) {
        self.0.set(0);
    }

    pub fn get(&self) -> u64 {
        self.0.get()
    }

    pub fn set(&self, word: u64) {
        self.0.set(word);
    }

    /// As callbacks get it.
    pub fn for_tool(&self) -> *mut u64 {
        self.0.as_ptr()
    }
}

/// `ompt_frame_t`: the frame on its thread's stack in which a task's code begins, and the one in
/// which it has called the runtime; 0: none.
#[repr(C)]
#[derive(Default)]
pub struct Frame {
    pub exit: Cell<usize>,
    pub enter: Cell<usize>,
    pub exit_flags: Cell<i32>,
    pub enter_flags: Cell<i32>,
}

const _: () = assert!(size_of::<Frame>() == 24);

/// A call of the program to the runtime.
#[derive(Clone, Copy, Default)]
pub struct Caller {
    /// The address to which the call returns.
    pub address: usize,
    /// The stack pointer before the call: the canonical address of the called function's frame.
    pub stack: usize,
    /// The value of the frame pointer's register then.
    pub frame_pointer: usize,
}

/// A place where a thread waits for others or for tasks.
#[derive(Clone, Copy)]
pub struct Region {
    /// `ompt_sync_region_t`.
    pub kind: Sync,
    /// Where the program has called.
    pub address: usize,
    /// The thread's state before.
    pub state: u32,
    /// The number of the team's next barrier.
    pub number: u32,
}

/// `ompt_sync_region_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Sync {
    Explicit = 3,
    Implementation = 4,
    Taskwait = 5,
    Taskgroup = 6,
    Reduction = 7,
    Workshare = 8,
    Parallel = 9,
    Teams = 10,
}

impl Sync {
    /// Whether threads wait for each other there, and not for tasks.
    pub fn is_barrier(self) -> bool {
        !matches!(self, Self::Taskwait | Self::Taskgroup)
    }
}

/// Of a thread.
#[derive(Default)]
pub struct ThreadTools {
    pub data: Data,
    /// Whether the tool has been told of the thread.
    pub begun: Cell<bool>,
    /// The call that the thread is in, or was in last.
    pub caller: Cell<Caller>,
    /// The state that the thread is in, if it does not work (`ompt_state_t`); 0: it works.
    pub waits: Cell<u32>,
    /// The lock or the like that it waits for.
    pub wait_id: Cell<u64>,
    /// The iterations of the next task that is made for a `taskloop`: the first, and how many.
    pub chunk: Cell<(u64, u64)>,
    /// The tool's word of the `taskwait` with dependences that the thread is in.
    pub taskwait: Cell<u64>,
    /// Whether the task that it runs yields to the next one.
    pub yields: Cell<bool>,
    /// How many unique numbers were given to the thread.
    pub ids: Cell<u64>,
    /// For a worker: the value of `TeamTools::over` when its region began.
    pub over: Cell<u32>,
    /// Of a worker's implicit task. It is the worker's own, since another worker may have the place
    /// in the team before this one has told that its task has ended.
    pub implicit: TaskTools,
}

/// The league that a team belongs to, as tools know it.
#[derive(Clone, Copy)]
pub struct ToldLeague {
    /// The word that a tool keeps with the league, which outlives its teams; null: none.
    pub word: *const Data,
    /// Whether tools are told of a region of one thread in the team, whose implicit task executes
    /// the team's code.
    pub tells_inner: bool,
}

impl ToldLeague {
    pub const NONE: Self = Self { word: ptr::null(), tells_inner: false };
}

/// Of a team: of its current region.
pub struct TeamTools {
    pub data: Data,
    /// Whether the tool was told that the region began. Written before any member starts.
    pub told: Cell<bool>,
    /// Whether it is no region of the program: its members execute the teams of a league.
    pub hidden: Cell<bool>,
    /// The league that it is a team of.
    pub league: Cell<ToldLeague>,
    /// The team's initial task, where the league tells of a region inside: that region has `data`,
    /// and its implicit task is the team's one.
    pub initial: TaskTools,
    /// Where the region is in the program.
    pub caller: Cell<Caller>,
    /// `ompt_parallel_flag_t`.
    pub flags: Cell<u32>,
    /// The number of regions that the tool was told of and that are over: all members have come to
    /// their ends.
    pub over: AtomicU32,
    pub orders: TeamOrders,
}

/// Addresses by which a race detector knows the orders of a team's regions; nobody reads the words.
pub struct TeamOrders {
    pub start: AtomicU32,
    pub ends: [AtomicU32; 2],
}

impl Default for TeamOrders {
    fn default() -> Self {
        let word = || AtomicU32::new(0);
        Self { start: word(), ends: [word(), word()] }
    }
}

impl Default for TeamTools {
    fn default() -> Self {
        Self {
            data: Data::default(),
            told: Cell::default(),
            hidden: Cell::default(),
            league: Cell::new(ToldLeague::NONE),
            initial: TaskTools::default(),
            caller: Cell::default(),
            flags: Cell::default(),
            over: AtomicU32::new(0),
            orders: TeamOrders::default(),
        }
    }
}

impl TeamTools {
    /// The data that the tool keeps with the region, as callbacks get them.
    pub fn word(&self) -> *mut u64 {
        if self.league.get().tells_inner { self.data.for_tool() } else { self.initial_word() }
    }

    /// Those of the region of the team's initial task, if it has one.
    pub fn initial_word(&self) -> *mut u64 {
        // SAFETY: null, or a league's, which outlives its teams.
        unsafe { self.league.get().word.as_ref() }.unwrap_or(&self.data).for_tool()
    }
}

/// Of a task.
#[derive(Default)]
pub struct TaskTools {
    pub data: Data,
    pub frame: Frame,
    /// `ompt_task_flag_t`.
    pub flags: Cell<u32>,
    /// For a task that runs on top of another one: the state of its thread before.
    pub waits: Cell<u32>,
    /// The worksharing construct that the task is in (`ompt_work_t`; 0: none), and of how many
    /// parts it is.
    pub work: Cell<(u32, u64)>,
    /// The iterations of a `taskloop`'s task that has not begun: the first, and how many.
    pub chunk: Cell<(u64, u64)>,
    /// The address to which the call returned that generated the task.
    pub generated_at: Cell<usize>,
    /// Of a detachable task: what came first.
    ///
    /// | value | |
    /// |---|---|
    /// | 0 | nothing so far |
    /// | [`DETACHED`](Self::DETACHED) | the end of its body |
    /// | [`FULFILLED`](Self::FULFILLED) | its event |
    pub came: AtomicU32,
    /// The size of the team, and the thread's number in it: of an implicit task, whose team may
    /// have gone on when somebody asks.
    pub place: Cell<(u32, u32)>,
    /// Of an implicit task that has come to the end of its region: the barrier there, or none if it
    /// is the only one of a league's team.
    pub arrival: Cell<Option<Option<Region>>>,
    /// For a race detector: the nodes of the tasks that this one depends on, until it begins.
    pub earlier: RefCell<Vec<Arc<dyn Any>>>,
}

impl TaskTools {
    pub const DETACHED: u32 = 1;
    pub const FULFILLED: u32 = 2;

    /// Makes it as good as new, for an implicit task that begins.
    pub fn clear(&self) {
        self.data.clear();
        self.frame.exit.set(0);
        self.frame.enter.set(0);
        self.work.set((0, 0));
    }
}
