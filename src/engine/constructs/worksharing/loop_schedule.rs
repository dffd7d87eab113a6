//! The arithmetic of schedules, on iteration numbers `0 .. trip`.

/// The part of `0..trip` that member `tid` of `n` gets if each member gets one part. The first
/// `trip % n` members get one iteration more.
#[inline]
pub fn block(trip: u64, n: u32, tid: u32) -> (u64, u64) {
    let (n, tid) = (u64::from(n), u64::from(tid));
    let (quotient, remainder) = (trip / n, trip % n);
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
    if span == 0 { 0 } else { (span - 1) / stride.max(1) + 1 }
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
    fn trips_at_the_ends_of_the_number_range() {
        assert_eq!(trip(0, 3), 0);
        assert_eq!(trip(10, 3), 4);
        assert_eq!(trip(9, 3), 3);
        assert_eq!(trip(u64::MAX, 1), u64::MAX);
        assert_eq!(trip(u64::MAX, u64::MAX), 1);
    }
}
