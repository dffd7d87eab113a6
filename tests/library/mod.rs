//! Where the tests find the finished library, and what they do with it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The folder with the library under all its names: FERROMP_LIB_DIR, or the folder that
/// `make local` makes of the present source. Cargo builds no cdylib for an integration test, and an
/// old one would be worse than none.
pub fn folder() -> &'static Path {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = env::var_os("FERROMP_LIB_DIR").map(PathBuf::from).unwrap_or_else(|| {
            run(Command::new("make")
                .args(["-s", "-C", env!("CARGO_MANIFEST_DIR"), "local"])
                .env("CARGO", env!("CARGO")));
            target_folder().join("lib")
        });
        fs::canonicalize(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    });
    &FOLDER
}

/// The one real file.
pub fn library() -> PathBuf {
    folder().join("libgomp.so.1")
}

/// Cargo's target folder, wherever CARGO_TARGET_DIR put it.
pub fn target_folder() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("cargo's folder for tests lies in its target folder")
}

/// Runs a command that must succeed; its standard output.
pub fn run(command: &mut Command) -> String {
    let output = outcome(command);
    assert!(output.status.success(), "{command:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the tools used here print UTF-8")
}

/// Runs a command, whatever becomes of it.
pub fn outcome(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}
