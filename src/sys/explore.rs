//! A process whose threads take turns, in an order that a scheduler decides. It stands in for the
//! kernel when the engine is explored.
//!
//! shuttle runs all threads of a test on one OS thread, each on a stack of its own. The C library
//! sees that one thread. So this file keeps the data of each thread (its pointer, its function to
//! call at the end), the sleepers of futexes, and the time.
//!
//! There are two kinds of schedule. One explores: any order is tried, and one clock goes on with
//! each step of any thread. The other measures: each thread has a clock of its own, a [`Machine`]
//! says what each access costs, and the thread whose clock is behind all others goes on.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_void;
use std::panic::Location;
use std::ptr;
use std::time::Duration;

use shuttle::scheduler::TaskId;
#[cfg(test)]
use shuttle::scheduler::{Schedule, Scheduler, Task};
use shuttle::thread::{self, Thread};

use crate::sys::machine::{Counts, Machine};
use crate::sys::sync::before::Access;

thread_local! {
    // Whether a scene runs on this thread, the one that the C library sees.
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// The number of steps that are left.
    static STEPS: Cell<u64> = const { Cell::new(u64::MAX) };
    static NOW: Cell<u64> = const { Cell::new(1_000_000_000) };
    static SLEEPERS: RefCell<Vec<Sleeper>> = const { RefCell::new(Vec::new()) };
    static VANISHED: Cell<Option<Vanished>> = const { Cell::new(None) };
    /// The number of threads that there have been.
    static KNOWN: Cell<usize> = const { Cell::new(0) };
    static RUNS: Cell<Option<TaskId>> = const { Cell::new(None) };
    static POINTERS: RefCell<HashMap<Option<TaskId>, *const ()>> = RefCell::new(HashMap::new());
    /// The machine that measures, if anything is measured.
    static MACHINE: RefCell<Option<Machine>> = const { RefCell::new(None) };
    static HELD: RefCell<HashMap<Option<TaskId>, [u64; 2]>> = RefCell::new(HashMap::new());
}

shuttle::thread_local! {
    static AT_END: AtEnd = AtEnd(Cell::new(None));
}

struct Sleeper {
    word: usize,
    who: u32,
    thread: Thread,
    /// Its number on the machine.
    id: usize,
    /// Whether nothing but a call wakes it.
    for_good: bool,
}

/// The threads that a fork left behind: all that there were, but one.
#[derive(Clone, Copy)]
struct Vanished {
    survivor: usize,
    known: usize,
}

impl Vanished {
    #[cfg(test)]
    fn has(self, thread: TaskId) -> bool {
        let thread = usize::from(thread);
        thread < self.known && thread != self.survivor
    }
}

/// The function that a thread calls at its end.
struct AtEnd(Cell<Option<(extern "C" fn(*mut c_void), *mut c_void)>>);

impl Drop for AtEnd {
    fn drop(&mut self) {
        if let Some((call, argument)) = self.0.take() {
            call(argument);
        }
    }
}

/// Nanoseconds that an access takes.
const ACCESS: u64 = 50;

/// Nanoseconds that reading the clock takes, where that is measured.
const CLOCK: u64 = 10;

/// Nanoseconds that pass while a thread gives way.
const TURN: u64 = 2_000;

/// Whether a scene is being explored. If not, there is no thread to switch to.
fn is_running() -> bool {
    RUNNING.get()
}

fn pass(nanos: u64) {
    NOW.set(NOW.get() + nanos);
    step();
}

fn step() {
    STEPS.set(STEPS.get() - 1);
    assert!(STEPS.get() > 0, "this takes for ever");
}

/// Does something for the calling thread in the machine that measures; `None` if nothing is
/// measured.
fn on_machine<R>(act: impl FnOnce(&mut Machine, usize) -> R) -> Option<R> {
    MACHINE.with_borrow_mut(|machine| Some(act(machine.as_mut()?, RUNS.get().map_or(0, usize::from))))
}

/// To be called before an access to memory that threads share: the scheduler may switch to another
/// thread.
#[track_caller]
pub fn access(access: Access, address: usize) {
    let place = Location::caller();
    if is_running() {
        point();
        on_machine(|machine, own| machine.access(own, address, access, place));
    }
}

/// The scheduler may switch to another thread.
fn point() {
    if is_running() {
        pass(ACCESS);
        shuttle_engine::runtime::thread::switch();
    }
}

/// Lets other threads go on, because the calling thread has nothing to do now.
pub fn give_way() {
    if is_running() {
        pass(TURN);
        on_machine(Machine::pause);
        thread::yield_now();
    }
}

