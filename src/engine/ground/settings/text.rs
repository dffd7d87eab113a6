//! The words that values of environment variables are made of: numbers, names, truth values, sizes.
//!
//! Every parser here takes raw bytes, ignores white space around what it reads and the case of
//! letters (OpenMP 5.2, 21), and answers `None` unless the whole text is what it expects.

/// A cursor over a value. White space before each token is skipped.
#[derive(Clone, Copy)]
pub struct Scanner<'a> {
    rest: &'a [u8],
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a [u8]) -> Self {
        Scanner { rest: text.trim_ascii() }
    }

    pub fn at_end(&self) -> bool {
        self.rest.trim_ascii_start().is_empty()
    }

    /// Takes `symbol` if it comes next.
    pub fn symbol(&mut self, symbol: u8) -> bool {
        let rest = self.rest.trim_ascii_start();
        if rest.first() == Some(&symbol) {
            self.rest = &rest[1..];
            true
        } else {
            false
        }
    }

    /// The text that has not been taken yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether `symbol`, or the end, comes next.
    pub fn comes_to(&self, symbol: u8) -> bool {
        self.rest.trim_ascii_start().first().is_none_or(|&next| next == symbol)
    }

    /// Takes all that stands before the next `symbol`, or before the end.
    pub fn skip_to(&mut self, symbol: u8) {
        let length = self.rest.iter().position(|&byte| byte == symbol).unwrap_or(self.rest.len());
        self.rest = &self.rest[length..];
    }

    /// Takes a run of letters, digits, `_` and `.`; empty if something else comes next.
    pub fn word(&mut self) -> &'a [u8] {
        let rest = self.rest.trim_ascii_start();
        let length =
            rest.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'))).unwrap_or(rest.len());
        self.rest = &rest[length..];
        &rest[..length]
    }

    /// Takes a decimal number with an optional plus sign. A number beyond `u64` becomes `u64::MAX`.
    pub fn number(&mut self) -> Option<u64> {
        let rest = self.rest.trim_ascii_start();
        let digits = rest.strip_prefix(b"+").unwrap_or(rest);
        let length = digits.iter().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
        if length == 0 {
            return None;
        }
        self.rest = &digits[length..];
        let mut number = 0u64;
        for digit in &digits[..length] {
            number = number.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
        }
        Some(number)
    }

    /// Takes a decimal number with an optional sign, within the range of `i32`.
    pub fn signed(&mut self) -> Option<i32> {
        let negative = self.symbol(b'-');
        if negative && self.rest.first() == Some(&b'+') {
            return None;
        }
        let magnitude = i64::try_from(self.number()?).ok()?;
        i32::try_from(if negative { -magnitude } else { magnitude }).ok()
    }
}

/// A list of one or more elements with commas between them, each read by `element`.
pub fn list<'a, T>(text: &'a [u8], mut element: impl FnMut(&mut Scanner<'a>) -> Option<T>) -> Option<Box<[T]>> {
    let mut scanner = Scanner::new(text);
    let mut elements = Vec::new();
    loop {
        elements.push(element(&mut scanner)?);
        if scanner.at_end() {
            return Some(elements.into_boxed_slice());
        }
        if !scanner.symbol(b',') {
            return None;
        }
    }
}

/// One of `choices`, by name.
pub fn choice<T: Copy>(text: &[u8], choices: &[(&str, T)]) -> Option<T> {
    let text = text.trim_ascii();
    choices.iter().find(|(name, _)| text.eq_ignore_ascii_case(name.as_bytes())).map(|&(_, value)| value)
}

/// `true` or `false`, or one of the other spellings that libomp knows.
pub fn truth(text: &[u8]) -> Option<bool> {
    const SPELLINGS: [(&str, bool); 16] = [
        ("true", true),
        ("false", false),
        ("1", true),
        ("0", false),
        ("yes", true),
        ("no", false),
        ("on", true),
        ("off", false),
        ("t", true),
        ("f", false),
        (".true.", true),
        (".false.", false),
        (".t.", true),
        (".f.", false),
        ("enabled", true),
        ("disabled", false),
    ];
    choice(text, &SPELLINGS)
}

/// A whole number that is at least `least`. A number beyond `i32::MAX`, the greatest that the API
/// can return, becomes `i32::MAX`.
pub fn count(text: &[u8], least: u32) -> Option<u32> {
    let mut scanner = Scanner::new(text);
    let number = scanner.number()?;
    (scanner.at_end() && number >= u64::from(least)).then(|| number.min(i32::MAX as u64) as u32)
}

