//! The runtimes a program can run on, and how the loader is told to take one.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::build::library_of;
use crate::compilers;
use crate::library;

/// Names under which programs ask for a runtime.
const LINK_NAMES: [&str; 3] = ["libgomp.so.1", "libomp.so.5", "libiomp5.so"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Libgomp,
    Libomp,
    Ferromp,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Libgomp, Self::Libomp, Self::Ferromp];

    pub fn name(self) -> &'static str {
        match self {
            Self::Libgomp => "libgomp",
            Self::Libomp => "libomp",
            Self::Ferromp => "ferromp",
        }
    }
}

#[derive(Debug)]
pub struct Runtime {
    pub kind: Kind,
    /// The folder that goes first in LD_LIBRARY_PATH.
    pub folder: PathBuf,
    /// The one real file that must serve every OpenMP name.
    pub library: PathBuf,
    /// Variables that each run on it gets.
    pub environment: Vec<(String, String)>,
}

/// The runtimes asked for by FERROMP_CTESTS_RUNTIME, or all three.
pub fn chosen(target: &Path) -> Result<Vec<Arc<Runtime>>, String> {
    let wanted = env::var("FERROMP_CTESTS_RUNTIME").unwrap_or_default();
    let mut runtimes = Vec::new();
    for kind in Kind::ALL {
        if wanted.is_empty() || wanted == kind.name() {
            runtimes.push(Arc::new(locate(kind, target)?));
        }
    }
    match runtimes.is_empty() {
        true => Err(format!("FERROMP_CTESTS_RUNTIME={wanted} is none of libgomp, libomp, ferromp")),
        false => Ok(runtimes),
    }
}

fn locate(kind: Kind, target: &Path) -> Result<Runtime, String> {
    match kind {
        Kind::Libgomp => peer(kind, &library_of(&compilers::command("GCC"), "libgomp.so.1")?, &LINK_NAMES[..1], target),
        Kind::Libomp => peer(kind, &library_of(&compilers::command("CLANG"), "libomp.so.5")?, &LINK_NAMES, target),
        Kind::Ferromp => ferromp(),
    }
}

fn ferromp() -> Result<Runtime, String> {
    let folder = library::folder().to_path_buf();
    let library = fs::canonicalize(library::library()).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    let mut environment = extra_environment()?;
    let peer = library_of(&compilers::command("GCC"), "libgomp.so.1")?;
    environment.push(("CTESTS_PEER".into(), peer.to_string_lossy().into_owned()));
    Ok(Runtime { kind: Kind::Ferromp, folder, library, environment })
}

/// The variables of FERROMP_CTESTS_ENV: `NAME=value`, with blanks between them.
fn extra_environment() -> Result<Vec<(String, String)>, String> {
    let wanted = env::var("FERROMP_CTESTS_ENV").unwrap_or_default();
    let variable = |word: &str| match word.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err(format!("FERROMP_CTESTS_ENV: `{word}` is not NAME=value")),
    };
    wanted.split_whitespace().map(variable).collect()
}

/// The words of FERROMP_CTESTS_RUNNER: the command that runs programs of another architecture.
pub fn runner() -> Vec<String> {
    env::var("FERROMP_CTESTS_RUNNER").unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// The programs that this command cannot run: the start of a name and the reason, in the lines of
/// the file that FERROMP_CTESTS_BEYOND_RUNNER names, apart from comments.
pub fn beyond_runner() -> Result<Vec<(String, String)>, String> {
    let Ok(path) = env::var("FERROMP_CTESTS_BEYOND_RUNNER") else { return Ok(Vec::new()) };
    let text = fs::read_to_string(&path).map_err(|problem| format!("{path}: {problem}"))?;
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| match line.split_once(char::is_whitespace) {
            Some((start, reason)) => Ok((start.to_owned(), reason.trim().to_owned())),
            None => Err(format!("{path}: `{line}` has no reason")),
        })
        .collect()
}

/// A folder of links to a peer, so that nothing but the runtime is taken from where it is
/// installed.
fn peer(kind: Kind, library: &Path, names: &[&str], target: &Path) -> Result<Runtime, String> {
    let folder = target.join("peers").join(kind.name());
    let failed = |problem: std::io::Error| format!("{}: {problem}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    for name in names {
        let link = folder.join(name);
        if fs::read_link(&link).is_ok_and(|present| present == library) {
            continue;
        }
        if link.symlink_metadata().is_ok() {
            fs::remove_file(&link).map_err(failed)?;
        }
        symlink(library, &link).map_err(failed)?;
    }
    Ok(Runtime { kind, folder, library: library.to_path_buf(), environment: Vec::new() })
}
