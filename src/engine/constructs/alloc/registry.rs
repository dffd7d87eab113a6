//! The registry of allocators that the program has made.
//!
//! A handle consists of the number of an entry and of the entry's generation. So a handle that was
//! destroyed, or never existed, is recognised and not followed. Entries are never freed, only used
//! again. All words are atomics, because a fork may come at any moment.

use crate::sys::sync::{AtomicPtr, AtomicU32, AtomicUsize, Ordering};
use std::ptr;

use crate::engine::constructs::alloc::traits::{Fallback, Placement, Traits};

/// The bits of a handle with the number of the entry. The bits above are the generation, which is
/// odd, so no handle is one of the small numbers of predefined allocators.
const INDEX_BITS: u32 = 32;
const INDEX: usize = (1 << INDEX_BITS) - 1;

const _: () = assert!(usize::BITS == 64, "a handle has 64 bits");

/// An allocator, or room for one.
///
/// `generation` is even while the entry is free. `add` makes it odd, and `destroy` even again, both
/// by compare-and-swap, so that one caller wins. A caller with a handle got it from `add`, after
/// the other fields were written.
#[derive(Default)]
pub struct Entry {
    generation: AtomicU32,
    alignment: AtomicUsize,
    pool_size: AtomicUsize,
    /// Bytes of the pool that are taken.
    used: AtomicUsize,
    /// See [`encode`].
    fallback: AtomicUsize,
    placement: AtomicU32,
}

impl Entry {
    pub fn traits(&self) -> Traits {
        let placement = self.placement.load(Ordering::Relaxed);
        Traits {
            alignment: self.alignment.load(Ordering::Relaxed),
            pool_size: self.pool_size.load(Ordering::Relaxed),
            fallback: decode(self.fallback.load(Ordering::Relaxed)),
            placement: Placement { pinned: placement & 1 != 0, interleaved: placement & 2 != 0 },
        }
    }

    fn write(&self, traits: &Traits) {
        let Placement { pinned, interleaved } = traits.placement;
        self.alignment.store(traits.alignment, Ordering::Relaxed);
        self.pool_size.store(traits.pool_size, Ordering::Relaxed);
        self.used.store(0, Ordering::Relaxed);
        self.fallback.store(encode(traits.fallback), Ordering::Relaxed);
        self.placement.store(u32::from(pinned) | u32::from(interleaved) << 1, Ordering::Relaxed);
    }

    /// Takes `bytes` of the pool; false if it has fewer left.
    pub fn take(&self, bytes: usize) -> bool {
        let pool_size = self.pool_size.load(Ordering::Relaxed);
        if pool_size == usize::MAX {
            return true;
        }
        let taken = |used: usize| used.checked_add(bytes).filter(|&used| used <= pool_size);
        // Relaxed here and below: only the sum counts, and it orders no other memory.
        self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).is_ok()
    }

    /// Gives back `bytes` that were taken.
    pub fn give_back(&self, bytes: usize) {
        if self.pool_size.load(Ordering::Relaxed) != usize::MAX {
            self.used.fetch_sub(bytes, Ordering::Relaxed);
        }
    }
}

fn encode(fallback: Fallback) -> usize {
    match fallback {
        Fallback::Null => 0,
        Fallback::Abort => usize::MAX,
        Fallback::Allocator(allocator) => allocator,
    }
}

fn decode(fallback: usize) -> Fallback {
    match fallback {
        0 => Fallback::Null,
        usize::MAX => Fallback::Abort,
        allocator => Fallback::Allocator(allocator),
    }
}

/// Entries in the first chunk; each next one has twice as many.
const FIRST: usize = 32;

/// The entries, in chunks that are made when they are needed.
struct Registry {
    chunks: [AtomicPtr<Entry>; 24],
    /// The entry at which the next search begins: the one that was destroyed last, or the one after
    /// that which was used last.
    next: AtomicUsize,
}

static REGISTRY: Registry =
    Registry { chunks: [const { AtomicPtr::new(ptr::null_mut()) }; 24], next: AtomicUsize::new(0) };

impl Registry {
    fn entry(&self, index: usize) -> Option<&'static Entry> {
        let (chunk, offset) = position(index);
        let entries = self.chunks.get(chunk)?.load(Ordering::Acquire);
        // SAFETY: null, or the FIRST << chunk entries that `add_chunk` leaked; `offset` is below
        // that.
        (!entries.is_null()).then(|| unsafe { &*entries.add(offset) })
    }

    /// Makes the first chunk that is missing; false if it cannot be made.
    fn add_chunk(&self, chunk: usize) -> bool {
        let Some(chunk_cell) = self.chunks.get(chunk) else { return false };
        let entries: Box<[Entry]> = (0..FIRST << chunk).map(|_| Entry::default()).collect();
        let entries = Box::into_raw(entries);
        // Release: partner of the Acquire in `entry`.
        let ours = chunk_cell.compare_exchange(ptr::null_mut(), entries.cast(), Ordering::Release, Ordering::Relaxed);
        if ours.is_err() {
            // SAFETY: from Box::into_raw above; nobody else has seen it.
            drop(unsafe { Box::from_raw(entries) });
        }
        true
    }

    /// Claims a free entry at `begin` or after it. The error is the number of entries.
    fn claim(&self, begin: usize) -> Result<(usize, &'static Entry, u32), usize> {
        let mut index = begin;
        while let Some(entry) = self.entry(index) {
            let generation = entry.generation.load(Ordering::Relaxed);
            let claimed = generation.wrapping_add(1);
            // Acquire: partner of the Release in `destroy`.
            let claim = || entry.generation.compare_exchange(generation, claimed, Ordering::Acquire, Ordering::Relaxed);
            if generation.is_multiple_of(2) && claim().is_ok() {
                return Ok((index, entry, claimed));
            }
            index += 1;
        }
        Err(index)
    }
}

