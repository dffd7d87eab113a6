//! Copies of OpenBLAS with threads of their own are given ferromp's, without a word from the
//! program. The libraries here are none of OpenBLAS's, but behave towards the runtime as it does:
//! they ask `omp_in_parallel` before they use threads of their own. python/tests/test_openblas.py
//! has the real ones.

mod built;
mod compilers;
mod library;

use std::path::PathBuf;
use std::process::Command;

use library::{folder, library, run};

/// A copy, whose functions have a prefix and a suffix, and the function `multiply`. It says whether
/// the jobs were done by other threads than its own.
const COPY: &str = r#"
#include <stddef.h>
#include <stdio.h>

#define GLUE(a, b, c) a##b##c
#define EXPAND(a, b, c) GLUE(a, b, c)
#define NAME(name) EXPAND(PREFIX, name, SUFFIX)

typedef void job_function(int number, void *data, int buffer);
typedef void callback_function(int sync, job_function *, int jobs, size_t size, void *data, int buffer);

int omp_in_parallel(void) __attribute__((weak));

static callback_function *callback;

void NAME(openblas_set_threads_callback_function)(callback_function *given) { callback = given; }
int NAME(openblas_get_parallel)(void) { return KIND; }
int NAME(openblas_get_num_threads)(void) { return THREADS; }

char *NAME(openblas_get_config)(void)
{
    static char text[100];
    snprintf(text, sizeof text, "OpenBLAS 0.3.31 DYNAMIC_ARCH NO_AFFINITY Haswell MAX_THREADS=%d", ROOM);
    return text;
}

static void job(int number, void *data, int buffer)
{
    (void)number, (void)buffer;
    ++*(int *)data;
}

int multiply(void)
{
    int done[3] = {0};
    if (callback != NULL) {
        callback(1, job, 3, sizeof done[0], done, 0);
        return done[0] == 1 && done[1] == 1 && done[2] == 1;
    }
    if (omp_in_parallel != NULL)
        (void)omp_in_parallel();
    return 0;
}
"#;

/// Another library, which is being loaded for as long as the host likes.
const SLOW: &str = r"
#include <semaphore.h>

extern sem_t loading, done;

__attribute__((constructor)) static void load(void)
{
    sem_post(&loading);
    sem_wait(&done);
}
";

/// A program that does what its arguments say, one after the other.
const HOST: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sem_t loading, done;
static int (*multiply)(void);

static void *opened(void *file)
{
    void *library = dlopen(file, RTLD_LAZY);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(3);
    }
    return library;
}

int main(int count, char **words)
{
    pthread_t loader;
    sem_init(&loading, 0, 0);
    sem_init(&done, 0, 0);
    for (int i = 1; i < count; i++) {
        char *rest = strchr(words[i], ':') + 1;
        switch (words[i][0]) {
        case 'o': multiply = (int (*)(void))dlsym(opened(rest), "multiply"); break;
        case 'm': {
            int by_others = 0, times = atoi(rest);
            for (int time = 0; time < times; time++)
                by_others += multiply();
            printf("%d of %d\n", by_others, times);
            break;
        }
        case 'r': {
            int sum = 0;
            #pragma omp parallel num_threads(2) reduction(+ : sum)
            sum += 1;
            if (sum != 2)
                return 4;
            break;
        }
        case 'l': {
            int (*look)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "ferromp_openblas_look");
            printf("%d given\n", look());
            break;
        }
        case 's':
            pthread_create(&loader, NULL, opened, rest);
            sem_wait(&loading);
            break;
        case 'e':
            sem_post(&done);
            pthread_join(loader, NULL);
            break;
        }
    }
    return 0;
}
"#;

/// A source, compiled by GCC.
fn built(source: &str, name: &str, options: &[&str]) -> PathBuf {
    built::built("GCC", "openblas", name, source, &[&["-Wall", "-Werror"], options].concat())
}

