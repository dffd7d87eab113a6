//! `ferromp run`: starts a program under ferromp.
//!
//! The library comes in by two ways at once. LD_PRELOAD puts it before every OpenMP runtime that
//! the program and its libraries were linked with, whatever their file names. LD_LIBRARY_PATH makes
//! `dlopen("libomp.so.5")` find it.

#[allow(dead_code, reason = "the library asks for its own process")]
#[path = "../sys/cgroup.rs"]
mod cgroup;
mod doctor;
#[path = "../sys/kernel_file.rs"]
mod kernel_file;
mod report;
mod sigpipe;

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, path};

use clap::{CommandFactory, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

/// One OpenMP runtime in the place of libgomp, libomp and libiomp5.
#[derive(Parser)]
#[command(name = "ferromp", version, arg_required_else_help = false, after_help = WHERE)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Start COMMAND so that it and its children use ferromp
    #[command(override_usage = "ferromp run [--trace FILE] [--] COMMAND [ARGUMENT]...", after_help = RUN)]
    Run {
        /// Record what the threads do; `ferromp report FILE` shows it
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        trace: Option<PathBuf>,
        /// The command, and its arguments as they are
        #[arg(required = true, trailing_var_arg = true, value_hint = ValueHint::CommandWithArguments)]
        command: Vec<OsString>,
    },
    /// Say which OpenMP runtimes a program uses, what is wrong with it, and what to do
    #[command(override_usage = "ferromp doctor [--json] [PID | -- COMMAND [ARGUMENT]...]", after_help = DOCTOR)]
    Doctor {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
        /// A process that runs
        #[arg(conflicts_with = "command")]
        pid: Option<u32>,
        /// A command, which is run and looked at when it ends
        #[arg(last = true, value_hint = ValueHint::CommandWithArguments)]
        command: Vec<OsString>,
    },
    /// Make a page of what `ferromp run --trace` has recorded
    #[command(override_usage = "ferromp report [--text | --json | --perfetto] [--output OUTPUT] FILE", after_help = REPORT)]
    Report {
        /// Print a summary
        #[arg(long, group = "form")]
        text: bool,
        /// Print the figures as JSON
        #[arg(long, group = "form")]
        json: bool,
        /// Make a file for Perfetto and other viewers of Chrome's trace events
        #[arg(long, group = "form")]
        perfetto: bool,
        /// Where to write it, in place of FILE.html, FILE.json or standard output
        #[arg(long, short, value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
        /// The file that was given to `ferromp run --trace`
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Print the folder that holds the library under all its names
    Path,
    /// Print which of the exported names are implemented
    Symbols,
    /// Print what a shell needs to complete ferromp's arguments
    Completions { shell: Shell },
    /// Write manual pages into a folder
    Manual { folder: PathBuf },
}

const WHERE: &str = "\
The library's folder is FERROMP_LIB_DIR if that is set; otherwise it is looked for beside this
program (../lib/ferromp, ../lib, lib).";

const RUN: &str = "\
FERROMP_STATS=1 ferromp run COMMAND says at the end what of COMMAND ran on ferromp. A program that
is linked statically, or that changes its user when it starts (setuid), is left alone by the loader.

The exit status is COMMAND's; 125 if ferromp fails, 126 if COMMAND cannot be started, 127 if it is
not found.";

const REPORT: &str = "\
FILE.html is one file that needs no network. The processes that the first one started have files of
their own, FILE.N, and are on the same page. A trace can be shown while its process runs, and after
it was killed.";

const DOCTOR: &str = "\
Without a process or a command, doctor looks at the machine and the environment alone.

The exit status is 1 if something is in conflict, otherwise 0; 125 if doctor fails.";

fn main() -> ExitCode {
    let outcome = match Arguments::try_parse() {
        Ok(arguments) => obey(arguments.verb),
        // A question about ferromp itself.
        Err(answer) if !answer.use_stderr() => print(answer.to_string().as_bytes()),
        Err(error) => Err(failure(error.to_string().trim_start_matches("error: ").to_owned())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err((status, message)) => {
            if !message.is_empty() {
                // Nobody may read it; the status says it too.
                let _ = writeln!(io::stderr(), "ferromp: {}", message.trim_end());
            }
            ExitCode::from(status)
        }
    }
}

fn obey(verb: Verb) -> Result<(), Failure> {
    match verb {
        Verb::Run { trace, command } => run(trace.as_deref(), &command),
        Verb::Report { text, json, perfetto, output, file } => {
            let form = match (text, json, perfetto) {
                (true, ..) => report::Form::Text,
                (_, true, _) => report::Form::Json,
                (.., true) => report::Form::Perfetto,
                _ => report::Form::Page,
            };
            print(report::make(&file, form, output).map_err(failure)?.as_bytes())
        }
        Verb::Doctor { json, pid, command } => {
            let subject = match (pid, command) {
                (Some(pid), _) => doctor::Subject::Process(pid),
                (None, command) if command.is_empty() => doctor::Subject::Machine,
                (None, command) => doctor::Subject::Command(command),
            };
            let (text, is_conflict) = doctor::examine(subject, json).map_err(failure)?;
            print(text.as_bytes())?;
            if is_conflict { Err((1, String::new())) } else { Ok(()) }
        }
        Verb::Path => print(&[library_folder()?.as_os_str().as_bytes(), b"\n"].concat()),
        Verb::Symbols => print(include_bytes!(concat!(env!("OUT_DIR"), "/symbols.md"))),
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "ferromp", &mut script);
            print(&script)
        }
        Verb::Manual { folder } => clap_mangen::generate_to(Arguments::command(), &folder)
            .map_err(|error| failure(format!("{}: {error}", folder.display()))),
    }
}

