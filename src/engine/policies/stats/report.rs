//! The account in the forms for people and for programs.

use crate::sys::sync::Ordering::Relaxed;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::engine::ground::settings::Settings;
use crate::engine::ground::settings::source::Quoted;
use crate::engine::ground::settings::values::{Stats, StatsForm};
use crate::engine::policies::other_runtime;
use crate::engine::policies::stats::account;
use crate::engine::policies::stats::account::Account;
use crate::sys::object::Location;
use crate::sys::{clock, stderr};

/// One line of the account.
struct Row {
    location: Location,
    regions: u64,
    threads: u64,
    time: u64,
    thread_time: u64,
    waited: u64,
    slept: u64,
    gangs: u64,
}

/// The data about the whole process.
struct Whole {
    program: String,
    pid: u32,
    /// The number of the process that writes this.
    writer: u32,
    time: u64,
    created: u32,
    refused: u32,
    alive: u32,
    most: u32,
    /// Native threads that called the runtime.
    natives: u32,
    held_back: u64,
    forks: u32,
    /// The paths of other OpenMP runtimes in the writing process.
    others: Vec<String>,
    /// Whether one of them shares regions with this one.
    divided: bool,
}

/// Writes an account where `settings` say.
pub fn write(settings: &Settings, account: &Account) {
    let (whole, rows) = (whole(account), rows(account));
    put(settings, |form| match form {
        StatsForm::Text => for_people(&whole, &rows),
        StatsForm::Json => json(&whole, &rows),
    });
}

/// An account as JSON.
pub fn so_far(account: &Account) -> String {
    json(&whole(account), &rows(account))
}

/// Says that the library was loaded for nothing.
pub fn write_that_nothing_was_done(settings: &Settings) {
    let whole = Whole { time: 0, ..whole(account::account()) };
    put(settings, |form| match form {
        StatsForm::Text => format!(
            "ferromp: statistics of {}, process {}: ferromp was loaded, and nothing executed an OpenMP construct\n",
            whole.program, whole.pid
        ),
        StatsForm::Json => json(&whole, &[]),
    });
}

/// Says that `children` children found no room for an account.
pub fn write_that_accounts_are_missing(children: usize) {
    stderr::write(
        format!("ferromp: there was no room for the statistics of {children} more forked children\n").as_bytes(),
    );
}

/// Writes what `text` makes.
fn put(settings: &Settings, text: impl Fn(StatsForm) -> String) {
    match &settings.stats {
        Stats::Off => {}
        Stats::Stderr(form) => stderr::write(text(*form).as_bytes()),
        Stats::Verbose => stderr::write(text(StatsForm::Text).as_bytes()),
        Stats::File(name, form) => {
            let path = Path::new(std::ffi::OsStr::from_bytes(name));
            // The text is appended in one piece, since children write to the same file.
            let file = fs::OpenOptions::new().create(true).append(true).open(path);
            let text = text(*form);
            if let Err(error) = file.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes())) {
                stderr::write(
                    format!("ferromp: FERROMP_STATS='{}' cannot be written: {error}\n", Quoted(name)).as_bytes(),
                );
            }
        }
    }
}

fn whole(account: &Account) -> Whole {
    // A child that is gone belonged to the same program, because it was forked and not started
    // anew.
    let program = fs::read("/proc/self/comm").unwrap_or_default();
    let (others, divided) = other_runtime::found();
    let until = if account.is_own() { clock::nanos() } else { account.last.load(Relaxed) };
    Whole {
        program: String::from_utf8_lossy(program.trim_ascii()).into_owned(),
        pid: account.process(),
        writer: std::process::id(),
        time: until.saturating_sub(account.began.load(Relaxed)),
        created: account.created.load(Relaxed),
        refused: account.refused.load(Relaxed),
        alive: account.alive.load(Relaxed),
        most: account.most.load(Relaxed),
        natives: account.natives.load(Relaxed),
        held_back: account.held_back.load(Relaxed),
        forks: account.forks.load(Relaxed),
        others,
        divided,
    }
}

