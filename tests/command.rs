//! `ferromp run`: what the started program finds in its environment, and the exit statuses.

mod library;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use library::{folder, library, outcome, run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_ferromp");

/// `ferromp` with no loader variable set, and the library's folder given.
fn ferromp() -> Command {
    let mut command = Command::new(PROGRAM);
    command.env_remove("LD_PRELOAD").env_remove("LD_LIBRARY_PATH").env("FERROMP_LIB_DIR", folder());
    command
}

/// The two variables as the started program sees them.
const PRINT_VARIABLES: [&str; 3] = ["sh", "-c", "echo $LD_PRELOAD; echo $LD_LIBRARY_PATH"];

fn printed(preload: &str, path: &str) -> String {
    format!("{}{preload}\n{}{path}\n", library().display(), folder().display())
}

#[test]
fn sets_both_variables() {
    assert_eq!(run(ferromp().arg("run").args(PRINT_VARIABLES)), printed("", ""));
}

#[test]
fn takes_a_double_dash_before_the_command_and_leaves_the_next_one() {
    assert_eq!(run(ferromp().args(["run", "--", "echo", "--", "x"])), "-- x\n");
}

#[test]
fn keeps_what_was_set_before() {
    // libc is in every process already, so preloading it changes nothing.
    let mut command = ferromp();
    command.env("LD_PRELOAD", "libc.so.6").env("LD_LIBRARY_PATH", "/nowhere").arg("run").args(PRINT_VARIABLES);
    assert_eq!(run(&mut command), printed(":libc.so.6", ":/nowhere"));
}

#[test]
fn makes_no_empty_element_of_an_empty_variable() {
    let mut command = ferromp();
    command.env("LD_PRELOAD", "").env("LD_LIBRARY_PATH", "").arg("run").args(PRINT_VARIABLES);
    assert_eq!(run(&mut command), printed("", ""));
}

/// Exit status and standard error.
fn fails(command: &mut Command) -> (Option<i32>, String) {
    let output = outcome(command);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn passes_the_exit_status_on() {
    assert_eq!(fails(ferromp().args(["run", "sh", "-c", "exit 42"])), (Some(42), String::new()));
}

#[test]
fn says_that_a_command_is_not_found() {
    let (status, message) = fails(ferromp().args(["run", "no-such-command"]));
    assert_eq!(status, Some(127));
    assert!(message.starts_with("ferromp: no-such-command: "), "{message}");
}

#[test]
fn says_that_a_command_cannot_be_started() {
    let (status, message) = fails(ferromp().args(["run", "/etc/passwd"]));
    assert_eq!(status, Some(126));
    assert!(message.starts_with("ferromp: /etc/passwd: "), "{message}");
}

#[test]
fn says_that_no_command_was_given() {
    let (status, message) = fails(ferromp().args(["run", "--"]));
    assert_eq!(status, Some(125));
    assert!(message.starts_with("ferromp: the following required arguments were not provided"), "{message}");
}

#[test]
fn says_that_there_is_no_such_verb() {
    for (arguments, problem) in [(&[][..], "requires a subcommand"), (&["walk"], "unrecognized subcommand 'walk'")] {
        let (status, message) = fails(ferromp().args(arguments));
        assert_eq!(status, Some(125));
        assert!(message.starts_with("ferromp: ") && message.contains(problem), "{message}");
    }
}

#[test]
fn helps_whoever_asks_for_it() {
    for arguments in [&["--help"][..], &["help"], &["-h"]] {
        assert!(run(ferromp().args(arguments)).contains("run          Start COMMAND"));
    }
    for arguments in [&["run", "--help"][..], &["help", "run"]] {
        assert!(run(ferromp().args(arguments)).contains("ferromp run [--trace FILE] [--] COMMAND"));
    }
}

#[test]
fn takes_no_option_for_a_command() {
    let (status, message) = fails(ferromp().args(["run", "-x", "true"]));
    assert_eq!(status, Some(125));
    assert!(message.starts_with("ferromp: unexpected argument '-x'"), "{message}");
}

#[test]
fn leaves_the_options_of_the_command_to_it() {
    assert_eq!(run(ferromp().args(["run", "printf", "%s ", "-h", "--", "--help", "-x"])), "-h -- --help -x ");
}

#[test]
fn says_that_its_output_cannot_be_written_and_not_that_nobody_reads_on() {
    let (status, message) = fails(ferromp().args(["run", "sh", "-c", "exec \"$0\" symbols > /dev/full"]).arg(PROGRAM));
    assert_eq!(status, Some(125));
    assert!(message.starts_with("ferromp: standard output: "), "{message}");

    let (reader, writer) = std::io::pipe().expect("a pipe can be made");
    drop(reader);
    let output = ferromp().arg("symbols").stdout(writer).output().expect("it starts");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn ends_as_it_should_where_nobody_reads_its_messages() {
    let (reader, writer) = std::io::pipe().expect("a pipe can be made");
    drop(reader);
    let output = ferromp().arg("no-such-verb").stderr(writer).output().expect("it starts");
    assert_eq!(output.status.code(), Some(125));
}

/// A service's SIGPIPE is ignored, and a pipeline's is not.
#[test]
fn leaves_broken_pipes_to_the_command() {
    const SHOW: [&str; 3] = ["grep", "SigIgn", "/proc/self/status"];
    for option in ["--ignore-signal=PIPE", "--default-signal=PIPE"] {
        let natively = run(Command::new("env").arg(option).args(SHOW));
        for words in [&["run"][..], &["doctor", "--"]] {
            let mut command = Command::new("env");
            command.arg(option).arg(PROGRAM).args(words).args(SHOW).env("FERROMP_LIB_DIR", folder());
            let said = run(&mut command);
            assert!(said.starts_with(&natively), "{option} {words:?}: {said}");
        }
    }
}

#[test]
fn writes_what_shells_and_manuals_need() {
    for shell in ["bash", "fish", "zsh"] {
        let script = run(ferromp().args(["completions", shell]));
        for verb in ["run", "path", "symbols", "completions", "manual"] {
            assert!(script.contains(verb), "{shell}: no {verb} in {script}");
        }
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    run(ferromp().arg("manual").arg(folder.path()));
    let page = fs::read_to_string(folder.path().join("ferromp-run.1")).expect("there is a page of each verb");
    assert!(page.starts_with(".ie") && page.contains("[\\-\\-] COMMAND [ARGUMENT]"), "{page}");
    let (status, message) = fails(ferromp().args(["manual", "/dev/null"]));
    assert_eq!(status, Some(125));
    assert!(message.starts_with("ferromp: /dev/null: "), "{message}");
}

#[test]
fn refuses_a_folder_without_the_library() {
    let empty = tempfile::tempdir().expect("a temporary folder can be made");
    let (status, message) = fails(ferromp().env("FERROMP_LIB_DIR", empty.path()).args(["run", "true"]));
    assert_eq!(status, Some(125));
    assert!(message.starts_with(&format!("ferromp: no library in {}", empty.path().display())), "{message}");
}

/// A folder whose libgomp.so.1 is GCC's must not be taken for ours.
#[test]
fn refuses_a_folder_with_a_libgomp_alone() {
    let other = tempfile::tempdir().expect("a temporary folder can be made");
    fs::copy(library(), other.path().join("libgomp.so.1")).expect("the library can be copied");
    let (status, _) = fails(ferromp().env("FERROMP_LIB_DIR", other.path()).args(["run", "true"]));
    assert_eq!(status, Some(125));
}

#[test]
fn refuses_a_folder_whose_path_the_loader_would_split() {
    let parent = tempfile::tempdir().expect("a temporary folder can be made");
    let spaced = parent.path().join("with space");
    fs::create_dir(&spaced).expect("the temporary folder is writable");
    install(&spaced);
    let (status, message) = fails(ferromp().env("FERROMP_LIB_DIR", &spaced).args(["run", "true"]));
    assert_eq!(status, Some(125));
    assert!(message.contains("with space"), "{message}");
}

#[test]
fn finds_the_library_beside_itself() {
    let prefix = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder can be made");
    let prefix = fs::canonicalize(prefix.path()).expect("it is there").join("usr");
    let (bin, lib) = (prefix.join("bin"), prefix.join("lib/ferromp"));
    fs::create_dir_all(&bin).expect("the temporary folder is writable");
    fs::create_dir_all(&lib).expect("the temporary folder is writable");
    install(&lib);
    let program = bin.join("ferromp");
    // Not copied: while the copy is written, another test may fork, and its child hold the file
    // open for writing.
    fs::hard_link(PROGRAM, &program).expect("target is one file system");
    let found = run(Command::new(program).arg("path").env_remove("FERROMP_LIB_DIR"));
    assert_eq!(found, format!("{}\n", lib.display()));
}

/// Lays the library out in `to`, as `make install` does.
fn install(to: &Path) {
    fs::copy(library(), to.join("libgomp.so.1")).expect("the library can be copied");
    for name in ["libomp.so.5", "libiomp5.so"] {
        symlink("libgomp.so.1", to.join(name)).expect("the folder is writable");
    }
}
