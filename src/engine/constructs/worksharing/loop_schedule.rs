//! The arithmetic of schedules, on iteration numbers `0 .. trip`.

/// The part of `0..trip` that member `tid` of `n` gets if each member gets one part. The first
/// `trip % n` members get one iteration more.
#[inline]
pub fn block(trip: u64, n: u32, tid: u32) -> (u64, u64) {
    let (n, tid) = (u64::from(n), u64::from(tid));
    // Most teams have a size for which no division is needed.
    let (quotient, remainder) =
        if n.is_power_of_two() { (trip >> n.trailing_zeros(), trip & (n - 1)) } else { (trip / n, trip % n) };
    let first = tid * quotient + tid.min(remainder);
    (first, first + quotient + u64::from(tid < remainder))
}

/// The number of iterations of `for (i = start; i < end; i += step)` (`>` for a negative step), in
/// wrapping arithmetic of 64 bits. So it serves signed and unsigned loops.
///
/// `up`: the step counts upwards; `span`: the distance between start and end; 0 if the loop is
/// empty.
#[inline]
pub fn trip(span: u64, stride: u64) -> u64 {
    parts(span, stride)
}

/// The number of parts of `size` that `whole` makes, the last one perhaps smaller.
#[inline]
pub fn parts(whole: u64, size: u64) -> u64 {
    // Most steps and chunks are 1, and a division takes as long as twenty other instructions.
    if size <= 1 { whole } else { whole.div_ceil(size) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_all_iterations_once() {
        for trip in [0, 1, 5, 7, 8, 100, u64::MAX] {
            for n in [1, 2, 3, 7, 64] {
                let mut next = 0;
                for tid in 0..n {
                    let (first, end) = block(trip, n, tid);
                    assert_eq!(first, next);
                    assert!(end - first <= (trip / u64::from(n)).saturating_add(1));
                    next = end;
                }
                assert_eq!(next, trip);
            }
        }
    }

    #[test]
    fn the_last_part_may_be_smaller() {
        assert_eq!([0, 1, 6, 7, 8].map(|whole| parts(whole, 7)), [0, 1, 1, 1, 2]);
        assert_eq!([0, 1, u64::MAX].map(|whole| parts(whole, 1)), [0, 1, u64::MAX]);
        assert_eq!(parts(u64::MAX, 2), 1 << 63);
    }

    #[test]
    fn trips_at_the_ends_of_the_number_range() {
        assert_eq!(trip(0, 3), 0);
        assert_eq!(trip(10, 3), 4);
        assert_eq!(trip(9, 3), 3);
        assert_eq!(trip(u64::MAX, 1), u64::MAX);
        assert_eq!(trip(u64::MAX, u64::MAX), 1);
    }
}
