//! The floors of the engine: each folder of `src/engine` stands on one, and code calls what is on
//! its own floor or below.
//!
//! Imports are read as text: `use` trees, and `module::item` where a module was imported. Tests and
//! models inside the files may reach anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

/// A source file: its module path, and its text without tests.
struct Module {
    path: Vec<String>,
    text: String,
}

fn main_text(text: &str) -> String {
    // Tests are the end of a file, by this project's habit.
    let end = text.find("\nmod tests {").unwrap_or(text.len());
    let lines = text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn read_modules(folder: &Path, path: &[String], found: &mut Vec<Module>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder of src").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for entry in entries {
        let stem = entry.file_stem().and_then(|stem| stem.to_str()).expect("UTF-8").to_owned();
        if entry.is_dir() {
            read_modules(&entry, &[path, &[stem]].concat(), found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") && !["models", "tests"].contains(&&*stem)
        {
            let text = fs::read_to_string(&entry).expect("a source file");
            let path = if stem == "mod" { path.to_vec() } else { [path, &[stem]].concat() };
            found.push(Module { path, text: main_text(&text) });
        }
    }
}

/// The paths that a `use` tree names, each with the name under which it is known.
fn leaves(tree: &str, prefix: &[String], found: &mut Vec<(String, Vec<String>)>) {
    let tree = tree.trim();
    if let Some(open) = tree.find('{') {
        let head: Vec<String> =
            tree[..open].split("::").filter(|part| !part.is_empty()).map(|part| part.trim().to_owned()).collect();
        let prefix = [prefix, &head].concat();
        let inner = tree[open + 1..].trim_end().strip_suffix('}').expect("a closed tree");
        let (mut depth, mut start) = (0, 0);
        for (index, char) in inner.char_indices() {
            match char {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    leaves(&inner[start..index], &prefix, found);
                    start = index + 1;
                }
                _ => {}
            }
        }
        leaves(&inner[start..], &prefix, found);
    } else if !tree.is_empty() {
        let (path, name) = tree.split_once(" as ").map_or((tree, None), |(path, name)| (path, Some(name.trim())));
        let mut parts: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
        if parts.last().is_some_and(|last| last == "self") {
            parts.pop();
        }
        let full = [prefix, &parts].concat();
        let known = name.map_or_else(|| full.last().cloned().unwrap_or_default(), str::to_owned);
        found.push((known, full));
    }
}

struct Tree {
    /// `crate::engine` or `crate::abi`.
    root: [String; 2],
    modules: BTreeMap<Vec<String>, String>,
    /// For each module the names that it re-exports, and where each of them comes from.
    handed_on: BTreeMap<Vec<String>, BTreeMap<String, Vec<String>>>,
}

impl Tree {
    fn read(name: &str) -> Self {
        let mut found = Vec::new();
        let root = ["crate", name].map(str::to_owned);
        read_modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name), &root, &mut found);
        let modules: BTreeMap<_, _> = found.into_iter().map(|module| (module.path, module.text)).collect();
        let mut tree = Self { root, modules, handed_on: BTreeMap::new() };
        for path in tree.modules.keys().cloned().collect::<Vec<_>>() {
            let handed_on = tree.uses(&path, true).into_iter().collect();
            tree.handed_on.insert(path, handed_on);
        }
        tree
    }

    /// The names that a module imports or re-exports, and their full paths.
    fn uses(&self, module: &[String], public: bool) -> Vec<(String, Vec<String>)> {
        let text = &self.modules[module];
        let mut found = Vec::new();
        for (start, _) in text.match_indices("use ") {
            let before = text[..start].rsplit('\n').next().unwrap_or_default().trim();
            let is_public = ["pub", "pub(super)", "pub(crate)"].contains(&before);
            if !is_public && (public || !before.is_empty()) {
                continue;
            }
            let Some(end) = text[start..].find(';') else { continue };
            let mut all = Vec::new();
            leaves(&text[start + 4..start + end], &[], &mut all);
            found.extend(all.into_iter().filter_map(|(name, path)| Some((name, self.absolute(module, &path)?))));
        }
        found
    }

    /// A path from the root of the crate; `None` for those of other crates.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let supers = path.iter().take_while(|part| *part == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path.to_vec()),
            "self" => Some([module, &path[1..]].concat()),
            "super" => Some([&module[..module.len() - supers], &path[supers..]].concat()),
            first => {
                let child = [module, &[first.to_owned()]].concat();
                self.modules.contains_key(&child).then(|| [module, path].concat())
            }
        }
    }

    /// The module that defines the item that `path` names.
    fn home(&self, path: &[String]) -> Option<Vec<String>> {
        let module =
            (1..=path.len()).rev().map(|length| &path[..length]).find(|path| self.modules.contains_key(*path))?;
        let from = path.get(module.len()).and_then(|name| self.handed_on.get(module)?.get(name));
        match from {
            Some(from) if from != path => self.home(from),
            _ => match self.handed_on.get(module).and_then(|names| names.get("*")) {
                Some(all) => self.home(&all[..all.len() - 1]),
                None => Some(module.to_vec()),
            },
        }
    }

    /// The modules that each module needs.
    fn arrows(&self) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
        let needs = |module: &Vec<String>| {
            let text = &self.modules[module];
            let mut needed = BTreeSet::new();
            for (name, path) in self.uses(module, false) {
                if self.modules.contains_key(&path) {
                    // A module: the items that are used of it count.
                    let call = format!("{name}::");
                    for (start, _) in text.match_indices(&call) {
                        if text[..start].ends_with(|char: char| char.is_alphanumeric() || char == '_' || char == ':') {
                            continue;
                        }
                        let item: Vec<String> = text[start + call.len()..]
                            .split(|char: char| !(char.is_alphanumeric() || char == '_' || char == ':'))
                            .next()
                            .unwrap_or_default()
                            .split("::")
                            .map(str::to_owned)
                            .collect();
                        needed.extend(self.home(&[path.clone(), item].concat()));
                    }
                } else {
                    needed.extend(self.home(&path));
                }
            }
            for (start, _) in text.match_indices(&format!("{}::", self.root.join("::"))) {
                let path: Vec<String> = text[start..]
                    .split(|char: char| !(char.is_alphanumeric() || char == '_' || char == ':'))
                    .next()
                    .unwrap_or_default()
                    .split("::")
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect();
                if path.len() > 2 && !self.modules.contains_key(&path) {
                    needed.extend(self.home(&path));
                }
            }
            // A folder's `mod.rs` names the files in it, and files outside of the engine do not
            // matter.
            needed.retain(|other| other != module && other.len() > 2 && !other.starts_with(module));
            needed
        };
        self.modules.keys().filter(|module| module.len() > 2).map(|module| (module.clone(), needs(module))).collect()
    }
}

