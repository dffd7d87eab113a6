//! KMP_AFFINITY and KMP_HIDDEN_HELPER_AFFINITY, as libomp's documentation has it: modifiers, a
//! type, and its numbers, with commas between.

use crate::engine::ground::settings::places;
use crate::engine::ground::settings::places::Place;
use crate::engine::ground::settings::text;
use crate::engine::ground::settings::text::Scanner;
use crate::sys::topology::Level;

/// How threads go to the units of the granularity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Threads are not bound.
    None,
    /// Threads are not bound, and the API cannot bind them either.
    Disabled,
    /// Thread `i + 1` as near to thread `i` as can be.
    Compact,
    /// As far from it as can be.
    Scatter,
    /// Spread over the cores first; neighbours share a core only if there are more threads than
    /// cores.
    Balanced,
    /// To the places of `proclist`, in turn.
    Explicit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KmpAffinity {
    /// The variable that this was read from.
    pub name: &'static str,
    /// As written, for KMP_SETTINGS and OMP_DISPLAY_ENV.
    pub written: Box<[u8]>,
    pub kind: Option<Type>,
    /// The units within which a thread may move.
    pub granularity: Level,
    /// How many of the innermost levels count first in the order.
    pub permute: u32,
    /// Which place the first thread goes to.
    pub offset: u32,
    /// The places of `explicit`.
    pub proclist: Box<[Place]>,
    /// Whether the topology and each binding are shown on standard error.
    pub verbose: bool,
    /// Whether something may be said about processors that cannot be used.
    pub warnings: bool,
    /// Whether the mask that the process was started with is a limit.
    pub respect: bool,
    /// Whether a native thread gets its mask back at the end of its regions.
    pub reset: bool,
}

/// Types: what they are, and whether they take `permute` before `offset`.
const TYPES: [(&str, (Type, bool)); 8] = [
    ("none", (Type::None, true)),
    ("disabled", (Type::Disabled, true)),
    ("compact", (Type::Compact, true)),
    ("scatter", (Type::Scatter, true)),
    ("balanced", (Type::Balanced, true)),
    ("explicit", (Type::Explicit, true)),
    ("logical", (Type::Compact, false)),
    ("physical", (Type::Scatter, false)),
];

const GRANULARITIES: [(&str, Level); 13] = [
    ("fine", Level::Thread),
    ("thread", Level::Thread),
    ("core", Level::Core),
    ("tile", Level::L2),
    ("l2_cache", Level::L2),
    ("l3_cache", Level::L3),
    ("ll_cache", Level::LastCache),
    ("die", Level::Die),
    ("node", Level::NumaDomain),
    ("numa", Level::NumaDomain),
    ("numa_domain", Level::NumaDomain),
    ("package", Level::Socket),
    ("socket", Level::Socket),
];

impl KmpAffinity {
    /// Reads a value; with it the first word that makes no sense, which has no effect.
    pub fn parse(name: &'static str, text: &[u8]) -> (KmpAffinity, Option<Vec<u8>>) {
        let mut affinity = KmpAffinity {
            name,
            written: text.into(),
            kind: None,
            granularity: Level::Core,
            permute: 0,
            offset: 0,
            proclist: Box::default(),
            verbose: false,
            warnings: true,
            respect: true,
            reset: false,
        };
        let mut fault = None;
        // Which of the type's two numbers comes next.
        let mut number = 0;
        let mut scanner = Scanner::new(text);
        loop {
            let before = scanner;
            if affinity.word(&mut scanner, &mut number).is_none() {
                let rest = before.rest();
                let end = rest.iter().position(|&byte| byte == b',').unwrap_or(rest.len());
                fault = fault.or(Some(rest[..end].trim_ascii().to_vec()));
                scanner = before;
                scanner.skip_to(b',');
            }
            if !scanner.symbol(b',') {
                break;
            }
        }
        if affinity.kind == Some(Type::Explicit) && affinity.proclist.is_empty() {
            affinity.kind = Some(Type::None);
            fault = fault.or(Some(b"explicit".to_vec()));
        }
        (affinity, fault)
    }