/// The sites at which regions began, the one with the most time first.
fn rows(account: &Account) -> Vec<Row> {
    let location = |address: usize| match account.object_at(address) {
        Some(object) => object.location_of(address),
        None => Location { library: String::new(), function: String::new(), offset: address },
    };
    let mut rows: Vec<Row> = account
        .sites
        .iter()
        .filter(|site| site.regions.load(Relaxed) != 0)
        .map(|site| Row {
            location: location(site.address.load(Relaxed)),
            regions: site.regions.load(Relaxed),
            threads: site.threads.load(Relaxed),
            time: site.time.load(Relaxed),
            thread_time: site.thread_time.load(Relaxed),
            waited: site.waited.load(Relaxed),
            slept: site.slept.load(Relaxed),
            gangs: site.gangs.load(Relaxed),
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.time));
    rows
}

fn for_people(whole: &Whole, rows: &[Row]) -> String {
    let mut text = String::new();
    let Whole { program, pid, writer, created, refused, most, natives, held_back, forks, .. } = whole;
    let mut say = |line: std::fmt::Arguments| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "ferromp: {line}");
    };
    let how =
        if writer == pid { "" } else { " until its last region ended; a forked child that called no exit handlers" };
    say(format_args!("statistics of {program}, process {pid}, {}{how}", time(whole.time)));
    say(format_args!(
        "threads created {created}, at most {most} at once, refused by the system {refused}; \
         the program's own threads {natives}; held back {held_back}; forks {forks}"
    ));
    for other in &whole.others {
        let how =
            if whole.divided { ": threads of its regions ask ferromp for their numbers, and all get 0" } else { "" };
        say(format_args!("another OpenMP runtime is in the process, {other}{how}"));
    }
    if !rows.is_empty() {
        say(format_args!(
            "{:>10} {:>7} {:>10} {:>11} {:>7}  where",
            "regions", "threads", "time", "in barriers", "asleep"
        ));
    }
    for row in rows {
        let share = |part: u64| 100.0 * part as f64 / row.thread_time.max(1) as f64;
        say(format_args!(
            "{:>10} {:>7.1} {:>10} {:>10.1}% {:>6.1}%  {}",
            row.regions,
            row.threads as f64 / row.regions as f64,
            time(row.time),
            share(row.waited),
            share(row.slept),
            row.location
        ));
    }
    for (library, addresses) in stripped(rows) {
        say(format_args!("for the source lines: addr2line -f -e '{library}'{addresses}"));
    }
    text
}

/// For each library whose sites have no names: their addresses, with a blank before each.
fn stripped(rows: &[Row]) -> BTreeMap<&str, String> {
    let mut stripped = BTreeMap::new();
    for Row { location, .. } in rows.iter().filter(|row| row.location.function.is_empty()) {
        let addresses: &mut String = stripped.entry(&*location.library).or_default();
        // Writing into a String cannot fail.
        let _ = write!(addresses, " {:#x}", location.offset);
    }
    stripped
}

/// A time in the unit that leaves a number below a thousand.
fn time(nanoseconds: u64) -> String {
    match nanoseconds as f64 {
        ns if ns < 1e6 => format!("{:.1} us", ns / 1e3),
        ns if ns < 1e9 => format!("{:.1} ms", ns / 1e6),
        ns => format!("{:.2} s", ns / 1e9),
    }
}

/// One object in one line.
fn json(whole: &Whole, rows: &[Row]) -> String {
    let seconds = |nanoseconds: u64| format!("{:.9}", nanoseconds as f64 / 1e9);
    let regions: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "{{\"library\":{},\"function\":{},\"offset\":{},\"regions\":{},\"threads\":{},\"seconds\":{},\
                 \"thread_seconds\":{},\"barrier_seconds\":{},\"asleep_seconds\":{},\"gangs\":{}}}",
                string(&row.location.library),
                string(&row.location.function),
                row.location.offset,
                row.regions,
                row.threads,
                seconds(row.time),
                seconds(row.thread_time),
                seconds(row.waited),
                seconds(row.slept),
                row.gangs
            )
        })
        .collect();
    format!(
        "{{\"program\":{},\"pid\":{},\"written_by\":{},\"seconds\":{},\"threads_created\":{},\"threads_alive\":{},\"threads_at_once\":{},\"threads_refused\":{},\
         \"native_threads\":{},\"held_back\":{},\"forks\":{},\"other_runtimes\":[{}],\"regions_divided\":{},\
         \"regions\":[{}]}}\n",
        string(&whole.program),
        whole.pid,
        whole.writer,
        seconds(whole.time),
        whole.created,
        whole.alive,
        whole.most,
        whole.refused,
        whole.natives,
        whole.held_back,
        whole.forks,
        whole.others.iter().map(|other| string(other)).collect::<Vec<_>>().join(","),
        whole.divided,
        regions.join(",")
    )
}

