//! The headers that programs are compiled with declare what the library assumes; the compilers say
//! so.

mod compilers;

use std::process::Command;

fn compiles(compiler: &str, source: &str) {
    let compiler = compilers::command(compiler);
    let mut command = Command::new(&compiler);
    command.args(["-fopenmp", "-fsyntax-only"]).arg(format!("{}/tests/layouts/{source}", env!("CARGO_MANIFEST_DIR")));
    let output = command.output().unwrap_or_else(|error| panic!("{compiler}: {error}"));
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn gcc_header_is_as_assumed() {
    compiles("GCC", "headers.c");
}

#[test]
fn clang_header_is_as_assumed() {
    compiles("CLANG", "headers.c");
}

#[test]
fn gfortran_module_is_as_assumed() {
    compiles("GFORTRAN", "kinds.f90");
}
