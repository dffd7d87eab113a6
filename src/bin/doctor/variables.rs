//! The environment: what each variable of OpenMP and of numerical libraries does here.

use serde::Serialize;

/// A variable that is set.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Variable {
    pub name: String,
    pub value: String,
    pub effect: String,
    /// Whether ferromp heeds it. Of the variables of other libraries it is not for ferromp to say.
    pub heeded: Option<bool>,
}

/// The page that describes each variable that ferromp reads.
const PAGE: &str = include_str!("../../../docs/environment.md");

/// Variables of ferromp's that are read and have no effect, or that other runtimes have.
const WITHOUT_EFFECT: [(&str, &str); 10] = [
    ("OMP_DEBUG", "no effect: ferromp has no debuggers' interface"),
    ("KMP_TASKLOOP_MIN_TASKS", "no effect: a limit of libomp's structures"),
    ("KMP_DISP_NUM_BUFFERS", "no effect: a limit of libomp's structures"),
    ("KMP_DUPLICATE_LIB_OK", "no effect: libomp and libiomp5 end a program that loads both; ferromp does not"),
    ("KMP_INIT_AT_FORK", "no effect: ferromp's forked children can always use OpenMP"),
    ("KMP_FOREIGN_THREADS_THREADPRIVATE", "no effect: they always have it"),
    ("KMP_USER_LEVEL_MWAIT", "no effect: threads that wait sleep in the kernel"),
    ("KMP_MONITOR_STACKSIZE", "no effect: there is no monitor thread"),
    ("KMP_MALLOC_POOL_INCR", "no effect: libomp's allocator"),
    ("KMP_LOCK_KIND", "no effect: ferromp has one kind of lock"),
];

/// Variables with a better text than the page's first sentence.
const OURS: [(&str, &str); 9] = [
    ("OMP_TOOL", "whether a tool is started (OMPT)"),
    ("OMP_TOOL_LIBRARIES", "where a tool is looked for (OMPT)"),
    ("OMP_TOOL_VERBOSE_INIT", "where it is told how the tool was looked for (OMPT)"),
    ("OMP_NUM_THREADS", "how many threads a region has; with several numbers, by level of nesting"),
    ("OMP_DYNAMIC", "whether a region may have fewer threads than asked for"),
    ("OMP_THREAD_LIMIT", "how many threads there may be in all regions that are nested in each other"),
    ("FERROMP_LIB_DIR", "the folder of the library, for the command"),
    ("FERROMP_PYTHON", "0: import ferromp does nothing, nor does ferromp.enable()"),
    ("FERROMP_OPENBLAS", "0: OpenBLAS keeps threads of its own"),
];

/// The variables of numerical libraries, and what each of them does.
const OF_OTHERS: [(&str, &str); 16] = [
    ("MKL_NUM_THREADS", "MKL's threads, before OMP_NUM_THREADS"),
    ("MKL_DOMAIN_NUM_THREADS", "MKL's threads by kind of function"),
    ("MKL_DYNAMIC", "whether MKL may take fewer threads"),
    (
        "MKL_THREADING_LAYER",
        "the runtime that libmkl_rt calls: GNU and INTEL are ferromp here, TBB and SEQUENTIAL are not",
    ),
    ("MKL_INTERFACE_LAYER", "the size of MKL's integers; the threads are the same"),
    ("MKL_SERVICE_FORCE_INTEL", "lets MKL and another library be used where MKL would refuse"),
    ("OPENBLAS_NUM_THREADS", "OpenBLAS's threads, before OMP_NUM_THREADS"),
    ("GOTO_NUM_THREADS", "as OPENBLAS_NUM_THREADS, which goes before it"),
    ("OPENBLAS_DEFAULT_NUM_THREADS", "OpenBLAS's threads where nothing else says"),
    ("OPENBLAS_CORETYPE", "OpenBLAS's code for this processor; nothing about threads"),
    ("OPENBLAS_MAIN_FREE", "whether OpenBLAS leaves the affinity of the first thread alone"),
    ("OPENBLAS_THREAD_TIMEOUT", "how long OpenBLAS's own threads spin: 2 to the power of this many cycles"),
    ("BLIS_NUM_THREADS", "BLIS's threads, before OMP_NUM_THREADS"),
    ("NUMBA_NUM_THREADS", "Numba's threads"),
    ("NUMBA_THREADING_LAYER", "Numba's runtime: omp is ferromp here, and ends forked children"),
    ("VECLIB_MAXIMUM_THREADS", "no effect on Linux"),
];

