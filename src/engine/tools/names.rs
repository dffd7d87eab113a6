//! The numbers of the interface (OpenMP 5.2, 19.4; those that are LLVM's own say so).

#![allow(dead_code, reason = "the interface's numbers are here, whether somebody uses them or not")]

/// `ompt_callbacks_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Event {
    ThreadBegin = 1,
    ThreadEnd = 2,
    ParallelBegin = 3,
    ParallelEnd = 4,
    TaskCreate = 5,
    TaskSchedule = 6,
    ImplicitTask = 7,
    Target = 8,
    TargetDataOp = 9,
    TargetSubmit = 10,
    ControlTool = 11,
    DeviceInitialize = 12,
    DeviceFinalize = 13,
    DeviceLoad = 14,
    DeviceUnload = 15,
    SyncRegionWait = 16,
    MutexReleased = 17,
    Dependences = 18,
    TaskDependence = 19,
    Work = 20,
    Masked = 21,
    TargetMap = 22,
    SyncRegion = 23,
    LockInit = 24,
    LockDestroy = 25,
    MutexAcquire = 26,
    MutexAcquired = 27,
    NestLock = 28,
    Flush = 29,
    Cancel = 30,
    Reduction = 31,
    Dispatch = 32,
    TargetEmi = 33,
    TargetDataOpEmi = 34,
    TargetSubmitEmi = 35,
    TargetMapEmi = 36,
    Error = 37,
}

/// One more than the greatest event.
pub const EVENTS: usize = Event::Error as usize + 1;

/// `ompt_set_result_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Told {
    /// There is no such event.
    Error = 0,
    Never = 1,
    Sometimes = 3,
    Always = 5,
}

/// `ompt_thread_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum ThreadKind {
    Initial = 1,
    Worker = 2,
    Other = 3,
}

/// `ompt_scope_endpoint_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Endpoint {
    Begin = 1,
    End = 2,
}

pub use crate::engine::records::tools::Sync;

/// `ompt_parallel_flag_t`.
pub mod parallel {
    /// The program's code calls the outlined function in the primary thread.
    pub const BY_PROGRAM: u32 = 1;
    /// The runtime does.
    pub const BY_RUNTIME: u32 = 2;
    pub const LEAGUE: u32 = 0x4000_0000;
    pub const TEAM: u32 = 0x8000_0000;
}

/// `ompt_task_flag_t`.
pub mod task {
    pub const INITIAL: u32 = 1;
    pub const IMPLICIT: u32 = 2;
    pub const EXPLICIT: u32 = 4;
    pub const TARGET: u32 = 8;
    pub const TASKWAIT: u32 = 0x10;
    pub const UNDEFERRED: u32 = 0x0800_0000;
    pub const UNTIED: u32 = 0x1000_0000;
    pub const FINAL: u32 = 0x2000_0000;
    pub const MERGEABLE: u32 = 0x4000_0000;
    pub const MERGED: u32 = 0x8000_0000;
}

/// `ompt_task_status_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Status {
    Complete = 1,
    Yield = 2,
    Cancel = 3,
    Detach = 4,
    EarlyFulfill = 5,
    LateFulfill = 6,
    Switch = 7,
    TaskwaitComplete = 8,
}

/// `ompt_mutex_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Mutex {
    Lock = 1,
    TestLock = 2,
    NestLock = 3,
    TestNestLock = 4,
    Critical = 5,
    Atomic = 6,
    Ordered = 7,
}

/// `ompt_work_t`; the last four are LLVM's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Work {
    Loop = 1,
    Sections = 2,
    SingleExecutor = 3,
    SingleOther = 4,
    Workshare = 5,
    Distribute = 6,
    Taskloop = 7,
    Scope = 8,
    LoopStatic = 10,
    LoopDynamic = 11,
    LoopGuided = 12,
    LoopOther = 13,
}

/// `ompt_dispatch_t`; the last three are of OpenMP 5.2.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Dispatch {
    Iteration = 1,
    Section = 2,
    LoopChunk = 3,
    TaskloopChunk = 4,
    DistributeChunk = 5,
}

/// `ompt_target_t`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Target {
    Region = 1,
    EnterData = 2,
    ExitData = 3,
    Update = 4,
    RegionNowait = 9,
    EnterDataNowait = 10,
    ExitDataNowait = 11,
    UpdateNowait = 12,
}

impl Target {
    /// The same construct with `nowait`.
    pub fn nowait(self) -> Self {
        match self {
            Self::Region => Self::RegionNowait,
            Self::EnterData => Self::EnterDataNowait,
            Self::ExitData => Self::ExitDataNowait,
            Self::Update => Self::UpdateNowait,
            now => now,
        }
    }
}

/// `ompt_frame_flag_t`.
pub mod frame {
    /// The runtime's frame.
    pub const RUNTIME: i32 = 0;
    /// The program's.
    pub const APPLICATION: i32 = 1;
    /// Given by its canonical address.
    pub const CFA: i32 = 0x10;
    /// By what the frame pointer has in it.
    pub const POINTER: i32 = 0x20;
}

/// `ompt_cancel_flag_t`.
pub mod cancel {
    pub const PARALLEL: u32 = 1;
    pub const SECTIONS: u32 = 2;
    pub const LOOP: u32 = 4;
    pub const TASKGROUP: u32 = 8;
    pub const ACTIVATED: u32 = 0x10;
    pub const DETECTED: u32 = 0x20;
    pub const DISCARDED_TASK: u32 = 0x40;
}

/// `ompt_state_t`.
pub mod state {
    pub const WORK_SERIAL: u32 = 0;
    pub const WORK_PARALLEL: u32 = 1;
    pub const WORK_REDUCTION: u32 = 2;
    pub const WAIT_PARALLEL: u32 = 0x11;
    pub const WAIT_WORKSHARE: u32 = 0x12;
    pub const WAIT_EXPLICIT: u32 = 0x14;
    pub const WAIT_IMPLEMENTATION: u32 = 0x15;
    pub const WAIT_TEAMS: u32 = 0x16;
    pub const WAIT_TASKWAIT: u32 = 0x20;
    pub const WAIT_TASKGROUP: u32 = 0x21;
    pub const WAIT_LOCK: u32 = 0x41;
    pub const WAIT_CRITICAL: u32 = 0x42;
    pub const WAIT_ATOMIC: u32 = 0x43;
    pub const WAIT_ORDERED: u32 = 0x44;
    pub const IDLE: u32 = 0x100;
    pub const OVERHEAD: u32 = 0x101;
    pub const UNDEFINED: u32 = 0x102;
}
