//! The functions that `include/ferromp.h` declares can be called from C programs of either
//! compiler, and from Python.

mod built;
mod compilers;
mod library;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use built::built;
use library::{folder, library, run, target_folder};

/// Prints the default team size of a second thread, which sets a size for itself, under a limit
/// that the first thread sets.
const PROGRAM: &str = r#"
#include <ferromp.h>
#include <omp.h>
#include <pthread.h>
#include <stdio.h>

static pthread_barrier_t turn;
static int members;

static void *thread(void *unused)
{
    omp_set_num_threads(5);
    pthread_barrier_wait(&turn);
    pthread_barrier_wait(&turn);
    #pragma omp parallel reduction(+ : members)
    members++;
    return unused;
}

int main(void)
{
    pthread_t other;
    pthread_barrier_init(&turn, NULL, 2);
    pthread_create(&other, NULL, thread, NULL);
    pthread_barrier_wait(&turn);
    ferromp_set_thread_limit(2);
    pthread_barrier_wait(&turn);
    pthread_join(other, NULL);
    printf("%d %d\n", ferromp_get_thread_limit(), members);
    return 0;
}
"#;

/// The same without a region of Python's own: the number that a thread of a pool is told.
const PYTHON: &str = "
import ctypes, sys
from concurrent.futures import ThreadPoolExecutor
omp = ctypes.CDLL(sys.argv[1], ctypes.RTLD_GLOBAL)
with ThreadPoolExecutor(1) as pool:
    pool.submit(omp.omp_set_num_threads, 5).result()
    omp.ferromp_set_thread_limit(2)
    print(omp.ferromp_get_thread_limit(), pool.submit(omp.omp_get_max_threads).result())
";

fn built_by(compiler: &str) -> PathBuf {
    let include = format!("-I{}/include", env!("CARGO_MANIFEST_DIR"));
    let libraries = format!("-L{}", folder().display());
    let flags = ["-fopenmp", "-pthread", "-Wall", "-Wextra", "-Werror", &include, &libraries];
    built(compiler, "own_calls", compiler, PROGRAM, &flags)
}

#[test]
fn a_program_by_either_compiler_links_with_them() {
    for compiler in ["GCC", "CLANG"] {
        let program = built_by(compiler);
        assert_eq!(run(Command::new(program).env("LD_LIBRARY_PATH", folder())), "2 2\n", "{compiler}");
    }
}

#[test]
fn python_reaches_them_by_ctypes() {
    let mut python = Command::new("python3");
    assert_eq!(run(python.args(["-c", PYTHON]).arg(library())), "2 2\n");
}

#[test]
fn an_installation_has_the_header() {
    let prefix = target_folder().join("own_calls/installed");
    run(Command::new("make")
        .args(["-s", "-C", env!("CARGO_MANIFEST_DIR"), "install"])
        .arg(format!("PREFIX={}", prefix.display())));
    let installed = fs::read(prefix.join("include/ferromp.h")).expect("the header is installed");
    assert_eq!(installed, include_bytes!("../include/ferromp.h"));
}
