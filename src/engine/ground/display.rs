//! OMP_DISPLAY_ENV and `omp_display_env`: the initial values of the control variables (OpenMP 5.2,
//! 18.15 and 21.7), and KMP_SETTINGS.
//!
//! The form is the specification's, `[host] NAME='VALUE'`, which is libomp's and, but for blanks
//! around the sign, that of libgomp from GCC 13 on.

use crate::engine::ground::settings::source::Quoted;
use crate::engine::ground::settings::values::{Admission, DisplayEnv, Stats, StatsForm, TargetOffload};
use crate::engine::ground::settings::waiting::{Blocktime, Library, WaitPolicy, Waiting};
use crate::engine::ground::settings::{Settings, set_variables};
use crate::sys::stderr;
use std::fmt::{Display, Write};

/// `_OPENMP`: the newest version of the specification of which nothing is missing, as in the peers.
const OPENMP_VERSION: u32 = 201_511;

/// Shows what OMP_DISPLAY_ENV and KMP_SETTINGS ask for. To be called once.
pub fn at_start(settings: &Settings) {
    if settings.kmp_settings {
        stderr::write(effective_settings(settings, &set_variables()).as_bytes());
    }
    match settings.display_env {
        DisplayEnv::No => {}
        DisplayEnv::Standard => display(settings, false),
        DisplayEnv::Verbose => display(settings, true),
    }
}

/// Writes the initial values of the control variables to standard error, in one piece; with
/// `verbose` those of the peers' and our own variables too.
pub fn display(settings: &Settings, verbose: bool) {
    stderr::write(environment(settings, verbose).as_bytes());
}

/// The text that [`display`] writes.
pub fn environment(settings: &Settings, verbose: bool) -> String {
    let mut text = String::from("\nOPENMP DISPLAY ENVIRONMENT BEGIN\n");
    line(&mut text, format_args!("  _OPENMP='{OPENMP_VERSION}'"));
    let mut values = standard(settings);
    if verbose {
        values.extend(extensions(settings));
    }
    for (name, value) in values {
        line(&mut text, format_args!("  [host] {name}='{value}'"));
    }
    text.push_str("OPENMP DISPLAY ENVIRONMENT END\n\n");
    text
}

/// The form of KMP_SETTINGS: what was set, then what resulted.
fn effective_settings(settings: &Settings, set: &[String]) -> String {
    let mut text = String::from("\nUser settings:\n\n");
    for variable in set {
        line(&mut text, format_args!("   {variable}"));
    }
    text.push_str("\nEffective settings:\n\n");
    for (name, value) in extensions(settings).into_iter().chain(standard(settings)) {
        line(&mut text, format_args!("   {name}='{value}'"));
    }
    text.push('\n');
    text
}

fn line(text: &mut String, line: std::fmt::Arguments) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}

