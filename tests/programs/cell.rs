//! A cell: one program, compiled by one compiler, run on one runtime in one way.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::build::{Builder, Compiler};
use crate::directives::{Ending, Scope, Stream, Variable};
use crate::process::{self, Finished};
use crate::program::Program;
use crate::runtime::{self, Kind, Runtime};

/// How the loader is told which library to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loading {
    LibraryPath,
    Preload,
}

#[derive(Clone, Debug)]
pub struct Cell {
    program: Arc<Program>,
    compiler: Compiler,
    runtime: Arc<Runtime>,
    loading: Loading,
    extra: Option<Variable>,
    /// The macro with which the program is compiled, or empty.
    variant: String,
}

/// Every way in which a program is to be run on these runtimes.
pub fn cells(program: &Arc<Program>, runtimes: &[Arc<Runtime>]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for compiler in Compiler::ALL {
        if compiler.command(program.language).is_none() {
            continue;
        }
        for runtime in runtimes {
            // libgomp knows nothing of what clang emits.
            if compiler == Compiler::Clang && runtime.kind == Kind::Libgomp {
                continue;
            }
            let plain = Cell {
                program: Arc::clone(program),
                compiler,
                runtime: Arc::clone(runtime),
                loading: Loading::LibraryPath,
                extra: None,
                variant: String::new(),
            };
            let variants = program.directives.variants.iter();
            for cell in
                variants.map(|variant| Cell { variant: variant.clone(), ..plain.clone() }).chain([plain.clone()])
            {
                if program.directives.preload && runtime.kind == Kind::Ferromp {
                    cells.push(Cell { loading: Loading::Preload, ..cell.clone() });
                }
                for (scope, variable) in &program.directives.also {
                    if cell.covered(scope) {
                        cells.push(Cell { extra: Some(variable.clone()), ..cell.clone() });
                    }
                }
                cells.push(cell);
            }
        }
    }
    cells
}

impl Cell {
    pub fn name(&self) -> String {
        let mut name = format!("{}::{}::{}", self.program.name, self.compiler.name(), self.runtime.kind.name());
        if !self.variant.is_empty() {
            name.push_str(&format!("::{}", self.variant));
        }
        if self.loading == Loading::Preload {
            name.push_str("::preload");
        }
        if let Some(variable) = &self.extra {
            name.push_str(&format!("::{}={}", variable.name, variable.value));
        }
        name
    }

    pub fn skipped(&self) -> bool {
        self.program.directives.skip.iter().any(|scope| self.covered(scope))
    }

    fn covered(&self, scope: &Scope) -> bool {
        scope.covers(&[self.compiler.name(), self.runtime.kind.name(), &self.variant])
    }

    /// Whether the program brings the sanitizer that finds data races.
    pub fn looks_for_races(&self) -> bool {
        let words = [self.compiler.name(), &self.variant];
        self.program.directives.flags_for(&words).any(|flag| flag == "-fsanitize=thread")
    }

    /// Why the program cannot be built or run at all, if so.
    pub fn missing(&self, builder: &Builder, beyond_runner: &[(String, String)]) -> Option<String> {
        match beyond_runner.iter().find(|(start, _)| self.program.name.starts_with(start)) {
            Some((_, reason)) => Some(reason.clone()),
            None if self.looks_for_races() => builder.misses_race_detector(self.compiler),
            None => None,
        }
    }

    /// Whether it runs on a peer, to show that the program is right.
    pub fn on_peer(&self) -> bool {
        self.runtime.kind != Kind::Ferromp
    }

    /// Compiles if need be, runs, and says what was wrong. One pass of three is enough on a peer:
    /// libomp, for one, now and then forgets on a busy machine which thread ran the last iteration.
    /// A peer that hangs has one: three time limits would make up much of the whole run. ferromp
    /// has one try.
    pub fn run(&self, builder: &Builder) -> Result<(), String> {
        let tries = if self.on_peer() { 3 } else { 1 };
        let start = Instant::now();
        let mut result = self.run_once(builder);
        for _ in 1..tries {
            if result.is_ok() || start.elapsed() >= self.limit() {
                break;
            }
            result = self.run_once(builder);
        }
        result
    }

