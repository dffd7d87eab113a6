//! Every variable, with the values that it accepts and the value in the stead of a malformed one.

use crate::engine::ground::settings::allocator::{Allocator, Predefined};
use crate::engine::ground::settings::bind;
use crate::engine::ground::settings::bind::ProcBind;
use crate::engine::ground::settings::hw_subset;
use crate::engine::ground::settings::hw_subset::HwSubset;
use crate::engine::ground::settings::kmp_affinity::KmpAffinity;
use crate::engine::ground::settings::omp_schedule::Schedule;
use crate::engine::ground::settings::places;
use crate::engine::ground::settings::places::Places;
use crate::engine::ground::settings::source::{Quoted, Reader, Variables};
use crate::engine::ground::settings::values::{
    Admission, DisplayEnv, LEAST_STACK, Settings, Stats, StatsForm, TargetOffload,
};
use crate::engine::ground::settings::waiting;
use crate::engine::ground::settings::waiting::IdleLimit;
use crate::engine::ground::settings::{text, threads};

const TRUTH: &str = "true or false";
const DEFAULT: &str = "the default";
const POSITIVE: &str = "a positive integer";
const NATURAL: &str = "a non-negative integer";

/// The settings that `variables` make on a machine with `real_processors` processors, and one line
/// for each malformed value.
pub fn read(variables: &Variables, real_processors: u32) -> (Settings, Vec<String>) {
    let mut reader = Reader::new(variables);
    let r = &mut reader;
    let pretended_processors = r.read("FERROMP_PROCESSORS", positive, POSITIVE, real_processors);
    let processors = pretended_processors.unwrap_or(real_processors);
    let budget = r.read("FERROMP_BUDGET", positive, POSITIVE, processors);
    let thread_limit = r.read_host("OMP_THREAD_LIMIT", positive, POSITIVE, "no limit");
    let settings = Settings {
        real_processors,
        pretended_processors,

        num_threads: r
            .read_host(
                "OMP_NUM_THREADS",
                threads::num_threads,
                "a list of positive integers",
                budget.unwrap_or(processors).min(thread_limit.unwrap_or(u32::MAX)),
            )
            .unwrap_or_default(),
        dynamic: r.read_host("OMP_DYNAMIC", text::truth, TRUTH, "false").unwrap_or(false),
        nested: r.read_host("OMP_NESTED", text::truth, TRUTH, DEFAULT),
        max_active_levels: r.read_host("OMP_MAX_ACTIVE_LEVELS", natural, NATURAL, DEFAULT),
        thread_limit,
        process_thread_limit: process_thread_limit(r),
        num_teams: r.read_host("OMP_NUM_TEAMS", positive, POSITIVE, DEFAULT),
        teams_thread_limit: r.read_host("OMP_TEAMS_THREAD_LIMIT", positive, POSITIVE, "no limit"),
        league_thread_limit: r.read("KMP_TEAMS_THREAD_LIMIT", positive, POSITIVE, DEFAULT),
        schedule: r.read_host(
            "OMP_SCHEDULE",
            Schedule::parse,
            "a schedule such as dynamic,4 or nonmonotonic:guided",
            DEFAULT,
        ),
        force_monotonic: r.read("KMP_FORCE_MONOTONIC_DYNAMIC_SCHEDULE", text::truth, TRUTH, "false").unwrap_or(false),
        deterministic_reduction: r.read("KMP_DETERMINISTIC_REDUCTION", text::truth, TRUTH, "false").unwrap_or(false),
        worksharing_buffers: worksharing_buffers(r),

        stack_size: stack_size(r),

        wait_policy: r.read_host("OMP_WAIT_POLICY", waiting::wait_policy, "active or passive", DEFAULT),
        spin_count: r.read("GOMP_SPINCOUNT", waiting::spin_count, "a number or infinity", DEFAULT),
        blocktime: r.read("KMP_BLOCKTIME", waiting::blocktime, "a time such as 200, 5ms, 50us or infinite", DEFAULT),
        library: r.read("KMP_LIBRARY", waiting::library, "serial, turnaround or throughput", DEFAULT),

        proc_bind: r
            .read_host("OMP_PROC_BIND", bind::proc_bind, "true, false or a list of primary, close and spread", DEFAULT)
            .unwrap_or_default(),
        teams_proc_bind: r.read("KMP_TEAMS_PROC_BIND", teams_proc_bind, "primary, close or spread", DEFAULT),
        places: places(r),
        cpu_affinity: r
            .read("GOMP_CPU_AFFINITY", places::cpu_affinity, "a list of processors such as 0 3 4-15:2", DEFAULT)
            .unwrap_or_default(),
        kmp_affinity: kmp_affinity(r, "KMP_AFFINITY"),
        kmp_hw_subset: r.read(
            "KMP_HW_SUBSET",
            HwSubset::parse,
            "a list such as 1s,4c,2t of sockets, numa domains, dies, caches, cores and threads",
            "the whole machine",
        ),
        flat_topology: r.read("KMP_TOPOLOGY_METHOD", hw_subset::is_flat, "a method such as all or flat", "all"),

        cancellation: r.read("OMP_CANCELLATION", text::truth, TRUTH, "false").unwrap_or(false),
        max_task_priority: r.read("OMP_MAX_TASK_PRIORITY", natural, NATURAL, 0).unwrap_or(0),
        task_throttling: r.read("KMP_ENABLE_TASK_THROTTLING", text::truth, TRUTH, "true").unwrap_or(true),
        taskloop_min_tasks: r.read("KMP_TASKLOOP_MIN_TASKS", natural, NATURAL, DEFAULT).unwrap_or(0),

        helpers: helpers(r),
        helper_affinity: kmp_affinity(r, "KMP_HIDDEN_HELPER_AFFINITY"),

        default_device: r.read_host("OMP_DEFAULT_DEVICE", natural, NATURAL, DEFAULT),
        target_offload: r
            .read("OMP_TARGET_OFFLOAD", target_offload, "mandatory, disabled or default", "default")
            .unwrap_or(TargetOffload::Default),
        allocator: r
            .read_host(
                "OMP_ALLOCATOR",
                Allocator::parse,
                "a predefined allocator or a memory space with traits",
                "omp_default_mem_alloc",
            )
            .unwrap_or(Allocator::Predefined(Predefined::Default)),

        display_env: r
            .read("OMP_DISPLAY_ENV", display_env, "true, false or verbose", "false")
            .unwrap_or(DisplayEnv::No),
        kmp_settings: r.read("KMP_SETTINGS", text::truth, TRUTH, "false").unwrap_or(false),
        warnings: warnings(r),
        display_affinity: r.read("OMP_DISPLAY_AFFINITY", text::truth, TRUTH, "false").unwrap_or(false),
        affinity_format: r.raw(&r.host_name("OMP_AFFINITY_FORMAT")),

        tool: r.read("OMP_TOOL", enabled, "enabled or disabled", "enabled").unwrap_or(true),
        tool_libraries: r.raw("OMP_TOOL_LIBRARIES"),
        tool_verbose_init: r.raw("OMP_TOOL_VERBOSE_INIT"),
        debug: r.read("OMP_DEBUG", enabled, "enabled or disabled", "disabled").unwrap_or(false),

        budget,
        admission: r
            .read("FERROMP_ADMISSION", admission, "turns, kernel, hold, gang or learned", "turns")
            .unwrap_or(Admission::Turns),
        idle_limit: r
            .read("FERROMP_IDLE_LIMIT", IdleLimit::parse, "a time such as 500, 30s or infinite", IdleLimit::DEFAULT)
            .unwrap_or(IdleLimit::DEFAULT),
        openblas: r.read("FERROMP_OPENBLAS", text::truth, TRUTH, "true").unwrap_or(true),
        stats: r.read("FERROMP_STATS", stats, "0, 1, verbose, json or a file name", 0).unwrap_or(Stats::Off),
        trace: r.raw("FERROMP_TRACE").filter(|name| !name.is_empty()),
        trace_limit: r
            .read("FERROMP_TRACE_LIMIT", trace_limit, "a size such as 64M or 1G, of 1M or more", "256M")
            .unwrap_or(256 << 20),
    };
    (settings, reader.complaints())
}

