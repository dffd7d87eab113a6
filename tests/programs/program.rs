//! The programs: every C, C++ and Fortran file below `ctests/`, `common/` apart.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::directives::Directives;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    C,
    Cxx,
    Fortran,
}

impl Language {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "c" => Some(Self::C),
            "cpp" => Some(Self::Cxx),
            "f90" => Some(Self::Fortran),
            _ => None,
        }
    }
}

#[derive(Debug)]
pub struct Program {
    /// Path below `ctests/`: the first part of the test's name.
    pub name: String,
    pub path: PathBuf,
    pub source: String,
    pub language: Language,
    pub directives: Directives,
}

/// All programs, by name.
pub fn all(folder: &Path) -> Result<Vec<Arc<Program>>, String> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    paths.into_iter().map(|(path, language)| load(folder, path, language).map(Arc::new)).collect()
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Language)>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|problem| problem.to_string())?.path();
        if path.is_dir() {
            if !path.ends_with("common") {
                collect(&path, found)?;
            }
        } else if let Some(language) = Language::of(&path) {
            found.push((path, language));
        }
    }
    Ok(())
}

fn load(folder: &Path, path: PathBuf, language: Language) -> Result<Program, String> {
    let source = fs::read_to_string(&path).map_err(|problem| format!("{}: {problem}", path.display()))?;
    let directives = Directives::parse(&source).map_err(|problem| format!("{}: {problem}", path.display()))?;
    let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
    Ok(Program { name, path, source, language, directives })
}
