//! Compiles programs, once per source, flags and compiler version; the results stay below
//! `target/ctests`.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::compilers;
use crate::program::{Language, Program};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compiler {
    Gcc,
    Clang,
}

impl Compiler {
    pub const ALL: [Self; 2] = [Self::Gcc, Self::Clang];

    pub fn name(self) -> &'static str {
        match self {
            Self::Gcc => "gcc",
            Self::Clang => "clang",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Gcc => Self::Clang,
            Self::Clang => Self::Gcc,
        }
    }

    /// The runtime that code of this compiler is linked with.
    fn runtime(self) -> Result<PathBuf, String> {
        let (variable, name) = match self {
            Self::Gcc => ("GCC", "libgomp.so"),
            Self::Clang => ("CLANG", "libomp.so"),
        };
        library_of(&compilers::command(variable), name)
    }

    /// The command for a language; none where the compiler has no front end for it.
    pub fn command(self, language: Language) -> Option<String> {
        let variable = match (self, language) {
            (Self::Gcc, Language::C) => "GCC",
            (Self::Gcc, Language::Cxx) => "GXX",
            (Self::Gcc, Language::Fortran) => "GFORTRAN",
            (Self::Clang, Language::C) => "CLANG",
            (Self::Clang, Language::Cxx) => "CLANGXX",
            (Self::Clang, Language::Fortran) => return None,
        };
        Some(compilers::command(variable))
    }
}

type Slot = Arc<Mutex<Option<Result<PathBuf, String>>>>;

pub struct Builder {
    sources: PathBuf,
    cache: PathBuf,
    /// The shared headers, which every program depends on besides its own text.
    headers: u64,
    /// One slot per executable, so that two runs that need the same one compile it once.
    slots: Mutex<HashMap<PathBuf, Slot>>,
    versions: Mutex<HashMap<String, String>>,
}

impl Builder {
    pub fn new(sources: PathBuf, cache: PathBuf) -> Result<Self, String> {
        fs::create_dir_all(&cache).map_err(|problem| format!("{}: {problem}", cache.display()))?;
        let headers = hash_folder(&sources.join("common")).map_err(|problem| problem.to_string())?;
        Ok(Self { sources, cache, headers, slots: Mutex::default(), versions: Mutex::default() })
    }

    /// The executable, compiled now if no earlier run left it.
    /// `variant`: the macro with which it is compiled, or empty.
    pub fn executable(&self, program: &Program, compiler: Compiler, variant: &str) -> Result<PathBuf, String> {
        let command = compiler.command(program.language).ok_or("no front end for this language")?;
        let mut arguments = self.arguments(program, compiler, variant);
        if let Some(file) = &program.directives.other_compiler {
            let object = self.object(file, compiler.other())?;
            arguments.extend([object, compiler.other().runtime()?].map(|path| path.display().to_string()));
        }
        let mut hasher = DefaultHasher::new();
        (&command, self.version(&command)?, &arguments, &program.source, self.headers).hash(&mut hasher);
        let stem = program.name.replace(['/', '.'], "-");
        let path = self.cache.join(format!("{stem}-{}-{:016x}", compiler.name(), hasher.finish()));

        self.once(&path, || compile(&command, &arguments, &program.path, path.clone()))
    }

    /// Why a compiler cannot build with the sanitizer that finds data races, if so.
    pub fn misses_race_detector(&self, compiler: Compiler) -> Option<String> {
        let command = compiler.command(Language::C)?;
        let source = self.cache.join("race-detector.c");
        let path = self.cache.join(format!("race-detector-{}", compiler.name()));
        let build = || {
            fs::write(&source, "int main(void) { return 0; }\n").map_err(|problem| problem.to_string())?;
            compile(&command, &["-fsanitize=thread".to_owned()], &source, path.clone())
        };
        self.once(&path, build).err().map(|_| format!("{command} has no ThreadSanitizer"))
    }

