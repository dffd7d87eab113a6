//! `ferromp doctor` on programs that each have one conflict, and on one that has none.

mod built;
mod compilers;
mod library;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use built::built;
use library::{folder, library, outcome, run, target_folder};
use serde_json::Value;

/// A program that does what its arguments say, one after the other.
const HOST: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *last;

static void *opened(const char *file, int mode)
{
    void *library = dlopen(file, mode);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(3);
    }
    return library;
}

int main(int count, char **words)
{
    for (int i = 1; i < count; i++) {
        char *rest = strchr(words[i], ':') + 1;
        switch (words[i][0]) {
        case 'o': last = opened(rest, RTLD_LAZY); break;
        case 'g': opened(rest, RTLD_LAZY | RTLD_GLOBAL); break;
        case 'd': last = opened(rest, RTLD_LAZY | RTLD_DEEPBIND); break;
        case 'c': ((int (*)(void))dlsym(last, rest))(); break;
        case 'r': raise(atoi(rest)); break;
        case 'e': return atoi(rest);
        case 'b': {
            cpu_set_t one;
            CPU_ZERO(&one);
            CPU_SET(sched_getcpu(), &one);
            sched_setaffinity(0, sizeof one, &one);
            break;
        }
        case 'w': puts("here"); fflush(stdout); pause(); break;
        }
    }
    return 0;
}
"#;

/// A library that opens a region of three threads, and one that asks for the thread's number.
const SIDE: &str = r#"
#include <omp.h>
int members(void)
{
    int members = 0;
    #pragma omp parallel reduction(+ : members) num_threads(3)
    members++;
    return members;
}
int number(void) { return omp_get_thread_num(); }
"#;

const LACKING: &str = "void nobody_has_this(void); int lack(int now) { if (now) nobody_has_this(); return now; }";

/// The program and the libraries, built.
struct Built {
    host: PathBuf,
    gcc: PathBuf,
    clang: PathBuf,
    statically: PathBuf,
    /// A library that names a function that nobody has, as MKL's do.
    lacking: PathBuf,
    /// A copy of libomp under Intel's name.
    intel: PathBuf,
}

static BUILT: LazyLock<Built> = LazyLock::new(|| {
    let scratch = target_folder().join("doctor");
    std::fs::create_dir_all(&scratch).expect("the target folder is writable");
    let compile =
        |compiler: &str, source: &str, name: &str, flags: &[&str]| built(compiler, "doctor", name, source, flags);
    const LIBRARY: &[&str] = &["-fopenmp", "-shared", "-fPIC", "-Wl,-z,lazy"];
    let libomp = run(Command::new(compilers::command("CLANG")).arg("-print-file-name=libomp.so"));
    let intel = scratch.join("libiomp5.so");
    std::fs::copy(libomp.trim(), &intel).expect("clang has its runtime");
    Built {
        host: compile("GCC", HOST, "host", &["-ldl", "-pthread"]),
        gcc: compile("GCC", SIDE, "gcc.so", LIBRARY),
        clang: compile("CLANG", SIDE, "clang.so", LIBRARY),
        statically: compile("GCC", "int main(void) { return 0; }", "static", &["-static"]),
        lacking: compile("GCC", LACKING, "lacking.so", &["-shared", "-fPIC", "-Wl,-z,lazy"]),
        intel,
    }
});

/// A program without a variable of OpenMP or the loader.
fn clean(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["OMP_", "KMP_", "GOMP_", "LD_", "FERROMP_", "OPENBLAS_", "MKL_"].iter().any(|start| text.starts_with(start))
        {
            command.env_remove(name);
        }
    }
    command.env("FERROMP_LIB_DIR", folder());
    command
}

fn doctor() -> Command {
    let mut command = clean(env!("CARGO_BIN_EXE_ferromp"));
    command.args(["doctor", "--json"]);
    command
}

/// `word:path`
fn step(word: &str, path: &Path) -> String {
    format!("{word}:{}", path.display())
}

/// The doctor's exit status and report about the host when it does these steps.
fn examined(command: &mut Command) -> (i32, Value) {
    let output = outcome(command);
    let text = String::from_utf8_lossy(&output.stdout);
    let report = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {text}\n{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().expect("doctor exits"), report)
}

fn host(steps: &[String], variables: &[(&str, &Path)]) -> (i32, Value) {
    let mut command = doctor();
    command.envs(variables.iter().copied()).arg("--").arg(&BUILT.host).args(steps);
    examined(&mut command)
}

