//! affinity-format-var and the text that it makes (OpenMP 5.2, 21.2.5).

use crate::engine::ground::request::League;
use crate::sys::sync::{AtomicPtr, Ordering};
use std::ptr;

use crate::engine::ground::settings;
use crate::engine::records::thread::Thread;
use crate::sys::affinity as os;
use crate::sys::{host, thread};

/// The format without OMP_AFFINITY_FORMAT, as in libomp.
const DEFAULT: &[u8] = b"OMP: pid %P tid %i thread %n bound to OS proc set {%A}";

/// The format that [`set`] set last; null: none.
static CHANGED: AtomicPtr<Vec<u8>> = AtomicPtr::new(ptr::null_mut());

/// affinity-format-var.
pub fn get() -> &'static [u8] {
    // SAFETY: `set` leaks what it stores here, and nobody writes to it.
    match unsafe { CHANGED.load(Ordering::Acquire).as_ref() } {
        Some(format) => format,
        None => settings::get().affinity_format.as_deref().unwrap_or(DEFAULT),
    }
}

/// Changes affinity-format-var, which the whole process shares. The former format is not freed,
/// because another thread may be reading it. A program uses few formats, and a lock here could be
/// held during a fork.
pub fn set(format: &[u8]) {
    if get() != format {
        CHANGED.store(Box::into_raw(Box::new(format.to_vec())), Ordering::Release);
    }
}

/// The text for the calling thread in `format`, or in affinity-format-var if that is empty.
pub fn of_thread(t: &Thread, format: &[u8]) -> Vec<u8> {
    expand(if format.is_empty() { get() } else { format }, |field| value(t, field))
}

/// The fields of a format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    TeamNum,
    NumTeams,
    NestingLevel,
    ThreadNum,
    NumThreads,
    AncestorNum,
    Host,
    ProcessId,
    NativeThreadId,
    ThreadAffinity,
}

const FIELDS: [(u8, &str, Field); 10] = [
    (b't', "team_num", Field::TeamNum),
    (b'T', "num_teams", Field::NumTeams),
    (b'L', "nesting_level", Field::NestingLevel),
    (b'n', "thread_num", Field::ThreadNum),
    (b'N', "num_threads", Field::NumThreads),
    (b'a', "ancestor_tnum", Field::AncestorNum),
    (b'H', "host", Field::Host),
    (b'P', "process_id", Field::ProcessId),
    (b'i', "native_thread_id", Field::NativeThreadId),
    (b'A', "thread_affinity", Field::ThreadAffinity),
];

enum Value {
    Number(i64),
    Text(Vec<u8>),
}

fn value(t: &Thread, field: Field) -> Value {
    let team = t.team.get();
    let level = team.level.get();
    Value::Number(match field {
        Field::TeamNum => League::of(t).team.into(),
        Field::NumTeams => League::of(t).teams.into(),
        Field::NestingLevel => level.into(),
        Field::ThreadNum => t.tid.get().into(),
        Field::NumThreads => t.nthreads.get().into(),
        Field::AncestorNum => {
            if level == 0 {
                -1
            } else {
                team.parent_tid.get().into()
            }
        }
        Field::ProcessId => std::process::id().into(),
        Field::NativeThreadId => thread::id().into(),
        Field::Host => return Value::Text(host::name()),
        Field::ThreadAffinity => {
            let processors = os::of_calling_thread();
            return Value::Text(processors.map_or("undefined".into(), |processors| processors.to_string()).into());
        }
    })
}

/// Field widths beyond this are cut down to it.
pub const WIDEST: usize = 4096;

/// `format` with each `%[[[0].]width]field` replaced by its value; a field that does not exist is
/// `undefined`.
fn expand(format: &[u8], value: impl Fn(Field) -> Value) -> Vec<u8> {
    let mut text = Vec::new();
    let mut rest = format;
    while let Some(percent) = rest.iter().position(|&byte| byte == b'%') {
        text.extend_from_slice(&rest[..percent]);
        rest = &rest[percent + 1..];
        if let Some(after) = rest.strip_prefix(b"%") {
            text.push(b'%');
            rest = after;
            continue;
        }
        let fill = match (take(&mut rest, b'0'), take(&mut rest, b'.')) {
            (_, false) => Fill::After,
            (false, true) => Fill::Before,
            (true, true) => Fill::Zeros,
        };
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let width = rest[..digits].iter().fold(0, |width, digit| (width * 10 + usize::from(digit - b'0')).min(WIDEST));
        rest = &rest[digits..];
        let value = field(&mut rest).map_or(Value::Text(b"undefined".to_vec()), &value);
        pad(&mut text, value, width, fill);
    }
    text.extend_from_slice(rest);
    text
}

