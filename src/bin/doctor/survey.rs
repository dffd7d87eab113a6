//! A survey of a process: its OpenMP runtimes and BLAS libraries, the libraries that call them, and
//! those that have started threads.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::image::{Image, is_openmp};
use super::memory::Process;
use super::threads;

/// The kind of an OpenMP runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Ferromp,
    Libgomp,
    Libomp,
    Libiomp5,
}

/// An OpenMP runtime in the process.
#[derive(Debug, Serialize)]
pub struct Runtime {
    pub file: String,
    pub kind: Kind,
    /// The libraries with functions that are bound to it.
    pub callers: Vec<String>,
}

/// Where a numerical library has its threads from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Threading {
    OpenMp,
    Own,
    Tbb,
    None,
    /// It is decided while the program runs.
    Open,
}

/// A numerical library with threads.
#[derive(Debug, Serialize)]
pub struct Numerical {
    pub file: String,
    pub name: &'static str,
    pub threading: Threading,
    /// Whether its threads can be replaced by others (OpenBLAS from 0.3.27 on).
    pub takes_callback: bool,
}

/// A library that calls OpenMP.
#[derive(Debug, Serialize)]
pub struct Caller {
    pub file: String,
    /// By runtime, or other file: how many functions are bound to it.
    pub bound: BTreeMap<String, usize>,
    /// Functions that are bound when they are called first.
    pub not_yet: usize,
}

/// All that was seen.
#[derive(Debug, Default, Serialize)]
pub struct Survey {
    pub pid: u32,
    pub program: String,
    pub runtimes: Vec<Runtime>,
    pub numerical: Vec<Numerical>,
    pub callers: Vec<Caller>,
    /// By library: how many threads it has started.
    pub threads: BTreeMap<String, usize>,
    /// Names of ferromp's library that have no content.
    #[serde(skip)]
    pub stand_ins: Vec<String>,
    /// Whether ferromp lies in front of the libraries that the program was linked with.
    pub ferromp_is_preloaded: bool,
    /// Whether Numba's OpenMP layer, which ends forked children, is loaded.
    pub numba_guard: bool,
    /// Whether a loader starts the program.
    pub has_loader: bool,
    /// Whether the program changes its user or group when it starts.
    pub changes_user: bool,
    /// How many processors the first thread may use, and how many the thread that may use the most.
    pub mask: Option<usize>,
    pub widest_mask: Option<usize>,
    #[serde(skip)]
    pub environment: Vec<(String, String)>,
}