    /// A file of `common/` as an object file.
    fn object(&self, file: &str, compiler: Compiler) -> Result<PathBuf, String> {
        let command = compiler.command(Language::C).ok_or("no front end for C")?;
        let source = self.sources.join("common").join(file);
        let mut hasher = DefaultHasher::new();
        (&command, self.version(&command)?, self.headers).hash(&mut hasher);
        let path = self.cache.join(format!("{file}-{}-{:016x}.o", compiler.name(), hasher.finish()));
        let arguments = ["-fopenmp", "-O1", "-g", "-Wall", "-c"].map(str::to_owned);
        self.once(&path, || compile(&command, &arguments, &source, path.clone()))
    }

    /// The result of `make`, which the first caller makes.
    fn once(&self, path: &Path, make: impl FnOnce() -> Result<PathBuf, String>) -> Result<PathBuf, String> {
        let slot = Arc::clone(self.slots.lock().entry(path.to_path_buf()).or_default());
        let mut result = slot.lock();
        result.get_or_insert_with(make).clone()
    }

    fn arguments(&self, program: &Program, compiler: Compiler, variant: &str) -> Vec<String> {
        let mut arguments: Vec<String> = ["-fopenmp", "-O1", "-g", "-pthread"].map(str::to_owned).into();
        if program.language != Language::Fortran {
            arguments.extend([
                "-Wall".to_owned(),
                "-Wno-format-truncation".to_owned(),
                format!("-I{}", self.sources.join("common").display()),
            ]);
        }
        if !variant.is_empty() {
            arguments.push(format!("-D{variant}"));
        }
        arguments.extend(program.directives.flags_for(&[compiler.name(), variant]).cloned());
        arguments
    }

    fn version(&self, command: &str) -> Result<String, String> {
        let mut versions = self.versions.lock();
        if let Some(version) = versions.get(command) {
            return Ok(version.clone());
        }
        let output = Command::new(command)
            .arg("--version")
            .output()
            .map_err(|problem| format!("cannot run {command}: {problem}"))?;
        let version = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned();
        Ok(versions.entry(command.to_owned()).or_insert(version).clone())
    }
}

fn compile(command: &str, arguments: &[String], source: &Path, path: PathBuf) -> Result<PathBuf, String> {
    if path.exists() {
        return Ok(path);
    }
    // Under its final name only when complete: an interrupted run must not leave half an
    // executable.
    let failed = |problem: std::io::Error| format!("{}: {problem}", path.display());
    let scratch = tempfile::tempdir_in(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    let unfinished = scratch.path().join("unfinished");
    let mut compiler = Command::new(command);
    if source.extension().is_some_and(|extension| extension == "f90") {
        compiler.arg("-J").arg(scratch.path());
    }
    compiler.args(["-o".as_ref(), unfinished.as_os_str(), source.as_os_str()]).args(arguments);
    let output = compiler.output().map_err(|problem| format!("cannot run {command}: {problem}"))?;
    let messages = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{compiler:?} failed\n{messages}"));
    }
    if !messages.trim().is_empty() {
        return Err(format!("{compiler:?} warns\n{messages}"));
    }
    fs::rename(&unfinished, &path).map_err(failed)?;
    Ok(path)
}

/// Where the linker of `compiler` finds a library.
pub fn library_of(compiler: &str, name: &str) -> Result<PathBuf, String> {
    let output = Command::new(compiler)
        .arg(format!("-print-file-name={name}"))
        .output()
        .map_err(|problem| format!("cannot run {compiler}: {problem}"))?;
    let path = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    fs::canonicalize(&path).map_err(|problem| format!("{compiler} knows no {name}: {problem}"))
}

fn hash_folder(folder: &Path) -> std::io::Result<u64> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut hasher = DefaultHasher::new();
    for path in paths {
        (&path, fs::read(&path)?).hash(&mut hasher);
    }
    Ok(hasher.finish())
}