/// The chunk that entry `index` is in, and its position there.
fn position(index: usize) -> (usize, usize) {
    let chunk = (index / FIRST + 1).ilog2();
    (chunk as usize, index - FIRST * ((1 << chunk) - 1))
}

/// Makes an allocator; its handle, or `None` if there are more than a hundred million.
pub fn add(traits: &Traits) -> Option<usize> {
    let (index, entry, generation) = loop {
        let behind = REGISTRY.claim(REGISTRY.next.load(Ordering::Relaxed));
        match behind.or_else(|end| REGISTRY.claim(0).map_err(|_| end)) {
            Ok(claimed) => break claimed,
            Err(end) if REGISTRY.add_chunk(position(end).0) => {}
            Err(_) => return None,
        }
    };
    REGISTRY.next.store(index + 1, Ordering::Relaxed);
    entry.write(traits);
    Some((generation as usize) << INDEX_BITS | index)
}

/// The allocator that has this handle.
pub fn find(handle: usize) -> Option<&'static Entry> {
    let generation = (handle >> INDEX_BITS) as u32;
    let entry = REGISTRY.entry(handle & INDEX)?;
    (generation % 2 == 1 && entry.generation.load(Ordering::Relaxed) == generation).then_some(entry)
}

/// Destroys the allocator that has this handle, if there is one.
pub fn destroy(handle: usize) {
    if let Some(entry) = find(handle) {
        let generation = (handle >> INDEX_BITS) as u32;
        // If another thread destroys it at the same time this fails, which does no harm. Release:
        // partner of the Acquire in `claim`, so that no change of this allocator reaches the next
        // one in the entry.
        let free = generation.wrapping_add(1);
        let _ = entry.generation.compare_exchange(generation, free, Ordering::Release, Ordering::Relaxed);
        REGISTRY.next.store(handle & INDEX, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_lie_one_after_the_other() {
        assert_eq!(position(0), (0, 0));
        assert_eq!(position(31), (0, 31));
        assert_eq!(position(32), (1, 0));
        assert_eq!(position(95), (1, 63));
        assert_eq!(position(96), (2, 0));
    }

    #[test]
    fn a_destroyed_handle_stays_unknown_when_its_entry_is_used_again() {
        let handles: Vec<_> = (0..1000).map(|_| add(&Traits::default()).expect("an entry")).collect();
        for &handle in &handles {
            assert!(find(handle).is_some());
            destroy(handle);
            destroy(handle);
            assert!(find(handle).is_none());
        }
        let again: Vec<_> = (0..1000).map(|_| add(&Traits::default()).expect("an entry")).collect();
        for handle in &handles {
            assert!(find(*handle).is_none());
            assert!(!again.contains(handle));
        }
        again.into_iter().for_each(destroy);
    }

    #[test]
    fn what_never_was_a_handle_is_unknown() {
        for number in [0, 1, 8, 9, 100, 5000, 1 << 31, 1 << 32 | 0xffff_fff0, usize::MAX, 2 << 32] {
            assert!(find(number).is_none(), "{number:#x}");
        }
    }

    #[test]
    fn traits_are_kept() {
        let traits = Traits {
            alignment: 256,
            pool_size: 77,
            fallback: Fallback::Abort,
            placement: Placement { pinned: true, interleaved: false },
        };
        let handle = add(&traits).expect("an entry");
        assert_eq!(find(handle).map(Entry::traits), Some(traits));
        destroy(handle);
    }

    #[test]
    fn a_pool_gives_no_more_than_it_has() {
        let handle = add(&Traits { pool_size: 100, ..Traits::default() }).expect("an entry");
        let entry = find(handle).expect("an allocator");
        assert!(entry.take(60));
        assert!(!entry.take(41));
        assert!(!entry.take(usize::MAX));
        assert!(entry.take(40));
        entry.give_back(60);
        assert!(entry.take(60));
        destroy(handle);
    }

    #[test]
    fn threads_never_get_one_entry_twice() {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                std::thread::spawn(|| (0..500).map(|_| add(&Traits::default()).expect("an entry")).collect::<Vec<_>>())
            })
            .collect();
        let mut all: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 2000);
        all.into_iter().for_each(destroy);
    }
}
