//! A program with raised privileges takes no file and no library from its environment.
//!
//! The loader drops `LD_PRELOAD` and `LD_LIBRARY_PATH` there, so ferromp comes in by a run path.
//! Only root can make such a program. For other users this test checks that the names count where
//! there are no privileges.

mod compilers;
mod library;

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use library::{folder, library, outcome, run, target_folder};

/// Says whether the kernel considers it privileged, then uses OpenMP and OpenACC.
const PROGRAM: &str = r#"
#include <stdio.h>
#include <sys/auxv.h>

void acc_init(int);
int omp_get_max_threads(void);

int main(void)
{
    printf("privileged %lu\n", getauxval(AT_SECURE));
    printf("threads %d\n", omp_get_max_threads());
    acc_init(2 /* acc_device_host */);
    return 0;
}
"#;

const TOOL: &str = r#"
#include <stdio.h>

void acc_register_library(void) { printf("tool\n"); }
"#;

/// A group other than root's. It need not exist.
const OTHER_GROUP: u32 = 65534;

fn scratch() -> PathBuf {
    let scratch = target_folder().join("privileged");
    fs::create_dir_all(&scratch).expect("the target folder is writable");
    scratch
}

/// The program's output, and whether it wrote statistics.
fn behaviour(program: &Path, tool: &Path) -> (String, bool) {
    let statistics = scratch().join("statistics.txt");
    let _ = fs::remove_file(&statistics);
    let output = outcome(
        Command::new(program).env("OMP_NUM_THREADS", "3").env("ACC_PROFLIB", tool).env("FERROMP_STATS", &statistics),
    );
    assert!(output.status.success(), "{output:?}");
    (String::from_utf8_lossy(&output.stdout).into_owned(), statistics.exists())
}

#[test]
fn names_of_files_and_libraries_count_without_privileges_only() {
    let scratch = scratch();
    let path = |name: &str| scratch.join(name);
    fs::write(path("program.c"), PROGRAM).expect("the target folder is writable");
    fs::write(path("tool.c"), TOOL).expect("the target folder is writable");
    let (program, tool) = (path("program"), path("tool.so"));
    run(Command::new(compilers::command("GCC")).args(["-shared", "-fPIC", "-o"]).arg(&tool).arg(path("tool.c")));
    run(Command::new(compilers::command("GCC"))
        .arg(format!("-Wl,-rpath,{}", folder().display()))
        .arg("-o")
        .arg(&program)
        .arg(path("program.c"))
        .arg(library()));

    assert_eq!(behaviour(&program, &tool), ("privileged 0\nthreads 3\ntool\n".to_owned(), true));

    if chown(&program, None, Some(OTHER_GROUP)).is_err() {
        eprintln!("left out: only root can give a program to another group");
        return;
    }
    fs::set_permissions(&program, fs::Permissions::from_mode(0o2755)).expect("the program is ours");
    assert_eq!(behaviour(&program, &tool), ("privileged 1\nthreads 3\n".to_owned(), false));
}
