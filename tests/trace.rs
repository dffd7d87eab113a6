//! `ferromp run --trace` and `ferromp report`: what is recorded, whatever becomes of the process,
//! and what the page shows in a browser.

mod compilers;
#[allow(dead_code, reason = "others load the library themselves")]
mod library;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use library::{folder, outcome, run, target_folder};
use serde_json::Value;

/// A program that does what its arguments say, one after the other.
const HOST: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile double sink;
static omp_lock_t lock;

static void work(int n)
{
    double x = 1;
    for (int i = 0; i < n; i++)
        x = x * 1.0000001 + 1e-9;
    sink = x;
}

static void regions(int count)
{
    for (int i = 0; i < count; i++) {
        #pragma omp parallel
        {
            work(1000 * (1 + omp_get_thread_num()));
            #pragma omp barrier
            work(500);
        }
    }
}

/* GCC's library has no such function to link with. */
static void control(int command, int modifier)
{
    int (*call)(int, int, void *) = (int (*)(int, int, void *))dlsym(RTLD_DEFAULT, "omp_control_tool");
    if (call(command, modifier, NULL) != 0)
        exit(4);
}

static void constructs(void)
{
    omp_init_lock(&lock);
    control(3, 7);
    #pragma omp parallel num_threads(2)
    {
        #pragma omp for schedule(dynamic, 5)
        for (int i = 0; i < 100; i++)
            work(100);
        #pragma omp single
        for (int i = 0; i < 40; i++) {
            #pragma omp task
            work(1000);
        }
        omp_set_lock(&lock);
        usleep(20000);
        omp_unset_lock(&lock);
    }
}

int main(int count, char **words)
{
    for (int i = 1; i < count; i++) {
        int number = words[i][0] ? atoi(words[i] + 1) : 0;
        switch (words[i][0]) {
        case 'r': regions(number); break;
        case 'c': constructs(); break;
        case 'w':
            /* The test's file for it. */
            if (((int (*)(const char *))dlsym(RTLD_DEFAULT, "ferromp_trace_write"))(getenv("COPY")) != number)
                exit(5);
            break;
        case 'n': omp_set_num_threads(number); break;
        case 'o': control(number, 0); break;
        case 'f':
            if (fork() == 0) {
                regions(number);
                _exit(0);
            }
            wait(NULL);
            break;
        case 'x': execl(words[0], words[0], words[i] + 1, (char *)NULL); return 3;
        case 'h':
            #pragma omp parallel num_threads(2)
            if (omp_get_thread_num() == 1) {
                puts("here");
                fflush(stdout);
                pause();
            }
            break;
        }
    }
    return 0;
}
"#;

static SCRATCH: LazyLock<PathBuf> = LazyLock::new(|| {
    let scratch = target_folder().join("trace");
    fs::create_dir_all(&scratch).expect("the target folder is writable");
    scratch
});

/// The program, by both compilers.
static HOSTS: LazyLock<[PathBuf; 2]> = LazyLock::new(|| {
    let source = SCRATCH.join("host.c");
    fs::write(&source, HOST).expect("the target folder is writable");
    ["GCC", "CLANG"].map(|compiler| {
        let result = SCRATCH.join(format!("host-{compiler}"));
        let mut command = Command::new(compilers::command(compiler));
        run(command.args(["-g", "-O1", "-fopenmp", "-o"]).arg(&result).arg(&source).arg("-ldl"));
        result
    })
});

/// A folder for the files of a test.
fn fresh() -> tempfile::TempDir {
    tempfile::tempdir_in(&*SCRATCH).expect("the target folder is writable")
}

/// A program without a variable of OpenMP or the loader.
fn clean(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["OMP_", "KMP_", "GOMP_", "LD_", "FERROMP_"].iter().any(|start| text.starts_with(start)) {
            command.env_remove(name);
        }
    }
    command.env("FERROMP_LIB_DIR", folder()).env("OMP_NUM_THREADS", "2");
    command
}

/// `ferromp run --trace`, with the host and these words.
fn traced(file: &Path, host: &Path, words: &[&str]) -> Command {
    let mut command = clean(env!("CARGO_BIN_EXE_ferromp"));
    command.args(["run", "--trace"]).arg(file).arg("--").arg(host).args(words);
    command
}

fn report(file: &Path, how: &[&str]) -> String {
    run(clean(env!("CARGO_BIN_EXE_ferromp")).arg("report").args(how).arg(file))
}