/// The groups of modules that need each other, the largest first.
fn circles(arrows: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>) -> Vec<BTreeSet<Vec<String>>> {
    let reach = |from: &Vec<String>| {
        let mut seen = BTreeSet::new();
        let mut todo: Vec<&Vec<String>> = arrows[from].iter().collect();
        while let Some(next) = todo.pop() {
            if seen.insert(next.clone()) {
                todo.extend(arrows.get(next).into_iter().flatten());
            }
        }
        seen
    };
    let reached: BTreeMap<_, _> = arrows.keys().map(|module| (module.clone(), reach(module))).collect();
    let mut found: Vec<BTreeSet<_>> = Vec::new();
    for module in arrows.keys() {
        if reached[module].contains(module) && !found.iter().any(|circle| circle.contains(module)) {
            found.push(reached[module].iter().filter(|other| reached[*other].contains(module)).cloned().collect());
        }
    }
    found.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    found
}

/// The floors, from the ground up.
const FLOORS: [&str; 9] =
    ["ground", "protocols", "records", "tools", "tasks", "policies", "pool", "constructs", "process"];

/// Which floor a module of the engine is on.
fn floor(module: &[String]) -> Option<usize> {
    FLOORS.iter().position(|floor| *floor == module[2])
}

#[test]
fn each_floor_needs_only_itself_and_those_below() {
    let mut wrong = Vec::new();
    for (module, needed) in Tree::read("engine").arrows() {
        if module[2] == "scenes" {
            continue;
        }
        let own = floor(&module).unwrap_or_else(|| panic!("{} is on no floor", module.join("::")));
        let above = needed.iter().filter(|other| floor(other).is_some_and(|floor| floor > own));
        wrong.extend(above.map(|other| format!("{} needs {}", module[2..].join("::"), other[2..].join("::"))));
    }
    assert!(wrong.is_empty(), "{} arrows go up:\n{}", wrong.len(), wrong.join("\n"));
}

/// The files that need each other: a thread runs a task in a team.
const CIRCLE: [&str; 3] = ["task", "team", "thread"];

