//! The clauses of a `target` construct that GCC passes as a list of words.
//!
//! | bits of a word | meaning |
//! |---|---|
//! | 0…6 | the kind of device it is meant for; 0: all |
//! | 7 | the value is the next word |
//! | 8…15 | the clause: 1 `num_teams`, 2 `thread_limit` |
//! | 16…63 | the value, unless bit 7 is set; signed |
//!
//! Seen in the output of `gcc -fdump-tree-optimized`: `0x70200` for `thread_limit(7)`, `0x280` and
//! `n` for `thread_limit(n)`, `0x10100` where no `teams` construct is inside.

use std::ffi::c_void;

const DEVICE: isize = 0x7f;
const VALUE_FOLLOWS: isize = 0x80;
const CLAUSE: isize = 0xff00;
const THREAD_LIMIT: isize = 2 << 8;
const VALUE_SHIFT: u32 = 16;

/// The list; null ends it.
pub struct Arguments(*const *const c_void);

impl Arguments {
    /// # Safety
    /// `list` is null or a list as GCC makes it, while this lives.
    pub unsafe fn new(list: *const *const c_void) -> Self {
        Self(list)
    }

    /// The `thread_limit` clause, if there is one that says something.
    pub fn thread_limit(mut self) -> Option<u32> {
        let limit = self.find(|(clause, _)| clause & (DEVICE | CLAUSE) == THREAD_LIMIT)?.1;
        u32::try_from(limit.min(i32::MAX as isize)).ok().filter(|limit| *limit > 0)
    }

    fn word(&mut self) -> isize {
        // SAFETY: `new`'s caller promised a list, and `next` stops at its end.
        unsafe {
            let word = *self.0;
            self.0 = self.0.add(1);
            word.addr().cast_signed()
        }
    }
}

/// The word of each clause with its value.
impl Iterator for Arguments {
    type Item = (isize, isize);

    fn next(&mut self) -> Option<(isize, isize)> {
        // SAFETY: as in `word`.
        if self.0.is_null() || unsafe { (*self.0).is_null() } {
            return None;
        }
        let clause = self.word();
        let value = if clause & VALUE_FOLLOWS != 0 { self.word() } else { clause >> VALUE_SHIFT };
        Some((clause, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(words: &[isize]) -> Option<u32> {
        let list: Vec<*const c_void> =
            words.iter().map(|word| std::ptr::without_provenance(word.cast_unsigned())).collect();
        // SAFETY: the tests' lists end with 0.
        unsafe { Arguments::new(list.as_ptr()) }.thread_limit()
    }

    #[test]
    fn a_constant_limit_is_in_the_word_and_another_in_the_next() {
        assert_eq!(limit(&[0x10100, 0x70200, 0]), Some(7));
        assert_eq!(limit(&[0x30100, 0x280, 5, 0]), Some(5));
        assert_eq!(limit(&[0x180, 0x70200, 0x200, 0]), None);
    }

    #[test]
    fn no_clause_and_senseless_ones_are_no_limit() {
        assert_eq!(limit(&[0]), None);
        assert_eq!(limit(&[0x10100, 0x200, 0]), None);
        assert_eq!(limit(&[0x280, -3, 0]), None);
        assert_eq!(limit(&[0x280, isize::MAX, 0]), Some(i32::MAX as u32));
        // SAFETY: null stands for an empty list.
        assert_eq!(unsafe { Arguments::new(std::ptr::null()) }.thread_limit(), None);
    }
}