fn positive(text: &[u8]) -> Option<u32> {
    text::count(text, 1)
}

fn natural(text: &[u8]) -> Option<u32> {
    text::count(text, 0)
}

/// OMP_TOOL and OMP_DEBUG know only these two words.
fn enabled(text: &[u8]) -> Option<bool> {
    text::choice(text, &[("enabled", true), ("disabled", false)])
}

fn teams_proc_bind(text: &[u8]) -> Option<ProcBind> {
    bind::proc_bind(text).filter(|list| list.len() == 1).map(|list| list[0])
}

pub fn target_offload(text: &[u8]) -> Option<TargetOffload> {
    const CHOICES: [(&str, TargetOffload); 3] = [
        ("mandatory", TargetOffload::Mandatory),
        ("disabled", TargetOffload::Disabled),
        ("default", TargetOffload::Default),
    ];
    text::choice(text, &CHOICES)
}

fn display_env(text: &[u8]) -> Option<DisplayEnv> {
    text::choice(text, &[("verbose", DisplayEnv::Verbose)])
        .or_else(|| text::truth(text).map(|on| if on { DisplayEnv::Standard } else { DisplayEnv::No }))
}

fn admission(text: &[u8]) -> Option<Admission> {
    const CHOICES: [(&str, Admission); 5] = [
        ("turns", Admission::Turns),
        ("kernel", Admission::Kernel),
        ("hold", Admission::Hold),
        ("gang", Admission::Gang),
        ("learned", Admission::Learned),
    ];
    text::choice(text, &CHOICES)
}

