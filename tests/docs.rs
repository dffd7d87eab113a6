//! The doc of every exported function begins with its C prototype and ends with the source of its
//! calls: the compiler that emits them, or the section of a specification. Both are those of
//! `abi/prototypes`, which the compilers' headers agree with (`prototypes.rs`). The docs are read
//! from rustdoc's output, so that functions which macros define are among them.

#[allow(dead_code, reason = "build.rs needs more of it")]
#[path = "../abi/prototypes.rs"]
mod prototypes;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use regex_lite::Regex;

/// Makes the docs of private items too, and returns the pages of the functions in `src/abi`, by
/// name.
fn pages() -> BTreeMap<String, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs");
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("--quiet");
    command.args(["doc", "--lib", "--no-deps", "--document-private-items", "--target-dir"]).arg(&target);
    let output = command.output().unwrap_or_else(|error| panic!("cargo: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut pages = BTreeMap::new();
    collect(&target.join("doc/ferromp/abi"), &mut pages);
    pages
}

fn collect(folder: &Path, pages: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("rustdoc's folders are readable").path();
        if path.is_dir() {
            collect(&path, pages);
        } else if let Some(name) = function_of(&path) {
            pages.insert(name.to_owned(), fs::read_to_string(&path).expect("rustdoc's pages are readable"));
        }
    }
}

/// The function that a page `fn.NAME.html` is about.
fn function_of(page: &Path) -> Option<&str> {
    page.file_name()?.to_str()?.strip_prefix("fn.")?.strip_suffix(".html")
}

/// The paragraphs of a doc before its first heading, as text. A code span keeps its quotes.
fn paragraphs(page: &str) -> Vec<String> {
    let Some((_, doc)) = page.split_once(r#"<div class="docblock">"#) else { return Vec::new() };
    let end = doc.find("<h2").or_else(|| doc.find("</details>")).expect("a doc ends");
    let tag = Regex::new("<[^>]*>").expect("a pattern");
    let text = |html: &str| {
        let html = html.replace("<code>", "`").replace("</code>", "`").replace('\u{2019}', "'");
        let text = tag.replace_all(&html, "").into_owned();
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    doc[..end].split("<p>").skip(1).map(text).collect()
}

#[test]
fn every_exported_function_says_its_prototype_and_its_source() {
    let prototypes = prototypes::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("abi/prototypes")).prototypes;
    assert!(prototypes.len() > 1000, "only {} prototypes", prototypes.len());
    let pages = pages();
    let mut wrong = Vec::new();
    for prototypes::Prototype { name, text, source, .. } in &prototypes {
        let Some(page) = pages.get(name) else {
            wrong.push(format!("{name}: rustdoc has no page"));
            continue;
        };
        let paragraphs = paragraphs(page);
        let first = paragraphs.first().map_or("", |first| first);
        let last = paragraphs.last().map_or("", |last| last);
        if !first.starts_with(&format!("`{text}`")) {
            wrong.push(format!("{name}: its doc begins {first:?}, not with {text:?}"));
        }
        if last != format!("{source}.") {
            wrong.push(format!("{name}: its doc ends {last:?}, not with {source:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_source_is_a_section_or_says_what_calls_the_function() {
    let forms = [
        r"^(OpenMP 5\.2|OpenMP 6\.0|OpenACC 2\.6), (A\.)?[0-9]+(\.[0-9]+)*$",
        r"^OpenMP 6\.1, draft$",
        r"^(Emitted|Called|Named) by .*[A-Za-z`)]$",
        r"^(Intel's and LLVM's|Intel's|LLVM's) extension",
        r"^ferromp's own$",
    ];
    let forms = forms.map(|form| Regex::new(form).expect("a pattern"));
    for prototypes::Prototype { name, source, .. } in
        prototypes::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("abi/prototypes")).prototypes
    {
        assert!(forms.iter().any(|form| form.is_match(&source)), "{name}: {source}");
    }
}