type Values = Vec<(&'static str, String)>;

/// The variables of the OpenMP specification.
fn standard(settings: &Settings) -> Values {
    let levels = settings.initial_max_active_levels();
    vec![
        ("OMP_DYNAMIC", truth(settings.dynamic)),
        ("OMP_NESTED", truth(levels > 1)),
        (
            "OMP_NUM_THREADS",
            if settings.num_threads.is_empty() {
                settings.initial_threads().to_string()
            } else {
                joined(settings.num_threads.iter())
            },
        ),
        ("OMP_SCHEDULE", settings.initial_schedule().to_string()),
        ("OMP_PROC_BIND", proc_bind(settings)),
        ("OMP_PLACES", settings.places.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("OMP_STACKSIZE", settings.stack_size.map_or("0".into(), in_units)),
        (
            "OMP_WAIT_POLICY",
            match settings.waiting() {
                Waiting::Active | Waiting::Looks(u64::MAX) => "ACTIVE".into(),
                _ if settings.wait_policy == Some(WaitPolicy::Active) => "ACTIVE".into(),
                _ => "PASSIVE".into(),
            },
        ),
        ("OMP_THREAD_LIMIT", settings.thread_limit.unwrap_or(i32::MAX as u32).to_string()),
        ("OMP_MAX_ACTIVE_LEVELS", levels.to_string()),
        ("OMP_NUM_TEAMS", settings.num_teams.unwrap_or(0).to_string()),
        ("OMP_TEAMS_THREAD_LIMIT", settings.teams_thread_limit.unwrap_or(0).to_string()),
        ("OMP_CANCELLATION", truth(settings.cancellation)),
        ("OMP_DEFAULT_DEVICE", settings.default_device.unwrap_or(0).to_string()),
        ("OMP_MAX_TASK_PRIORITY", settings.max_task_priority.to_string()),
        ("OMP_DISPLAY_AFFINITY", truth(settings.display_affinity)),
        ("OMP_AFFINITY_FORMAT", raw(&settings.affinity_format)),
        ("OMP_ALLOCATOR", settings.allocator.to_string()),
        (
            "OMP_TARGET_OFFLOAD",
            match settings.target_offload {
                TargetOffload::Disabled => "DISABLED".into(),
                TargetOffload::Default => "DEFAULT".into(),
                TargetOffload::Mandatory => "MANDATORY".into(),
            },
        ),
        ("OMP_TOOL", if settings.tool { "ENABLED".into() } else { "DISABLED".into() }),
        ("OMP_TOOL_LIBRARIES", raw(&settings.tool_libraries)),
        ("OMP_TOOL_VERBOSE_INIT", raw(&settings.tool_verbose_init)),
        ("OMP_DEBUG", if settings.debug { "ENABLED".into() } else { "DISABLED".into() }),
    ]
}

/// The peers' variables that have a meaning here, and ours.
fn extensions(settings: &Settings) -> Values {
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![
        ("GOMP_CPU_AFFINITY", joined(settings.cpu_affinity.iter())),
        (
            "GOMP_SPINCOUNT",
            match settings.spin_count {
                None => String::new(),
                Some(u64::MAX) => "INFINITY".into(),
                Some(looks) => looks.to_string(),
            },
        ),
        ("KMP_AFFINITY", settings.kmp_affinity.as_ref().map(|it| Quoted(&it.written).to_string()).unwrap_or_default()),
        (
            "KMP_BLOCKTIME",
            match settings.blocktime {
                None => String::new(),
                Some(Blocktime::Infinite) => "INFINITE".into(),
                Some(Blocktime::Micros(micros)) if micros % 1000 == 0 => format!("{}ms", micros / 1000),
                Some(Blocktime::Micros(micros)) => format!("{micros}us"),
            },
        ),
        ("KMP_DETERMINISTIC_REDUCTION", truth(settings.deterministic_reduction)),
        ("KMP_DEVICE_THREAD_LIMIT", number(settings.process_thread_limit)),
        ("KMP_DISP_NUM_BUFFERS", number(settings.worksharing_buffers)),
        ("KMP_ENABLE_TASK_THROTTLING", truth(settings.task_throttling)),
        ("KMP_FORCE_MONOTONIC_DYNAMIC_SCHEDULE", truth(settings.force_monotonic)),
        (
            "KMP_HIDDEN_HELPER_AFFINITY",
            settings.helper_affinity.as_ref().map(|it| Quoted(&it.written).to_string()).unwrap_or_default(),
        ),
        (
            "KMP_HW_SUBSET",
            settings.kmp_hw_subset.as_ref().map(|it| Quoted(&it.written).to_string()).unwrap_or_default(),
        ),
        (
            "KMP_LIBRARY",
            match settings.library {
                None => String::new(),
                Some(Library::Serial) => "serial".into(),
                Some(Library::Turnaround) => "turnaround".into(),
                Some(Library::Throughput) => "throughput".into(),
            },
        ),
        ("KMP_SETTINGS", truth(settings.kmp_settings)),
        ("KMP_TASKLOOP_MIN_TASKS", settings.taskloop_min_tasks.to_string()),
        ("KMP_TEAMS_PROC_BIND", settings.teams_proc_bind.map(|bind| bind.name().into()).unwrap_or_default()),
        ("KMP_TEAMS_THREAD_LIMIT", number(settings.league_thread_limit)),
        (
            "KMP_TOPOLOGY_METHOD",
            settings.flat_topology.map(|flat| if flat { "flat".into() } else { "all".into() }).unwrap_or_default(),
        ),
        ("KMP_WARNINGS", truth(settings.warnings)),
        ("LIBOMP_NUM_HIDDEN_HELPER_THREADS", settings.helpers.to_string()),
        ("FERROMP_VERSION", env!("CARGO_PKG_VERSION").into()),
        (
            "FERROMP_ADMISSION",
            match settings.admission {
                Admission::Turns => "turns".into(),
                Admission::Kernel => "kernel".into(),
                Admission::Hold => "hold".into(),
                Admission::Gang => "gang".into(),
                Admission::Learned => "learned".into(),
            },
        ),
        ("FERROMP_BUDGET", settings.budget().to_string()),
        ("FERROMP_IDLE_LIMIT", settings.idle_limit.to_string()),
        ("FERROMP_OPENBLAS", truth(settings.openblas)),
        ("FERROMP_PROCESSORS", settings.processors().to_string()),
        (
            "FERROMP_STATS",
            match &settings.stats {
                Stats::Off => "0".into(),
                Stats::Stderr(StatsForm::Text) => "1".into(),
                Stats::Stderr(StatsForm::Json) => "json".into(),
                Stats::Verbose => "verbose".into(),
                Stats::File(name, _) => Quoted(name).to_string(),
            },
        ),
        ("FERROMP_TRACE", settings.trace.as_ref().map_or_else(String::new, |name| Quoted(name).to_string())),
        ("FERROMP_TRACE_LIMIT", settings.trace_limit.to_string()),
        ("FERROMP_THREAD_LIMIT", number(settings.process_thread_limit)),
        ("FERROMP_WARNINGS", truth(settings.warnings)),
    ]
}

fn truth(on: bool) -> String {
    if on { "TRUE".into() } else { "FALSE".into() }
}

fn raw(value: &Option<Box<[u8]>>) -> String {
    value.as_ref().map(|value| Quoted(value).to_string()).unwrap_or_default()
}

fn joined<T: Display>(items: impl Iterator<Item = T>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(",")
}

/// Threads are bound where places are named, unless OMP_PROC_BIND says otherwise, as in both peers.
fn proc_bind(settings: &Settings) -> String {
    if settings.proc_bind.is_empty() {
        return truth(settings.places.is_some() || !settings.cpu_affinity.is_empty());
    }
    joined(settings.proc_bind.iter().map(|bind| bind.name()))
}

/// Bytes in the largest unit that divides them: `8M`.
fn in_units(bytes: usize) -> String {
    [("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)]
        .into_iter()
        .find(|&(_, unit)| bytes >= unit && bytes.is_multiple_of(unit))
        .map_or_else(|| format!("{bytes}B"), |(name, unit)| format!("{}{name}", bytes / unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::from_pairs;

    fn shown(pairs: &[(&str, &[u8])], verbose: bool) -> String {
        environment(&from_pairs(pairs), verbose)
    }

    #[test]
    fn the_frame_and_the_version_surround_the_values() {
        let text = shown(&[], false);
        assert!(text.starts_with("\nOPENMP DISPLAY ENVIRONMENT BEGIN\n  _OPENMP='201511'\n  [host] OMP_"));
        assert!(text.ends_with("'\nOPENMP DISPLAY ENVIRONMENT END\n\n"));
        assert!(text.contains("\n  [host] OMP_NUM_THREADS='2'\n"));
        assert!(!text.contains("GOMP_") && !text.contains("KMP_") && !text.contains("FERROMP_"));
    }

    #[test]
    fn values_are_shown_as_they_take_effect() {
        for (name, value, expected) in [
            ("OMP_NUM_THREADS", "4, 3,2", "OMP_NUM_THREADS='4,3,2'"),
            ("OMP_NUM_THREADS", "4,3", "OMP_NESTED='TRUE'"),
            ("OMP_NUM_THREADS", "4,3", "OMP_MAX_ACTIVE_LEVELS='2147483647'"),
            ("OMP_NUM_THREADS", "x", "OMP_NUM_THREADS='2'"),
            ("OMP_THREAD_LIMIT", "1", "OMP_NUM_THREADS='1'"),
            ("OMP_SCHEDULE", "x", "OMP_SCHEDULE='DYNAMIC'"),
            ("OMP_SCHEDULE", "guided,4", "OMP_SCHEDULE='GUIDED,4'"),
            ("OMP_PROC_BIND", "spread,close", "OMP_PROC_BIND='SPREAD,CLOSE'"),
            ("OMP_PLACES", "{0:4}:2:4", "OMP_PLACES='{0:4}:2:4'"),
            ("OMP_PLACES", "cores", "OMP_PROC_BIND='TRUE'"),
            ("OMP_STACKSIZE", "8192", "OMP_STACKSIZE='8M'"),
            ("OMP_STACKSIZE", "20000B", "OMP_STACKSIZE='20000B'"),
            ("OMP_WAIT_POLICY", "active", "OMP_WAIT_POLICY='ACTIVE'"),
            ("KMP_BLOCKTIME", "infinite", "OMP_WAIT_POLICY='ACTIVE'"),
            ("OMP_AFFINITY_FORMAT", "host=%h\n", "OMP_AFFINITY_FORMAT='host=%h\\n'"),
            ("OMP_ALLOCATOR", "omp_thread_mem_alloc", "OMP_ALLOCATOR='omp_thread_mem_alloc'"),
        ] {
            let text = shown(&[(name, value.as_bytes())], false);
            assert!(text.contains(&format!("\n  [host] {expected}\n")), "{name}={value}: {text}");
        }
    }

    #[test]
    fn verbose_adds_the_variables_of_the_peers_and_our_own() {
        let text = shown(&[("GOMP_SPINCOUNT", b"2k"), ("KMP_BLOCKTIME", b"50us")], true);
        for expected in ["GOMP_SPINCOUNT='2000'", "KMP_BLOCKTIME='50us'", "FERROMP_BUDGET='2'"] {
            assert!(text.contains(&format!("\n  [host] {expected}\n")), "{text}");
        }
    }

    #[test]
    fn settings_are_listed_as_set_and_as_effective() {
        let text = effective_settings(&from_pairs(&[("OMP_PLACES", b"threads()")]), &["OMP_PLACES='threads()'".into()]);
        let (user, effective) = text.split_once("\nEffective settings:\n").expect("there are two lists");
        assert_eq!(user, "\nUser settings:\n\n   OMP_PLACES='threads()'\n");
        assert!(effective.contains("\n   OMP_PLACES='threads'\n"));
    }
}