/// The processes of a trace.
fn figures(file: &Path) -> Vec<Value> {
    let text = report(file, &["--json"]);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The sum of a number over all sites of a process.
fn sum(process: &Value, number: &str) -> u64 {
    let sites = process["sites"].as_array().expect("a list");
    sites.iter().map(|site| site[number].as_u64().unwrap_or_else(|| panic!("{number} in {site}"))).sum()
}

fn advice(process: &Value) -> Vec<&str> {
    let advice = process["advice"].as_array().expect("a list");
    advice.iter().map(|advice| advice["id"].as_str().expect("a word")).collect()
}

#[test]
fn the_report_and_the_statistics_say_the_same_numbers() {
    for host in &*HOSTS {
        for threads in ["2", "5"] {
            let scratch = fresh();
            let (file, statistics) = (scratch.path().join("t"), scratch.path().join("s.json"));
            let words = ["r50", "c", "r1"];
            run(traced(&file, host, &words).env("FERROMP_STATS", &statistics).env("OMP_NUM_THREADS", threads));
            let statistics = fs::read_to_string(&statistics).expect("statistics");
            let statistics: Value = serde_json::from_str(&statistics).expect("JSON");
            let [process] = &figures(&file)[..] else { panic!("one process") };
            assert_eq!(process["pid"], statistics["pid"]);
            let nanoseconds = |seconds: &Value| (seconds.as_f64().expect("a time") * 1e9).round() as u64;
            let counted: BTreeMap<&str, _> = statistics["regions"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|site| {
                    let times = ["seconds", "thread_seconds", "barrier_seconds", "asleep_seconds"]
                        .map(|it| nanoseconds(&site[it]));
                    let counts = ["regions", "threads"].map(|it| site[it].as_u64().expect("a number"));
                    (site["function"].as_str().expect("a name"), (counts, times))
                })
                .collect();
            let reported: BTreeMap<&str, _> = process["sites"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|site| {
                    let number = |it: &str| site[it].as_u64().expect("a number");
                    let times =
                        ["nanoseconds", "thread_nanoseconds", "barrier_nanoseconds", "asleep_nanoseconds"].map(number);
                    (site["function"].as_str().expect("a name"), (["regions", "threads"].map(number), times))
                })
                .collect();
            assert_eq!(counted.len(), 2, "{counted:?}");
            assert_eq!(counted, reported);
        }
    }
}

#[test]
fn sites_have_lines_and_constructs_are_counted() {
    for host in &*HOSTS {
        let scratch = fresh();
        let file = scratch.path().join("t");
        run(&mut traced(&file, host, &["c", "r3"]));
        let [process] = &figures(&file)[..] else { panic!("one process") };
        assert_eq!(process["ended"], true);
        assert_eq!((sum(process, "regions"), sum(process, "tasks")), (4, 40));
        assert_eq!(sum(process, "chunks"), 20, "{process}");
        assert!(sum(process, "lock_nanoseconds") > 5_000_000, "{process}");
        for (part, line) in
            [("regions", "    for (int i = 0; i < count; i++) {"), ("constructs", "num_threads(2)\n    {")]
        {
            let behind = HOST.find(line).expect("it is there") + line.len();
            let first = HOST[..behind].lines().count();
            let site = process["sites"]
                .as_array()
                .expect("a list")
                .iter()
                .find(|site| site["function"].as_str().is_some_and(|name| name.starts_with(part)));
            let at = site.and_then(|site| site["line"].as_str()).unwrap_or_else(|| panic!("{part}: {process}"));
            let (name, number) = at.rsplit_once(':').expect("file:line");
            let number: usize = number.parse().expect("a line");
            assert!(name.ends_with("host.c") && (first - 2..=first + 3).contains(&number), "{part}: {at}, not {first}");
        }
        assert_eq!(process["locks"][0]["kind"], "lock");
        let callers = process["runtimes"]["callers"].as_array().expect("a list");
        let caller = callers.iter().find(|it| it["file"].as_str().is_some_and(|file| Path::new(file) == host));
        assert!(caller.is_some_and(|caller| caller["regions"] == 4), "{callers:?}");
    }
}

#[test]
fn a_call_before_the_first_construct_loses_no_record() {
    for host in &*HOSTS {
        for words in [&["c"][..], &["n2", "c"]] {
            let scratch = fresh();
            let file = scratch.path().join("t");
            run(&mut traced(&file, host, words));
            let [process] = &figures(&file)[..] else { panic!("one process") };
            assert_eq!(
                (sum(process, "regions"), sum(process, "tasks"), sum(process, "chunks")),
                (1, 40, 20),
                "{words:?}"
            );
            assert!(process["in_regions_nanoseconds"].as_u64().is_some_and(|time| time > 20_000_000), "{process}");
        }
    }
}

#[test]
fn processor_time_is_divided_among_sites_and_none_is_added() {
    for host in &*HOSTS {
        let scratch = fresh();
        let file = scratch.path().join("t");
        run(&mut traced(&file, host, &["r3000"]));
        let [process] = &figures(&file)[..] else { panic!("one process") };
        let whole = process["processor_nanoseconds"].as_u64().expect("a time");
        let regions = sum(process, "processor_nanoseconds");
        assert!((whole / 2..=whole).contains(&regions), "{regions} of {whole}");
    }
}

#[test]
fn a_killed_process_leaves_what_it_recorded() {
    for host in &*HOSTS {
        let scratch = fresh();
        let file = scratch.path().join("t");
        let mut process = traced(&file, host, &["r100", "h"]).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut line).expect("it writes");
        // While it runs, too.
        for _ in 0..2 {
            let [process] = &figures(&file)[..] else { panic!("one process") };
            assert_eq!((sum(process, "regions"), &process["ended"]), (101, &Value::Bool(false)));
        }
        process.kill().expect("it runs");
        process.wait().expect("it was ours");
        let [process] = &figures(&file)[..] else { panic!("one process") };
        assert_eq!((sum(process, "regions"), &process["ended"]), (101, &Value::Bool(false)));
        assert!(report(&file, &["--text"]).contains(", and no end"));
    }
}

