//! The directives in a program's header comment: lines `//@ key[scope]: value` (`!@` in Fortran).

use std::collections::BTreeSet;
use std::time::Duration;

use regex_lite::Regex;

/// Time limit of a program that names none. Generous: the machine may be busy with other work.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// Words that must all describe a run for the directive to apply: compilers (`gcc`, `clang`),
/// runtimes (`libgomp`, `libomp`, `ferromp`) and variants, in capital letters. Empty: every run.
#[derive(Clone, Debug, Default)]
pub struct Scope(BTreeSet<String>);

impl Scope {
    const WORDS: [&str; 5] = ["gcc", "clang", "libgomp", "libomp", "ferromp"];

    fn parse(text: &str) -> Result<Self, String> {
        let words: BTreeSet<String> = text.split_whitespace().map(str::to_owned).collect();
        match words.iter().find(|word| !Self::WORDS.contains(&word.as_str()) && !is_variant(word)) {
            Some(word) => Err(format!("scope `{word}` is no variant and none of {}", Self::WORDS.join(", "))),
            None => Ok(Self(words)),
        }
    }

    /// Whether it covers a run that `words` describe.
    pub fn covers(&self, words: &[&str]) -> bool {
        self.0.iter().all(|word| words.contains(&word.as_str()))
    }

    fn names(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

fn is_variant(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|letter| letter.is_ascii_uppercase())
}

/// Which output an `stdout` or `stderr` directive looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

/// How the program has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Exit(i32),
    Signal(i32),
}

/// One `NAME=value` for the program's environment.
#[derive(Clone, Debug)]
pub struct Variable {
    pub name: String,
    pub value: String,
}

impl Variable {
    fn parse(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is not NAME=value"))?;
        Ok(Self { name: name.to_owned(), value: value.to_owned() })
    }
}

#[derive(Debug, Default)]
pub struct Directives {
    pub env: Vec<(Scope, Variable)>,
    /// Further runs, each with one more variable.
    pub also: Vec<(Scope, Variable)>,
    pub flags: Vec<(Scope, Vec<String>)>,
    pub args: Vec<(Scope, Vec<String>)>,
    pub skip: Vec<Scope>,
    pub output: Vec<(Scope, Stream, Regex)>,
    pub ending: Vec<(Scope, Ending)>,
    timeout: Option<Duration>,
    /// A file of `common/` that the other compiler builds, and that is linked with the program.
    pub other_compiler: Option<String>,
    /// One more run per compiler on ferromp, loaded by LD_PRELOAD.
    pub preload: bool,
    /// Names of macros: further runs, each of the program that is compiled with one of them.
    pub variants: Vec<String>,
}

impl Directives {
    pub fn parse(source: &str) -> Result<Self, String> {
        let mut directives = Self::default();
        for (number, line) in source.lines().enumerate() {
            let line = line.trim_start();
            let Some(text) = line.strip_prefix("//@").or_else(|| line.strip_prefix("!@")) else { continue };
            directives.add(text.trim()).map_err(|problem| format!("line {}: {problem}", number + 1))?;
        }
        Ok(directives)
    }

    fn add(&mut self, text: &str) -> Result<(), String> {
        let (head, value) = text.split_once(':').unwrap_or((text, ""));
        let value = value.trim_start();
        let (key, scope) = match head.trim().split_once('[') {
            Some((key, rest)) => (key.trim(), Scope::parse(rest.trim_end_matches(']'))?),
            None => (head.trim(), Scope::default()),
        };
        let words = || value.split_whitespace().map(str::to_owned).collect();
        match key {
            "env" => self.env.push((scope, Variable::parse(value)?)),
            "also" => self.also.push((scope, Variable::parse(value)?)),
            "flags" => self.flags.push((scope, words())),
            "args" => self.args.push((scope, words())),
            "stdout" => self.output.push((scope, Stream::Out, pattern(value)?)),
            "stderr" => self.output.push((scope, Stream::Err, pattern(value)?)),
            "exit" => self.ending.push((scope, Ending::Exit(number(value)?))),
            "signal" => self.ending.push((scope, Ending::Signal(number(value)?))),
            "timeout" => self.timeout = Some(Duration::from_secs(number(value)?)),
            "variant" if is_variant(value) => self.variants.push(value.to_owned()),
            "variant" => return Err(format!("`{value}` is not a name in capital letters")),
            "preload" => self.preload = true,
            "other-compiler" => self.other_compiler = Some(value.to_owned()),
            "skip" if value.is_empty() => return Err("a skip needs its reason".to_owned()),
            "skip" if scope.names("ferromp") => {
                return Err("ferromp is what is tested: it cannot be skipped".to_owned());
            }
            "skip" => self.skip.push(scope),
            _ => return Err(format!("unknown directive `{key}`")),
        }
        Ok(())
    }

    /// The words for compiler and linker.
    pub fn flags_for(&self, words: &[&str]) -> impl Iterator<Item = &String> {
        self.flags.iter().filter(move |(scope, _)| scope.covers(words)).flat_map(|(_, flags)| flags)
    }

    pub fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(DEFAULT_TIMEOUT)
    }
}

/// Patterns may span lines: `^` and `$` match at each line.
fn pattern(text: &str) -> Result<Regex, String> {
    Regex::new(&format!("(?m){text}")).map_err(|problem| problem.to_string())
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is not a number"))
}