/// Lets other threads go on for `time`, because the calling thread has nothing to do.
pub fn pause(time: Duration) {
    if is_running() {
        let nanos = time.as_nanos() as u64;
        pass(nanos);
        on_machine(|machine, own| machine.pass(own, nanos));
        thread::yield_now();
    }
}

/// The time.
pub fn nanos() -> u64 {
    step();
    on_machine(|machine, own| {
        machine.pass(own, CLOCK);
        machine.clock(own) + 1_000_000_000
    })
    .unwrap_or_else(|| {
        NOW.set(NOW.get() + ACCESS);
        NOW.get()
    })
}

/// The calling thread's pointer.
pub fn pointer() -> *const () {
    POINTERS.with_borrow(|all| all.get(&RUNS.get()).copied().unwrap_or(ptr::null()))
}

pub fn set_pointer(value: *const ()) {
    POINTERS.with_borrow_mut(|all| all.insert(RUNS.get(), value));
}

/// As in [`held`](crate::sys::sync::held). Not shuttle's kind of thread-local variable: a thread
/// still takes locks while it destroys those.
pub fn change_held(change: impl FnOnce(&mut [u64; 2])) {
    HELD.with_borrow_mut(|all| change(all.entry(RUNS.get()).or_default()));
}

/// A number of the calling thread's own, whose two low bits are 0.
pub fn handle() -> u64 {
    RUNS.get().map_or(4, |id| 4 * (2 + usize::from(id) as u64))
}

/// Has the calling thread call `call(argument)` when it ends.
pub fn at_end(call: extern "C" fn(*mut c_void), argument: *mut c_void) {
    AT_END.with(|end| end.0.set(Some((call, argument))));
}

/// Starts a thread.
pub fn spawn(main: extern "C" fn(*mut c_void) -> *mut c_void, argument: *mut c_void) {
    struct Argument(*mut c_void);
    // SAFETY: the caller's contract with `main`, as for any thread.
    unsafe impl Send for Argument {}
    let argument = Argument(argument);
    thread::spawn(move || {
        let argument = argument;
        main(argument.0)
    } as usize);
}

/// Sleeps while `unchanged`, until woken at `word` as one of `who`, or until `limit` has passed.
pub fn sleep(word: usize, who: u32, limit: Option<Duration>, unchanged: impl Fn() -> bool) {
    point();
    if !unchanged() {
        return;
    }
    let id = RUNS.get().map_or(0, usize::from);
    SLEEPERS.with_borrow_mut(|all| {
        all.push(Sleeper { word, who, thread: thread::current(), id, for_good: limit.is_none() })
    });
    let sleeps = || SLEEPERS.with_borrow(|all| all.iter().any(|sleeper| sleeper.id == id));
    let now = || on_machine(|machine, own| machine.clock(own)).unwrap_or_else(|| NOW.get());
    let end = limit.map(|limit| now() + limit.as_nanos() as u64);
    while sleeps() {
        match end {
            None => thread::park(),
            Some(end) if now() >= end => {
                SLEEPERS.with_borrow_mut(|all| all.retain(|sleeper| sleeper.id != id));
            }
            // Whoever wakes this thread before sets its clock back.
            Some(end) if on_machine(|machine, own| machine.wait_until(own, end)).is_some() => thread::yield_now(),
            Some(end) => {
                // Perhaps no other thread has anything to do before the limit.
                pass((end - NOW.get()) / 8);
                give_way();
            }
        }
    }
}

/// Wakes at most `count` threads that sleep at `word` with one of the bits of `who`; returns how
/// many.
pub fn wake(word: usize, count: i32, who: u32) -> i32 {
    point();
    on_machine(Machine::calls);
    // Those that sleep now: one that is woken may sleep again before the last of them is.
    let count = usize::try_from(count).unwrap_or(0);
    let woken: Vec<_> = SLEEPERS.with_borrow_mut(|all| {
        let mut left = count;
        all.extract_if(.., |sleeper| {
            let is_woken = left > 0 && sleeper.word == word && sleeper.who & who != 0;
            left -= usize::from(is_woken);
            is_woken
        })
        .collect()
    });
    for sleeper in &woken {
        on_machine(|machine, own| machine.wakes(own, sleeper.id));
        sleeper.thread.unpark();
    }
    woken.len() as i32
}

/// Runs in a forked child: all threads vanish, except the calling one.
#[cfg(test)]
unsafe extern "C" fn vanish_others() {
    VANISHED.set(Some(Vanished { survivor: RUNS.get().map_or(0, usize::from), known: KNOWN.get() }));
    SLEEPERS.with_borrow_mut(Vec::clear);
}

