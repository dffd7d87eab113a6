//! A cell: one program, compiled by one compiler, run on one runtime in one way.

use std::env;
use std::fmt::Write as _;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::time::Instant;

use crate::build::{Builder, Compiler};
use crate::directives::{Ending, Stream, Variable};
use crate::process::{self, Finished};
use crate::program::Program;
use crate::runtime::{Kind, Runtime};

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
            };
            if program.directives.preload && runtime.kind == Kind::Ferromp {
                cells.push(Cell { loading: Loading::Preload, ..plain.clone() });
            }
            for (scope, variable) in &program.directives.also {
                if scope.covers(compiler.name(), runtime.kind.name()) {
                    cells.push(Cell { extra: Some(variable.clone()), ..plain.clone() });
                }
            }
            cells.push(plain);
        }
    }
    cells
}

impl Cell {
    pub fn name(&self) -> String {
        let mut name = format!("{}::{}::{}", self.program.name, self.compiler.name(), self.runtime.kind.name());
        if self.loading == Loading::Preload {
            name.push_str("::preload");
        }
        if let Some(variable) = &self.extra {
            name.push_str(&format!("::{}={}", variable.name, variable.value));
        }
        name
    }

    pub fn skipped(&self) -> bool {
        self.program.directives.skip.iter().any(|scope| scope.covers(self.compiler.name(), self.runtime.kind.name()))
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
            if result.is_ok() || start.elapsed() >= self.program.directives.timeout() {
                break;
            }
            result = self.run_once(builder);
        }
        result
    }

    fn run_once(&self, builder: &Builder) -> Result<(), String> {
        let executable = builder.executable(&self.program, self.compiler)?;
        let mut command = Command::new(executable);
        for (scope, words) in &self.program.directives.args {
            if scope.covers(self.compiler.name(), self.runtime.kind.name()) {
                command.args(words);
            }
        }
        self.set_environment(&mut command);
        let shown = format!("{command:?}");
        let finished = process::run(command, self.program.directives.timeout())?;
        self.judge(&finished).map_err(|problem| report(&problem, &shown, &finished))
    }

    /// The caller's OpenMP settings would change what a program sees, so none of them is passed on.
    fn set_environment(&self, command: &mut Command) {
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if ["OMP_", "GOMP_", "KMP_", "LIBOMP_", "FERROMP_", "LD_"].iter().any(|prefix| text.starts_with(prefix)) {
                command.env_remove(&name);
            }
        }
        command.env("CTESTS_RUNTIME", self.runtime.kind.name()).env("CTESTS_LIBRARY", &self.runtime.library);
        command.env("LD_LIBRARY_PATH", &self.runtime.folder);
        if self.loading == Loading::Preload {
            command.env("LD_PRELOAD", &self.runtime.library);
        }
        command.envs(self.runtime.environment.iter().cloned());
        for (scope, variable) in &self.program.directives.env {
            if scope.covers(self.compiler.name(), self.runtime.kind.name()) {
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
        let covers = |scope: &crate::directives::Scope| scope.covers(self.compiler.name(), self.runtime.kind.name());
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