/// [`expand`] with a number or a text of 16 bytes for each field.
#[cfg(fuzzing)]
pub fn expand_sample(format: &[u8]) -> Vec<u8> {
    expand(format, |field| match field {
        Field::Host | Field::ThreadAffinity => Value::Text(b"0-7,16-23,32-39\n".to_vec()),
        _ => Value::Number(-1),
    })
}

fn take(rest: &mut &[u8], byte: u8) -> bool {
    match rest.split_first() {
        Some((&first, after)) if first == byte => {
            *rest = after;
            true
        }
        _ => false,
    }
}

/// Takes a field by its letter, or by its name in braces.
fn field(rest: &mut &[u8]) -> Option<Field> {
    let (&letter, after) = rest.split_first()?;
    if letter != b'{' {
        *rest = after;
        return FIELDS.iter().find(|(short, ..)| *short == letter).map(|&(.., field)| field);
    }
    let end = after.iter().position(|&byte| byte == b'}').unwrap_or(after.len());
    let name = &after[..end];
    *rest = after.get(end + 1..).unwrap_or_default();
    FIELDS.iter().find(|(_, long, _)| long.as_bytes() == name).map(|&(.., field)| field)
}

/// The filling of a field that is wider than its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fill {
    /// Blanks after the value.
    After,
    /// Blanks before it.
    Before,
    /// Zeros between a number's sign and its digits; blanks before a text.
    Zeros,
}

fn pad(text: &mut Vec<u8>, value: Value, width: usize, fill: Fill) {
    let (mut shown, number) = match value {
        Value::Number(number) => (number.to_string().into_bytes(), true),
        Value::Text(shown) => (shown, false),
    };
    let missing = width.saturating_sub(shown.len());
    match fill {
        Fill::After => {
            text.append(&mut shown);
            text.resize(text.len() + missing, b' ');
        }
        Fill::Zeros if number => {
            let sign = usize::from(shown[0] == b'-');
            text.extend_from_slice(&shown[..sign]);
            text.resize(text.len() + missing, b'0');
            text.extend_from_slice(&shown[sign..]);
        }
        Fill::Before | Fill::Zeros => {
            text.resize(text.len() + missing, b' ');
            text.append(&mut shown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(format: &str) -> String {
        let text = expand(format.as_bytes(), |field| match field {
            Field::ThreadAffinity => Value::Text(b"0,2-5".to_vec()),
            Field::Host => Value::Text(b"node7".to_vec()),
            Field::AncestorNum => Value::Number(-1),
            other => Value::Number(10 + other as i64),
        });
        String::from_utf8(text).expect("the test's values are ASCII")
    }

    #[test]
    fn fields_are_known_by_letter_and_by_name() {
        assert_eq!(expanded("%t %T %L %n %N %a %H %P %i %A"), "10 11 12 13 14 -1 node7 17 18 0,2-5");
        for (letter, name, _) in FIELDS {
            let (short, long) = (format!("<%{}>", letter as char), format!("<%{{{name}}}>"));
            assert_eq!(expanded(&short), expanded(&long), "{name}");
        }
    }

    #[test]
    fn widths_pad_on_the_side_and_with_what_is_asked_for() {
        for (format, expected) in [
            ("%5n|", "13   |"),
            ("%05n|", "13   |"),
            ("%.5n|", "   13|"),
            ("%0.5n|", "00013|"),
            ("%0.7{ancestor_tnum}", "-000001"),
            ("%.7a", "     -1"),
            ("%0.8A|%8A|%.8A", "   0,2-5|0,2-5   |   0,2-5"),
            ("%1n", "13"),
            ("%.3H", "node7"),
        ] {
            assert_eq!(expanded(format), expected, "{format}");
        }
        assert_eq!(expanded("%.99999999999999999999n").len(), WIDEST);
    }

    #[test]
    fn other_text_stays_and_unknown_fields_are_undefined() {
        for (format, expected) in [
            ("", ""),
            ("0123", "0123"),
            ("100%%", "100%"),
            ("%X", "undefined"),
            ("%{foobar}!", "undefined!"),
            ("%{host", "node7"),
            ("%{", "undefined"),
            ("%", "undefined"),
            ("%0.", "undefined"),
            ("%-5n", "undefined5n"),
            ("%.10X|", " undefined|"),
        ] {
            assert_eq!(expanded(format), expected, "{format}");
        }
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        crate::engine::ground::settings::garbage::each(|format| {
            expand(format, |_| Value::Number(0));
        });
    }
}
