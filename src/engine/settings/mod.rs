//! The environment variables, read once into plain data; `docs/environment.md` lists them for users.
//!
//! They are read at the first OpenMP call, not when the library is loaded. What a value means for a construct
//! is decided where the construct is; here is only what was written, and what was not understood.

mod bind;
#[cfg(test)]
mod garbage;
mod schedule;
mod source;
mod text;
mod threads;
mod waiting;

pub use bind::ProcBind;
pub use schedule::{Schedule, ScheduleKind, ScheduleModifier};
pub use source::Quoted;
pub use waiting::{Blocktime, Library, WaitPolicy, Waiting};

use crate::sys::{cpus, stderr};
use source::{Reader, Variables};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// The most active levels that the runtime supports: what `max-active-levels-var` is where nesting was asked
/// for without a number.
pub const SUPPORTED_ACTIVE_LEVELS: u32 = i32::MAX as u32;

/// What OMP_DISPLAY_ENV asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisplayEnv {
    No,
    /// The variables of the OpenMP specification.
    Standard,
    /// These and our own and the peers'.
    Verbose,
}

/// The environment as the process was started, or as it stood at the first OpenMP call. `None` stands for a
/// variable that is not set or malformed, where the default depends on more than the environment.
#[derive(Debug)]
pub struct Settings {
    /// Processors that this process could use when the settings were read ([`cpus::available`]).
    pub processors: u32,
    /// OMP_NUM_THREADS: one number for each nesting level, empty if unset.
    pub num_threads: Box<[u32]>,
    /// OMP_DYNAMIC.
    pub dynamic: bool,
    /// OMP_NESTED, where OMP_MAX_ACTIVE_LEVELS does not override it.
    pub nested: Option<bool>,
    /// OMP_MAX_ACTIVE_LEVELS.
    pub max_active_levels: Option<u32>,
    /// OMP_SCHEDULE. The peers differ in the default: libgomp dynamic, libomp static.
    pub schedule: Option<Schedule>,
    /// OMP_STACKSIZE, else GOMP_STACKSIZE, else KMP_STACKSIZE: bytes of a worker's stack, at least
    /// [`LEAST_STACK`].
    pub stack_size: Option<usize>,
    /// OMP_THREAD_LIMIT: threads in a contention group.
    pub thread_limit: Option<u32>,
    /// OMP_WAIT_POLICY.
    pub wait_policy: Option<WaitPolicy>,
    /// GOMP_SPINCOUNT: looks before sleep, `u64::MAX` for ever.
    pub spin_count: Option<u64>,
    /// KMP_BLOCKTIME.
    pub blocktime: Option<Blocktime>,
    /// KMP_LIBRARY.
    pub library: Option<Library>,
    /// OMP_PROC_BIND: one policy for each nesting level, empty if unset.
    pub proc_bind: Box<[ProcBind]>,
    /// OMP_DISPLAY_ENV.
    pub display_env: DisplayEnv,
}

/// The smallest stack that a variable can ask for, as in both peers.
pub const LEAST_STACK: usize = 16 << 10;

static SETTINGS: AtomicPtr<Settings> = AtomicPtr::new(ptr::null_mut());

/// The settings, read from the environment on the first call.
///
/// No thread waits for another here, so a fork may come at any moment. Two first callers may both read; the
/// one that installs its result writes the lines about malformed values, so they appear once.
pub fn get() -> &'static Settings {
    let installed = SETTINGS.load(Ordering::Acquire);
    if installed.is_null() {
        return read_and_install();
    }
    // SAFETY: whatever SETTINGS points to was leaked by `read_and_install` and is never written again.
    unsafe { &*installed }
}

#[cold]
fn read_and_install() -> &'static Settings {
    let (settings, complaints) = read(&Variables::of_process(), cpus::available() as u32);
    let ours = Box::into_raw(Box::new(settings));
    // Release: partner of the Acquire loads here and in `get`, so that they see the whole struct.
    match SETTINGS.compare_exchange(ptr::null_mut(), ours, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => {
            for line in complaints {
                stderr::write(line.as_bytes());
            }
            // SAFETY: `ours` is installed: from now on nobody writes or frees it.
            unsafe { &*ours }
        }
        Err(theirs) => {
            // SAFETY: `ours` came from Box::into_raw above and was not installed, so nobody else has seen it.
            drop(unsafe { Box::from_raw(ours) });
            // SAFETY: as in `get`.
            unsafe { &*theirs }
        }
    }
}