/// The kinds of findings of a level, in their order.
fn findings<'r>(report: &'r Value, level: &str) -> Vec<&'r str> {
    let all = report["findings"].as_array().expect("a list");
    all.iter()
        .filter(|finding| finding["level"] == level)
        .map(|finding| finding["id"].as_str().expect("text"))
        .collect()
}

#[test]
fn two_runtimes_in_use_are_a_conflict() {
    let steps = [step("open", &BUILT.gcc), "call:members".into(), step("open", &BUILT.clang), "call:members".into()];
    let (status, report) = host(&steps, &[]);
    assert_eq!((status, &findings(&report, "conflict")[..]), (1, &["two-runtimes"][..]), "{report:#}");
    // Each side's region has three threads, of which the runtime starts two; libomp starts none
    // beside them.
    let started: Vec<_> = report["process"]["threads"].as_object().expect("an object").values().collect();
    assert_eq!(started, [2, 2], "{report:#}");
    for runtime in report["process"]["runtimes"].as_array().expect("a list") {
        assert_eq!(runtime["callers"].as_array().map(Vec::len), Some(1), "{report:#}");
    }
}

#[test]
fn libomp_beside_libiomp5_is_a_conflict() {
    let steps = [step("open", &BUILT.clang), step("open", &BUILT.intel)];
    let (status, report) = host(&steps, &[]);
    assert_eq!((status, &findings(&report, "conflict")[..]), (1, &["libomp-and-libiomp5"][..]), "{report:#}");
}

#[test]
fn a_library_that_was_bound_before_is_a_conflict() {
    let steps = [step("open", &BUILT.gcc), "call:members".into(), step("global", &library())];
    let (status, report) = host(&steps, &[]);
    assert_eq!((status, &findings(&report, "conflict")[..]), (1, &["bound-before"][..]), "{report:#}");
}

#[test]
fn a_library_opened_with_deepbind_is_a_conflict() {
    let steps = [step("deep", &BUILT.clang), "call:members".into()];
    let (status, report) = host(&steps, &[("LD_PRELOAD", &library())]);
    assert_eq!((status, &findings(&report, "conflict")[..]), (1, &["deepbind"][..]), "{report:#}");
    // The same without it.
    let steps = [step("open", &BUILT.clang), "call:members".into()];
    let (status, report) = host(&steps, &[("LD_PRELOAD", &library())]);
    assert_eq!((status, &findings(&report, "conflict")[..]), (0, &[][..]), "{report:#}");
    assert_eq!(findings(&report, "note"), ["idle-runtime"], "{report:#}");
}

