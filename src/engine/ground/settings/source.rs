//! Where the values come from, and the lines about those that make no sense.

use crate::engine::ground::settings::text;
use crate::sys::environ;
use std::borrow::Cow;
use std::fmt;
use std::fmt::{Display, Write};

/// Variables whose values may name files or libraries.
const NAMES_OF_FILES: [&[u8]; 4] =
    [b"FERROMP_STATS", b"FERROMP_TRACE", b"OMP_TOOL_LIBRARIES", b"OMP_TOOL_VERBOSE_INIT"];

/// A variable's name and its value.
type Entry = (Box<[u8]>, Box<[u8]>);

/// The variables that concern an OpenMP runtime, in the environment's order.
pub struct Variables {
    entries: Vec<Entry>,
}

impl Variables {
    /// The variables of the environment, without [`NAMES_OF_FILES`] in a privileged program, whose
    /// environment another user has set.
    pub fn of_process() -> Variables {
        let mut entries = Vec::new();
        let trusted = !environ::is_of_others();
        environ::for_each(|name, value| {
            let ours = [&b"OMP_"[..], b"GOMP_", b"KMP_", b"LIBOMP_", b"FERROMP_"]
                .iter()
                .any(|prefix| name.starts_with(prefix));
            if ours && (trusted || !NAMES_OF_FILES.contains(&name)) {
                entries.push((name.into(), value.into()));
            }
        });
        Variables { entries }
    }

    /// These, with others in place of those that `definitions` names: `NAME=value`, with bars
    /// between them.
    pub fn overridden_by(&self, definitions: &[u8]) -> Variables {
        let definition = |text: &[u8]| -> Option<Entry> {
            let equals = text.iter().position(|&byte| byte == b'=')?;
            Some((text[..equals].trim_ascii().into(), text[equals + 1..].into()))
        };
        let mut entries: Vec<Entry> = definitions.split(|&byte| byte == b'|').filter_map(definition).collect();
        let kept = self.entries.iter().filter(|(name, _)| entries.iter().all(|(new, _)| new != name));
        let kept: Vec<Entry> = kept.cloned().collect();
        entries.extend(kept);
        Variables { entries }
    }

    /// An empty environment.
    #[cfg(fuzzing)]
    pub fn none() -> Variables {
        Variables { entries: Vec::new() }
    }

    #[cfg(test)]
    pub fn from_pairs(pairs: &[(&str, &[u8])]) -> Variables {
        Variables { entries: pairs.iter().map(|&(name, value)| (name.as_bytes().into(), value.into())).collect() }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.entries.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The value of `name`; of several, the first, as `getenv` has it.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.iter().find(|(other, _)| *other == name.as_bytes()).map(|(_, value)| value)
    }
}

/// Reads variables and collects one line about each value that is malformed.
pub struct Reader<'a> {
    variables: &'a Variables,
    complaints: Vec<String>,
    quiet: bool,
}

impl<'a> Reader<'a> {
    pub fn new(variables: &'a Variables) -> Self {
        // These decide whether there are lines about other variables, and about themselves.
        let truth = |name| variables.get(name).and_then(text::truth);
        let quiet = truth("FERROMP_WARNINGS").or(truth("KMP_WARNINGS")) == Some(false);
        Reader { variables, complaints: Vec::new(), quiet }
    }

    pub fn complaints(self) -> Vec<String> {
        self.complaints
    }

    /// The value of `name`, unread.
    pub fn raw(&self, name: &str) -> Option<Box<[u8]>> {
        self.variables.get(name).map(Box::from)
    }

    /// The value of `name` if `parse` accepts it. If it does not, a line says that the value
    /// `is_not` what is expected, and what the runtime is `using` instead.
    pub fn read<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&[u8]) -> Option<T>,
        is_not: &str,
        using: impl Display,
    ) -> Option<T> {
        let value = self.variables.get(name)?;
        let parsed = parse(value);
        if parsed.is_none() {
            self.complain(name, value, format_args!("is not {is_not}; using {using}"));
        }
        parsed
    }

    /// As [`read`](Self::read), for an ICV that devices have too: the host's value is that of
    /// `name`, or of `name_ALL` where `name` is not set (OpenMP 5.2, 21: `_DEV` and `_DEV_n` are
    /// for devices, of which there are none).
    pub fn read_host<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&[u8]) -> Option<T>,
        is_not: &str,
        using: impl Display,
    ) -> Option<T> {
        self.read(&self.host_name(name), parse, is_not, using)
    }

    /// The variable that speaks for the host's `name`.
    pub fn host_name<'n>(&self, name: &'n str) -> Cow<'n, str> {
        let is_of_all = |other: &[u8]| other.strip_suffix(b"_ALL") == Some(name.as_bytes());
        let of_all = || self.variables.iter().any(|(other, _)| is_of_all(other));
        if self.variables.get(name).is_none() && of_all() { format!("{name}_ALL").into() } else { name.into() }
    }

    /// Records one line about the value of `name`; it says `what`.
    pub fn complain_of(&mut self, name: &str, what: fmt::Arguments) {
        self.complain(name, self.variables.get(name).unwrap_or_default(), what);
    }

    /// Records one line, unless FERROMP_WARNINGS or KMP_WARNINGS forbids.
    fn complain(&mut self, name: &str, value: &[u8], what: fmt::Arguments) {
        if self.quiet {
            return;
        }
        let start = match name {
            // LLVM's test suite expects this line to begin as libomp's own does.
            "OMP_ALLOCATOR" => "OMP: Warning #42: ",
            // So a search of a log for libomp's warnings finds those about libomp's variables.
            _ if name.starts_with("KMP_") => "ferromp: OMP: Warning: ",
            _ => "ferromp: ",
        };
        self.complaints.push(format!("{start}{name}='{}' {what}\n", Quoted(value)));
    }
}