/// The settings that `variables` make on a machine with `processors` processors, and one line for each
/// malformed value.
fn read(variables: &Variables, processors: u32) -> (Settings, Vec<String>) {
    let mut reader = Reader::new(variables);
    let r = &mut reader;
    let settings = Settings {
        processors,
        num_threads: r
            .read_host("OMP_NUM_THREADS", threads::num_threads, "a list of positive integers", processors)
            .unwrap_or_default(),
        dynamic: r.read_host("OMP_DYNAMIC", text::truth, "true or false", "false").unwrap_or(false),
        nested: r.read_host("OMP_NESTED", text::truth, "true or false", "the default"),
        max_active_levels: r.read_host(
            "OMP_MAX_ACTIVE_LEVELS",
            |value| text::count(value, 0),
            "a number of levels",
            "the default",
        ),
        schedule: r.read_host(
            "OMP_SCHEDULE",
            Schedule::parse,
            "a schedule such as dynamic,4 or nonmonotonic:guided",
            "the default",
        ),
        stack_size: read_stack_size(r),
        thread_limit: r.read_host("OMP_THREAD_LIMIT", |value| text::count(value, 1), "a positive integer", "no limit"),
        wait_policy: r.read_host("OMP_WAIT_POLICY", waiting::wait_policy, "active or passive", "the default"),
        spin_count: r.read("GOMP_SPINCOUNT", waiting::spin_count, "a number or infinity", "the default"),
        blocktime: r.read(
            "KMP_BLOCKTIME",
            waiting::blocktime,
            "a time such as 200, 5ms, 50us or infinite",
            "the default",
        ),
        library: r.read("KMP_LIBRARY", waiting::library, "serial, turnaround or throughput", "the default"),
        proc_bind: r
            .read_host(
                "OMP_PROC_BIND",
                bind::proc_bind,
                "true, false or a list of primary, close and spread",
                "the default",
            )
            .unwrap_or_default(),
        display_env: r
            .read(
                "OMP_DISPLAY_ENV",
                |value| {
                    text::choice(value, &[("verbose", DisplayEnv::Verbose)])
                        .or_else(|| text::truth(value).map(|on| if on { DisplayEnv::Standard } else { DisplayEnv::No }))
                },
                "true, false or verbose",
                "false",
            )
            .unwrap_or(DisplayEnv::No),
    };
    (settings, reader.complaints())
}

/// The first of the three variables that makes sense; each that does not gets its line.
fn read_stack_size(r: &mut Reader) -> Option<usize> {
    const IS_NOT: &str = "a size such as 512K, 8M or 1G";
    let kmp = r.read("KMP_STACKSIZE", |value| stack_size(value, 1), IS_NOT, "the default");
    let gomp = r.read(
        "GOMP_STACKSIZE",
        |value| stack_size(value, 1024),
        IS_NOT,
        if kmp.is_some() { "KMP_STACKSIZE" } else { "the default" },
    );
    let omp = r.read_host(
        "OMP_STACKSIZE",
        |value| stack_size(value, 1024),
        IS_NOT,
        match (gomp, kmp) {
            (Some(_), _) => "GOMP_STACKSIZE",
            (None, Some(_)) => "KMP_STACKSIZE",
            (None, None) => "the default",
        },
    );
    let bytes = omp.or(gomp).or(kmp)?;
    if bytes < LEAST_STACK {
        let name = if omp.is_some() {
            r.host_name("OMP_STACKSIZE")
        } else if gomp.is_some() {
            "GOMP_STACKSIZE".into()
        } else {
            "KMP_STACKSIZE".into()
        };
        r.complain_of(&name, format_args!("is too small; using {}K", LEAST_STACK >> 10));
    }
    Some(bytes.max(LEAST_STACK))
}

fn stack_size(text: &[u8], default_unit: u64) -> Option<usize> {
    text::size(text, default_unit).and_then(|bytes| usize::try_from(bytes).ok())
}

impl Settings {
    /// Whether the environment itself asked for nested regions: then they get what they ask for, and do not
    /// share the budget.
    pub fn nesting_requested(&self) -> bool {
        self.initial_max_active_levels() > 1
    }

    /// max-active-levels-var at start. Lists for several levels ask for nesting, unless a variable that is
    /// made for it says otherwise, in both peers; 1 otherwise.
    pub fn initial_max_active_levels(&self) -> u32 {
        match (self.max_active_levels, self.nested) {
            (Some(levels), _) => levels.min(SUPPORTED_ACTIVE_LEVELS),
            (None, Some(true)) => SUPPORTED_ACTIVE_LEVELS,
            (None, Some(false)) => 1,
            (None, None) if self.num_threads.len() > 1 || self.proc_bind.len() > 1 => SUPPORTED_ACTIVE_LEVELS,
            (None, None) => 1,
        }
    }

