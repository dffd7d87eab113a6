//! OMP_SCHEDULE: `[modifier:]kind[,chunk]` (OpenMP 5.2, 21.2.1).

use crate::engine::ground::settings::text;
use crate::engine::ground::settings::text::Scanner;
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleKind {
    Static,
    Dynamic,
    Guided,
    Auto,
    /// libomp's linearly shrinking chunks.
    Trapezoidal,
    /// libomp's static division with stealing.
    StaticSteal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleModifier {
    Monotonic,
    Nonmonotonic,
}

/// The schedule that `schedule(runtime)` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub kind: ScheduleKind,
    /// Iterations in a chunk; `None` if the value names none or 0, which both peers take as none.
    pub chunk: Option<u32>,
    /// As written. Without a modifier, static is monotonic and the others are not (OpenMP 5.2,
    /// 11.5.3).
    pub modifier: Option<ScheduleModifier>,
}

const KINDS: [(&str, ScheduleKind); 6] = [
    ("static", ScheduleKind::Static),
    ("dynamic", ScheduleKind::Dynamic),
    ("guided", ScheduleKind::Guided),
    ("auto", ScheduleKind::Auto),
    ("trapezoidal", ScheduleKind::Trapezoidal),
    ("static_steal", ScheduleKind::StaticSteal),
];

const MODIFIERS: [(&str, ScheduleModifier); 2] =
    [("monotonic", ScheduleModifier::Monotonic), ("nonmonotonic", ScheduleModifier::Nonmonotonic)];

impl Schedule {
    pub fn parse(text: &[u8]) -> Option<Schedule> {
        let mut scanner = Scanner::new(text);
        let mut word = scanner.word();
        let mut modifier = None;
        if scanner.symbol(b':') {
            modifier = Some(text::choice(word, &MODIFIERS)?);
            word = scanner.word();
        }
        let kind = text::choice(word, &KINDS)?;
        let mut chunk = None;
        if scanner.symbol(b',') {
            let number = scanner.number()?;
            chunk = Some(u32::try_from(number).ok().filter(|&number| number <= i32::MAX as u32)?);
        }
        // The chunk of `auto` has no meaning; the peers accept it.
        let chunk = chunk.filter(|&chunk| chunk > 0 && kind != ScheduleKind::Auto);
        scanner.at_end().then_some(Schedule { kind, chunk, modifier })
    }
}

/// As OMP_DISPLAY_ENV shows it: `NONMONOTONIC:DYNAMIC,4`.
impl fmt::Display for Schedule {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.modifier {
            Some(ScheduleModifier::Monotonic) => out.write_str("MONOTONIC:")?,
            Some(ScheduleModifier::Nonmonotonic) => out.write_str("NONMONOTONIC:")?,
            None => {}
        }
        out.write_str(match self.kind {
            ScheduleKind::Static => "STATIC",
            ScheduleKind::Dynamic => "DYNAMIC",
            ScheduleKind::Guided => "GUIDED",
            ScheduleKind::Auto => "AUTO",
            ScheduleKind::Trapezoidal => "TRAPEZOIDAL",
            ScheduleKind::StaticSteal => "STATIC_STEAL",
        })?;
        match self.chunk {
            Some(chunk) => write!(out, ",{chunk}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::garbage;

    fn shown(text: &str) -> Option<String> {
        Schedule::parse(text.as_bytes()).map(|schedule| schedule.to_string())
    }

    #[test]
    fn kinds_chunks_and_modifiers_are_read() {
        for (text, expected) in [
            ("static", "STATIC"),
            (" Dynamic , 4 ", "DYNAMIC,4"),
            ("guided,+7", "GUIDED,7"),
            ("auto,4", "AUTO"),
            ("static,0", "STATIC"),
            ("monotonic : static , 4", "MONOTONIC:STATIC,4"),
            ("nonmonotonic:dynamic,10", "NONMONOTONIC:DYNAMIC,10"),
            ("MONOTONIC:GUIDED,2147483647", "MONOTONIC:GUIDED,2147483647"),
            ("trapezoidal,13", "TRAPEZOIDAL,13"),
            ("static_steal", "STATIC_STEAL"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "",
            "7",
            "dyn",
            "runtime",
            "dynamic,",
            "dynamic,,",
            "dynamic 4",
            "dynamic,-3",
            "dynamic,0x4",
            "dynamic,4x",
            "static,4,5",
            "monotonic:",
            "foo:dynamic",
            "monotonic:monotonic:static",
            ":static",
            "dynamic,2147483648",
            "dynamic,99999999999999999999",
        ] {
            assert_eq!(shown(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        garbage::each(|text| {
            Schedule::parse(text);
        });
    }
}