/// A program that does these steps with ferromp preloaded; its standard error.
fn complaint(steps: &[String], variables: &[(&str, &str)]) -> String {
    let mut command = clean(&BUILT.host);
    let output = outcome(command.env("LD_PRELOAD", library()).envs(variables.iter().copied()).args(steps));
    assert!(output.status.success(), "{}", output.status);
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The runtime says by itself what the doctor would, where it is certain.
#[test]
fn two_runtimes_in_use_get_one_line_while_the_program_runs() {
    let both = [
        step("deep", &BUILT.clang),
        "call:members".into(),
        step("open", &BUILT.gcc),
        "call:members".into(),
        "call:members".into(),
    ];
    let said = complaint(&both, &[]);
    assert_eq!(said.lines().count(), 1, "{said}");
    let caller = BUILT.clang.display().to_string();
    assert!(said.starts_with(&format!("ferromp: {caller} uses /")) && said.contains("libomp"), "{said}");
    assert_eq!(complaint(&both, &[("FERROMP_WARNINGS", "0")]), "");
    // Only one of them is in use.
    let one = [step("open", &BUILT.clang), "call:members".into(), step("open", &BUILT.gcc), "call:members".into()];
    assert_eq!(complaint(&one, &[]), "");
}

#[test]
fn a_static_program_that_ignores_the_preload_is_a_conflict() {
    let mut command = doctor();
    command.env("LD_PRELOAD", library()).arg("--").arg(&BUILT.statically);
    let (status, report) = examined(&mut command);
    assert_eq!((status, &findings(&report, "conflict")[..]), (1, &["preload-ignored"][..]), "{report:#}");
}

#[test]
fn a_running_process_whose_library_is_divided_is_a_conflict() {
    let steps = [
        step("open", &BUILT.gcc),
        "call:members".into(),
        step("global", &library()),
        "call:number".into(),
        "wait:".into(),
    ];
    let mut host = clean(&BUILT.host).args(&steps).stdout(Stdio::piped()).spawn().expect("the host starts");
    let mut line = String::new();
    BufReader::new(host.stdout.take().expect("a pipe")).read_line(&mut line).expect("the host speaks");
    let answer = outcome(doctor().arg(host.id().to_string()));
    host.kill().expect("the host is there");
    host.wait().expect("the host ends");
    let report: Value = serde_json::from_slice(&answer.stdout).expect("JSON");
    assert_eq!(answer.status.code(), Some(1));
    assert_eq!(findings(&report, "conflict"), ["divided", "bound-before"], "{report:#}");
    // Workers that sleep tell who started them.
    let threads = report["process"]["threads"].as_object().expect("an object");
    let of_libgomp = threads.iter().find(|(file, _)| file.contains("libgomp")).map(|(_, count)| count);
    assert_eq!((threads.len(), of_libgomp), (1, Some(&Value::from(2))), "{report:#}");
}

#[test]
fn a_program_on_one_runtime_is_well() {
    let steps = [step("open", &BUILT.gcc), "call:members".into(), step("open", &BUILT.clang), "call:members".into()];
    let mut command = doctor();
    let path = folder();
    command.env("LD_PRELOAD", library()).env("LD_LIBRARY_PATH", path).arg("--").arg(&BUILT.host).args(&steps);
    let (status, report) = examined(&mut command);
    assert_eq!((status, &report["findings"]), (0, &Value::Array(Vec::new())), "{report:#}");
    let runtimes = report["process"]["runtimes"].as_array().expect("a list");
    assert_eq!((runtimes.len(), &runtimes[0]["kind"]), (1, &Value::from("ferromp")), "{report:#}");
    assert_eq!(runtimes[0]["callers"].as_array().map(Vec::len), Some(2), "{report:#}");
    assert_eq!(report["process"]["threads"][library().to_str().expect("UTF-8")], 2, "{report:#}");
}

#[test]
fn a_mask_that_was_narrowed_is_told() {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let (status, report) = host(&["bind:".into()], &[]);
    let expected: &[&str] = if processors > 1 { &["narrow-mask"] } else { &[] };
    assert_eq!((status, &findings(&report, "warning")[..]), (0, expected), "{report:#}");
}

#[test]
fn the_end_of_the_command_is_told_whatever_it_is() {
    for (step, ending) in [("end:42", 42), ("raise:15", 128 + 15), ("raise:11", 128 + 11), ("raise:10", 128 + 10)] {
        let (status, report) = host(&[step.to_owned()], &[]);
        assert_eq!((status, &report["status"]), (0, &Value::from(ending)), "{report:#}");
    }
    let output = outcome(doctor().args(["--", "no-such-command"]));
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(125));
    assert!(message.starts_with("ferromp: doctor: no-such-command: "), "{message}");
    let output = outcome(doctor().arg("999999999"));
    assert_eq!(output.status.code(), Some(125));
}

#[test]
fn a_library_that_names_what_nobody_has_can_be_opened_under_the_doctor() {
    let (_, report) = host(&[step("open", &BUILT.lacking)], &[]);
    assert_eq!(report["status"], 0, "{report:#}");
}

#[test]
fn the_environment_is_explained() {
    let variables = [("OMP_NUM_THREADS", "9999"), ("KMP_LOCK_KIND", "tas"), ("MKL_NUM_THREADS", "2")];
    let (status, report) = examined(doctor().envs(variables));
    assert_eq!(status, 0);
    assert_eq!(findings(&report, "warning"), ["team-too-large"], "{report:#}");
    assert_eq!(findings(&report, "note"), ["ignored-variable"], "{report:#}");
    assert_eq!(report["machine"]["team"], 9999, "{report:#}");
    let heeded = |name: &str| {
        let all = report["variables"].as_array().expect("a list");
        all.iter().find(|variable| variable["name"] == name).map(|variable| variable["heeded"].clone())
    };
    assert_eq!(heeded("OMP_NUM_THREADS"), Some(Value::Bool(true)));
    assert_eq!(heeded("KMP_LOCK_KIND"), Some(Value::Bool(false)));
    assert_eq!(heeded("MKL_NUM_THREADS"), Some(Value::Null));
}

#[test]
fn the_text_says_what_to_do() {
    let mut command = clean(env!("CARGO_BIN_EXE_ferromp"));
    command.args(["doctor", "--"]).arg(&BUILT.host).args([step("open", &BUILT.gcc), "call:members".into()]);
    command.args([step("open", &BUILT.clang), "call:members".into()]);
    let output = outcome(&mut command);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!((output.status.code(), &*output.stderr), (Some(1), &b""[..]));
    for part in
        ["\nCONFLICT [two-runtimes]: 2 OpenMP runtimes", "\n  what to do: start the program by", "2 threads started by"]
    {
        assert!(text.contains(part), "{part:?} in {text}");
    }
}