#[test]
fn each_process_of_a_tree_has_its_own_file() {
    for host in &*HOSTS {
        let scratch = fresh();
        let file = scratch.path().join("t");
        run(&mut traced(&file, host, &["r10", "f20", "f30", "xr40"]));
        let processes = figures(&file);
        let counts: Vec<_> =
            processes.iter().map(|process| (sum(process, "regions"), process["ended"] == true)).collect();
        // Children that end by _exit, and a program that another one became, come to no end or to
        // one of their own.
        assert_eq!(counts, [(10, false), (20, false), (30, false), (40, true)], "{processes:?}");
        assert_eq!(processes[0]["pid"], processes[1]["parent"]);
        assert_eq!(processes[0]["forks"], 2);
        // The next trace of this name is alone again.
        run(&mut traced(&file, host, &["r1"]));
        assert_eq!(figures(&file).len(), 1);
    }
}

#[test]
fn a_trace_keeps_to_its_limit_and_has_the_last_records() {
    for host in &*HOSTS {
        let scratch = fresh();
        let file = scratch.path().join("t");
        run(traced(&file, host, &["r20000", "c"]).env("FERROMP_TRACE_LIMIT", "1M"));
        let size = fs::metadata(&file).expect("it is there").len();
        assert!(size <= (1 << 20) + (256 << 10), "{size}");
        let [process] = &figures(&file)[..] else { panic!("one process") };
        assert!(process["overwritten"].as_u64().is_some_and(|segments| segments > 0), "{process}");
        assert!(advice(process).contains(&"not-whole"));
        assert_eq!((sum(process, "tasks"), &process["dropped"]), (40, &Value::from(0)));
        assert!((100..20_000).contains(&sum(process, "regions")), "{process}");
        let workers: Vec<_> =
            process["threads"].as_array().expect("a list").iter().map(|thread| thread["worker"] == true).collect();
        assert_eq!((workers[0], workers.contains(&true)), (false, true), "{workers:?}");
    }
}

#[test]
fn the_program_pauses_its_trace() {
    for host in &*HOSTS {
        let scratch = fresh();
        let file = scratch.path().join("t");
        run(&mut traced(&file, host, &["r5", "o2", "r100", "o1", "r7"]));
        let [process] = &figures(&file)[..] else { panic!("one process") };
        assert_eq!(sum(process, "regions"), 12);
    }
}

#[test]
fn a_copy_has_what_was_recorded_until_then() {
    for host in &*HOSTS {
        let scratch = fresh();
        let [file, copy, none] = ["t", "copy", "none"].map(|name| scratch.path().join(name));
        let regions = |file: &Path| sum(&figures(file)[0], "regions");
        run(traced(&file, host, &["r3", "w0", "r4", "w0", "r5"]).env("COPY", &copy));
        assert_eq!((regions(&copy), regions(&file)), (7, 12));
        // The trace's own file is left alone.
        run(traced(&file, host, &["r3", "w-1", "r2"]).env("COPY", &file));
        assert_eq!(regions(&file), 5);
        // Without a trace there is nothing to copy.
        run(clean(env!("CARGO_BIN_EXE_ferromp")).args(["run", "--"]).arg(host).args(["r3", "w-1"]).env("COPY", &none));
        assert!(!none.exists());
    }
}