/// A copy, given what it says of itself.
struct Copy {
    name: &'static str,
    prefix: &'static str,
    suffix: &'static str,
    kind: u32,
    threads: u32,
    room: u32,
}

const USUAL: Copy = Copy { name: "usual", prefix: "", suffix: "", kind: 1, threads: 32, room: 64 };

impl Copy {
    fn build(&self) -> String {
        let Self { name, prefix, suffix, kind, threads, room } = self;
        let file = built(
            COPY,
            &format!("lib{name}.so"),
            &[
                "-fPIC",
                "-shared",
                &format!("-DPREFIX={prefix}"),
                &format!("-DSUFFIX={suffix}"),
                &format!("-DKIND={kind}"),
                &format!("-DTHREADS={threads}"),
                &format!("-DROOM={room}"),
            ],
        );
        file.display().to_string()
    }
}

fn host(name: &str) -> Command {
    let mut command = Command::new(built(HOST, name, &["-fopenmp", "-pthread", "-rdynamic"]));
    command.env("LD_LIBRARY_PATH", folder());
    command
}

/// The words of a host that opens a copy and multiplies twenty times.
fn twenty(copy: &Copy, preloaded: bool, switch: Option<&str>) -> String {
    let name = format!("host_{}{}{}", copy.name, preloaded, switch.unwrap_or_default());
    let mut command = host(&name);
    if preloaded {
        command.env_remove("LD_LIBRARY_PATH").env("LD_PRELOAD", library());
    }
    if let Some(value) = switch {
        command.env("FERROMP_OPENBLAS", value);
    }
    run(command.arg(format!("o:{}", copy.build())).arg("m:20"))
}

#[test]
fn a_copy_is_given_threads_when_it_has_asked() {
    assert_eq!(twenty(&Copy { name: "linked", ..USUAL }, false, None), "19 of 20\n");
    assert_eq!(twenty(&Copy { name: "preloaded", ..USUAL }, true, None), "19 of 20\n");
}

#[test]
fn names_may_have_a_prefix_and_a_suffix() {
    for (name, prefix, suffix) in
        [("numpy", "scipy_", "64_"), ("scipy", "scipy_", ""), ("wide", "", "64_"), ("wider", "", "_64_")]
    {
        assert_eq!(twenty(&Copy { name, prefix, suffix, ..USUAL }, false, None), "19 of 20\n", "{name}");
    }
}

#[test]
fn copies_that_cannot_take_threads_are_left_alone() {
    for copy in [
        Copy { name: "for_openmp", kind: 2, ..USUAL },
        Copy { name: "serial", kind: 0, ..USUAL },
        Copy { name: "narrow", room: 63, ..USUAL },
        Copy { name: "many", threads: 33, ..USUAL },
    ] {
        assert_eq!(twenty(&copy, false, None), "0 of 20\n", "{}", copy.name);
    }
}

#[test]
fn a_variable_leaves_all_alone() {
    assert_eq!(twenty(&Copy { name: "unwanted", ..USUAL }, false, Some("0")), "0 of 20\n");
}

#[test]
fn a_copy_that_comes_later_is_found_too() {
    let one = Copy { name: "earlier", ..USUAL }.build();
    let other = Copy { name: "later", prefix: "scipy_", ..USUAL }.build();
    let mut command = host("host_later");
    // The thread is one that the runtime knows, and has asked before.
    command.args(["r:", &format!("o:{one}"), "m:3", &format!("o:{other}"), "m:30"]);
    assert_eq!(run(&mut command), "2 of 3\n29 of 30\n");
}