const PREFIXES: [&str; 12] = [
    "OMP_",
    "KMP_",
    "GOMP_",
    "LIBOMP_",
    "ACC_",
    "FERROMP_",
    "MKL_",
    "OPENBLAS_",
    "GOTO_",
    "BLIS_",
    "NUMBA_",
    "VECLIB_",
];

/// The variables that are set, with what they do.
pub fn of(environment: &[(String, String)]) -> Vec<Variable> {
    let is_meant = |name: &str| PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    let mut found: Vec<Variable> =
        environment.iter().filter(|(name, _)| is_meant(name)).map(|(name, value)| variable(name, value)).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn variable(name: &str, value: &str) -> Variable {
    let (effect, heeded) = if let Some((_, effect)) = WITHOUT_EFFECT.iter().find(|(known, _)| *known == name) {
        ((*effect).to_owned(), Some(false))
    } else if let Some((_, effect)) = OURS.iter().find(|(known, _)| *known == name) {
        ((*effect).to_owned(), Some(true))
    } else if let Some((_, effect)) = OF_OTHERS.iter().find(|(known, _)| *known == name) {
        ((*effect).to_owned(), None)
    } else if let Some((values, note)) = row(name) {
        (if note.is_empty() { values } else { note }, Some(true))
    } else if ["MKL_", "OPENBLAS_", "GOTO_", "BLIS_", "NUMBA_", "VECLIB_"].iter().any(|prefix| name.starts_with(prefix))
    {
        ("another library's".to_owned(), None)
    } else {
        ("no effect: ferromp does not know it".to_owned(), Some(false))
    };
    Variable { name: name.to_owned(), value: value.to_owned(), effect, heeded }
}

/// Of a variable that ferromp reads: its values and the note on it.
fn row(name: &str) -> Option<(String, String)> {
    // A list may be for one device or for all: OMP_NUM_THREADS_DEV_3.
    let name = name.split("_DEV").next()?.trim_end_matches("_ALL");
    let quoted = format!("`{name}`");
    let line = PAGE.lines().find(|line| {
        line.split(" | ")
            .next()
            .is_some_and(|first| first.starts_with('|') && first.split(['|', ',', ' ']).any(|word| word == quoted))
    })?;
    // A bar inside a value is written with a backslash.
    let line = line.replace("\\|", "\u{1}");
    let cells: Vec<String> = line.trim_matches('|').split('|').map(|cell| plain(&cell.replace('\u{1}', "|"))).collect();
    Some((cells.get(1)?.clone(), first_sentence(cells.get(3)?)))
}

/// Text without the marks of the page.
fn plain(text: &str) -> String {
    text.replace(['`', '*'], "").trim().to_owned()
}

fn first_sentence(text: &str) -> String {
    text.split_inclusive(". ").next().unwrap_or(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str) -> Variable {
        of(&[(name.to_owned(), "1".to_owned())]).pop().expect("a variable of OpenMP")
    }

    #[test]
    fn what_ferromp_reads_is_described_by_the_page() {
        assert!(one("OMP_NUM_THREADS").effect.starts_with("how many threads"));
        assert_eq!(one("KMP_ALL_THREADS").heeded, Some(true));
        assert!(one("KMP_ALL_THREADS").effect.starts_with("As FERROMP_THREAD_LIMIT"));
        assert!(one("OMP_MAX_TASK_PRIORITY").effect == "0 or more");
        assert_eq!(one("OMP_NUM_THREADS_DEV_2").heeded, Some(true));
    }

    #[test]
    fn what_it_does_not_heed_is_said() {
        for name in ["KMP_LOCK_KIND", "KMP_NO_SUCH_THING", "OMP_DEBUG"] {
            assert_eq!(one(name).heeded, Some(false), "{name}");
            assert!(one(name).effect.starts_with("no effect"), "{name}");
        }
        assert_eq!(one("MKL_NUM_THREADS").heeded, None);
        assert_eq!(of(&[("PATH".to_owned(), String::new())]), []);
    }

    #[test]
    fn nothing_without_effect_is_said_to_have_one() {
        for (name, _) in WITHOUT_EFFECT {
            let row = PAGE.lines().find(|line| line.starts_with(&format!("| `{name}` ")));
            let section = PAGE.split_once("## Read and shown, but without effect").expect("a heading of the page").1;
            assert!(row.is_none() || section.contains(&format!("`{name}`")), "{name}");
        }
    }
}