    /// What the variables say together about the wait before sleep.
    pub fn waiting(&self) -> Waiting {
        waiting::together(self.spin_count, self.blocktime, self.library, self.wait_policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&str, &[u8])]) -> (Settings, Vec<String>) {
        read(&Variables::from_pairs(pairs), 2)
    }

    #[test]
    fn an_empty_environment_leaves_every_default_open_and_says_nothing() {
        let (settings, complaints) = settings(&[]);
        assert!(complaints.is_empty());
        assert_eq!(settings.num_threads.len(), 0);
        assert_eq!(settings.initial_max_active_levels(), 1);
        assert_eq!(settings.stack_size, None);
        assert_eq!(settings.waiting(), Waiting::Adaptive);
        assert_eq!(settings.display_env, DisplayEnv::No);
    }

    #[test]
    fn a_malformed_value_is_named_with_what_is_used_instead() {
        let (settings, complaints) = settings(&[("OMP_NUM_THREADS", b"abc")]);
        assert_eq!(settings.num_threads.len(), 0);
        assert_eq!(complaints, ["ferromp: OMP_NUM_THREADS='abc' is not a list of positive integers; using 2\n"]);
    }

    #[test]
    fn nesting_follows_the_variable_that_is_most_explicit() {
        let levels = |pairs: &[(&str, &[u8])]| settings(pairs).0.initial_max_active_levels();
        assert_eq!(levels(&[("OMP_NUM_THREADS", b"2,2")]), SUPPORTED_ACTIVE_LEVELS);
        assert_eq!(levels(&[("OMP_PROC_BIND", b"spread,close")]), SUPPORTED_ACTIVE_LEVELS);
        assert_eq!(levels(&[("OMP_NUM_THREADS", b"2,2"), ("OMP_NESTED", b"false")]), 1);
        assert_eq!(levels(&[("OMP_NUM_THREADS", b"2,2"), ("OMP_MAX_ACTIVE_LEVELS", b"1")]), 1);
        assert_eq!(levels(&[("OMP_NESTED", b"true")]), SUPPORTED_ACTIVE_LEVELS);
        assert_eq!(levels(&[("OMP_NESTED", b"true"), ("OMP_MAX_ACTIVE_LEVELS", b"3")]), 3);
        assert_eq!(levels(&[("OMP_NESTED", b"false"), ("OMP_MAX_ACTIVE_LEVELS", b"0")]), 0);
    }

    #[test]
    fn the_first_stack_size_that_makes_sense_is_used() {
        let size = |pairs: &[(&str, &[u8])]| settings(pairs).0.stack_size;
        let all: [(&str, &[u8]); 3] = [("KMP_STACKSIZE", b"4M"), ("GOMP_STACKSIZE", b"3M"), ("OMP_STACKSIZE", b"2M")];
        assert_eq!(size(&all), Some(2 << 20));
        assert_eq!(size(&all[..2]), Some(3 << 20));
        assert_eq!(size(&[("OMP_STACKSIZE", b"64")]), Some(64 << 10));
        assert_eq!(size(&[("KMP_STACKSIZE", b"65536")]), Some(64 << 10));
        let (fallen_back, complaints) = settings(&[("GOMP_STACKSIZE", b"3M"), ("OMP_STACKSIZE", b"x")]);
        assert_eq!(fallen_back.stack_size, Some(3 << 20));
        assert_eq!(
            complaints,
            ["ferromp: OMP_STACKSIZE='x' is not a size such as 512K, 8M or 1G; using GOMP_STACKSIZE\n"]
        );
    }

    #[test]
    fn a_tiny_stack_becomes_the_smallest_and_a_huge_one_is_refused() {
        let (tiny, complaints) = settings(&[("OMP_STACKSIZE_ALL", b"4B")]);
        assert_eq!(tiny.stack_size, Some(LEAST_STACK));
        assert_eq!(complaints, ["ferromp: OMP_STACKSIZE_ALL='4B' is too small; using 16K\n"]);
        let (huge, complaints) = settings(&[("OMP_STACKSIZE", b"17179869184G")]);
        assert_eq!(huge.stack_size, None);
        assert_eq!(complaints.len(), 1);
    }

    #[test]
    fn the_settings_are_read_once() {
        assert!(ptr::eq(get(), get()));
    }
}
