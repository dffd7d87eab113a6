//! Programs and libraries in C that a test compiles for itself.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::compilers;
use crate::library::{run, target_folder};

/// The file `name` in a folder of the target folder, compiled from `source` by GCC or CLANG. Tests
/// run side by side, so each needs names of its own.
pub fn built(compiler: &str, folder: &str, name: &str, source: &str, flags: &[&str]) -> PathBuf {
    let scratch = target_folder().join(folder);
    fs::create_dir_all(&scratch).expect("the target folder is writable");
    let (file, made) = (scratch.join(format!("{name}.c")), scratch.join(name));
    fs::write(&file, source).expect("the target folder is writable");
    run(Command::new(compilers::command(compiler)).arg("-O1").arg(&file).arg("-o").arg(&made).args(flags));
    made
}
