//! A process whose threads take turns, in an order that a scheduler decides. It stands in for the
//! kernel when the engine is explored.
//!
//! shuttle runs all threads of a test on one OS thread, each on a stack of its own. The C library
//! sees that one thread. So this file keeps the data of each thread (its pointer, its function to
//! call at the end), the sleepers of futexes, and the time.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ffi::c_void;
use std::ptr;
use std::time::Duration;

use shuttle::scheduler::TaskId;
#[cfg(test)]
use shuttle::scheduler::{Schedule, Scheduler, Task};
use shuttle::thread::{self, Thread};

thread_local! {
    // Whether a scene runs on this thread, the one that the C library sees.
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// The number of steps that are left.
    static STEPS: Cell<u64> = const { Cell::new(u64::MAX) };
    static NOW: Cell<u64> = const { Cell::new(1_000_000_000) };
    static SLEEPERS: RefCell<Vec<Sleeper>> = const { RefCell::new(Vec::new()) };
    static VANISHED: RefCell<HashSet<TaskId>> = RefCell::new(HashSet::new());
    static KNOWN: RefCell<HashSet<TaskId>> = RefCell::new(HashSet::new());
    static RUNS: Cell<Option<TaskId>> = const { Cell::new(None) };
    static POINTERS: RefCell<HashMap<Option<TaskId>, *const ()>> = RefCell::new(HashMap::new());
    static HELD: RefCell<HashMap<Option<TaskId>, [u64; 2]>> = RefCell::new(HashMap::new());
}

shuttle::thread_local! {
    static AT_END: AtEnd = AtEnd(Cell::new(None));
}

struct Sleeper {
    word: usize,
    who: u32,
    thread: Thread,
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

/// Nanoseconds that pass while a thread gives way.
const TURN: u64 = 2_000;

/// Whether a scene is being explored. If not, there is no thread to switch to.
fn is_running() -> bool {
    RUNNING.get()
}

fn pass(nanos: u64) {
    NOW.set(NOW.get() + nanos);
    STEPS.set(STEPS.get() - 1);
    assert!(STEPS.get() > 0, "this takes for ever");
}

/// To be called before an access to memory that threads share: the scheduler may switch to another
/// thread.
pub fn point() {
    if is_running() {
        pass(ACCESS);
        shuttle_engine::runtime::thread::switch();
    }
}

/// Lets other threads go on, because the calling thread has nothing to do now.
pub fn give_way() {
    if is_running() {
        pass(TURN);
        thread::yield_now();
    }
}

/// Lets other threads go on for `time`, because the calling thread has nothing to do.
pub fn pause(time: Duration) {
    if is_running() {
        pass(time.as_nanos() as u64);
        thread::yield_now();
    }
}

/// The time.
pub fn nanos() -> u64 {
    pass(ACCESS);
    NOW.get()
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
    let id = thread::current().id();
    SLEEPERS.with_borrow_mut(|all| all.push(Sleeper { word, who, thread: thread::current() }));
    let sleeps = || SLEEPERS.with_borrow(|all| all.iter().any(|sleeper| sleeper.thread.id() == id));
    let end = limit.map(|limit| NOW.get() + limit.as_nanos() as u64);
    while sleeps() {
        match end {
            None => thread::park(),
            Some(end) if NOW.get() >= end => {
                SLEEPERS.with_borrow_mut(|all| all.retain(|sleeper| sleeper.thread.id() != id));
            }
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
    for woken in 0..count {
        let first = SLEEPERS.with_borrow_mut(|all| {
            let index = all.iter().position(|sleeper| sleeper.word == word && sleeper.who & who != 0)?;
            Some(all.remove(index))
        });
        let Some(first) = first else { return woken };
        first.thread.unpark();
    }
    count
}

/// Runs in a forked child: all threads vanish, except the calling one.
#[cfg(test)]
unsafe extern "C" fn vanish_others() {
    let survivor = RUNS.get();
    let others = KNOWN.with_borrow(|known| known.iter().copied().filter(|id| Some(*id) != survivor).collect());
    VANISHED.set(others);
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

/// Leaves out the threads that a fork left behind.
#[cfg(test)]
struct Survivors(Box<dyn Scheduler + Send>);

#[cfg(test)]
impl Scheduler for Survivors {
    fn new_execution(&mut self) -> Option<Schedule> {
        self.0.new_execution()
    }

    fn next_task(&mut self, runnable: &[&Task], current: Option<TaskId>, is_yielding: bool) -> Option<TaskId> {
        KNOWN.with_borrow_mut(|known| known.extend(runnable.iter().map(|task| task.id())));
        let left: Vec<&Task> =
            VANISHED.with_borrow(|gone| runnable.iter().copied().filter(|task| !gone.contains(&task.id())).collect());
        if left.is_empty() {
            eprintln!("the child waits for threads that it does not have");
            std::process::abort();
        }
        let next = self.0.next_task(&left, current, is_yielding);
        RUNS.set(next);
        next
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }
}
