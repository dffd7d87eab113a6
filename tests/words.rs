//! Comments and pages have no lines that are too wide, and no words that a reader stumbles over.

use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;

/// The most columns of a line of a comment or of a page.
const COLUMNS: usize = 100;

/// Files and folders that keep to the rules.
const CLEAN: &[&str] = &[
    "src",
    "abi",
    "benches",
    "build.rs",
    "ctests",
    "demo",
    "docs",
    "fuzz",
    "include",
    "packaging",
    "python",
    "tests",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A paragraph, or an item of a list.
struct Paragraph {
    file: PathBuf,
    line: usize,
    text: String,
}

/// The form of comments in a file, by its extension; `None`: all of the file is text, or nothing.
fn comment(extension: &str) -> Option<Regex> {
    let pattern = match extension {
        "rs" => r"^\s*//[/!]?(?: (.*))?$",
        "c" | "h" | "cpp" | "hpp" => r"^\s*(?://|/\*| \*)(?: (.*))?$",
        "f90" => r"^\s*!(?: (.*))?$",
        "py" | "sh" => r"^\s*#(?: (.*))?$",
        _ => return None,
    };
    Some(Regex::new(pattern).expect("a pattern"))
}

/// The files of the repository that have comments or are pages.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') && name != "target" && name != "artifacts" && name != "corpus" {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| {
            extension == "md" || extension.to_str().is_some_and(|extension| comment(extension).is_some())
        }) {
            found.push(path);
        }
    }
}

/// The text of each line that belongs to a comment, or of each line of a page.
fn lines(path: &Path) -> Vec<(usize, String, Option<String>)> {
    let whole = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let comment = comment(path.extension().and_then(|extension| extension.to_str()).unwrap_or_default());
    let text = |line: &str| match &comment {
        None => Some(line.to_owned()),
        Some(comment) => comment.captures(line).map(|found| found.get(1).map_or("", |text| text.as_str()).to_owned()),
    };
    whole.lines().enumerate().map(|(at, line)| (at + 1, line.to_owned(), text(line))).collect()
}

/// Whether a line has to be as wide as it is: of a table, of an example, or a link.
fn must_be_wide(text: &str) -> bool {
    text.starts_with("    ")
        || text.trim_start().starts_with('|')
        || text.split_whitespace().any(|word| word.len() > COLUMNS / 2)
}

/// The paragraphs of a file's comments, or of a page, without examples and with `x` in the place of
/// code.
fn paragraphs(path: &Path) -> Vec<Paragraph> {
    let item = Regex::new(r"^\s*(?:[*-]|[0-9]+\.) ").expect("a pattern");
    let code = Regex::new("`[^`]*`").expect("a pattern");
    let mut all: Vec<Paragraph> = Vec::new();
    let mut open = false;
    let mut example = false;
    for (line, _, text) in lines(path) {
        let text = text.unwrap_or_default();
        if text.trim_start().starts_with("```") {
            example = !example;
        }
        if example || text.trim().is_empty() || text.starts_with("```") {
            open = false;
            continue;
        }
        let text = text.trim_start().trim_start_matches("# ").trim();
        if !open || item.is_match(text) || text.starts_with('|') {
            all.push(Paragraph { file: path.to_owned(), line, text: item.replace(text, "").into_owned() });
            open = true;
        } else if let Some(last) = all.last_mut() {
            last.text.push(' ');
            last.text.push_str(text);
        }
    }
    for paragraph in &mut all {
        paragraph.text = code.replace_all(&paragraph.text, "`x`").into_owned();
    }
    all
}

/// The files that a list of files and folders names.
fn files_of(list: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(root(), &mut found);
    found.retain(|path| {
        let path = path.strip_prefix(root()).expect("a path of the repository");
        list.iter().any(|named| path.starts_with(named))
    });
    found
}

#[test]
fn lines_of_text_are_not_too_wide() {
    let mut wide = Vec::new();
    for path in files_of(CLEAN) {
        for (at, line, text) in lines(&path) {
            let Some(text) = text else { continue };
            if line.chars().count() > COLUMNS && !must_be_wide(&text) {
                wide.push(format!("{}:{at}", path.display()));
            }
        }
    }
    assert!(wide.is_empty(), "{} lines:\n{}", wide.len(), wide.join("\n"));
}

/// The faults that a sentence may have.
struct Faults {
    otherwise: Regex,
    pronoun: Regex,
    number: Regex,
    comparison: Regex,
}

impl Faults {
    fn new() -> Self {
        let pattern = |pattern| Regex::new(pattern).expect("a pattern");
        Self {
            otherwise: pattern(r"\belse\b"),
            pronoun: pattern(r"(thing|body|where|what|who|\ball|\blittle|\bmuch) else\b"),
            number: pattern(r"\bso (many|long ago)\b"),
            comparison: pattern(r"\bso many .* that\b"),
        }
    }

    fn of(&self, sentence: &str) -> Option<&'static str> {
        if (sentence.starts_with("Who ") || sentence.starts_with("What ")) && !sentence.ends_with('?') {
            Some("a sentence whose subject is \"Who\" or \"What\"")
        } else if self.otherwise.is_match(sentence) && !self.pronoun.is_match(sentence) {
            Some("\"else\" for \"otherwise\"")
        } else if self.number.is_match(sentence) && !self.comparison.is_match(sentence) {
            Some("a number that is not said")
        } else {
            None
        }
    }
}

#[test]
fn sentences_need_no_second_reading() {
    let end = Regex::new(r"[.?!;:] ").expect("a pattern");
    let faults = Faults::new();
    let mut wrong = Vec::new();
    for path in files_of(CLEAN) {
        for Paragraph { file, line, text } in paragraphs(&path) {
            let mut start = 0;
            let ends = end.find_iter(&text).map(|end| end.start() + 1).chain([text.len()]);
            for end in ends.collect::<Vec<_>>() {
                let sentence = text[start..end].trim();
                start = end;
                if let Some(fault) = faults.of(sentence) {
                    wrong.push(format!("{}:{line}: {fault}: {sentence}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} sentences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_fault_is_found() {
    let faults = Faults::new();
    for sentence in
        ["Who sleeps is called.", "What it takes.", "It would else sleep.", "1 if so, else 0.", "After so many looks."]
    {
        assert!(faults.of(sentence).is_some(), "{sentence}");
    }
    for sentence in ["Who runs a task?", "Nobody else sleeps.", "Whoever sleeps is called."] {
        assert!(faults.of(sentence).is_none(), "{sentence}");
    }
}
