//! Runs the C, C++ and Fortran programs of `ctests/` on libgomp, libomp and ferromp.
//!
//! Each program is compiled by each compiler against that compiler's own runtime, once; the same
//! executable then runs on every runtime that can take its place. The peers show that the test is
//! right, ferromp that it replaces them. `ctests/README.md` describes the directives a program may
//! carry and the environment variables that steer this harness.

mod build;
mod cell;
#[path = "../compilers/mod.rs"]
mod compilers;
mod directives;
#[path = "../library/mod.rs"]
mod library;
mod process;
mod program;
mod runtime;

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use parking_lot::Mutex;

/// More than two programs at once would measure the machine's scheduler, not the runtimes: most
/// programs have several threads of their own.
const MOST_JOBS: usize = 2;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(arguments.test_threads.unwrap_or(MOST_JOBS).min(MOST_JOBS));

    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let excused = Arc::new(Mutex::new(Vec::new()));
    match trials(root, &excused) {
        Ok(trials) => {
            let conclusion = libtest_mimic::run(&arguments, trials);
            for cell in excused.lock().iter() {
                eprintln!(
                    "programs: the peer failed {cell}, which does not count; FERROMP_CTESTS_PEERS=strict makes it count"
                );
            }
            conclusion.exit_code()
        }
        Err(problem) => {
            eprintln!("programs: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// One trial for every program, compiler and runtime that fit together. The names of peers'
/// failures go to `excused` instead of failing the run, unless FERROMP_CTESTS_PEERS asks for that:
/// a peer's own bug on a busy machine says nothing of ferromp.
fn trials(root: &Path, excused: &Arc<Mutex<Vec<String>>>) -> Result<Vec<Trial>, String> {
    let strict = env::var("FERROMP_CTESTS_PEERS").is_ok_and(|value| value == "strict");
    let target = library::target_folder();
    let runtimes = runtime::chosen(target)?;
    let programs = program::all(&root.join("ctests"))?;
    let beyond_runner = runtime::beyond_runner()?;
    let builder = Arc::new(build::Builder::new(root.join("ctests"), target.join("ctests"))?);

    let mut trials = Vec::new();
    let mut skipped = 0;
    let mut missing = BTreeMap::<String, usize>::new();
    for program in &programs {
        for cell in cell::cells(program, &runtimes) {
            if cell.skipped() {
                skipped += 1;
                continue;
            }
            if let Some(reason) = cell.missing(&builder, &beyond_runner) {
                *missing.entry(reason).or_default() += 1;
                continue;
            }
            let (builder, excused) = (Arc::clone(&builder), Arc::clone(excused));
            trials.push(Trial::test(cell.name(), move || match cell.run(&builder) {
                Err(problem) if cell.on_peer() && !strict => {
                    eprintln!("{}: {problem}", cell.name());
                    excused.lock().push(cell.name());
                    Ok(())
                }
                result => result.map_err(Into::into),
            }));
        }
    }
    for (reason, runs) in missing {
        eprintln!("programs: {runs} runs are left out: {reason}");
    }
    eprintln!("{} programs, {} runs, {skipped} left out by a skip directive", programs.len(), trials.len());
    Ok(trials)
}
