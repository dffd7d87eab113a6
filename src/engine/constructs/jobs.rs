//! Jobs of a library that wait for each other: each is done by a thread of its own, all at the same
//! time.
//!
//! A team has the threads for them, wherever the calling thread is: a region inside of regions is
//! active here whatever max-active-levels-var says, since a thread too few would be a deadlock.
//! Where a limit or the system leaves the team fewer threads, others do the rest, and end with it.

use std::ffi::c_void;
use std::ptr;

use crate::engine::constructs::parallel as region;
use crate::engine::ground::error;
use crate::engine::ground::error::Ending;
use crate::engine::ground::icv::NO_LIMIT;
use crate::engine::ground::request::Request;
use crate::engine::protocols::wait::Patience;
use crate::engine::records::thread::Thread;
use crate::engine::tools::{self, frames, orders};
use crate::sys::sync::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use crate::sys::thread;

/// How many numbers a library's jobs have.
const NUMBERS: u32 = 64;

/// How many libraries are told apart. Those beyond share the last one's numbers.
const LIBRARIES: usize = 16;

/// The numbers of one library's jobs.
struct Library {
    /// The address that tells the library from others; 0: the entry is free.
    place: AtomicUsize,
    /// The numbers of jobs that run, a bit for each.
    ///
    /// | from | to | by |
    /// |---|---|---|
    /// | clear | set | a call that begins, all of its numbers at once |
    /// | set | clear | the same call, when all its jobs are done; a fork, in the child |
    taken: AtomicU64,
}

static TABLE: [Library; LIBRARIES] =
    [const { Library { place: AtomicUsize::new(0), taken: AtomicU64::new(0) } }; LIBRARIES];

fn library(place: usize) -> &'static Library {
    let is_it = |entry: &&Library| match entry.place.load(Ordering::Relaxed) {
        0 => match entry.place.compare_exchange(0, place, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => true,
            Err(theirs) => theirs == place,
        },
        other => other == place,
    };
    TABLE.iter().find(is_it).unwrap_or(&TABLE[LIBRARIES - 1])
}

/// The highest `count` of the bits that are not set in `taken`, if there are `count` of them.
fn free(taken: u64, count: u32) -> Option<u64> {
    let mut left = !taken;
    let mut chosen = 0;
    for _ in 0..count {
        let highest = 1 << left.checked_ilog2()?;
        chosen |= highest;
        left &= !highest;
    }
    Some(chosen)
}

/// The place of the `index`th bit that is set, from the lowest on.
fn nth(mut bits: u64, index: u32) -> u32 {
    for _ in 0..index {
        bits &= bits.wrapping_sub(1);
    }
    bits.trailing_zeros()
}

impl Library {
    /// Takes `count` numbers that no other job has. A call that runs has all that it needs, so
    /// waiting for it ends.
    fn take(&self, count: u32) -> u64 {
        let mut patience = Patience::default();
        loop {
            let taken = self.taken.load(Ordering::Relaxed);
            if let Some(chosen) = free(taken, count) {
                // Acquire: partner of the Release in `give_back`. The next call then has whatever
                // belongs to a number.
                let fresh = taken | chosen;
                if self.taken.compare_exchange_weak(taken, fresh, Ordering::Acquire, Ordering::Relaxed).is_ok() {
                    if tools::on() {
                        orders::has_come(self);
                    }
                    return chosen;
                }
            } else {
                patience.give_way();
            }
        }
    }

    fn give_back(&self, chosen: u64) {
        if tools::on() {
            orders::goes(self);
        }
        self.taken.fetch_and(!chosen, Ordering::Release);
    }
}

/// The data that the threads of a call share. A call may last no longer than a few cache lines take
/// from thread to thread, so that all of this is in one, if `job` is small.
#[repr(C, align(64))]
struct Call<F> {
    /// First, as in every wrapper's argument.
    place: *const c_void,
    /// Does a job, by its index and its number.
    job: F,
    numbers: u64,
    /// How many of the threads outside of the team have not done their jobs.
    outside: AtomicU32,
}

impl<F: Fn(u32, u32) + Sync> Call<F> {
    fn run(&self, index: u32) {
        // As many jobs as there are numbers, or more, have the numbers of their indices: they run
        // alone.
        (self.job)(index, if self.numbers == u64::MAX { index } else { nth(self.numbers, index) });
    }
}