/// A name for people.
pub fn short(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// The names of some files, and how many more there are.
pub fn some(files: &[String]) -> String {
    const ENOUGH: usize = 3;
    let names: Vec<_> = files.iter().take(ENOUGH).map(|file| short(file)).collect();
    let more = files.len().saturating_sub(ENOUGH);
    if more == 0 { names.join(", ") } else { format!("{} and {more} more", names.join(", ")) }
}

impl Survey {
    /// Looks at a process. `counted`: who has started how many threads, if that is known.
    pub fn of(process: &Process, counted: Option<&BTreeMap<String, usize>>) -> Self {
        let objects: Vec<_> = process
            .objects()
            .into_iter()
            .filter_map(|(file, base)| Some((file, base, Image::read(&process.path_of(file))?)))
            .collect();
        let program = std::fs::read_link(format!("/proc/{}/exe", process.pid))
            .map_or_else(|_| String::new(), |path| path.display().to_string());
        let mut survey = Self {
            pid: process.pid,
            has_loader: objects.iter().find(|(file, ..)| *file == program).is_none_or(|(.., image)| image.has_loader),
            changes_user: changes_user(&process.path_of(&program)),
            environment: process.environment(),
            program,
            ..Self::default()
        };
        for (file, _, image) in &objects {
            survey.classify(file, image);
        }
        for (file, base, image) in &objects {
            survey.see_calls(process, file, *base, image);
        }
        survey.see_preload();
        survey.see_threads(process, counted);
        survey
    }

    fn classify(&mut self, file: &str, image: &Image) {
        let name = short(file);
        let has = |function: &str| image.offers.contains(function);
        let kind = match () {
            () if has("ferromp_get_thread_limit") => Some(Kind::Ferromp),
            () if has("__kmpc_fork_call") && name.starts_with("libiomp5") => Some(Kind::Libiomp5),
            () if has("__kmpc_fork_call") => Some(Kind::Libomp),
            () if has("GOMP_parallel") => Some(Kind::Libgomp),
            () => None,
        };
        if let Some(kind) = kind {
            self.runtimes.push(Runtime { file: file.to_owned(), kind, callers: Vec::new() });
        } else if name.starts_with("libgomp.so") || name.starts_with("libomp.so") || name.starts_with("libiomp5.so") {
            self.stand_ins.push(file.to_owned());
        }
        self.numba_guard |= name.starts_with("omppool.");
        if let Some(numerical) = numerical(file, image) {
            self.numerical.push(numerical);
        }
    }

    fn see_calls(&mut self, process: &Process, file: &str, base: u64, image: &Image) {
        if self.runtimes.iter().any(|runtime| runtime.file == file) || !image.calls_openmp() {
            return;
        }
        let mut caller = Caller { file: file.to_owned(), bound: BTreeMap::new(), not_yet: 0 };
        for (_, slot) in image.calls.iter().filter(|(name, _)| is_openmp(name)) {
            let target =
                process.word(base.wrapping_add(slot.wrapping_sub(image.start))).and_then(|address| process.at(address));
            match target {
                Some(mapping) if mapping.file == file => caller.not_yet += 1,
                Some(mapping) if !mapping.file.is_empty() => {
                    *caller.bound.entry(mapping.file.clone()).or_default() += 1;
                }
                _ => {}
            }
        }
        for runtime in &mut self.runtimes {
            if caller.bound.contains_key(&runtime.file) {
                runtime.callers.push(file.to_owned());
            }
        }
        self.callers.push(caller);
    }

    fn see_preload(&mut self) {
        let ferromp = self.runtimes.iter().find(|runtime| runtime.kind == Kind::Ferromp);
        let preload = self.environment.iter().find(|(name, _)| name == "LD_PRELOAD");
        self.ferromp_is_preloaded = ferromp.zip(preload).is_some_and(|(runtime, (_, value))| {
            value.split([':', ' ']).any(|file| same_file(Path::new(file), Path::new(&runtime.file)))
        });
    }

    fn see_threads(&mut self, process: &Process, counted: Option<&BTreeMap<String, usize>>) {
        let alive = process.threads();
        let masks =
            alive.iter().filter_map(|&thread| super::memory::count(&process.status(thread, "Cpus_allowed_list")?));
        self.widest_mask = masks.max();
        self.mask = process.status(process.pid, "Cpus_allowed_list").and_then(|list| super::memory::count(&list));
        if let Some(counted) = counted {
            self.threads = counted.clone();
            return;
        }
        for thread in alive.into_iter().filter(|&thread| thread != process.pid) {
            let starter = threads::starter(process, thread).unwrap_or_else(|| "?".to_owned());
            *self.threads.entry(starter).or_default() += 1;
        }
    }

    /// The runtimes that something is bound to.
    pub fn in_use(&self) -> impl Iterator<Item = &Runtime> {
        self.runtimes.iter().filter(|runtime| !runtime.callers.is_empty())
    }

    pub fn ferromp(&self) -> Option<&Runtime> {
        self.runtimes.iter().find(|runtime| runtime.kind == Kind::Ferromp)
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    one == other || real(one).is_some_and(|file| real(other) == Some(file))
}

/// Whether whoever starts a program becomes somebody else by it.
fn changes_user(program: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(program).is_ok_and(|status| status.mode() & 0o6000 != 0)
}

/// The kind of a numerical library, by its functions or by its file's name.
fn numerical(file: &str, image: &Image) -> Option<Numerical> {
    let name = short(file);
    let own = || match () {
        () if image.calls_openmp() => Threading::OpenMp,
        () if image.creates_threads() => Threading::Own,
        () => Threading::None,
    };
    let offers = |part: &str| image.offers.iter().any(|function| function.contains(part));
    let (known, threading) = match () {
        () if offers("openblas_get_num_threads") => ("OpenBLAS", own()),
        () if name.starts_with("libblis") => ("BLIS", own()),
        () if name.starts_with("libmkl_intel_thread") || name.starts_with("libmkl_gnu_thread") => {
            ("MKL", Threading::OpenMp)
        }
        () if name.starts_with("libmkl_tbb_thread") => ("MKL", Threading::Tbb),
        () if name.starts_with("libmkl_sequential") => ("MKL", Threading::None),
        () if name.starts_with("libmkl_rt") => ("MKL", Threading::Open),
        () if name.starts_with("libfftw3") && name.contains("_omp") => ("FFTW", Threading::OpenMp),
        () if name.starts_with("libfftw3") && name.contains("_threads") => ("FFTW", Threading::Own),
        () if name.starts_with("libdnnl") => ("oneDNN", own()),
        () => return None,
    };
    let takes_callback = offers("openblas_set_threads_callback_function");
    Some(Numerical { file: file.to_owned(), name: known, threading, takes_callback })
}