#[test]
fn a_file_that_is_no_trace_is_left_alone() {
    let scratch = fresh();
    let file = scratch.path().join("t");
    fs::write(&file, "mine").expect("a file");
    let output = outcome(&mut traced(&file, &HOSTS[0], &["r1"]));
    assert_eq!(output.status.code(), Some(125), "{output:?}");
    assert_eq!(fs::read(&file).expect("it is there"), b"mine");
    let output = outcome(clean(env!("CARGO_BIN_EXE_ferromp")).arg("report").arg(&file));
    assert_eq!(output.status.code(), Some(125), "{output:?}");
}

#[test]
fn a_file_that_cannot_be_written_stops_nothing() {
    let mut command = traced(Path::new("/proc/none/t"), &HOSTS[0], &["r1"]);
    let output = outcome(&mut command);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.starts_with("ferromp: FERROMP_TRACE='/proc/none/t' cannot"), "{output:?}");
}

/// By thread, state and site: for how long, in nanoseconds, as Chrome's format has it.
fn times_for_perfetto(file: &Path) -> BTreeMap<(u64, String, String), u64> {
    let path = report(file, &["--perfetto"]);
    let text = fs::read_to_string(path.trim()).expect("it is there");
    let events: Value = serde_json::from_str(&text).expect("JSON");
    let mut times = BTreeMap::new();
    for event in events["traceEvents"].as_array().expect("a list").iter().filter(|event| event["ph"] == "X") {
        let word = |of: &Value| of.as_str().unwrap_or_default().to_owned();
        let key = (event["tid"].as_u64().expect("a number"), word(&event["cat"]), word(&event["args"]["region"]));
        *times.entry(key).or_default() += (event["dur"].as_f64().expect("a time") * 1e3).round() as u64;
    }
    times
}

#[test]
fn perfetto_gets_one_span_after_the_other() {
    let scratch = fresh();
    let file = scratch.path().join("t");
    run(&mut traced(&file, &HOSTS[0], &["r20", "c", "f3"]));
    let path = report(&file, &["--perfetto"]);
    let text = fs::read_to_string(path.trim()).expect("it is there");
    let events: Value = serde_json::from_str(&text).expect("JSON");
    let mut ends: BTreeMap<(u64, u64), f64> = BTreeMap::new();
    let mut spans = 0;
    for event in events["traceEvents"].as_array().expect("a list").iter().filter(|event| event["ph"] == "X") {
        let number = |name: &str| event[name].as_f64().unwrap_or_else(|| panic!("{name}: {event}"));
        let end = ends.entry((number("pid") as u64, number("tid") as u64)).or_default();
        assert!(number("ts") >= *end - 1e-3 && number("dur") > 0.0, "{event} after {end}");
        *end = number("ts") + number("dur");
        spans += 1;
    }
    assert!(ends.len() >= 3 && spans > 100, "{} {spans}", ends.len());
}

/// The browser, if there is one.
fn browser() -> Option<&'static str> {
    let there = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok());
    if there.is_none() {
        eprintln!("skipped: chromium is not installed");
    }
    there
}

/// The document that a browser makes of a page with a script at its end.
fn page_in_browser(browser: &str, page: &str, script: &str) -> String {
    let scratch = fresh();
    let file = scratch.path().join("page.html");
    let page = page.replace("</body>", &format!("<script>{script}</script></body>"));
    fs::write(&file, page).expect("a file");
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    command.arg(format!("--user-data-dir={}", scratch.path().join("user").display()));
    command.args(["--window-size=1200,900", "--virtual-time-budget=5000", "--dump-dom"]);
    run(command.arg(format!("file://{}", file.display())))
}

/// The title of a page, into which a script has put JSON.
fn said_in_title(document: &str) -> Value {
    let title = document.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
    let title = title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    serde_json::from_str(&title).unwrap_or_else(|error| panic!("{error}: {title}"))
}