fn stats(text: &[u8]) -> Option<Stats> {
    match text::truth(text) {
        Some(true) => Some(Stats::Stderr(StatsForm::Text)),
        Some(false) => Some(Stats::Off),
        None if text.is_empty() => None,
        None if text::choice(text, &[("json", ())]).is_some() => Some(Stats::Stderr(StatsForm::Json)),
        None if text::choice(text, &[("verbose", ())]).is_some() => Some(Stats::Verbose),
        None if text.ends_with(b".json") => Some(Stats::File(text.into(), StatsForm::Json)),
        None => Some(Stats::File(text.into(), StatsForm::Text)),
    }
}

fn trace_limit(text: &[u8]) -> Option<u64> {
    text::size(text, 1).filter(|bytes| (1 << 20..=1 << 40).contains(bytes))
}

/// FERROMP_WARNINGS goes before libomp's name for it.
fn warnings(r: &mut Reader) -> bool {
    let [ours, kmp] = ["FERROMP_WARNINGS", "KMP_WARNINGS"].map(|name| r.read(name, text::truth, TRUTH, "true"));
    ours.or(kmp).unwrap_or(true)
}

fn process_thread_limit(r: &mut Reader) -> Option<u32> {
    let [ours, device, all] = ["FERROMP_THREAD_LIMIT", "KMP_DEVICE_THREAD_LIMIT", "KMP_ALL_THREADS"]
        .map(|name| r.read(name, positive, POSITIVE, "the other limits"));
    ours.or(device).or(all)
}

/// KMP_DISP_NUM_BUFFERS, whose limits are libomp's.
fn worksharing_buffers(r: &mut Reader) -> Option<u32> {
    const NAME: &str = "KMP_DISP_NUM_BUFFERS";
    const MOST: u32 = 4096;
    let number = r.read(NAME, natural, POSITIVE, DEFAULT)?;
    let clamped = number.clamp(1, MOST);
    if number != clamped {
        let fault = if number < clamped { "small" } else { "large" };
        r.complain_of(NAME, format_args!("is too {fault}; using {clamped}"));
    }
    Some(clamped)
}

/// The number of hidden helpers. The limit is libomp's.
fn helpers(r: &mut Reader) -> u32 {
    const NAME: &str = "LIBOMP_NUM_HIDDEN_HELPER_THREADS";
    const MOST: u32 = 16;
    const USUAL: u32 = 7;
    let number = r.read(NAME, natural, NATURAL, USUAL).unwrap_or(USUAL);
    if number > MOST {
        r.complain_of(NAME, format_args!("is too large; using {MOST}"));
    }
    let used = r.read("LIBOMP_USE_HIDDEN_HELPER_TASK", text::truth, TRUTH, "true").unwrap_or(true);
    if used { number.min(MOST) } else { 0 }
}

/// A word that makes no sense does no harm to the others, as in libomp.
fn kmp_affinity(r: &mut Reader, name: &'static str) -> Option<KmpAffinity> {
    let (affinity, fault) = KmpAffinity::parse(name, &r.raw(name)?);
    if let Some(fault) = fault {
        let fault = Quoted(&fault);
        r.complain_of(
            name,
            format_args!("is not a list such as granularity=core,compact at '{fault}'; using the rest"),
        );
    }
    Some(affinity)
}

/// Threads are bound even if the value is malformed, as in libomp.
fn places(r: &mut Reader) -> Option<Places> {
    let name = r.host_name("OMP_PLACES");
    let instead = Places::instead_of(&r.raw(&name)?);
    let places = r.read(&name, Places::parse, "an abstract name or a list of places", &instead);
    Some(places.unwrap_or(instead))
}

