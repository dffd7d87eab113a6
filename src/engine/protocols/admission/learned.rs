//! The policy `learned`: which regions, told apart by their outlined function, are admitted as a
//! gang.
//!
//! At first the members of a region are held back. If one of them was *late*, which means that only
//! the grace time let it begin, then the region's threads may wait for each other in the program's
//! own code. So the next regions of that function are admitted as a gang, for a trial. They stay so
//! as long as they take clearly less time, with the wait for admission, than the regions whose
//! members were held back. If they do not, for example because members just compute for long, the
//! function's members are held back again. Then several late members are needed for the next trial,
//! and each time more of them.
//!
//! If several threads note something about a function at the same time, part of it may get lost.
//! Then it is learned later.

use crate::sys::sync::unmodelled::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

/// The number of regions of a trial.
pub const TRIAL: u32 = 8;

/// The most regions with late members that are needed before the next trial.
const MOST_PATIENCE: u32 = 1024;

/// The record of one outlined function. Times are in nanoseconds; 0: not known.
pub struct Record {
    /// The function's address; 0: the record is free.
    function: AtomicUsize,
    /// The mean time of a region whose members may be held back.
    held: AtomicU64,
    /// The mean time of a region that is admitted as a gang.
    gang: AtomicU64,
    /// 0: members are held back. Otherwise a trial goes on or has succeeded, and this is 1 more
    /// than the number of its regions that have ended.
    tried: AtomicU32,
    /// The number of regions with late members that are needed before the next trial.
    patience: AtomicU32,
    /// The number of them since the last trial.
    late: AtomicU32,
}

/// Adds a sample to a mean, and returns the new mean. Recent samples count most.
fn note(mean: &AtomicU64, time: u64) -> u64 {
    let new = match mean.load(Ordering::Relaxed) {
        0 => time,
        old => old - old / 4 + time / 4,
    };
    mean.store(new, Ordering::Relaxed);
    new
}

impl Record {
    const fn new() -> Self {
        Self {
            function: AtomicUsize::new(0),
            held: AtomicU64::new(0),
            gang: AtomicU64::new(0),
            tried: AtomicU32::new(0),
            patience: AtomicU32::new(1),
            late: AtomicU32::new(0),
        }
    }

    /// Whether the function's next region is to be admitted as a gang.
    pub fn is_gang(&self) -> bool {
        self.tried.load(Ordering::Relaxed) != 0
    }

    /// Notes the time of a region whose members may have been held back. `late`: only the grace
    /// time let one of them begin.
    pub fn note_held(&self, time: u64, late: bool) {
        note(&self.held, time);
        if !late || self.is_gang() {
            return;
        }
        let seen = self.late.load(Ordering::Relaxed) + 1;
        let enough = seen >= self.patience.load(Ordering::Relaxed);
        self.late.store(if enough { 0 } else { seen }, Ordering::Relaxed);
        if enough {
            self.gang.store(0, Ordering::Relaxed);
            self.tried.store(1, Ordering::Relaxed);
        }
    }

    /// Notes the time of a region that was admitted as a gang.
    pub fn note_gang(&self, time: u64) {
        let mean = note(&self.gang, time);
        let tried = self.tried.load(Ordering::Relaxed);
        if tried == 0 {
            return;
        }
        if tried < TRIAL {
            self.tried.store(tried + 1, Ordering::Relaxed);
            return;
        }
        let held = self.held.load(Ordering::Relaxed);
        if mean <= held - held / 8 {
            self.patience.store(1, Ordering::Relaxed);
        } else {
            let patience = self.patience.load(Ordering::Relaxed);
            self.patience.store((patience * 4).min(MOST_PATIENCE), Ordering::Relaxed);
            // The former mean may be wrong for the regions to come.
            self.held.store(0, Ordering::Relaxed);
            self.tried.store(0, Ordering::Relaxed);
        }
    }
}

/// The records of the functions with late members.
pub struct Records([Record; 64]);

impl Records {
    pub const fn new() -> Self {
        Self([const { Record::new() }; 64])
    }

    /// The record of a function, if it has one.
    pub fn of(&self, function: usize) -> Option<&Record> {
        for record in &self.0 {
            match record.function.load(Ordering::Relaxed) {
                known if known == function => return Some(record),
                // Records are never given back, so there is none behind a free one.
                0 => break,
                _ => {}
            }
        }
        None
    }

    /// The record of a function, or a new one if it has none. `None`: there is no room for another,
    /// and the function's members are held back as before.
    pub fn make(&self, function: usize) -> Option<&Record> {
        self.0.iter().find(|record| {
            let taken = record.function.compare_exchange(0, function, Ordering::Relaxed, Ordering::Relaxed);
            taken.is_ok() || taken == Err(function)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;
    const GRACE: u64 = 2 * MS;

    /// Runs `count` regions of one function, one after the other; how many of them were admitted as
    /// a gang.
    fn regions(record: &Record, count: u32, held: (u64, bool), gang: u64) -> u32 {
        (0..count)
            .filter(|_| {
                let as_gang = record.is_gang();
                if as_gang {
                    record.note_gang(gang);
                } else {
                    record.note_held(held.0, held.1);
                }
                as_gang
            })
            .count() as u32
    }

    #[test]
    fn threads_that_wait_for_each_other_are_a_gang_from_the_second_region_on() {
        let record = Record::new();
        assert_eq!(regions(&record, 1000, (GRACE + MS / 10, true), MS / 5), 999);
    }

    #[test]
    fn members_that_are_let_go_in_time_stay_held_back() {
        let record = Record::new();
        assert_eq!(regions(&record, 1000, (MS, false), 0), 0);
    }

    #[test]
    fn threads_that_compute_for_long_are_held_back_again_after_a_trial_and_tried_ever_less_often() {
        let record = Record::new();
        let samples = ((10 * MS, true), 10 * MS);
        assert_eq!(regions(&record, 1 + TRIAL, samples.0, samples.1), TRIAL);
        assert!(!record.is_gang());
        assert_eq!(regions(&record, 4 + TRIAL, samples.0, samples.1), TRIAL);
        assert_eq!(regions(&record, 16, samples.0, samples.1), 0);
        assert!(record.is_gang());
        let later = regions(&record, 10_000, samples.0, samples.1);
        assert!(later < 100 + 10 * TRIAL, "{later}");
    }

    #[test]
    fn a_gang_that_no_longer_pays_is_given_up_and_one_that_pays_again_is_found() {
        let record = Record::new();
        regions(&record, 100, (3 * MS, true), MS);
        assert!(record.is_gang());
        // Other threads have come: now the wait for admission takes longer than holding members
        // back.
        assert!(regions(&record, 100, (3 * MS, false), 5 * MS) < 20);
        assert!(!record.is_gang());
        regions(&record, 10, (3 * MS, true), MS);
        assert!(record.is_gang());
    }

    #[test]
    fn a_single_slow_region_does_not_end_what_pays() {
        let record = Record::new();
        regions(&record, 100, (3 * MS, true), MS / 10);
        record.note_gang(6 * MS);
        assert!(record.is_gang());
    }

    #[test]
    fn each_function_has_its_own_record_as_long_as_there_is_room() {
        let records = Records::new();
        assert!(records.of(1).is_none());
        for function in 1..=64 {
            records.make(function).unwrap().note_held(GRACE, function % 2 == 0);
        }
        assert!((1..=64).all(|function| records.of(function).unwrap().is_gang() == (function % 2 == 0)));
        assert!(records.make(65).is_none());
        assert!(records.of(65).is_none());
        assert!(std::ptr::eq(records.make(7).unwrap(), records.of(7).unwrap()));
    }
}