/// A number of bytes: a number and perhaps a unit, `B`, `K`, `M`, `G` or `T` (powers of 1024), the
/// last four also as `KB` … `TB`. Without a unit the number counts `default_unit` bytes.
pub fn size(text: &[u8], default_unit: u64) -> Option<u64> {
    const UNITS: [(&str, u64); 9] = [
        ("B", 1),
        ("K", 1 << 10),
        ("KB", 1 << 10),
        ("M", 1 << 20),
        ("MB", 1 << 20),
        ("G", 1 << 30),
        ("GB", 1 << 30),
        ("T", 1 << 40),
        ("TB", 1 << 40),
    ];
    let mut scanner = Scanner::new(text);
    let number = scanner.number()?;
    let unit = if scanner.at_end() { default_unit } else { choice(scanner.word(), &UNITS)? };
    // A number at the scanner's limit may have been cut off there, and not be the one that was
    // written.
    if !scanner.at_end() || number == u64::MAX {
        return None;
    }
    number.checked_mul(unit).filter(|&bytes| i64::try_from(bytes).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::garbage;

    #[test]
    fn truth_values_are_read_in_every_spelling_and_case() {
        for yes in ["true", "TRUE", " True ", "1", "yes", "on", "t", ".true.", "enabled"] {
            assert_eq!(truth(yes.as_bytes()), Some(true), "{yes}");
        }
        for no in ["false", "FALSE", "0", "no", "off", ".F.", "disabled"] {
            assert_eq!(truth(no.as_bytes()), Some(false), "{no}");
        }
        for neither in ["", " ", "truex", "true x", "2", "-1", "verbose"] {
            assert_eq!(truth(neither.as_bytes()), None, "{neither}");
        }
    }

    #[test]
    fn counts_saturate_and_reject_all_but_whole_numbers() {
        assert_eq!(count(b" 7\t", 1), Some(7));
        assert_eq!(count(b"+7", 1), Some(7));
        assert_eq!(count(b"0", 0), Some(0));
        assert_eq!(count(b"2147483648", 0), Some(i32::MAX as u32));
        assert_eq!(count(b"99999999999999999999999", 0), Some(i32::MAX as u32));
        for bad in ["0", "-1", "", "+", "7x", "x7", "7 7", "0x10", "1.5", "+-1", "--1"] {
            assert_eq!(count(bad.as_bytes(), 1), None, "{bad}");
        }
    }

    #[test]
    fn sizes_know_units_and_refuse_overflow() {
        assert_eq!(size(b"64", 1024), Some(65536));
        assert_eq!(size(b"64", 1), Some(64));
        assert_eq!(size(b" 512 k ", 1), Some(512 << 10));
        assert_eq!(size(b"4B", 1024), Some(4));
        assert_eq!(size(b"2G", 1024), Some(2 << 30));
        assert_eq!(size(b"1MB", 1024), Some(1 << 20));
        assert_eq!(size(b"1T", 1024), Some(1 << 40));
        for bad in ["", "abc", "-1", "1.5M", "2M2", "1 M B", "1Q", "17179869184G", "99999999999999999999", "K"] {
            assert_eq!(size(bad.as_bytes(), 1024), None, "{bad}");
        }
    }

    #[test]
    fn signed_numbers_keep_to_their_range() {
        let signed = |text: &str| Scanner::new(text.as_bytes()).signed();
        assert_eq!(signed("-2147483648"), Some(i32::MIN));
        assert_eq!(signed("2147483647"), Some(i32::MAX));
        assert_eq!(signed("+3"), Some(3));
        for bad in ["2147483648", "-2147483649", "-+3", "", "-"] {
            assert_eq!(signed(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_list_needs_an_element_between_and_after_its_commas() {
        let numbers = |text: &str| list(text.as_bytes(), Scanner::number);
        assert_eq!(numbers(" 4 , 3,2 ").as_deref(), Some(&[4, 3, 2][..]));
        for bad in ["", ",", "4,", ",4", "4,,3", "4 3", "4;3"] {
            assert_eq!(numbers(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        garbage::each(|text| {
            truth(text);
            count(text, 1);
            size(text, 1024);
            list(text, Scanner::number);
            list(text, Scanner::signed);
        });
    }
}
