//! Numbers of threads and levels: OMP_NUM_THREADS (OpenMP 5.2, 21.1.2).

use crate::engine::ground::settings::text;

/// A list of positive numbers, one for each nesting level. A number that the API cannot return is
/// refused: both peers turn it into a negative or tiny one.
pub fn num_threads(text: &[u8]) -> Option<Box<[u32]>> {
    text::list(text, |scanner| {
        let number = scanner.number()?;
        (1..=i32::MAX as u64).contains(&number).then_some(number as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::garbage;

    #[test]
    fn a_list_of_positive_numbers_is_read() {
        assert_eq!(num_threads(b"4").as_deref(), Some(&[4][..]));
        assert_eq!(num_threads(b"\t4\t,\t2\n").as_deref(), Some(&[4, 2][..]));
        assert_eq!(num_threads(b"2147483647").as_deref(), Some(&[i32::MAX as u32][..]));
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in ["", " ", "0", "4,0", "-1", "4,-1", "4,", ",4", "4,,3", "abc", "4x", "4 3", "0x10", "1.5"] {
            assert_eq!(num_threads(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(num_threads(b"2147483648"), None);
        assert_eq!(num_threads(b"\xff\xfe"), None);
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        garbage::each(|text| {
            num_threads(text);
        });
    }
}