    /// Reads what stands before the next comma.
    fn word(&mut self, scanner: &mut Scanner, number: &mut u32) -> Option<()> {
        let mut digits = *scanner;
        if let Some(value) = digits.number() {
            *scanner = digits;
            let value = u32::try_from(value).ok()?;
            match number {
                0 => self.permute = value,
                1 => self.offset = value,
                _ => return None,
            }
            *number += 1;
            return scanner.comes_to(b',').then_some(());
        }
        let word = scanner.word();
        if word.eq_ignore_ascii_case(b"granularity") {
            let level = scanner.symbol(b'=').then(|| text::choice(scanner.word(), &GRANULARITIES))??;
            self.granularity = level;
        } else if word.eq_ignore_ascii_case(b"proclist") {
            self.proclist = scanner.symbol(b'=').then(|| places::proclist(scanner))??;
        } else if let Some((kind, permutes)) = text::choice(word, &TYPES) {
            self.kind = Some(kind);
            *number = u32::from(!permutes);
        } else {
            let flag = match word.to_ascii_lowercase().as_slice() {
                b"verbose" | b"noverbose" => &mut self.verbose,
                b"warnings" | b"nowarnings" => &mut self.warnings,
                b"respect" | b"norespect" => &mut self.respect,
                b"reset" | b"noreset" => &mut self.reset,
                _ => return None,
            };
            *flag = !word[..2].eq_ignore_ascii_case(b"no");
        }
        scanner.comes_to(b',').then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::garbage;

    fn parsed(text: &str) -> KmpAffinity {
        let (affinity, fault) = KmpAffinity::parse("X", text.as_bytes());
        assert_eq!(fault, None, "{text}");
        affinity
    }

    #[test]
    fn types_have_their_modifiers_and_numbers() {
        let affinity = parsed("verbose,granularity=fine, Scatter, 1, 2");
        assert_eq!((affinity.kind, affinity.granularity), (Some(Type::Scatter), Level::Thread));
        assert_eq!((affinity.verbose, affinity.permute, affinity.offset), (true, 1, 2));
        let affinity = parsed("norespect,nowarnings,reset,logical,3");
        assert_eq!((affinity.kind, affinity.permute, affinity.offset), (Some(Type::Compact), 0, 3));
        assert_eq!((affinity.respect, affinity.warnings, affinity.reset), (false, false, true));
        assert_eq!(parsed("disabled,reset").kind, Some(Type::Disabled));
        assert_eq!(parsed("verbose,noverbose").kind, None);
        assert!(!parsed("verbose,noverbose").verbose);
    }

    #[test]
    fn a_list_of_processors_makes_places() {
        let affinity = parsed("explicit,proclist=[3,{0,1},4-8:2]");
        let places: Vec<String> = affinity.proclist.iter().map(|place| format!("{}", place[0].first)).collect();
        assert_eq!(places, ["3", "0", "4", "6", "8"]);
        assert_eq!(affinity.proclist[1].len(), 2);
    }

    #[test]
    fn a_list_names_a_limited_number_of_processors_in_all() {
        for (text, accepted) in [("proclist=[{0-60000},5,{0-5000}]", true), ("proclist=[{0-60000},5,{0-9000}]", false)]
        {
            let (affinity, fault) = KmpAffinity::parse("X", text.as_bytes());
            assert_eq!((affinity.proclist.len(), fault.is_none()), (if accepted { 3 } else { 0 }, accepted), "{text}");
        }
    }

    #[test]
    fn a_word_that_makes_no_sense_is_named_and_the_others_count() {
        for (text, fault) in [
            ("foo", "foo"),
            ("verbose,foo,compact", "foo"),
            ("granularity=bar,verbose,compact", "granularity=bar"),
            ("verbose,compact,1,2,3", "3"),
            ("verbose,compact 1", "compact 1"),
            ("", ""),
            ("verbose,,compact", ""),
            ("proclist=[1", "proclist=[1"),
            ("explicit", "explicit"),
        ] {
            let (affinity, found) = KmpAffinity::parse("X", text.as_bytes());
            assert_eq!(found.as_deref(), Some(fault.as_bytes()), "{text}");
            assert_eq!(affinity.verbose, text.contains("verbose"), "{text}");
        }
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        garbage::each(|text| {
            KmpAffinity::parse("X", text);
        });
    }
}