#[test]
fn only_the_three_records_import_each_other_in_a_circle() {
    let arrows = Tree::read("engine").arrows();
    let circles = circles(&arrows);
    print(&circles, &arrows);
    let records: BTreeSet<_> =
        CIRCLE.map(|name| ["crate", "engine", "records", name].map(str::to_owned).to_vec()).into();
    assert_eq!(circles, [records], "another circle");
}

#[test]
fn no_entry_points_need_each_other_in_a_circle() {
    let arrows = Tree::read("abi").arrows();
    let circles = circles(&arrows);
    print(&circles, &arrows);
    assert!(circles.is_empty(), "a circle");
}

fn print(circles: &[BTreeSet<Vec<String>>], arrows: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>) {
    for circle in circles {
        let inside = circle.iter().map(|module| arrows[module].intersection(circle).count()).sum::<usize>();
        println!("{} files, {inside} arrows:", circle.len());
        for module in circle {
            let to: Vec<_> = arrows[module].intersection(circle).map(|path| path[2..].join("::")).collect();
            println!("  {} -> {}", module[2..].join("::"), to.join(" "));
        }
    }
}

/// Source without comments, and with nothing between the quotes of strings and characters.
fn code(text: &str) -> String {
    let skipped =
        Regex::new(r##"(?s)//[^\n]*|/\*.*?\*/|r"[^"]*"|r#".*?"#|"(?:[^"\\]|\\.)*"|'(?:[^'\\\n]|\\[^\n][^'\n]*)'"##)
            .expect("a pattern");
    let kept = skipped.replace_all(text, |found: &Captures| match &found[0] {
        comment if comment.starts_with('/') => "\n".repeat(comment.matches('\n').count()),
        string => format!("\"{}\"", "\n".repeat(string.matches('\n').count())),
    });
    kept.into_owned()
}

#[test]
fn comments_and_strings_are_no_code() {
    let text = "a // b\nc /* d\ne */ f \"g\\\"h\" i r#\"j\"k\"# 'l' '\\'' b\"m\" c\"n\" <'o, 'p>";
    assert_eq!(code(text), "a \nc \n f \"\" i \"\" \"\" \"\" b\"\" c\"\" <'o, 'p>");
}

/// All source files with their code, tests and models too.
fn all_code() -> &'static BTreeMap<String, String> {
    static ALL: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("src")];
        let mut found = BTreeMap::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder of src") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(root).expect("it is below the root").display().to_string();
                    found.insert(name, code(&fs::read_to_string(&path).expect("a source file")));
                }
            }
        }
        found
    });
    &ALL
}

/// The lines of code below `folder` in which `pattern` is found.
fn found_in(folder: &str, pattern: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).expect("a pattern");
    let mut found = Vec::new();
    for (name, text) in all_code().iter().filter(|(name, _)| name.starts_with(folder)) {
        let lines = text.lines().enumerate().filter(|(_, line)| pattern.is_match(line));
        found.extend(lines.map(|(index, line)| format!("{name}:{}: {}", index + 1, line.trim())));
    }
    found
}

#[test]
fn only_sys_names_libc() {
    let found = found_in("src/", r"\b(libc|nix)\b");
    // The command is a program by itself.
    let library = found.iter().filter(|line| !line.starts_with("src/bin/"));
    let (inside, outside): (Vec<_>, Vec<_>) = library.partition(|line| line.starts_with("src/sys/"));
    assert!(inside.len() > 50, "nothing is found where it must be");
    assert!(outside.is_empty(), "{outside:#?}");
}

/// Names of variables (`kmp_affinity`) are OpenMP's environment, and not the ABI.
#[test]
fn the_engine_names_no_abi() {
    let abi = r#"(?i:gomp|goacc|kmpc|__kmp|ident_t)|crate::abi\b|\b(c_(char|u?int|u?long|u?short)|CStr|CString|c"")"#;
    for folder in ["src/abi/gomp/", "src/abi/kmpc/", "src/abi/acc/"] {
        assert!(found_in(folder, abi).len() > 20, "nothing is found where it must be");
    }
    let found = found_in("src/engine/", abi);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Code that both need is in the engine. `omp`, which programs call, may use either.
#[test]
fn the_abis_of_the_compilers_do_not_know_each_other() {
    for (own, others) in [("gomp", "kmpc|acc"), ("kmpc", "gomp|acc"), ("acc", "gomp|kmpc")] {
        let found = found_in(&format!("src/abi/{own}/"), &format!(r"\b(?:abi|super)::(?:\{{.*)?\b(?:{others})\b"));
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
