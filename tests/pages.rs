//! The files and headings that the repository's pages link to exist, and `make help` is complete.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex_lite::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders of the engine's protocols.
fn protocols() -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(root().join("src/engine/protocols")).expect("a folder of the repository");
    entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir())
}

/// The text of all source files in a folder.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(&path).expect("a source is UTF-8"));
        }
    }
    text
}

/// Every page of the repository.
fn pages() -> Vec<PathBuf> {
    let folders = ["", "abi", "ctests", "docs", "fuzz"].map(|folder| root().join(folder));
    let folders = folders.into_iter().chain(protocols());
    let files = folders.flat_map(|folder| fs::read_dir(folder).expect("a folder of the repository"));
    let paths = files.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// The anchor that hosts make of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|char| char.is_alphanumeric() || matches!(char, '-' | '_')).collect()
}

fn anchors(page: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(page).expect("a page is UTF-8");
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

#[test]
fn links_lead_to_files_and_headings() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").expect("a pattern");
    let mut broken = Vec::new();
    let pages = pages();
    assert!(pages.len() > 10, "{pages:?}");
    for page in pages {
        // A line break may stand inside a link's text, not inside its target.
        let text = fs::read_to_string(&page).expect("a page is UTF-8");
        for target in link.captures_iter(&text).map(|found| found[1].to_owned()) {
            if target.contains("://") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let path = if file.is_empty() { page.clone() } else { page.parent().expect("a folder").join(file) };
            let found = path.exists() && (heading.is_empty() || anchors(&path).contains(heading));
            if !found {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn names_on_the_pages_of_protocols_are_names_in_the_code() {
    let name = Regex::new(r"`([A-Za-z_]+(?:::[A-Za-z_]+)*)(?:\([^`)]*\))?`").expect("a pattern");
    let code = sources(&root().join("src"));
    let words: BTreeSet<&str> = code.split(|char: char| !char.is_alphanumeric() && char != '_').collect();
    let mut unknown = Vec::new();
    let mut known = 0;
    for page in protocols().map(|folder| folder.join("README.md")).filter(|page| page.exists()) {
        let text = fs::read_to_string(&page).expect("a page is UTF-8");
        for path in name.captures_iter(&text).map(|found| found[1].to_owned()) {
            match path.split("::").find(|part| !words.contains(part)) {
                Some(part) => unknown.push(format!("{}: {part}", page.display())),
                None => known += 1,
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(known > 100, "only {known} names");
}

/// The text of a file, or of all sources in a folder.
fn text_at(path: &Path) -> String {
    if path.is_dir() { sources(path) } else { fs::read_to_string(path).unwrap_or_default() }
}

#[test]
fn the_glossary_names_files_that_have_its_words() {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).expect("a page is UTF-8");
    let (_, glossary) = page.split_once("## Glossary").expect("there is a glossary");
    let row = Regex::new(r"(?m)^\| ([^|]+) \| [^|]+ \| ([^|]*) ?\|$").expect("a pattern");
    let file = Regex::new("`([^`]+)`").expect("a pattern");
    let mut rows = 0;
    for row in row.captures_iter(glossary.split("\n## ").next().unwrap_or_default()) {
        for file in file.captures_iter(&row[2]) {
            let below = if file[1].starts_with("tests/") { root().to_owned() } else { root().join("src/engine") };
            let text = text_at(&below.join(&file[1])).to_lowercase();
            for word in row[1].split(", ") {
                assert!(text.contains(word.split(' ').next().unwrap_or(word)), "{} has no word {word}", &file[1]);
            }
            rows += 1;
        }
    }
    assert!(rows > 40, "only {rows} rows");
}

#[test]
fn make_help_names_every_target() {
    let makefile = fs::read_to_string(root().join("Makefile")).expect("there is a Makefile").replace("\\\n", " ");
    let phony = makefile.lines().find_map(|line| line.strip_prefix(".PHONY:")).expect("targets are declared");
    let declared: BTreeSet<&str> = phony.split_whitespace().collect();
    let output = Command::new("make").args(["-s", "help"]).current_dir(root()).output().expect("make runs");
    let help = String::from_utf8(output.stdout).expect("the help is UTF-8");
    let shown: BTreeSet<&str> = help.lines().filter_map(|line| line.strip_prefix("make ")?.split(' ').next()).collect();
    assert_eq!(shown, declared);
}
