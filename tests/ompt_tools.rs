//! A tool is found where libomp finds it, and `OMP_TOOL_VERBOSE_INIT` says the same about the
//! search.

mod built;
mod compilers;
#[allow(dead_code, reason = "others load the library themselves")]
mod library;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use built::built;
use library::{folder, outcome, run};

/// A tool, one that refuses to be one, and a library that has none.
const TOOL: &str = r#"
#include <stdio.h>

#ifndef NO_TOOL
struct result { int (*initialize)(void *, int, void *); void (*finalize)(void *); unsigned long data; };

static int initialize(void *lookup, int device, void *data) { puts("begins"); fflush(stdout); return 1; }

static void finalize(void *data) { puts("ends"); fflush(stdout); }

struct result *ompt_start_tool(unsigned version, const char *runtime)
{
    static struct result result = {initialize, finalize, 0};
    printf("asked, %u\n", version);
    fflush(stdout);
#ifdef REFUSES
    return NULL;
#endif
    return &result;
}
#endif
"#;

const PROGRAM: &str = r#"
#include <stdio.h>

int main(void)
{
    int members = 0;
#pragma omp parallel num_threads(2)
#pragma omp atomic
    members++;
    printf("%d members\n", members);
    return 0;
}
"#;

/// The folder of the compiler's own runtime.
fn libomp() -> PathBuf {
    let clang = compilers::command("CLANG");
    let file = run(Command::new(clang).arg("-print-file-name=libomp.so"));
    Path::new(file.trim()).parent().expect("a folder").to_owned()
}

/// Variables of the environment, with their values.
type Variables<'a> = &'a [(&'a str, &'a str)];

/// The output and the errors of a program on the runtime of a folder.
fn said(program: &Path, folder: &Path, variables: Variables) -> (String, String) {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if ["OMP_", "KMP_", "FERROMP_", "LD_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    let output = outcome(command.env("LD_LIBRARY_PATH", folder).envs(variables.iter().copied()));
    assert!(output.status.success(), "{output:?}");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// The text that libomp writes, but for Archer, for which it looks last of all.
fn without_archer(log: &str) -> String {
    let lines = log.lines().filter(|line| !line.contains("libarcher.so"));
    lines.map(|line| line.replace(" Using archer tool.", "") + "\n").collect()
}

/// The libraries of `TOOL`.
static TOOLS: LazyLock<[String; 3]> = LazyLock::new(|| {
    [("tool.so", "-DTOOL"), ("refuses.so", "-DREFUSES"), ("none.so", "-DNO_TOOL")]
        .map(|(name, flag)| built("CLANG", "ompt_tools", name, TOOL, &["-shared", "-fPIC", flag]).display().to_string())
});

/// The program without a tool.
static PLAIN: LazyLock<PathBuf> = LazyLock::new(|| built("CLANG", "ompt_tools", "program", PROGRAM, &["-fopenmp"]));

#[test]
fn a_tool_is_found_where_libomp_finds_it_and_the_log_is_the_same() {
    let [tool, refuses, none] = &*TOOLS;
    let source = format!("{TOOL}{PROGRAM}");
    let own = built("CLANG", "ompt_tools", "program-with-tool", &source, &["-fopenmp", "-rdynamic"]);
    let list = format!("/no/such.so:{none}:{refuses}:{tool}");
    let begins = "asked, 201611\nbegins\n";
    // The variables, and whether a tool begins.
    let cases: [(&Path, Variables, bool); 8] = [
        (&PLAIN, &[], false),
        (&own, &[], true),
        (&own, &[("OMP_TOOL_LIBRARIES", refuses)], true),
        (&own, &[("OMP_TOOL", "disabled")], false),
        (&PLAIN, &[("LD_PRELOAD", tool)], true),
        (&PLAIN, &[("LD_PRELOAD", refuses), ("OMP_TOOL_LIBRARIES", tool)], true),
        (&PLAIN, &[("OMP_TOOL_LIBRARIES", &list)], true),
        (&PLAIN, &[("OMP_TOOL_LIBRARIES", none)], false),
    ];
    for (program, variables, is_found) in cases {
        let (output, _) = said(program, folder(), variables);
        assert_eq!(output.contains(begins), is_found, "{variables:?}: {output}");
        assert_eq!(output.ends_with("2 members\nends\n"), is_found, "{variables:?}: {output}");
        for to in ["stdout", "stderr"] {
            let variables = [variables, &[("OMP_TOOL_VERBOSE_INIT", to)]].concat();
            let ours = said(program, folder(), &variables);
            let (output, errors) = said(program, &libomp(), &variables);
            assert_eq!(ours, (without_archer(&output), without_archer(&errors)), "{variables:?}");
            let log = if to == "stdout" { ours.0 } else { ours.1 };
            let is_off = variables.contains(&("OMP_TOOL", "disabled"));
            assert!(log.contains(if is_off { "disabled" } else { "LOGGING OF TOOL REGISTRATION" }), "{log}");
        }
    }
}

#[test]
fn the_log_goes_to_a_file_too() {
    let [tool, ..] = &*TOOLS;
    let scratch = tempfile::tempdir().expect("a folder");
    let [ours, theirs] = [("ours", folder().to_owned()), ("theirs", libomp())].map(|(name, runtime)| {
        let file = scratch.path().join(name);
        let to = file.to_str().expect("a name");
        let (output, errors) = said(&PLAIN, &runtime, &[("OMP_TOOL_LIBRARIES", tool), ("OMP_TOOL_VERBOSE_INIT", to)]);
        assert_eq!((&output[..], &errors[..]), ("asked, 201611\nbegins\n2 members\nends\n", ""));
        fs::read_to_string(file).expect("the log")
    });
    assert!(ours.contains("Success"), "{ours}");
    assert_eq!(ours, theirs);
}

#[test]
fn code_by_gcc_has_the_same_tool() {
    let [tool, ..] = &*TOOLS;
    let program = built("GCC", "ompt_tools", "program-gcc", PROGRAM, &["-fopenmp"]);
    let (output, _) = said(&program, folder(), &[("OMP_TOOL_LIBRARIES", tool)]);
    assert_eq!(output, "asked, 201611\nbegins\n2 members\nends\n");
}