/// A JSON string (RFC 8259, 7).
fn string(text: &str) -> String {
    let mut json = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            c if c < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn row() -> Row {
        let location = Location { library: "lib\"x\".so".into(), function: "f._omp_fn.0".into(), offset: 16 };
        Row {
            location,
            regions: 4,
            threads: 10,
            time: 2_000_000,
            thread_time: 5_000_000,
            waited: 500_000,
            slept: 0,
            gangs: 3,
        }
    }

    const WHOLE: fn() -> Whole = || Whole {
        program: "p".into(),
        pid: 7,
        writer: 7,
        time: 3_000_000_000,
        created: 3,
        refused: 0,
        alive: 1,
        most: 2,
        natives: 1,
        held_back: 5,
        forks: 1,
        others: vec!["/lib/libomp.so.5".into()],
        divided: false,
    };

    #[test]
    fn a_line_has_averages_and_shares() {
        let text = for_people(&WHOLE(), &[row()]);
        let last: Vec<_> = text.lines().last().expect("there is a line").split_whitespace().collect();
        assert_eq!(last, ["ferromp:", "4", "2.5", "2.0", "ms", "10.0%", "0.0%", "lib\"x\".so:", "f._omp_fn.0+0x10"]);
        assert!(text.lines().next().is_some_and(|line| line == "ferromp: statistics of p, process 7, 3.00 s"));
        assert!(text.contains("\nferromp: another OpenMP runtime is in the process, /lib/libomp.so.5\n"));
    }

    #[test]
    fn sites_without_names_have_the_command_that_finds_them() {
        let at = |library: &str, offset| Row {
            location: Location { library: library.into(), function: String::new(), offset },
            ..row()
        };
        let text = for_people(&WHOLE(), &[row(), at("/b", 0x10), at("/a", 0x20), at("/b", 0x30)]);
        let lines: Vec<_> = text.lines().skip(8).collect();
        assert_eq!(
            lines,
            [
                "ferromp: for the source lines: addr2line -f -e '/a' 0x20",
                "ferromp: for the source lines: addr2line -f -e '/b' 0x10 0x30"
            ]
        );
    }

    #[test]
    fn json_is_one_object_in_one_line() {
        let text = json(&WHOLE(), &[row(), row()]);
        assert_eq!(text.find('\n'), Some(text.len() - 1));
        let whole: Value = serde_json::from_str(&text).expect("it is JSON");
        let region = json!({
            "library": "lib\"x\".so", "function": "f._omp_fn.0", "offset": 16, "regions": 4, "threads": 10,
            "seconds": 0.002, "thread_seconds": 0.005, "barrier_seconds": 0.0005, "asleep_seconds": 0.0, "gangs": 3,
        });
        let expected = json!({
            "program": "p", "pid": 7, "written_by": 7, "seconds": 3.0, "threads_alive": 1, "threads_created": 3,
            "threads_at_once": 2, "threads_refused": 0, "native_threads": 1, "held_back": 5, "forks": 1,
            "other_runtimes": ["/lib/libomp.so.5"], "regions_divided": false, "regions": [region, region],
        });
        assert_eq!(whole, expected);
    }

    #[test]
    fn any_text_can_be_a_string_in_json() {
        let all: String = ('\0'..='\u{ff}').chain(['\u{2028}', '\u{fffd}', '\u{1f980}']).collect();
        assert_eq!(serde_json::from_str::<String>(&string(&all)).expect("it is JSON"), all);
    }
}
