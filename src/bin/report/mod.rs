//! `ferromp report`: what the files of `ferromp run --trace` say, as a text, as a page, and in the
//! format of Chrome's traces.

mod advice;
mod analyse;
#[allow(dead_code, reason = "some words are for whoever writes the file")]
#[path = "../../engine/tools/trace/format.rs"]
mod format;
mod names;
mod page;
mod perfetto;
mod read;
mod runtimes;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use advice::Advice;
use analyse::{Analysis, Site};
use read::Trace;
use runtimes::Runtimes;

/// The form of a report.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page of its own, for a browser.
    Page,
    Text,
    Json,
    /// Chrome's trace event format.
    Perfetto,
}

/// All about a process.
struct Process {
    trace: Trace,
    analysis: Analysis,
    runtimes: Runtimes,
    advice: Vec<Advice>,
}

/// Makes a report of `file` and of the processes that its process started. Returns the text to
/// print. `output`: where a page or a trace for Perfetto goes, if not beside the file.
///
/// # Errors
/// A file cannot be read or written, or is no trace.
pub fn make(file: &Path, form: Form, output: Option<PathBuf>) -> Result<String, String> {
    let mut processes = Vec::new();
    for path in read::family(file) {
        let trace = read::read(&path).map_err(|error| format!("report: {}: {error}", path.display()))?;
        let analysis = analyse::analyse(&trace);
        let runtimes = Runtimes::of(&trace, &analysis);
        let advice = advice::of(&trace, &analysis);
        processes.push(Process { trace, analysis, runtimes, advice });
    }
    processes.sort_by_key(|process| process.trace.began);
    let (text, ending) = match form {
        Form::Text => (processes.iter().map(Process::for_people).collect(), None),
        Form::Json => {
            let data: Vec<_> = processes.iter().map(page::summary).collect();
            (format!("{}\n", serde_json::Value::from(data)), None)
        }
        Form::Page => (page::make(&processes), Some("html")),
        Form::Perfetto => (perfetto::make(&processes), Some("json")),
    };
    let Some(ending) = ending else {
        return match output {
            None => Ok(text),
            Some(path) => write(&path, &text),
        };
    };
    let beside = || {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".{ending}"));
        PathBuf::from(name)
    };
    write(&output.unwrap_or_else(beside), &text)
}

/// Makes room for a new trace: removes an older one of this name, and those of its children.
///
/// # Errors
/// There is another file of this name, or it cannot be removed.
pub fn make_room(file: &Path) -> Result<(), String> {
    if file.exists() && !read::is_trace(file) {
        return Err(format!("{}: there is such a file, which is no trace", file.display()));
    }
    let old = read::family(file).into_iter().filter(|path| path.exists());
    old.into_iter().try_for_each(|path| fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display())))
}

fn write(path: &Path, text: &str) -> Result<String, String> {
    fs::write(path, text).map_err(|error| format!("report: {}: {error}", path.display()))?;
    Ok(format!("{}\n", path.display()))
}

impl Process {
    /// The sites, with the one with the most time first.
    fn sites(&self) -> Vec<&Site> {
        let mut sites: Vec<&Site> = self.analysis.sites.iter().filter(|site| site.regions > 0).collect();
        sites.sort_by_key(|site| std::cmp::Reverse(site.time));
        sites
    }

    fn for_people(&self) -> String {
        let mut text = String::new();
        let mut say = |line: String| {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{line}");
        };
        let Trace { process, processors, command, length, .. } = &self.trace;
        let Analysis { rows, records, .. } = &self.analysis;
        let end = if length.is_some() { "" } else { ", and no end" };
        say(format!("process {process}: {}", command.join(" ")));
        say(format!(
            "  {}{end}; {} threads on {processors} processors; {records} records",
            time(self.analysis.length),
            rows.len()
        ));
        if !self.analysis.sites.is_empty() {
            say(format!(
                "{:>10} {:>7} {:>10} {:>11} {:>7} {:>9}  where",
                "regions", "threads", "time", "in barriers", "asleep", "imbalance"
            ));
        }
        for site in self.sites() {
            let share = |part: u64| 100.0 * part as f64 / site.thread_time.max(1) as f64;
            say(format!(
                "{:>10} {:>7.1} {:>10} {:>10.1}% {:>6.1}% {:>8.1}%  {}",
                site.regions,
                site.threads as f64 / site.regions as f64,
                time(site.time),
                share(site.waited),
                share(site.slept),
                100.0 * site.imbalance(),
                site.label()
            ));
        }
        for Advice { text, what_to_do, .. } in &self.advice {
            say(format!("* {text}"));
            say(format!("  what to do: {what_to_do}"));
        }
        text
    }
}

impl Site {
    /// For people: where it is in the program.
    fn label(&self) -> String {
        let line = [&self.function, &self.call].into_iter().find(|name| !name.line.is_empty());
        match line {
            Some(name) if self.function.line.is_empty() && !self.function.function.is_empty() => {
                format!("{} ({})", self.function.function, name.line.rsplit('/').next().unwrap_or_default())
            }
            _ => self.function.short(),
        }
    }
}

/// A time in the unit that leaves a number below a thousand.
fn time(nanoseconds: u64) -> String {
    match nanoseconds as f64 {
        ns if ns < 1e6 => format!("{:.1} µs", ns / 1e3),
        ns if ns < 1e9 => format!("{:.1} ms", ns / 1e6),
        ns => format!("{:.2} s", ns / 1e9),
    }
}