/// The value of the first of the three variables that is well-formed. Each malformed one gets its
/// line. (libgomp, which knows the first two, has them in this order; libomp has it backwards.)
fn stack_size(r: &mut Reader) -> Option<usize> {
    const IS_NOT: &str = "a size such as 512K, 8M or 1G";
    fn bytes(text: &[u8], default_unit: u64) -> Option<usize> {
        text::size(text, default_unit).and_then(|bytes| usize::try_from(bytes).ok())
    }

    let omp_name = r.host_name("OMP_STACKSIZE");
    let names = [&*omp_name, "GOMP_STACKSIZE", "KMP_STACKSIZE"];
    let units = [1024, 1024, 1];
    let mut chosen: Option<(&str, usize)> = None;
    for (name, unit) in names.into_iter().zip(units).rev() {
        let instead = chosen.map_or(DEFAULT, |(name, _)| name);
        if let Some(bytes) = r.read(name, |value| bytes(value, unit), IS_NOT, instead) {
            chosen = Some((name, bytes));
        }
    }
    let (name, bytes) = chosen?;
    if bytes < LEAST_STACK {
        r.complain_of(name, format_args!("is too small; using {}K", LEAST_STACK >> 10));
    }
    Some(bytes.max(LEAST_STACK))
}

/// The variables that are set, as KMP_SETTINGS shows them: `NAME='value'`.
pub fn set_variables(variables: &Variables) -> impl Iterator<Item = String> {
    variables.iter().map(|(name, value)| format!("{}='{}'", Quoted(name), Quoted(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::garbage;
    use crate::engine::ground::settings::values::SUPPORTED_ACTIVE_LEVELS;
    use crate::engine::ground::settings::waiting::Waiting;

    fn settings(pairs: &[(&str, &[u8])]) -> (Settings, Vec<String>) {
        read(&Variables::from_pairs(pairs), 2)
    }

    /// Every variable that has a malformed value.
    const CHECKED: &[&str] = &[
        "LIBOMP_NUM_HIDDEN_HELPER_THREADS",
        "LIBOMP_USE_HIDDEN_HELPER_TASK",
        "KMP_HIDDEN_HELPER_AFFINITY",
        "OMP_NUM_THREADS",
        "OMP_DYNAMIC",
        "OMP_NESTED",
        "OMP_MAX_ACTIVE_LEVELS",
        "OMP_THREAD_LIMIT",
        "FERROMP_THREAD_LIMIT",
        "KMP_DEVICE_THREAD_LIMIT",
        "KMP_ALL_THREADS",
        "OMP_NUM_TEAMS",
        "OMP_TEAMS_THREAD_LIMIT",
        "KMP_TEAMS_THREAD_LIMIT",
        "OMP_SCHEDULE",
        "KMP_FORCE_MONOTONIC_DYNAMIC_SCHEDULE",
        "KMP_DETERMINISTIC_REDUCTION",
        "KMP_DISP_NUM_BUFFERS",
        "OMP_STACKSIZE",
        "GOMP_STACKSIZE",
        "KMP_STACKSIZE",
        "OMP_WAIT_POLICY",
        "GOMP_SPINCOUNT",
        "KMP_BLOCKTIME",
        "KMP_LIBRARY",
        "OMP_PROC_BIND",
        "KMP_TEAMS_PROC_BIND",
        "OMP_PLACES",
        "GOMP_CPU_AFFINITY",
        "KMP_AFFINITY",
        "KMP_HW_SUBSET",
        "KMP_TOPOLOGY_METHOD",
        "OMP_CANCELLATION",
        "OMP_MAX_TASK_PRIORITY",
        "KMP_ENABLE_TASK_THROTTLING",
        "KMP_TASKLOOP_MIN_TASKS",
        "OMP_DEFAULT_DEVICE",
        "OMP_TARGET_OFFLOAD",
        "OMP_ALLOCATOR",
        "OMP_DISPLAY_ENV",
        "OMP_DISPLAY_AFFINITY",
        "FERROMP_PROCESSORS",
        "FERROMP_BUDGET",
        "FERROMP_WARNINGS",
        "FERROMP_ADMISSION",
        "FERROMP_IDLE_LIMIT",
        "FERROMP_OPENBLAS",
        "OMP_TOOL",
        "OMP_DEBUG",
        "KMP_SETTINGS",
    ];

    #[test]
    fn an_empty_environment_leaves_every_default_open_and_says_nothing() {
        let (settings, complaints) = settings(&[]);
        assert!(complaints.is_empty());
        assert_eq!(settings.num_threads.len(), 0);
        assert_eq!(settings.initial_max_active_levels(), 1);
        assert_eq!(settings.stack_size, None);
        assert_eq!(settings.waiting(), Waiting::Adaptive);
        assert_eq!(settings.display_env, DisplayEnv::No);
        assert_eq!(settings.places, None);
        assert_eq!(settings.stats, Stats::Off);
    }

    #[test]
    fn a_malformed_value_gets_exactly_one_line_that_names_it() {
        for &name in CHECKED {
            let (_, complaints) = settings(&[(name, b"~\xff")]);
            assert_eq!(complaints.len(), 1, "{name}");
            assert!(complaints[0].contains(&format!("{name}='~\\xff' is not ")), "{}", complaints[0]);
            assert!(complaints[0].contains("; using "), "{}", complaints[0]);
        }
    }

    #[test]
    fn a_line_says_what_is_used_instead() {
        assert_eq!(
            settings(&[("OMP_NUM_THREADS", b"abc")]).1,
            ["ferromp: OMP_NUM_THREADS='abc' is not a list of positive integers; using 2\n"]
        );
        assert_eq!(
            settings(&[("OMP_PLACES", b"sockets(")]).1,
            ["ferromp: OMP_PLACES='sockets(' is not an abstract name or a list of places; using sockets\n"]
        );
    }

    #[test]
    fn pretended_processors_stand_in_for_the_real_ones_and_other_variables_for_them() {
        let (four, _) = settings(&[("FERROMP_PROCESSORS", b"4")]);
        assert_eq!((four.real_processors, four.processors(), four.budget()), (2, 4, 4));
        let (three, _) = settings(&[("FERROMP_PROCESSORS", b"4"), ("FERROMP_BUDGET", b"3")]);
        assert_eq!((three.processors(), three.budget()), (4, 3));
        let (none, complaints) = settings(&[("FERROMP_PROCESSORS", b"0")]);
        assert_eq!((none.processors(), none.budget()), (2, 2));
        assert_eq!(complaints, ["ferromp: FERROMP_PROCESSORS='0' is not a positive integer; using 2\n"]);
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
    fn worksharing_buffers_keep_to_the_range_of_libomp() {
        let (small, complaints) = settings(&[("KMP_DISP_NUM_BUFFERS", b"0")]);
        assert_eq!(small.worksharing_buffers, Some(1));
        assert_eq!(complaints, ["ferromp: OMP: Warning: KMP_DISP_NUM_BUFFERS='0' is too small; using 1\n"]);
        assert_eq!(settings(&[("KMP_DISP_NUM_BUFFERS", b"4097")]).0.worksharing_buffers, Some(4096));
        assert!(settings(&[("KMP_DISP_NUM_BUFFERS", b"4096")]).1.is_empty());
    }

    #[test]
    fn the_process_limit_has_three_names() {
        let limit = |pairs: &[(&str, &[u8])]| settings(pairs).0.process_thread_limit;
        assert_eq!(limit(&[("KMP_ALL_THREADS", b"3")]), Some(3));
        assert_eq!(limit(&[("KMP_ALL_THREADS", b"3"), ("KMP_DEVICE_THREAD_LIMIT", b"4")]), Some(4));
        assert_eq!(limit(&[("KMP_DEVICE_THREAD_LIMIT", b"4"), ("FERROMP_THREAD_LIMIT", b"5")]), Some(5));
    }

    #[test]
    fn stats_go_to_stderr_or_to_a_file() {
        let stats = |value: &[u8]| settings(&[("FERROMP_STATS", value)]).0.stats;
        assert_eq!(stats(b"1"), Stats::Stderr(StatsForm::Text));
        assert_eq!(stats(b"JSON"), Stats::Stderr(StatsForm::Json));
        assert_eq!(stats(b"verbose"), Stats::Verbose);
        assert_eq!(stats(b"off"), Stats::Off);
        assert_eq!(stats(b""), Stats::Off);
        assert_eq!(stats(b"/tmp/Stats.json"), Stats::File(b"/tmp/Stats.json".as_slice().into(), StatsForm::Json));
        assert_eq!(stats(b"stats"), Stats::File(b"stats".as_slice().into(), StatsForm::Text));
    }

    #[test]
    fn no_value_of_any_variable_hangs_or_crashes() {
        garbage::each(|text| {
            let pairs: Vec<_> = CHECKED.iter().map(|name| (*name, text)).collect();
            let (_, complaints) = settings(&pairs);
            assert!(complaints.iter().all(|line| line.ends_with('\n') && line.trim_end().lines().count() == 1));
        });
    }
}
