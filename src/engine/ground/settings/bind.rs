//! OMP_PROC_BIND (OpenMP 5.2, 21.1.7).

use crate::engine::ground::settings::text;

/// With the numbers of `omp_proc_bind_t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum ProcBind {
    False = 0,
    True = 1,
    Primary = 2,
    Close = 3,
    Spread = 4,
}

impl ProcBind {
    /// As OMP_DISPLAY_ENV shows it.
    pub fn name(self) -> &'static str {
        match self {
            ProcBind::False => "FALSE",
            ProcBind::True => "TRUE",
            ProcBind::Primary => "PRIMARY",
            ProcBind::Close => "CLOSE",
            ProcBind::Spread => "SPREAD",
        }
    }
}

/// One truth value, or a list of policies, one for each nesting level.
pub fn proc_bind(text: &[u8]) -> Option<Box<[ProcBind]>> {
    const POLICIES: [(&str, ProcBind); 4] = [
        ("primary", ProcBind::Primary),
        ("master", ProcBind::Primary),
        ("close", ProcBind::Close),
        ("spread", ProcBind::Spread),
    ];
    if let Some(truth) = text::truth(text) {
        return Some(Box::new([if truth { ProcBind::True } else { ProcBind::False }]));
    }
    text::list(text, |scanner| text::choice(scanner.word(), &POLICIES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::garbage;

    #[test]
    fn a_truth_value_or_a_list_of_policies_is_read() {
        use ProcBind::*;
        for (text, expected) in [
            ("true", &[True][..]),
            (" FALSE ", &[False]),
            ("master", &[Primary]),
            ("spread , close,primary", &[Spread, Close, Primary]),
        ] {
            assert_eq!(proc_bind(text.as_bytes()).as_deref(), Some(expected), "{text}");
        }
        for bad in ["", "foo", "close,", ",close", "closex", "true,close", "close,true", "false,close", "2"] {
            assert_eq!(proc_bind(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        garbage::each(|text| {
            proc_bind(text);
        });
    }
}