#[test]
fn a_page_has_all_times_in_a_few_bytes_each() {
    let Some(browser) = browser() else { return };
    let scratch = fresh();
    let file = scratch.path().join("t");
    run(&mut traced(&file, &HOSTS[0], &["r5000", "c"]));
    let page = fs::read_to_string(report(&file, &[]).trim()).expect("it is there");
    // Times in the browser are whole numbers of the unit, which is a nanosecond in a short trace.
    const SCRIPT: &str = r##"
        const times = {}, spans = now.threads.reduce((sum, row) => sum + row.from.length, 0);
        for (const row of now.threads) {
          row.from.forEach((from, index) => {
            const site = row.site[index] < 0 ? "" : now.sites[row.site[index]].where;
            const key = JSON.stringify([row.system, now.states[row.state[index]], site]);
            times[key] = (times[key] || 0) + (row.to[index] - from) * now.unit;
          });
        }
        look(end() / 2 - 1, end() / 2 + 1);
        document.title = JSON.stringify({ times, spans, unit: now.unit, view: $("view").textContent });
    "##;
    let said = said_in_title(&page_in_browser(browser, &page, SCRIPT));
    let spans = said["spans"].as_u64().expect("a number");
    assert!(spans > 20_000, "{spans}");
    let template = include_str!("../src/bin/report/page.html").len() as u64;
    let size = page.len() as u64 - template;
    assert!(size < 9 * spans, "{size} bytes for {spans} spans");
    let times: BTreeMap<(u64, String, String), u64> = said["times"]
        .as_object()
        .expect("an object")
        .iter()
        .map(|(key, time)| (serde_json::from_str(key).expect("JSON"), time.as_u64().expect("a number")))
        .collect();
    let wanted = times_for_perfetto(&file);
    assert!(wanted.len() > 10, "{wanted:?}");
    if said["unit"] == 1 {
        assert_eq!(times, wanted);
    } else {
        assert!(times.keys().eq(wanted.keys()), "{times:?}, and not {wanted:?}");
    }
    // Both ends of a view can be told from each other, however short it is.
    let view = said["view"].as_str().expect("a text");
    let (ends, length) = view.split_once(": ").expect("two parts");
    let (from, to) = ends.split_once(" to ").expect("two times");
    assert!(from != to && length.ends_with(" µs"), "{view}");
}

#[test]
fn a_browser_draws_zooms_and_sorts_the_page() {
    let Some(browser) = browser() else { return };
    let scratch = fresh();
    let file = scratch.path().join("t");
    run(&mut traced(&file, &HOSTS[0], &["r50", "c", "f3"]));
    let page = fs::read_to_string(report(&file, &[]).trim()).expect("it is there");
    for address in ["http:", "https:", "src=", "@import"] {
        assert!(!page.contains(address), "the page needs {address}");
    }
    // The answers are put into the title, as JSON.
    const SCRIPT: &str = r##"
        const said = [], note = () => ({ ...document.body.dataset });
        const first = column => [...$("sites").tBodies[0].rows].map(row => row.cells[column].textContent);
        said.push(note());
        const place = $("canvas").getBoundingClientRect();
        $("canvas").dispatchEvent(new WheelEvent("wheel",
          { deltaY: -400, clientX: place.left + 600, clientY: place.top + 5, bubbles: true, cancelable: true }));
        said.push(note());
        $("all").click();
        said.push(note());
        const pen = $("canvas").getContext("2d"), seen = new Set();
        for (const point of pen.getImageData(0, 8, $("canvas").width, 1).data) seen.add(point);
        said.push(seen.size);
        const heads = $("sites").tHead.rows[0].cells;
        heads[1].click();
        said.push(first(1));
        heads[1].click();
        said.push(first(1));
        $("process").value = "1";
        $("process").onchange();
        said.push(first(1));
        document.title = JSON.stringify(said);
    "##;
    let shown = page_in_browser(browser, &page, SCRIPT);
    let said = said_in_title(&shown);
    let number = |of: &Value, name: &str| -> f64 {
        of[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name}: {said}"))
    };
    let length = |of: &Value| number(of, "to") - number(of, "from");
    assert!(number(&said[0], "spans") > 100.0, "{said}");
    assert!(
        length(&said[1]) < length(&said[0]) / 2.0 && number(&said[1], "spans") < number(&said[0], "spans"),
        "{said}"
    );
    assert!(number(&said[1], "from") > 0.0, "{said}");
    assert_eq!(length(&said[2]), length(&said[0]), "{said}");
    assert!(said[3].as_u64().is_some_and(|colours| colours > 5), "{said}");
    assert_eq!((&said[4], &said[5]), (&serde_json::json!(["50", "1"]), &serde_json::json!(["1", "50"])));
    assert_eq!(said[6], serde_json::json!(["3"]));
}
