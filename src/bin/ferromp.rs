//! `ferromp run`: starts a program under ferromp.
//!
//! The library comes in by two ways at once. LD_PRELOAD puts it before every OpenMP runtime that the program
//! and its libraries were linked with, whatever their file names. LD_LIBRARY_PATH makes `dlopen("libomp.so.5")` find it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
One OpenMP runtime in the place of libgomp, libomp and libiomp5.

ferromp run [--] COMMAND [ARGUMENT...]   start COMMAND so that it and its children use ferromp
ferromp path                             print the folder that holds the library under all its names
ferromp symbols                          print which of the exported names are implemented
ferromp --help, ferromp --version

FERROMP_STATS=1 ferromp run COMMAND says at the end what of COMMAND ran on ferromp. A program that is linked statically, or that
changes its user when it starts (setuid), is left alone by the loader.

The folder is FERROMP_LIB_DIR if that is set, else it is looked for beside this program (../lib/ferromp, ../lib, lib).
Exit status of run: COMMAND's; 125 if ferromp fails, 126 if COMMAND cannot be started, 127 if it is not found.
";

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let verb = arguments.next().unwrap_or_default();
    let outcome = match verb.to_str() {
        Some("run") => run(arguments),
        Some("path") => library_folder().map(|folder| println!("{}", folder.display())),
        Some("symbols") => {
            print!("{}", include_str!(concat!(env!("OUT_DIR"), "/symbols.md")));
            Ok(())
        }
        Some("-V" | "--version") => {
            println!("ferromp {}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
        Some("help" | "-h" | "--help") => {
            print!("{HELP}");
            Ok(())
        }
        Some("") => Err(failure(format!("no command\n\n{HELP}"))),
        _ => Err(failure(format!("no such command: {verb:?}\n\n{HELP}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err((status, message)) => {
            eprintln!("ferromp: {}", message.trim_end());
            ExitCode::from(status)
        }
    }
}

/// An exit status, and what to say on stderr.
type Failure = (u8, String);

/// A failure of ferromp's own; the status is the one of `env`, `nohup` and `timeout`.
fn failure(message: String) -> Failure {
    (125, message)
}

/// Becomes the command; returns only if that fails, or for help.
fn run(arguments: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let mut words = arguments.peekable();
    if words.next_if(|word| word == "--").is_none()
        && let Some(option) = words.next_if(|word| word.as_bytes().starts_with(b"-"))
    {
        if option == "-h" || option == "--help" {
            print!("{HELP}");
            return Ok(());
        }
        return Err(failure(format!("run: no such option: {option:?}\n\n{HELP}")));
    }
    let command = words.next().ok_or_else(|| failure(format!("run: no command\n\n{HELP}")))?;
    let folder = library_folder()?;
    let library = folder.join("libgomp.so.1");
    if library.as_os_str().as_bytes().iter().any(|b| b.is_ascii_whitespace() || *b == b':') {
        let library = library.display();
        return Err(failure(format!("{library}: LD_PRELOAD takes no path with a space or a colon in it")));
    }
    let error = Command::new(&command)
        .args(words)
        .env("LD_PRELOAD", prepended(&library, "LD_PRELOAD"))
        .env("LD_LIBRARY_PATH", prepended(&folder, "LD_LIBRARY_PATH"))
        .exec();
    let status = if error.kind() == ErrorKind::NotFound { 127 } else { 126 };
    Err((status, format!("{}: {error}", command.display())))
}

/// `path`, then what the variable holds. An empty element would mean the current folder, so none is made.
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

/// Whether libgomp, libomp and libiomp5 are one file there. Nothing but ferromp's own layout has that: a
/// system's `lib` may hold a libgomp.so.1, but that is GCC's.
fn is_ferromp(folder: &Path) -> bool {
    let real = |name| fs::canonicalize(folder.join(name)).ok();
    real("libgomp.so.1")
        .is_some_and(|file| real("libomp.so.5") == Some(file.clone()) && real("libiomp5.so") == Some(file))
}
