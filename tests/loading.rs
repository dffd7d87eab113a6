//! How the library behaves towards the loader: programs linked with another runtime get it, and it
//! costs nothing where no OpenMP is used. LD_PRELOAD reaches every child process.

mod built;
mod compilers;
mod library;

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use built::built;
use library::{folder, library, outcome, run};

/// A program linked with an OpenMP runtime: with arguments, it calls the named function, found with
/// `dlsym`; without, it prints the file that serves `omp_get_wtime`.
const CALLER: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    Dl_info served;
    if (argc > 1) {
        ((void (*)(void))dlsym(RTLD_DEFAULT, argv[1]))();
    } else if (omp_get_wtime() > 0 && dladdr((void *)omp_get_wtime, &served)) {
        printf("%s\n", served.dli_fname);
    }
    return 0;
}
"#;

/// Compiles [`CALLER`], linked with the compiler's own runtime or with the one in `libraries`. Each
/// test has a program of its own, as they run side by side.
fn caller(compiler: &str, name: &str, libraries: Option<&Path>) -> PathBuf {
    let libraries = libraries.map(|folder| format!("-L{}", folder.display()));
    let flags: Vec<&str> = ["-fopenmp", "-Wall", "-Werror"].into_iter().chain(libraries.as_deref()).collect();
    built(compiler, "loading", name, CALLER, &flags)
}

/// The real file that serves a program.
fn served(command: &mut Command) -> PathBuf {
    fs::canonicalize(run(command).trim()).expect("the loader names a file that is there")
}

#[test]
fn serves_a_program_linked_with_libgomp() {
    let program = caller("GCC", "linked_libgomp", None);
    assert_eq!(served(Command::new(&program).env("LD_LIBRARY_PATH", folder())), library());
    assert_eq!(served(Command::new(&program).env("LD_PRELOAD", library())), library());
}

#[test]
fn serves_a_program_linked_with_libomp() {
    let program = caller("CLANG", "linked_libomp", None);
    assert_eq!(served(Command::new(&program).env("LD_LIBRARY_PATH", folder())), library());
    assert_eq!(served(Command::new(&program).env("LD_PRELOAD", library())), library());
}

/// The default versions are libgomp's, so that what is built here runs elsewhere.
#[test]
fn a_program_linked_with_it_runs_on_libgomp() {
    let program = caller("GCC", "linked_ferromp", Some(folder()));
    let libgomp = libgomp();
    assert_eq!(served(Command::new(&program).env("LD_LIBRARY_PATH", folder())), library());
    assert_eq!(served(Command::new(&program).env("LD_PRELOAD", &libgomp).env_remove("LD_LIBRARY_PATH")), libgomp);
}

/// GCC's own runtime.
fn libgomp() -> PathBuf {
    fs::canonicalize(run(Command::new(compilers::command("GCC")).arg("-print-file-name=libgomp.so.1")).trim())
        .expect("gcc has its libgomp")
}

#[test]
fn a_name_without_function_stops_the_program_with_one_line() {
    let page = include_str!(concat!(env!("OUT_DIR"), "/symbols.md"));
    let table = page.split_once("|---|").expect("the page has a table").1;
    let name = table.split('`').nth(1).expect("all names have functions: the stubs and this test can go");
    let output = outcome(Command::new(caller("GCC", "unimplemented", None)).arg(name).env("LD_LIBRARY_PATH", folder()));
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("ferromp: {name} is not implemented yet\n"));
    assert_eq!(output.status.signal(), Some(libc::SIGABRT));
}

/// A program without OpenMP that loads the runtime by name: its main thread, and then two threads
/// one after the other, open a region of three and add up 1 + 100 × thread number.
const LATE: &str = r#"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static int (*number)(void);
static void (*parallel)(void (*)(void *), void *, unsigned, unsigned);

static void body(void *sum) { __atomic_fetch_add((int *)sum, 1 + 100 * number(), __ATOMIC_RELAXED); }

static void *region(void *unused)
{
    int sum = 0, before = number();
    parallel(body, &sum, 3, 0);
    printf("%d %d ", before, sum);
    return unused;
}