/// An exit status, and a message for stderr.
type Failure = (u8, String);

/// A failure of ferromp's own; the status is the one of `env`, `nohup` and `timeout`.
fn failure(message: String) -> Failure {
    (125, message)
}

/// Writes to stdout. It is no failure if the reader closes it early.
fn print(text: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(failure(format!("standard output: {error}"))),
        _ => Ok(()),
    }
}

/// Becomes the command; returns only if that fails.
fn run(trace: Option<&Path>, words: &[OsString]) -> Result<(), Failure> {
    let (command, arguments) = words.split_first().expect("clap asks for a command");
    let folder = library_folder()?;
    let library = folder.join("libgomp.so.1");
    if library.as_os_str().as_bytes().iter().any(|b| b.is_ascii_whitespace() || *b == b':') {
        let library = library.display();
        return Err(failure(format!("{library}: LD_PRELOAD takes no path with a space or a colon in it")));
    }
    let mut start = Command::new(command);
    if let Some(file) = trace {
        report::make_room(file).map_err(failure)?;
        let file = path::absolute(file).map_err(|error| failure(format!("{}: {error}", file.display())))?;
        start.env("FERROMP_TRACE", file);
    }
    let error = sigpipe::hand_on(&mut start)
        .args(arguments)
        .env("LD_PRELOAD", prepended(&library, "LD_PRELOAD"))
        .env("LD_LIBRARY_PATH", prepended(&folder, "LD_LIBRARY_PATH"))
        .exec();
    let status = if error.kind() == ErrorKind::NotFound { 127 } else { 126 };
    Err((status, format!("{}: {error}", command.display())))
}

/// `path`, then the variable's value. An empty element would mean the current folder, so none is
/// made.
fn prepended(path: &Path, variable: &str) -> OsString {
    let before = env::var_os(variable).filter(|value| !value.is_empty());
    [Some(path.into()), before].into_iter().flatten().collect::<Vec<OsString>>().join(OsStr::new(":"))
}

/// The folder that holds the library under all its names.
fn library_folder() -> Result<PathBuf, Failure> {
    let candidates = match env::var_os("FERROMP_LIB_DIR") {
        Some(folder) => vec![PathBuf::from(folder)],
        None => {
            let program = env::current_exe().map_err(|error| failure(format!("own path: {error}")))?;
            let beside = program.parent().unwrap_or(Path::new("/"));
            ["../lib/ferromp", "../lib", "lib"].map(|folder| beside.join(folder)).into()
        }
    };
    candidates.iter().filter_map(|folder| fs::canonicalize(folder).ok()).find(|folder| is_ferromp(folder)).ok_or_else(
        || {
            let tried: Vec<_> = candidates.iter().map(|folder| folder.display().to_string()).collect();
            failure(format!("no library in {}; `make local` or `make install` lays it out", tried.join(", ")))
        },
    )
}

/// Whether libgomp, libomp and libiomp5 are one file there. Only ferromp's own layout has that: a
/// system's `lib` may have a libgomp.so.1, but that is GCC's.
fn is_ferromp(folder: &Path) -> bool {
    let real = |name| fs::canonicalize(folder.join(name)).ok();
    let Some(file) = real("libgomp.so.1") else { return false };
    ["libomp.so.5", "libiomp5.so"]
        .into_iter()
        .all(|name| real(name).is_some_and(|other| other == file || needs_it(&other)))
}

/// Whether a library does nothing but need libgomp.so.1. A wheel has such libraries, because it
/// cannot have links.
fn needs_it(library: &Path) -> bool {
    const LITTLE: u64 = 16 << 10;
    let name = b"\0libgomp.so.1\0";
    fs::metadata(library).is_ok_and(|status| status.len() < LITTLE)
        && fs::read(library).is_ok_and(|image| image.windows(name.len()).any(|bytes| bytes == name))
}
