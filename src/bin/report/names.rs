//! Names of addresses in a process that may be gone: by the files that were loaded into it.

use std::collections::HashMap;
use std::path::Path;

use addr2line::Loader;

use super::read::Object;

/// All that is known of an address in the program.
#[derive(Clone, Default)]
pub struct Name {
    /// The file that it is in.
    pub library: String,
    /// Empty: unknown.
    pub function: String,
    /// `file:line`; empty: unknown.
    pub line: String,
    /// The address in the file.
    pub offset: u64,
}

impl Name {
    /// For people: the function, the line and the library, as far as they are known.
    pub fn short(&self) -> String {
        let library = Path::new(&self.library).file_name().unwrap_or_default().to_string_lossy();
        let base = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        match (self.function.is_empty(), self.line.is_empty()) {
            (false, false) => format!("{} ({})", self.function, base(&self.line)),
            (false, true) => format!("{} ({library})", self.function),
            (true, false) => base(&self.line),
            (true, true) if library.is_empty() => format!("{:#x}", self.offset),
            (true, true) => format!("{library}+{:#x}", self.offset),
        }
    }
}

/// Looks names up, each file once.
pub struct Names<'a> {
    objects: &'a [Object],
    loaders: HashMap<String, Option<Loader>>,
    known: HashMap<(u64, bool), Name>,
}

impl<'a> Names<'a> {
    pub fn new(objects: &'a [Object]) -> Self {
        Self { objects, loaders: HashMap::new(), known: HashMap::new() }
    }

    /// The name of a function's first address.
    pub fn of_function(&mut self, address: u64) -> Name {
        self.of(address, false)
    }

    /// The name of the call that returns to `address`.
    pub fn of_call(&mut self, address: u64) -> Name {
        self.of(address, true)
    }

    fn of(&mut self, address: u64, is_return: bool) -> Name {
        if let Some(name) = self.known.get(&(address, is_return)) {
            return name.clone();
        }
        let name = self.look_up(address, is_return);
        self.known.insert((address, is_return), name.clone());
        name
    }

    fn look_up(&mut self, address: u64, is_return: bool) -> Name {
        // An object that was unloaded may have left its addresses to a later one.
        let here = |object: &&Object| (object.from..object.to).contains(&address);
        let Some(object) = self.objects.iter().rev().find(here) else {
            return Name { offset: address, ..Name::default() };
        };
        let offset = address.wrapping_sub(object.base);
        let mut name = Name { library: object.file.clone(), offset, ..Name::default() };
        let loader = self.loaders.entry(object.file.clone()).or_insert_with(|| Loader::new(&object.file).ok());
        let Some(loader) = loader else { return name };
        // A call's return address may belong to the next line already.
        let probe = if is_return { offset.saturating_sub(1) } else { offset };
        if let Some(symbol) = loader.find_symbol(probe) {
            name.function = addr2line::demangle_auto(symbol.into(), None).into_owned();
        }
        if let Ok(Some(location)) = loader.find_location(probe)
            && let (Some(file), Some(line)) = (location.file, location.line)
            && line != 0
        {
            name.line = format!("{file}:{line}");
        }
        name
    }
}