/// Does `count` jobs, at least 1, each by a thread of its own at the same time. `job` gets the
/// job's index, and a number that no other job has which runs for the same `place`. `place`: the
/// function of the library that does its jobs.
pub fn run<F: Fn(u32, u32) + Sync>(t: &'static Thread, place: *const c_void, count: u32, job: F) {
    let library = library(place.addr());
    let numbers = library.take(count.min(NUMBERS));
    let call = Call { place, job, numbers, outside: AtomicU32::new(0) };
    if count == 1 {
        call.run(0);
        return library.give_back(numbers);
    }
    let task = t.task();
    let before = *task.icv();
    let is_limited =
        before.serial || t.team.get().active_level.get() >= before.max_active_levels || before.thread_limit != NO_LIMIT;
    if is_limited {
        task.change_icv(|icv| {
            (icv.serial, icv.max_active_levels, icv.thread_limit) = (false, u32::MAX, NO_LIMIT);
        });
    }
    let request = Request { threads: count, exactly: true, ..Request::default() };
    let data = ptr::from_ref(&call).cast_mut().cast();
    // SAFETY: the call outlives the region, and its job may run on several threads.
    unsafe {
        region::begin_sized(t, request, member::<F>, data, |size| {
            (size..count).for_each(|index| start_outside(&call, index))
        });
        frames::call(member::<F>, data);
    }
    region::end(t);
    if is_limited {
        task.change_icv(|icv| *icv = before);
    }
    let mut patience = Patience::default();
    // Acquire: partner of the Release in `outside`.
    while call.outside.load(Ordering::Acquire) != 0 {
        patience.give_way();
    }
    if tools::on() {
        orders::has_come(&raw const call.outside);
    }
    library.give_back(numbers);
}

/// Each member of the team does the job that has its number.
unsafe extern "C-unwind" fn member<F: Fn(u32, u32) + Sync>(data: *mut c_void) {
    // SAFETY: `run` passes a call that it keeps until all members are done.
    let call = unsafe { &*data.cast::<Call<F>>() };
    call.run(Thread::current().tid.get());
}

/// A job for a thread outside of the team.
struct Outside<F> {
    call: *const Call<F>,
    index: u32,
}

/// Has a thread of its own do a job.
#[cold]
fn start_outside<F: Fn(u32, u32) + Sync>(call: &Call<F>, index: u32) {
    call.outside.fetch_add(1, Ordering::Relaxed);
    let job = Box::into_raw(Box::new(Outside { call, index }));
    if let Err(error) = thread::spawn(None, outside::<F>, job.cast()) {
        let line = format!("ferromp: no thread for a job that others wait for: {error}\n");
        error::fatal(line.as_bytes(), Ending::Abort);
    }
}

extern "C" fn outside<F: Fn(u32, u32) + Sync>(job: *mut c_void) -> *mut c_void {
    // SAFETY: made by `start_outside`, for this thread.
    let job = unsafe { Box::from_raw(job.cast::<Outside<F>>()) };
    // SAFETY: `run` keeps the call until the count is 0.
    let call = unsafe { &*job.call };
    call.run(job.index);
    if tools::on() {
        orders::goes(&raw const call.outside);
    }
    call.outside.fetch_sub(1, Ordering::Release);
    ptr::null_mut()
}

/// The calls of threads that the child does not have hold no numbers.
pub fn after_fork_in_child() {
    for library in &TABLE {
        library.taken.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_free_numbers_are_chosen() {
        assert_eq!(free(0, 2), Some(3 << 62));
        assert_eq!(free(1 << 63, 2), Some(3 << 61));
        assert_eq!(free(!0b101, 2), Some(0b101));
        assert_eq!(free(!0b101, 3), None);
        assert_eq!(free(0, NUMBERS), Some(u64::MAX));
        assert_eq!(free(u64::MAX, 0), Some(0));
    }

    #[test]
    fn each_job_has_a_number_of_its_own() {
        let numbers: Vec<u32> = (0..3).map(|index| nth(0b1010_0010, index)).collect();
        assert_eq!(numbers, [1, 5, 7]);
        assert_eq!(nth(u64::MAX, 63), 63);
    }

    #[test]
    fn libraries_have_numbers_of_their_own() {
        let (one, other) = (library(0x1000), library(0x2000));
        assert!(!ptr::eq(one, other) && ptr::eq(one, library(0x1000)));
        let numbers = one.take(3);
        assert_eq!(numbers.count_ones(), 3);
        assert_eq!(one.take(2) & numbers, 0);
        assert_eq!(other.take(3), numbers);
        after_fork_in_child();
        assert_eq!(one.take(3), numbers);
    }
}