    fn run_once(&self, builder: &Builder) -> Result<(), String> {
        let executable = builder.executable(&self.program, self.compiler, &self.variant)?;
        let mut command = self.start(&executable);
        for (scope, words) in &self.program.directives.args {
            if self.covered(scope) {
                command.args(words);
            }
        }
        let shown = format!("{command:?}");
        let finished = process::run(command, self.limit())?;
        self.judge(&finished).map_err(|problem| report(&problem, &shown, &finished))
    }

    /// How long a run may take. An emulator is slow, and threads that spin in one more so.
    fn limit(&self) -> Duration {
        let times = if runtime::runner().is_empty() { 1 } else { 5 };
        self.program.directives.timeout() * times
    }

    /// The command that begins a run. A runner has a loader of its own, which the variables for the
    /// program's must not reach: it gets them as arguments, as qemu takes them.
    fn start(&self, executable: &Path) -> Command {
        let runner = runtime::runner();
        let Some((first, others)) = runner.split_first() else {
            let mut command = if self.looks_for_races() && memory_is_spread() {
                let mut command = Command::new("setarch");
                command.arg("-R").arg(executable);
                command
            } else {
                Command::new(executable)
            };
            self.set_environment(&mut command);
            command.envs(self.loading());
            return command;
        };
        let mut command = Command::new(first);
        command.args(others);
        self.set_environment(&mut command);
        for (name, value) in self.loading() {
            command.arg("-E").arg(format!("{name}={}", value.display()));
        }
        command.arg(executable);
        command
    }

    /// The variables by which the loader takes the runtime.
    fn loading(&self) -> Vec<(&'static str, &Path)> {
        let mut variables = vec![("LD_LIBRARY_PATH", self.runtime.folder.as_path())];
        if self.loading == Loading::Preload {
            variables.push(("LD_PRELOAD", &self.runtime.library));
        }
        variables
    }

    /// The caller's OpenMP settings would change what a program sees, so none of them is passed on.
    fn set_environment(&self, command: &mut Command) {
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if ["OMP_", "GOMP_", "KMP_", "LIBOMP_", "FERROMP_", "LD_", "TSAN_"]
                .iter()
                .any(|prefix| text.starts_with(prefix))
            {
                command.env_remove(&name);
            }
        }
        command.env("CTESTS_RUNTIME", self.runtime.kind.name()).env("CTESTS_LIBRARY", &self.runtime.library);
        command.envs(self.runtime.environment.iter().cloned());
        for (scope, variable) in &self.program.directives.env {
            if self.covered(scope) {
                command.env(&variable.name, &variable.value);
            }
        }
        if let Some(variable) = &self.extra {
            command.env(&variable.name, &variable.value);
        }
    }

    fn judge(&self, finished: &Finished) -> Result<(), String> {
        if let Some(stacks) = &finished.stacks {
            return Err(format!("{}; the stacks were\n{stacks}", finished.overrun));
        }
        let covers = |scope: &Scope| self.covered(scope);
        let directives = &self.program.directives;
        let wanted = directives.ending.iter().find(|(scope, _)| covers(scope)).map_or(Ending::Exit(0), |(_, e)| *e);
        let seen = ending(finished.status);
        if seen != wanted {
            return Err(format!("it ended with {seen:?}, not with {wanted:?}"));
        }
        for (scope, stream, pattern) in &directives.output {
            let text = match stream {
                Stream::Out => &finished.stdout,
                Stream::Err => &finished.stderr,
            };
            if covers(scope) && !pattern.is_match(text) {
                return Err(format!("nothing in {stream:?} matches {pattern}"));
            }
        }
        Ok(())
    }
}

/// Whether the kernel lays out memory at random so widely that older race detectors do not start.
fn memory_is_spread() -> bool {
    const MOST_BITS: u32 = 28;
    let bits = fs::read_to_string("/proc/sys/vm/mmap_rnd_bits");
    bits.is_ok_and(|bits| bits.trim().parse::<u32>().is_ok_and(|bits| bits > MOST_BITS))
}

fn ending(status: ExitStatus) -> Ending {
    match status.code() {
        Some(code) => Ending::Exit(code),
        None => Ending::Signal(status.signal().unwrap_or_default()),
    }
}

fn report(problem: &str, command: &str, finished: &Finished) -> String {
    let mut text = format!("{problem}\ncommand: {command}\n");
    for (stream, output) in [("stdout", &finished.stdout), ("stderr", &finished.stderr)] {
        if !output.is_empty() {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "--- {stream}\n{output}");
        }
    }
    text
}