/// Runs `scene` in the order that `scheduler` decides, in at most `steps` steps.
#[cfg(test)]
pub fn run(scheduler: Box<dyn Scheduler + Send>, steps: u64, scene: impl Fn() + Send + Sync + 'static) {
    let mut config = shuttle::Config::new();
    config.stack_size = 1 << 18;
    config.max_steps = shuttle::MaxSteps::None;
    config.failure_persistence = shuttle::FailurePersistence::None;
    config.silence_warnings = true;
    // Before the engine's handlers, which are registered later.
    // SAFETY: the handler is a function of this program.
    let failed = unsafe { libc::pthread_atfork(None, None, Some(vanish_others)) };
    assert_eq!(failed, 0, "pthread_atfork");
    shuttle::Runner::new(Survivors(scheduler), config).run(move || {
        STEPS.set(steps);
        RUNNING.set(true);
        scene();
    });
}

/// Runs `scene` on a machine that measures, in at most `steps` steps.
#[cfg(test)]
pub fn measure(steps: u64, scene: impl Fn() + Send + Sync + 'static) {
    MACHINE.set(Some(Machine::default()));
    run(Box::new(InTime::default()), steps, scene);
}

/// Counts from now on what the machine does, for the calling thread.
pub fn start_counting() {
    on_machine(Machine::start);
}

/// Notes that the construct that is counted is about to be executed once more.
pub fn lap() {
    on_machine(|machine, _| machine.lap());
}

/// Stops counting.
pub fn stop_counting() {
    on_machine(Machine::stop);
}

/// The counts so far.
pub fn counts() -> Counts {
    on_machine(|machine, _| machine.counts()).unwrap_or_default()
}

/// The calling thread computes for so long.
pub fn compute(nanos: u64) {
    on_machine(|machine, own| machine.pass(own, nanos));
}

/// The thread whose clock is behind all others goes on.
#[cfg(test)]
#[derive(Default)]
struct InTime {
    is_begun: bool,
    /// The threads that were ready at the last step.
    ready: Vec<bool>,
    chosen: u64,
}

#[cfg(test)]
impl Scheduler for InTime {
    fn new_execution(&mut self) -> Option<Schedule> {
        (!std::mem::replace(&mut self.is_begun, true)).then(|| Schedule::new(0))
    }

    fn next_task(&mut self, runnable: &[&Task], current: Option<TaskId>, _is_yielding: bool) -> Option<TaskId> {
        MACHINE.with_borrow_mut(|machine| {
            let machine = machine.as_mut()?;
            let current = current.map_or(0, usize::from);
            // shuttle lets parked threads go on now and then, for nothing.
            let mut asleep = vec![false; KNOWN.get()];
            SLEEPERS.with_borrow(|all| all.iter().filter(|it| it.for_good).for_each(|it| asleep[it.id] = true));
            let awake = runnable.iter().map(|task| task.id()).filter(|id| !asleep[usize::from(*id)]);
            let mut ready = Vec::new();
            let mut next = None;
            for task in awake {
                let id = usize::from(task);
                ready.resize(ready.len().max(id + 1), false);
                ready[id] = true;
                if !self.ready.get(id).is_some_and(|was| *was) {
                    machine.follow(id, current);
                }
                let clock = machine.clock(id);
                if next.is_none_or(|(earliest, _)| clock < earliest) {
                    next = Some((clock, task));
                }
            }
            self.ready = ready;
            next.map(|(_, task)| task)
        })
    }

    fn next_u64(&mut self) -> u64 {
        self.chosen = self.chosen.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        self.chosen >> 16
    }
}

/// Leaves out the threads that a fork left behind.
#[cfg(test)]
struct Survivors(Box<dyn Scheduler + Send>);

#[cfg(test)]
impl Scheduler for Survivors {
    fn new_execution(&mut self) -> Option<Schedule> {
        self.0.new_execution()
    }

    fn next_task(&mut self, runnable: &[&Task], current: Option<TaskId>, is_yielding: bool) -> Option<TaskId> {
        let last = runnable.iter().map(|task| usize::from(task.id())).max().unwrap_or(0);
        KNOWN.set(KNOWN.get().max(last + 1));
        let next = match VANISHED.get() {
            None => self.0.next_task(runnable, current, is_yielding),
            Some(gone) => {
                let left: Vec<&Task> = runnable.iter().copied().filter(|task| !gone.has(task.id())).collect();
                if left.is_empty() {
                    eprintln!("the child waits for threads that it does not have");
                    std::process::abort();
                }
                self.0.next_task(&left, current, is_yielding)
            }
        };
        RUNS.set(next);
        next
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }
}
