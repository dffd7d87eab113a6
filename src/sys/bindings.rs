//! Which object calls which: read from the slots into which the loader wrote addresses of
//! functions.

use std::ops::Range;
use std::ptr;

use libc::Elf64_Sym;

use crate::sys::object;
use crate::sys::object::Object;

/// Entries of the dynamic section (System V ABI, "Dynamic Section"; the last is GNU's).
const TABLE_OF_CALLS_SIZE: u64 = 2;
const SYMBOLS: u64 = 6;
const TABLE: u64 = 7;
const TABLE_SIZE: u64 = 8;
const TABLE_OF_CALLS: u64 = 23;
const WITHOUT_SYMBOL: u64 = 0x6fff_fff9;

/// A relocation with an addend.
type Relocation = [u64; 3];

/// The binding of a symbol that the object can do without.
const WEAK: u8 = 2;

/// The relocations of an object, and its symbols.
#[derive(Default)]
struct Tables {
    symbols: usize,
    /// Where each of both tables is, and how many bytes it has.
    relocations: [(usize, usize); 2],
    /// How many relocations at the beginning of the first table have no symbol.
    without_symbol: usize,
}

impl Tables {
    fn of(seen: &object::Seen) -> Self {
        let mut tables = Self::default();
        seen.each_entry(|kind, value| match kind {
            SYMBOLS => tables.symbols = seen.table(value),
            TABLE => tables.relocations[0].0 = seen.table(value),
            TABLE_SIZE => tables.relocations[0].1 = value,
            TABLE_OF_CALLS => tables.relocations[1].0 = seen.table(value),
            TABLE_OF_CALLS_SIZE => tables.relocations[1].1 = value,
            WITHOUT_SYMBOL => tables.without_symbol = value,
            _ => {}
        });
        tables
    }

    /// Calls `look` with the address in each slot that a function or an object of others belongs
    /// in, until it gives something.
    fn find<R>(&self, seen: &object::Seen, mut look: impl FnMut(usize) -> Option<R>) -> Option<R> {
        if !seen.extent.contains(&self.symbols) {
            return None;
        }
        for ((table, bytes), skipped) in self.relocations.into_iter().zip([self.without_symbol, 0]) {
            let end = table.saturating_add(bytes);
            if bytes == 0 || !seen.extent.contains(&table) || end > seen.extent.end {
                continue;
            }
            let first = table.saturating_add(skipped.saturating_mul(size_of::<Relocation>()));
            for place in (first..end).step_by(size_of::<Relocation>()) {
                // SAFETY: the loader's table, which it has read to its end.
                let [offset, information, _] =
                    unsafe { ptr::with_exposed_provenance::<Relocation>(place).read_unaligned() };
                let (symbol, slot) = ((information >> 32) as usize, seen.base.wrapping_add(offset as usize));
                if symbol == 0 || !seen.extent.contains(&slot) || !seen.extent.contains(&(slot + 7)) {
                    continue;
                }
                let symbol = self.symbols + symbol * size_of::<Elf64_Sym>();
                // SAFETY: the symbol that the relocation names, and a slot that the loader fills.
                let (symbol, address) = unsafe {
                    (
                        ptr::with_exposed_provenance::<Elf64_Sym>(symbol).read_unaligned(),
                        ptr::with_exposed_provenance::<usize>(slot).read_unaligned(),
                    )
                };
                if symbol.st_info >> 4 != WEAK
                    && let found @ Some(_) = look(address)
                {
                    return found;
                }
            }
        }
        None
    }
}

/// The first object outside of `own` with a function bound to an address that `which` gives
/// something for, unless it is itself such an address's object; and what `which` gave. A function
/// that is bound at its first call is bound to nothing before that.
pub fn first<R>(own: &Range<usize>, which: impl Fn(usize) -> Option<R>) -> Option<(Object, R)> {
    let mut found = None;
    object::each(&mut |seen| {
        if seen.extent.start != own.start
            && which(seen.extent.start).is_none()
            && let Some(given) = Tables::of(&seen).find(&seen, &which)
        {
            found = Some((Object::of(&seen), given));
        }
        found.is_some()
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_object_that_calls_a_function_is_found() {
        let getpid = libc::getpid as *const () as usize;
        let library = object::at(getpid).expect("the C library");
        let (caller, ()) =
            first(&(0..0), |address| library.extent.contains(&address).then_some(())).expect("this program");
        assert_ne!(caller.extent, library.extent);
    }

    #[test]
    fn nobody_calls_what_is_nowhere() {
        assert!(first(&(0..0), |address| (address == 1).then_some(())).is_none());
    }
}