int main(int argc, char **argv)
{
    void *library = dlopen(argv[argc - 1], RTLD_NOW);
    if (!library)
        return 1;
    number = (int (*)(void))dlsym(library, "omp_get_thread_num");
    parallel = (void (*)(void (*)(void *), void *, unsigned, unsigned))dlsym(library, "GOMP_parallel");
    region(NULL);
    for (int i = 0; i < 2; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, region, NULL) || pthread_join(thread, NULL))
            return 1;
    }
    return 0;
}
"#;

/// The library's thread-local variable is then where glibc had room left for late libraries, or, if
/// there was none, at a different place in each thread.
#[test]
fn threads_know_themselves_wherever_late_loading_puts_their_variable() {
    let program = built("GCC", "loading", "late", LATE, &["-Wall", "-Werror", "-pthread"]);
    for room in [512, 0] {
        let tunable = format!("glibc.rtld.optional_static_tls={room}");
        let said = run(Command::new(&program).arg(library()).env("GLIBC_TUNABLES", tunable));
        assert_eq!(said, "0 303 0 303 0 303 ", "with room for {room} bytes");
    }
}

/// The system calls of `/bin/true` and its threads with a library preloaded, one a line.
fn calls_of_true(preload: &Path) -> Vec<String> {
    let log = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    run(Command::new("strace")
        .args(["-f", "-E", &format!("LD_PRELOAD={}", preload.display()), "-o"])
        .arg(log.path())
        .arg("/bin/true"));
    let log = fs::read_to_string(log.path()).expect("strace writes its log");
    // The first word is the thread's number. In strace's own lines, such as that of the exit, a
    // plus sign follows it.
    let calls = log.lines().filter_map(|line| Some(line.split_once(' ')?.1.trim_start().to_owned()));
    calls.filter(|call| !call.starts_with("+++")).collect()
}

#[test]
fn loading_makes_no_more_system_calls_than_libgomp_and_no_thread() {
    let theirs = calls_of_true(&libgomp());
    let ours = calls_of_true(&library());
    assert!(
        ours.iter().any(|call| call.starts_with("openat") && call.contains("libgomp.so.1")),
        "not loaded: {ours:#?}"
    );
    assert!(ours.len() <= theirs.len(), "ferromp: {} {ours:#?}\nlibgomp: {} {theirs:#?}", ours.len(), theirs.len());
    assert!(!ours.iter().any(|call| call.starts_with("clone")), "{ours:#?}");
}

/// Whose constructor makes its first OpenMP call when another thread has had the time to make one.
const CONSTRUCTED: &str = r#"
#include <omp.h>
#include <semaphore.h>
#include <unistd.h>

extern sem_t loads;
int members;

__attribute__((constructor)) static void loaded(void)
{
    sem_post(&loads);
    usleep(100000);
    #pragma omp parallel num_threads(2) reduction(+ : members)
    members++;
}
"#;

/// Loads the library of its argument in one thread, and begins a region meanwhile in another one.
const LOADS: &str = r#"
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

sem_t loads;
static int members;

static void *load(void *path)
{
    return dlopen(path, RTLD_NOW);
}

int main(int argc, char **argv)
{
    pthread_t thread;
    void *library;
    alarm(20);
    sem_init(&loads, 0, 0);
    pthread_create(&thread, NULL, load, argv[argc - 1]);
    sem_wait(&loads);
    #pragma omp parallel num_threads(2) reduction(+ : members)
    members++;
    pthread_join(thread, &library);
    printf("%d\n", members + *(int *)dlsym(library, "members"));
    return 0;
}
"#;

/// The loader is locked for the constructor, and the other thread asks it whether there is a tool.
#[test]
fn a_constructor_may_make_its_first_call_while_another_thread_makes_its_own() {
    let built = |name: &str, source: &str, flags: &[&str]| {
        let flags = [&["-fopenmp", "-Wall", "-Werror", "-pthread"], flags].concat();
        built("GCC", "loading", name, source, &flags)
    };
    let constructed = built("constructed.so", CONSTRUCTED, &["-shared", "-fPIC"]);
    let program = built("loads", LOADS, &["-rdynamic"]);
    assert_eq!(run(Command::new(&program).arg(&constructed).env("LD_LIBRARY_PATH", folder())).trim(), "4");
}
