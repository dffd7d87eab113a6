//! `ferromp doctor`: what a machine, an environment and a process have that OpenMP runs on, what is
//! wrong with it, and what to do.

mod arch;
mod findings;
pub mod image;
mod machine;
mod memory;
mod survey;
mod threads;
mod trace;
mod variables;

use std::env;
use std::ffi::OsString;
use std::fmt::Write;

use serde::Serialize;

use findings::{Finding, Level};
use machine::Machine;
use memory::Process;
use survey::{Survey, Threading, some};
use variables::Variable;

/// The subject of an examination.
pub enum Subject {
    /// The machine and this environment.
    Machine,
    /// A process that runs.
    Process(u32),
    /// A command, at its end.
    Command(Vec<OsString>),
}

/// All that is said.
#[derive(Serialize)]
struct Report {
    machine: Machine,
    /// The program that was looked at.
    process: Option<Survey>,
    /// The status with which the command ended, as a shell has it.
    status: Option<u8>,
    variables: Vec<Variable>,
    findings: Vec<Finding>,
}

/// Examines a subject. The text, and whether something is in conflict.
pub fn examine(subject: Subject, json: bool) -> Result<(String, bool), String> {
    let (survey, status) = match subject {
        Subject::Machine => (None, None),
        Subject::Process(pid) => {
            let process = Process::open(pid).map_err(|error| format!("doctor: process {pid}: {error}"))?;
            (Some(Survey::of(&process, None)), None)
        }
        Subject::Command(words) => {
            let name = words.first().map(|word| word.display().to_string()).unwrap_or_default();
            let run = trace::run(&words).map_err(|error| format!("doctor: {name}: {error}"))?;
            let survey = run.survey.ok_or_else(|| format!("doctor: {name} ended before it could be looked at"))?;
            (Some(survey), Some(run.status))
        }
    };
    let own = || env::vars_os().map(|(name, value)| (name.to_string_lossy().into(), value.to_string_lossy().into()));
    let environment = survey.as_ref().map_or_else(|| own().collect(), |survey| survey.environment.clone());
    let machine = Machine::of(survey.as_ref(), &environment);
    let variables = variables::of(&environment);
    let findings = findings::all(survey.as_ref(), &machine, &variables);
    let is_conflict = findings.iter().any(|finding| finding.level == Level::Conflict);
    let report = Report { machine, process: survey, status, variables, findings };
    let text = if json {
        let text = serde_json::to_string_pretty(&report).map_err(|error| format!("doctor: {error}"))?;
        format!("{text}\n")
    } else {
        report.for_people()
    };
    Ok((text, is_conflict))
}

impl Report {
    fn for_people(&self) -> String {
        let mut text = String::new();
        let mut say = |line: String| {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{line}");
        };
        let Machine { online, mask, quota, team, team_by } = &self.machine;
        let quota = quota.map_or_else(|| "none".to_owned(), |quota| quota.to_string());
        say(format!("machine: {online} processors; the mask allows {mask}; cgroup quota: {quota}"));
        let by = team_by.map_or_else(|| "the default".to_owned(), str::to_owned);
        say(format!("threads of a region under ferromp: {team} ({by})"));
        if let Some(survey) = &self.process {
            say(String::new());
            let status = self.status.map_or_else(String::new, |status| format!(", which ended with status {status}"));
            say(format!("process {}: {}{status}", survey.pid, survey.program));
            survey.for_people(&mut say);
        }
        if !self.variables.is_empty() {
            say(String::new());
            say("variables:".to_owned());
        }
        for Variable { name, value, effect, .. } in &self.variables {
            say(format!("  {name}={value}: {effect}"));
        }
        say(String::new());
        if self.findings.is_empty() {
            say("nothing is wrong".to_owned());
        }
        for Finding { id, level, text, advice } in &self.findings {
            let level = match level {
                Level::Conflict => "CONFLICT",
                Level::Warning => "warning",
                Level::Note => "note",
            };
            say(format!("{level} [{id}]: {text}"));
            say(format!("  what to do: {advice}"));
        }
        text
    }
}

impl Survey {
    fn for_people(&self, say: &mut impl FnMut(String)) {
        if self.runtimes.is_empty() {
            say("  no OpenMP runtime is loaded".to_owned());
        }
        for runtime in &self.runtimes {
            let kind = format!("{:?}", runtime.kind).to_lowercase();
            let used = if runtime.callers.is_empty() {
                "nothing is bound to it".to_owned()
            } else {
                format!("for {}", some(&runtime.callers))
            };
            say(format!("  {kind}: {}: {used}", runtime.file));
        }
        for library in &self.numerical {
            let threading = match library.threading {
                Threading::OpenMp => "threads by OpenMP",
                Threading::Own => "threads of its own",
                Threading::Tbb => "threads by TBB",
                Threading::None => "no threads",
                Threading::Open => "threads as MKL_THREADING_LAYER says",
            };
            say(format!("  {}: {}: {threading}", library.name, library.file));
        }
        for caller in self.callers.iter().filter(|caller| caller.not_yet > 0) {
            say(format!("  {}: {} OpenMP functions not called yet, so not bound", caller.file, caller.not_yet));
        }
        for (starter, threads) in &self.threads {
            say(format!("  {threads} threads started by {starter}"));
        }
    }
}
