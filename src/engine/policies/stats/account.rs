//! The account of statistics. It is in the process's own memory, or, in a forked child, in memory
//! that the first process can read when the child has ended.
//!
//! Children of Python's multiprocessing, R's mclapply and the like end with `_exit`, which calls no
//! handler. So their accounts are in a mapping that the first process shares with all its forked
//! descendants. A child takes an account there when it begins its first region. At its own end the
//! first process writes the accounts of the children that ended without writing theirs. Counting
//! costs the same in both kinds of memory.

use std::cell::UnsafeCell;
use std::ptr;
// Atomics of the standard library: processes share this zeroed memory, which no model knows.
use std::sync::atomic::{AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use crate::engine::ground::by_address::spread;
use crate::engine::ground::say;
use crate::engine::tools::trace;
use crate::sys::exit;
use crate::sys::memory;
use crate::sys::object;
use crate::sys::object::Object;

/// The number of sites that are told apart. Further sites are counted under the last one.
const SITES: usize = 1024;

/// The number of objects with sites that are known. Further objects are looked up when their sites
/// are shown.
const OBJECTS: usize = 64;

/// The number of forked children that can have an account. The mapping has room for all of them,
/// but pages only for those that have counted something.
const CHILDREN: usize = 1000;

/// An account. All zeros: an empty one.
pub struct Account {
    /// The number of the process that it belongs to; 0: no process uses it, or the process itself
    /// does.
    process: AtomicU32,
    /// [`OPEN`] or [`WRITTEN`].
    state: AtomicU32,
    /// When counting began and when the last region ended, in nanoseconds of the monotonic clock.
    pub began: AtomicU64,
    pub last: AtomicU64,

    pub created: AtomicU32,
    pub refused: AtomicU32,
    pub alive: AtomicU32,
    pub most: AtomicU32,
    /// Native threads that called the runtime.
    pub natives: AtomicU32,
    pub forks: AtomicU32,
    pub held_back: AtomicU64,

    objects: [Known; OBJECTS],
    pub sites: [Site; SITES],
}

/// Nobody has written the account.
const OPEN: u32 = 0;
/// A process has written the account, or is about to.
const WRITTEN: u32 = 1;

/// A site in the program that opens regions, and the statistics of these. Times are in nanoseconds.
pub struct Site {
    /// Address of the outlined function; 0: the entry is free.
    pub address: AtomicUsize,
    pub regions: AtomicU64,
    /// Sum of the team sizes.
    pub threads: AtomicU64,
    /// Sum of the times from begin to end, as the primary threads saw them.
    pub time: AtomicU64,
    /// The same, times the team size.
    pub thread_time: AtomicU64,
    /// The members' time at barriers, with the barrier at the end.
    pub waited: AtomicU64,
    /// The part of it for which they slept.
    pub slept: AtomicU64,
    /// The number of regions that were admitted as a gang.
    pub gangs: AtomicU64,
}

/// An object with sites, at its address in the process: another process that reads the account may
/// not have the object, or have it elsewhere.
struct Known {
    /// [`FREE`], [`TAKEN`] or [`READY`].
    ///
    /// | from | to | by |
    /// |---|---|---|
    /// | free | taken | a thread that has found the object |
    /// | taken | ready | the same thread, when the entry is whole |
    state: AtomicU8,
    entry: UnsafeCell<Entry>,
}

#[derive(Clone, Copy)]
struct Entry {
    from: usize,
    to: usize,
    base: usize,
    length: usize,
    file: [u8; 512],
}

const FREE: u8 = 0;
const TAKEN: u8 = 1;
const READY: u8 = 2;

// SAFETY: the thread that took an entry writes it. Others read it when it is ready, and then it
// never changes again.
unsafe impl Sync for Known {}

impl Account {
    const fn new() -> Self {
        Self {
            process: AtomicU32::new(0),
            state: AtomicU32::new(OPEN),
            began: AtomicU64::new(0),
            last: AtomicU64::new(0),
            created: AtomicU32::new(0),
            refused: AtomicU32::new(0),
            alive: AtomicU32::new(0),
            most: AtomicU32::new(0),
            natives: AtomicU32::new(0),
            forks: AtomicU32::new(0),
            held_back: AtomicU64::new(0),
            objects: [const {
                Known {
                    state: AtomicU8::new(FREE),
                    entry: UnsafeCell::new(Entry { from: 0, to: 0, base: 0, length: 0, file: [0; 512] }),
                }
            }; OBJECTS],
            sites: [const {
                Site {
                    address: AtomicUsize::new(0),
                    regions: AtomicU64::new(0),
                    threads: AtomicU64::new(0),
                    time: AtomicU64::new(0),
                    thread_time: AtomicU64::new(0),
                    waited: AtomicU64::new(0),
                    slept: AtomicU64::new(0),
                    gangs: AtomicU64::new(0),
                }
            }; SITES],
        }
    }

    /// The index of a site's entry; of a new one if it has none.
    pub fn index_of(&self, address: usize) -> usize {
        let address = address.max(1);
        let first = spread(address) >> 48;
        for step in 0..SITES {
            let index = (first + step) % SITES;
            let entry = &self.sites[index].address;
            let now = entry.load(Ordering::Relaxed);
            if now == address {
                return index;
            }
            if now == 0 {
                match entry.compare_exchange(0, address, Ordering::Relaxed, Ordering::Relaxed) {
                    Ok(_) => {
                        self.know_object_at(address);
                        trace::look_at_objects();
                        return index;
                    }
                    Err(theirs) if theirs == address => return index,
                    Err(_) => {}
                }
            }
        }
        SITES - 1
    }

    /// The objects that are known.
    fn known(&self) -> impl Iterator<Item = &Entry> {
        // Acquire: partner of the Release in `keep`.
        let ready = self.objects.iter().filter(|known| known.state.load(Ordering::Acquire) == READY);
        // SAFETY: it is ready, so nobody writes it.
        ready.map(|known| unsafe { &*known.entry.get() })
    }

    /// Makes sure that the object which has `address` in it is known.
    fn know_object_at(&self, address: usize) {
        if self.known().any(|entry| (entry.from..entry.to).contains(&address)) {
            return;
        }
        let Some(object) = object::at(address) else { return };
        let mut entry = Entry {
            from: object.extent.start,
            to: object.extent.end,
            base: object.base,
            length: object.file.len(),
            file: [0; 512],
        };
        if let Some(room) = entry.file.get_mut(..entry.length) {
            room.copy_from_slice(&object.file);
            self.keep(entry);
        }
    }

    /// Adds an object if there is room.
    fn keep(&self, entry: Entry) {
        let take =
            |known: &&Known| known.state.compare_exchange(FREE, TAKEN, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if let Some(known) = self.objects.iter().find(take) {
            // SAFETY: this thread has taken it, and nobody reads it before it is ready.
            unsafe { *known.entry.get() = entry };
            known.state.store(READY, Ordering::Release);
        }
    }

    /// The object of a site.
    pub fn object_at(&self, address: usize) -> Option<Object> {
        let known = self.known().find(|entry| (entry.from..entry.to).contains(&address));
        let object = |entry: &Entry| Object {
            extent: entry.from..entry.to,
            base: entry.base,
            file: entry.file[..entry.length].to_vec(),
        };
        known.map(object).or_else(|| self.is_own().then(|| object::at(address)).flatten())
    }

    /// The number of the process.
    pub fn process(&self) -> u32 {
        match self.process.load(Ordering::Relaxed) {
            0 => std::process::id(),
            process => process,
        }
    }

    /// Whether it is the calling process's.
    pub fn is_own(&self) -> bool {
        ptr::eq(self, account())
    }

    /// Whether the caller is to write it: the first one is.
    pub fn close(&self) -> bool {
        self.state.swap(WRITTEN, Ordering::Relaxed) == OPEN
    }

    /// Sets all counts to 0. The sites stay.
    pub fn clear(&self) {
        for total in [&self.created, &self.refused, &self.alive, &self.most, &self.natives, &self.forks] {
            total.store(0, Ordering::Relaxed);
        }
        self.held_back.store(0, Ordering::Relaxed);
        for site in self.sites.iter().filter(|site| site.address.load(Ordering::Relaxed) != 0) {
            let Site { address: _, regions, threads, time, thread_time, waited, slept, gangs } = site;
            let counts = [regions, threads, time, thread_time, waited, slept, gangs];
            counts.iter().for_each(|count| count.store(0, Ordering::Relaxed));
        }
    }

    /// Begins with the totals of `before`, and its sites at the same indices.
    fn follow(&self, before: &Account) {
        for (own, theirs) in [
            (&self.created, &before.created),
            (&self.refused, &before.refused),
            (&self.alive, &before.alive),
            (&self.most, &before.most),
            (&self.natives, &before.natives),
            (&self.forks, &before.forks),
        ] {
            own.store(theirs.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        self.held_back.store(before.held_back.load(Ordering::Relaxed), Ordering::Relaxed);
        for (own, theirs) in self.sites.iter().zip(&before.sites) {
            let address = theirs.address.load(Ordering::Relaxed);
            if address != 0 {
                own.address.store(address, Ordering::Relaxed);
            }
        }
        for entry in before.known() {
            if !self.known().any(|own| own.from == entry.from) {
                self.keep(*entry);
            }
        }
        let began = before.began.load(Ordering::Relaxed);
        self.began.store(began, Ordering::Relaxed);
        self.last.store(began, Ordering::Relaxed);
    }
}

/// The process's own account, if no other process has to read it.
static OWN: Account = Account::new();

/// The account in which the process counts: [`OWN`], or one of the [`Family`]'s.
static ACCOUNT: AtomicPtr<Account> = AtomicPtr::new((&raw const OWN).cast_mut());

/// The account of this process.
#[inline]
pub fn account() -> &'static Account {
    // SAFETY: both kinds live as long as the process.
    unsafe { &*ACCOUNT.load(Ordering::Relaxed) }
}

/// The accounts that a process shares with all its forked descendants.
struct Family {
    /// The number of the first process.
    first: AtomicU32,
    /// The number of children that wanted an account.
    wanted: AtomicUsize,
    accounts: [Account; CHILDREN],
}

/// Null: there is none.
static FAMILY: AtomicPtr<Family> = AtomicPtr::new(ptr::null_mut());

fn family() -> Option<&'static Family> {
    // Acquire: partner of the Release in `begin_family`.
    // SAFETY: it is never unmapped.
    unsafe { FAMILY.load(Ordering::Acquire).as_ref() }
}

/// Makes this process the first of a family, unless it belongs to one.
pub fn begin_family() {
    if family().is_some() {
        return;
    }
    let Some(memory) = memory::map_shared(size_of::<Family>()) else {
        return say::warn_once!("out of memory: children that end without handlers of exit leave no statistics");
    };
    let fresh = memory.cast::<Family>();
    // SAFETY: large enough, page-aligned, and zeros are a family with empty accounts.
    unsafe { (*fresh).first.store(std::process::id(), Ordering::Relaxed) };
    // The thread that comes second leaves its mapping unused.
    let _ = FAMILY.compare_exchange(ptr::null_mut(), fresh, Ordering::Release, Ordering::Relaxed);
}

/// Whether this process is the first of its family.
pub fn is_first() -> bool {
    family().is_some_and(|family| family.first.load(Ordering::Relaxed) == std::process::id())
}

/// To be called when a process that is not the first one begins its first region: it counts where
/// the first process can read it.
pub fn join_family() {
    let Some(family) = family().filter(|_| !is_first()) else { return };
    let index = family.wanted.fetch_add(1, Ordering::Relaxed);
    if let Some(ours) = family.accounts.get(index) {
        ours.follow(account());
        // Release: partner of the Acquire in `of_the_ended`.
        ours.process.store(std::process::id(), Ordering::Release);
        ACCOUNT.store(ptr::from_ref(ours).cast_mut(), Ordering::Relaxed);
    }
}

/// In a forked child: it counts for itself again.
pub fn leave_family() {
    let before = account();
    if !ptr::eq(before, &OWN) {
        OWN.follow(before);
        ACCOUNT.store((&raw const OWN).cast_mut(), Ordering::Relaxed);
    }
    OWN.state.store(OPEN, Ordering::Relaxed);
}

/// In the first process: the accounts of children that ended and have not written theirs.
pub fn of_the_ended() -> impl Iterator<Item = &'static Account> {
    let accounts = family().filter(|_| is_first()).map_or(&[][..], |family| &family.accounts);
    let wanted = family().map_or(0, |family| family.wanted.load(Ordering::Relaxed));
    accounts.iter().take(wanted).filter(|account| {
        let process = account.process.load(Ordering::Acquire);
        process != 0 && exit::has_ended(process) && account.close()
    })
}

/// In the first process: the number of children that found no room for an account.
pub fn without_account() -> usize {
    family().filter(|_| is_first()).map_or(0, |family| family.wanted.load(Ordering::Relaxed).saturating_sub(CHILDREN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Box<Account> {
        let mut account = Box::new_uninit();
        // SAFETY: zeros are an empty account.
        unsafe {
            ptr::from_mut(&mut *account).write_bytes(0, 1);
            account.assume_init()
        }
    }

    #[test]
    fn a_site_has_one_entry_and_its_object_is_known() {
        let account = empty();
        let here = a_site_has_one_entry_and_its_object_is_known as *const () as usize;
        let index = account.index_of(here);
        assert_eq!(account.index_of(here), index);
        assert_ne!(account.index_of(here + 1), index);
        assert_eq!(account.known().count(), 1);
        assert!(account.object_at(here).is_some_and(|object| object.extent.contains(&here)));
        assert!(account.object_at(1).is_none());
    }

    #[test]
    fn more_sites_than_there_is_room_for_are_counted_under_the_last() {
        let account = empty();
        let indices: Vec<usize> = (1..=SITES).map(|address| account.index_of(address)).collect();
        let mut sorted = indices.clone();
        sorted.sort_unstable();
        assert!(sorted.iter().copied().eq(0..SITES));
        assert_eq!(account.index_of(SITES + 1), SITES - 1);
    }

    #[test]
    fn an_account_that_follows_has_the_sites_at_the_same_indices_and_no_counts() {
        let (before, after) = (empty(), empty());
        let here = empty as *const () as usize;
        let index = before.index_of(here);
        before.sites[index].regions.store(7, Ordering::Relaxed);
        before.created.store(3, Ordering::Relaxed);
        after.follow(&before);
        assert_eq!(after.index_of(here), index);
        assert_eq!(after.sites[index].regions.load(Ordering::Relaxed), 0);
        assert_eq!(after.created.load(Ordering::Relaxed), 3);
        assert_eq!(after.object_at(here), before.object_at(here));
        before.clear();
        assert_eq!(before.sites[index].regions.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn an_account_is_written_once() {
        let account = empty();
        assert!(account.close());
        assert!(!account.close());
    }
}
