//! Which compilers the tests use: those that the environment names, or the ones below.
//! CONTRIBUTING.md describes the variables; `names.sh` does the same for the scripts.

use std::env;

/// The command that GCC, GXX, GFORTRAN, CLANG or CLANGXX names. Where only GCC or CLANG is set, the
/// others of its family are those of the same version: `gcc-14` has `g++-14` beside it.
pub fn command(variable: &str) -> String {
    env::var(variable).ok().filter(|command| !command.is_empty()).unwrap_or_else(|| match variable {
        "GCC" => "gcc".to_owned(),
        "GXX" => beside(&command("GCC"), "gcc", "g++"),
        "GFORTRAN" => beside(&command("GCC"), "gcc", "gfortran"),
        "CLANG" => "clang-19".to_owned(),
        "CLANGXX" => beside(&command("CLANG"), "clang", "clang++"),
        _ => unreachable!("{variable} names no compiler"),
    })
}

/// `command` with `that` where its name has `this`.
fn beside(command: &str, this: &str, that: &str) -> String {
    let name = command.rfind('/').map_or(0, |slash| slash + 1);
    format!("{}{}", &command[..name], command[name..].replacen(this, that, 1))
}
