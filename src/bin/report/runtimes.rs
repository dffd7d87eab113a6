//! Which OpenMP runtimes were loaded, and whose code calls one.

use std::path::Path;

use serde::Serialize;

use super::analyse::Analysis;
use super::read::Trace;
use crate::doctor::image::{Image, is_openmp};

#[derive(Serialize)]
pub struct Runtimes {
    /// The runtimes, in the order in which they were loaded.
    pub loaded: Vec<Loaded>,
    pub callers: Vec<Caller>,
}

#[derive(Serialize)]
pub struct Loaded {
    pub file: String,
    pub is_ferromp: bool,
}

/// A library, or the program, that calls OpenMP.
#[derive(Serialize)]
pub struct Caller {
    pub file: String,
    /// How many functions of a runtime it calls.
    pub functions: usize,
    /// The regions that it has opened on ferromp.
    pub regions: u64,
}

impl Runtimes {
    pub fn of(trace: &Trace, analysis: &Analysis) -> Self {
        let mut runtimes = Self { loaded: Vec::new(), callers: Vec::new() };
        for object in &trace.objects {
            let known = runtimes.loaded.iter().map(|it| &it.file).chain(runtimes.callers.iter().map(|it| &it.file));
            if known.into_iter().any(|file| *file == object.file) {
                continue;
            }
            let Some(image) = Image::read(Path::new(&object.file)) else { continue };
            let file = object.file.clone();
            if image.offers.contains("GOMP_parallel") || image.offers.contains("__kmpc_fork_call") {
                let is_ferromp = image.offers.contains("ferromp_get_stats");
                runtimes.loaded.push(Loaded { file, is_ferromp });
            } else if image.calls_openmp() {
                let of_file = analysis.sites.iter().filter(|site| site.function.library == file);
                let regions = of_file.map(|site| site.regions).sum();
                let functions = image.calls.iter().filter(|(name, _)| is_openmp(name)).count();
                runtimes.callers.push(Caller { file, functions, regions });
            }
        }
        runtimes
    }
}