#[test]
fn a_program_may_have_the_runtime_look() {
    let copies = [
        Copy { name: "looked_at", ..USUAL }.build(),
        Copy { name: "looked_at_too", suffix: "64_", ..USUAL }.build(),
        Copy { name: "looked_at_in_vain", room: 32, ..USUAL }.build(),
    ];
    let mut command = host("host_look");
    command.arg("l:");
    for copy in &copies {
        command.arg(format!("o:{copy}"));
    }
    command.arg("l:").args(copies.iter().flat_map(|copy| [format!("o:{copy}"), "m:2".to_owned()]));
    assert_eq!(run(&mut command), "0 given\n2 given\n2 of 2\n2 of 2\n0 of 2\n");
    assert_eq!(run(command.env("FERROMP_OPENBLAS", "0")), "0 given\n0 given\n0 of 2\n0 of 2\n0 of 2\n");
}

#[test]
fn copies_that_take_turns_are_found_all() {
    let copies = [
        Copy { name: "first", ..USUAL }.build(),
        Copy { name: "second", prefix: "scipy_", ..USUAL }.build(),
        Copy { name: "serial_third", kind: 0, ..USUAL }.build(),
    ];
    let mut command = host("host_turns");
    command.arg("r:");
    for _ in 0..3 {
        for copy in &copies {
            command.args([&format!("o:{copy}"), "m:1"]);
        }
    }
    assert_eq!(
        run(&mut command),
        ["0", "0", "0", "1", "1", "0", "1", "1", "0"].map(|n| format!("{n} of 1\n")).concat()
    );
}

/// Programs ask in their inner loops, and the loader's lock is one for all threads.
const ASKING: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <omp.h>
#include <pthread.h>
#include <stdio.h>

static int looks, wrong;

int dl_iterate_phdr(int (*call)(struct dl_phdr_info *, size_t, void *), void *data)
{
    static int (*loader)(int (*)(struct dl_phdr_info *, size_t, void *), void *);
    if (loader == NULL)
        loader = (int (*)(int (*)(struct dl_phdr_info *, size_t, void *), void *))dlsym(RTLD_NEXT, "dl_iterate_phdr");
    __atomic_fetch_add(&looks, 1, __ATOMIC_RELAXED);
    return loader(call, data);
}

static __attribute__((noipa)) void ask(int inside)
{
    for (int time = 0; time < 1000; time++) {
        wrong |= omp_in_parallel() != inside;
        wrong |= omp_in_parallel() != inside;
        wrong |= omp_in_parallel() != inside;
    }
}

static void *ask_outside(void *data)
{
    ask(0);
    return data;
}

int main(void)
{
    pthread_t thread;
    ask(0);
    printf("%d %d\n", looks < 10, wrong);
    pthread_create(&thread, NULL, ask_outside, NULL);
    pthread_join(thread, NULL);
    #pragma omp parallel num_threads(2) reduction(| : wrong)
    wrong |= omp_get_num_threads() != 2;
    looks = 0;
    ask(0);
    #pragma omp parallel num_threads(2)
    ask(1);
    pthread_create(&thread, NULL, ask_outside, NULL);
    pthread_join(thread, NULL);
    printf("%d %d\n", looks, wrong);
    return 0;
}
"#;

#[test]
fn a_place_that_asks_all_the_time_is_looked_at_once() {
    let program = built(ASKING, "asking", &["-fopenmp", "-pthread", "-rdynamic"]);
    assert_eq!(run(Command::new(program).env("LD_LIBRARY_PATH", folder())), "1 0\n0 0\n");
}

/// A thread that holds the loader's lock may wait for the calling one.
#[test]
fn nobody_waits_for_a_library_that_is_being_loaded() {
    let copy = Copy { name: "beside", ..USUAL }.build();
    let slow = built(SLOW, "libslow.so", &["-fPIC", "-shared"]).display().to_string();
    let mut command = Command::new("timeout");
    let host = host("host_beside");
    command.arg("30").arg(host.get_program()).env("LD_LIBRARY_PATH", folder());
    // At the first call of all, the loader is asked for a tool.
    command.args(["r:", &format!("o:{copy}"), &format!("s:{slow}"), "m:20", "e:"]);
    assert_eq!(run(&mut command), "19 of 20\n");
}
