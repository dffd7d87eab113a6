//! The values of the environment variables, as plain data.

use crate::engine::ground::settings::allocator::Allocator;
use crate::engine::ground::settings::bind::ProcBind;
use crate::engine::ground::settings::hw_subset::HwSubset;
use crate::engine::ground::settings::kmp_affinity::KmpAffinity;
use crate::engine::ground::settings::omp_schedule::{Schedule, ScheduleKind};
use crate::engine::ground::settings::places::{CpuRange, Places};
use crate::engine::ground::settings::waiting;
use crate::engine::ground::settings::waiting::{Blocktime, IdleLimit, Library, WaitPolicy, Waiting};

/// The most active levels that the runtime supports: the value of `max-active-levels-var` where
/// nesting was asked for without a number.
pub const SUPPORTED_ACTIVE_LEVELS: u32 = i32::MAX as u32;

/// The smallest stack that a variable can ask for, as in both peers.
pub const LEAST_STACK: usize = 16 << 10;

/// The request of OMP_DISPLAY_ENV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisplayEnv {
    No,
    /// The variables of the OpenMP specification.
    Standard,
    /// Those, the peers' own and ferromp's own.
    Verbose,
}

/// OMP_TARGET_OFFLOAD, with the numbers that `__kmpc_get_target_offload` returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum TargetOffload {
    Disabled = 0,
    Default = 1,
    Mandatory = 2,
}

/// FERROMP_ADMISSION: what happens to threads beyond the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Threads whose regions are short run them as gangs that take turns; all others run.
    Turns,
    /// All run; the kernel shares the processors out.
    Kernel,
    /// Members of a team are held back until a processor is free.
    Hold,
    /// A region waits until there are processors for all its threads.
    Gang,
    /// Running or waiting, whichever the region's last runs have shown to be faster.
    Learned,
}

/// FERROMP_STATS: where the statistics are written at exit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stats {
    Off,
    Stderr(StatsForm),
    /// For people, on stderr, also in processes that executed no OpenMP.
    Verbose,
    /// A file of this name.
    File(Box<[u8]>, StatsForm),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatsForm {
    /// For people.
    Text,
    Json,
}

/// The environment as it stood at the first OpenMP call. `None`, or an empty list, means that the
/// variable is not set or malformed, and that its default depends on more than the environment.
#[derive(Debug)]
pub struct Settings {
    /// Processors that this process could use when the settings were read (`sys::cpus::available`),
    /// fewer where KMP_HW_SUBSET leaves some out.
    pub real_processors: u32,
    /// FERROMP_PROCESSORS: the number that the engine is to believe in instead.
    pub pretended_processors: Option<u32>,

    /// OMP_NUM_THREADS: one number for each nesting level.
    pub num_threads: Box<[u32]>,
    /// OMP_DYNAMIC.
    pub dynamic: bool,
    /// OMP_NESTED, where OMP_MAX_ACTIVE_LEVELS does not override it.
    pub nested: Option<bool>,
    /// OMP_MAX_ACTIVE_LEVELS.
    pub max_active_levels: Option<u32>,
    /// OMP_THREAD_LIMIT: threads in a contention group.
    pub thread_limit: Option<u32>,
    /// FERROMP_THREAD_LIMIT, or KMP_DEVICE_THREAD_LIMIT, or its old name KMP_ALL_THREADS: the
    /// threads that each native thread may have. The first that is set counts.
    pub process_thread_limit: Option<u32>,
    /// OMP_NUM_TEAMS.
    pub num_teams: Option<u32>,
    /// OMP_TEAMS_THREAD_LIMIT: threads in a team of a league.
    pub teams_thread_limit: Option<u32>,
    /// KMP_TEAMS_THREAD_LIMIT: threads in all teams of a league.
    pub league_thread_limit: Option<u32>,
    /// OMP_SCHEDULE. The peers differ in the default: libgomp dynamic, libomp static.
    pub schedule: Option<Schedule>,
    /// KMP_FORCE_MONOTONIC_DYNAMIC_SCHEDULE: whether the iterations of each thread rise even in
    /// loops that are `nonmonotonic`.
    pub force_monotonic: bool,
    /// KMP_DETERMINISTIC_REDUCTION: whether reductions of Clang's code are combined in the same
    /// order in each run, in teams of any size.
    pub deterministic_reduction: bool,
    /// KMP_DISP_NUM_BUFFERS: worksharing constructs of a team that may be under way at once.
    pub worksharing_buffers: Option<u32>,

    /// OMP_STACKSIZE, GOMP_STACKSIZE or KMP_STACKSIZE, the first of them that is well-formed: bytes
    /// of a worker's stack, at least [`LEAST_STACK`].
    pub stack_size: Option<usize>,

    /// OMP_WAIT_POLICY.
    pub wait_policy: Option<WaitPolicy>,
    /// GOMP_SPINCOUNT: looks before sleep, `u64::MAX` for ever.
    pub spin_count: Option<u64>,
    /// KMP_BLOCKTIME.
    pub blocktime: Option<Blocktime>,
    /// KMP_LIBRARY.
    pub library: Option<Library>,

    /// OMP_PROC_BIND: one policy for each nesting level.
    pub proc_bind: Box<[ProcBind]>,
    /// KMP_TEAMS_PROC_BIND: how the initial threads of a league are bound.
    pub teams_proc_bind: Option<ProcBind>,
    /// OMP_PLACES, or the places in its stead if it is malformed.
    pub places: Option<Places>,
    /// GOMP_CPU_AFFINITY, which OMP_PLACES and OMP_PROC_BIND override.
    pub cpu_affinity: Box<[CpuRange]>,
    /// KMP_AFFINITY, which goes before all others if it has a type.
    pub kmp_affinity: Option<KmpAffinity>,
    /// KMP_HW_SUBSET: the part of the machine that is used at all.
    pub kmp_hw_subset: Option<HwSubset>,
    /// KMP_TOPOLOGY_METHOD: whether the topology is to be ignored.
    pub flat_topology: Option<bool>,