/// A value as it can stand on one line of a terminal: unprintable bytes escaped, the end of a long
/// one cut off.
pub struct Quoted<'a>(pub &'a [u8]);

impl Display for Quoted<'_> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        const LIMIT: usize = 200;
        for &byte in self.0.iter().take(LIMIT) {
            if byte == b' ' || byte.is_ascii_graphic() {
                out.write_char(byte.into())?;
            } else {
                write!(out, "{}", byte.escape_ascii())?;
            }
        }
        if self.0.len() > LIMIT { out.write_str("...") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_value_gets_one_printable_line() {
        let variables = Variables::from_pairs(&[("OMP_X", b"a\n\xff'"), ("KMP_X", &[b'x'; 1000])]);
        let mut reader = Reader::new(&variables);
        assert_eq!(reader.read("OMP_X", |_| None::<u32>, "a number", 2), None);
        assert_eq!(reader.read("KMP_X", |_| None::<u32>, "a number", 2), None);
        let complaints = reader.complaints();
        assert_eq!(complaints[0], "ferromp: OMP_X='a\\n\\xff'' is not a number; using 2\n");
        assert!(complaints[1].starts_with("ferromp: OMP: Warning: KMP_X='xxx") && complaints[1].len() < 300);
    }

    #[test]
    fn definitions_replace_what_they_name_and_leave_the_rest() {
        let variables = Variables::from_pairs(&[("OMP_X", b"1"), ("OMP_Y", b"2")]);
        let variables = variables.overridden_by(b"OMP_Y=a,b=c| OMP_Z =|junk||=").overridden_by(b"OMP_Y=3");
        assert_eq!(variables.get("OMP_X"), Some(&b"1"[..]));
        assert_eq!(variables.get("OMP_Y"), Some(&b"3"[..]));
        assert_eq!(variables.get("OMP_Z"), Some(&b""[..]));
        assert_eq!(variables.get("junk"), None);
        assert_eq!(variables.iter().filter(|(name, _)| *name == b"OMP_Y").count(), 1);
    }

    #[test]
    fn a_host_variable_goes_before_the_one_for_all_devices() {
        let read = |pairs: &[(&str, &[u8])]| {
            let variables = Variables::from_pairs(pairs);
            Reader::new(&variables).read_host("OMP_X", |value| text::count(value, 0), "a number", 0)
        };
        assert_eq!(read(&[("OMP_X_ALL", b"7"), ("OMP_X_DEV", b"8"), ("OMP_X", b"6")]), Some(6));
        assert_eq!(read(&[("OMP_X_DEV", b"8"), ("OMP_X_ALL", b"7")]), Some(7));
        assert_eq!(read(&[("OMP_X_DEV", b"8"), ("OMP_X_DEV_0", b"9")]), None);
    }

    #[test]
    fn of_two_equal_names_the_first_counts() {
        assert_eq!(Variables::from_pairs(&[("OMP_X", b"1"), ("OMP_X", b"2")]).get("OMP_X"), Some(&b"1"[..]));
    }

    #[test]
    fn no_line_is_written_when_warnings_are_off() {
        let lines = |pairs: &[(&str, &[u8])]| {
            let variables = Variables::from_pairs(&[pairs, &[("OMP_X", b"a")]].concat());
            let mut reader = Reader::new(&variables);
            assert_eq!(reader.read("OMP_X", |_| None::<u32>, "a number", 2), None);
            reader.complaints().len()
        };
        assert_eq!(lines(&[("KMP_WARNINGS", b"off")]), 0);
        assert_eq!(lines(&[("FERROMP_WARNINGS", b"0")]), 0);
        assert_eq!(lines(&[("FERROMP_WARNINGS", b"1"), ("KMP_WARNINGS", b"0")]), 1);
    }
}
