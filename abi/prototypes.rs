//! Reads `abi/prototypes/*.h`: the C prototype of every exported function, and where its calls come
//! from.
//!
//! It understands as much C as is there: declarations of functions whose parameters all have names,
//! `typedef`s, and comments. `build.rs` and the tests include this file.

use std::fs;
use std::path::Path;

/// The declaration of one function.
pub struct Prototype {
    pub name: String,
    /// The declaration on one line, without its semicolon.
    pub text: String,
    /// The type of the result, as C writes it.
    pub result: String,
    /// The types of the parameters, as C writes them without the names. An array is a pointer. Of
    /// variable arguments those are here that the Rust function takes as parameters; a comment
    /// names them: `... /* int, int */`.
    pub parameters: Vec<String>,
    /// The comment above the declaration: its section in a specification, or what emits its calls.
    pub source: String,
}

/// The declarations of the headers in a folder.
pub struct Headers {
    pub prototypes: Vec<Prototype>,
    /// The `typedef`s and structures of the types that only the compilers' code and the runtime
    /// know.
    pub types: Vec<String>,
}

/// Reads all headers in `folder`, in the order of their names.
pub fn read(folder: &Path) -> Headers {
    let files = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = files.map(|file| file.expect("the folder is readable").path()).collect();
    paths.sort();
    let mut headers = Headers { prototypes: Vec::new(), types: Vec::new() };
    for path in paths {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let text =
            text.trim_start().strip_prefix("/*").and_then(|text| text.split_once("*/")).expect("an introduction").1;
        read_header(text, &mut headers);
    }
    headers
}

fn read_header(text: &str, headers: &mut Headers) {
    let (mut comment, mut statement, mut begun) = (String::new(), String::new(), false);
    for line in text.lines().map(str::trim) {
        if let Some(more) = line.strip_prefix("//") {
            if begun {
                comment.clear();
                begun = false;
            }
            push_word(&mut comment, more.trim());
            continue;
        }
        push_word(&mut statement, line);
        if let Some(whole) = statement.strip_suffix(';') {
            begun = true;
            if whole.starts_with("typedef ") || whole.starts_with("struct ") && !whole.contains('(') {
                headers.types.push(format!("{whole};"));
            } else {
                headers.prototypes.push(prototype(whole, &comment));
            }
            statement.clear();
        }
    }
    assert!(statement.is_empty(), "{statement}: no semicolon");
}

fn push_word(text: &mut String, word: &str) {
    if !text.is_empty() && !text.ends_with('(') && !word.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

fn prototype(text: &str, source: &str) -> Prototype {
    let (head, list) = text.split_once('(').unwrap_or_else(|| panic!("{text}: no parameters"));
    let list = list.strip_suffix(')').unwrap_or_else(|| panic!("{text}: no end"));
    let name = trailing_identifier(head);
    let result = head[..head.len() - name.len()].trim_end().to_owned();
    let (fixed, further) = match list.split_once("...") {
        None => (list, None),
        Some((fixed, further)) => (fixed.trim_end().trim_end_matches(','), Some(further.trim())),
    };
    let mut parameters: Vec<String> = split(fixed).map(type_of).collect();
    if let Some(further) = further {
        let further = further.trim_start_matches("/*").trim_end_matches("*/");
        parameters.extend(split(further).map(str::to_owned));
    }
    let (name, text, source) = (name.to_owned(), text.to_owned(), source.to_owned());
    Prototype { name, text, result, parameters, source }
}

/// The items of a list between commas that are in no parentheses; none of `void`.
fn split(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let outer = move |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    };
    list.split(outer).map(str::trim).filter(|item| !item.is_empty() && *item != "void")
}

/// The type of a parameter: its declaration without the name.
fn type_of(parameter: &str) -> String {
    if let Some((result, rest)) = parameter.split_once("(*") {
        let name = rest.find(')').unwrap_or_else(|| panic!("{parameter}: not a function"));
        return format!("{result}(*{}", &rest[name..]);
    }
    let (declared, array) = match parameter.strip_suffix("[]") {
        Some(declared) => (declared, " *"),
        None => (parameter, ""),
    };
    let name = trailing_identifier(declared);
    let of = declared[..declared.len() - name.len()].trim_end();
    assert!(!of.is_empty(), "{parameter}: has no name");
    format!("{of}{array}")
}

fn trailing_identifier(text: &str) -> &str {
    let before = text.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    &text[before..]
}