    /// OMP_CANCELLATION.
    pub cancellation: bool,
    /// OMP_MAX_TASK_PRIORITY.
    pub max_task_priority: u32,
    /// KMP_ENABLE_TASK_THROTTLING.
    pub task_throttling: bool,
    /// KMP_TASKLOOP_MIN_TASKS: a taskloop of more tasks is split by tasks, 0 for the engine's
    /// choice.
    pub taskloop_min_tasks: u32,

    /// LIBOMP_NUM_HIDDEN_HELPER_THREADS, 0 with LIBOMP_USE_HIDDEN_HELPER_TASK=0: threads for
    /// `target nowait`.
    pub helpers: u32,
    /// KMP_HIDDEN_HELPER_AFFINITY: how they are bound.
    pub helper_affinity: Option<KmpAffinity>,

    /// OMP_DEFAULT_DEVICE.
    pub default_device: Option<u32>,
    /// OMP_TARGET_OFFLOAD.
    pub target_offload: TargetOffload,
    /// OMP_ALLOCATOR.
    pub allocator: Allocator,

    /// OMP_DISPLAY_ENV.
    pub display_env: DisplayEnv,
    /// KMP_SETTINGS: the variables that are set and the settings that result are shown at start.
    pub kmp_settings: bool,
    /// FERROMP_WARNINGS, or KMP_WARNINGS where that is not set: whether the runtime may warn of
    /// doubtful input.
    pub warnings: bool,
    /// OMP_DISPLAY_AFFINITY.
    pub display_affinity: bool,
    /// OMP_AFFINITY_FORMAT.
    pub affinity_format: Option<Box<[u8]>>,

    /// OMP_TOOL: whether a tool may be started.
    pub tool: bool,
    /// OMP_TOOL_LIBRARIES: file names with colons between them.
    pub tool_libraries: Option<Box<[u8]>>,
    /// OMP_TOOL_VERBOSE_INIT: `disabled`, `stdout`, `stderr` or a file name.
    pub tool_verbose_init: Option<Box<[u8]>>,
    /// OMP_DEBUG.
    pub debug: bool,

    /// FERROMP_BUDGET: threads that run at once, in place of the number of processors.
    pub budget: Option<u32>,
    /// FERROMP_ADMISSION.
    pub admission: Admission,
    /// FERROMP_IDLE_LIMIT.
    pub idle_limit: IdleLimit,
    /// FERROMP_OPENBLAS: whether copies of OpenBLAS that have threads of their own are given the
    /// runtime's.
    pub openblas: bool,
    /// FERROMP_STATS.
    pub stats: Stats,
    /// FERROMP_TRACE: the name of a file.
    pub trace: Option<Box<[u8]>>,
    /// FERROMP_TRACE_LIMIT: the bytes that a process may write there.
    pub trace_limit: u64,
}

impl Settings {
    /// max-active-levels-var at start. As in both peers, a list for several levels asks for
    /// nesting, unless a variable that is made for it says otherwise. Without any of them it is 1.
    pub fn initial_max_active_levels(&self) -> u32 {
        match (self.max_active_levels, self.nested) {
            (Some(levels), _) => levels.min(SUPPORTED_ACTIVE_LEVELS),
            (None, Some(true)) => SUPPORTED_ACTIVE_LEVELS,
            (None, Some(false)) => 1,
            (None, None) if self.num_threads.len() > 1 || self.proc_bind.len() > 1 => SUPPORTED_ACTIVE_LEVELS,
            // Whoever sets a budget for all levels wants them to be active.
            (None, None) if self.budget.is_some() => SUPPORTED_ACTIVE_LEVELS,
            (None, None) => 1,
        }
    }

    /// Whether the environment asks for nested teams by name. Then the runtime does not choose
    /// their size.
    pub fn asks_for_nesting(&self) -> bool {
        self.max_active_levels.is_some() || self.nested.is_some() || self.num_threads.len() > 1
    }

    /// How many processors there are, for every decision that depends on their number. Only code
    /// that names processors to the kernel, or that counts processor time, asks for the real
    /// number.
    pub fn processors(&self) -> u32 {
        self.pretended_processors.unwrap_or(self.real_processors)
    }

    /// How many threads are to run at once: the team size where nothing else is said.
    pub fn budget(&self) -> u32 {
        self.budget.unwrap_or(self.processors())
    }

    /// The size of teams where nothing else is said, in a contention group of at most
    /// `thread_limit` threads. It is at most that, although in both peers it may be more: callers
    /// open a region of as many threads as they were told, and wait in it for all of them.
    pub fn default_threads(&self, thread_limit: u32) -> u32 {
        self.budget().min(thread_limit)
    }

    /// The same at start.
    pub fn initial_threads(&self) -> u32 {
        self.default_threads(self.thread_limit.unwrap_or(u32::MAX))
    }

    /// run-sched-var at start: dynamic where nothing is said, as in libgomp.
    pub fn initial_schedule(&self) -> Schedule {
        self.schedule.unwrap_or(Schedule { kind: ScheduleKind::Dynamic, chunk: None, modifier: None })
    }

    /// How threads wait before they sleep, according to all variables together.
    pub fn waiting(&self) -> Waiting {
        waiting::together(self.spin_count, self.blocktime, self.library, self.wait_policy)
    }
}
