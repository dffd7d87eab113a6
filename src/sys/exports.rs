//! The functions that an object in memory has for others, read from its own tables.
//!
//! `dlsym` would wait for a thread that loads a library, and that thread might wait for the calling
//! one.

use std::ffi::{CStr, CString};
use std::ptr;

use libc::Elf64_Sym;

use crate::sys::object;

/// Entries of the dynamic section (System V ABI, "Dynamic Section"; the last is GNU's).
const STRINGS: u64 = 5;
const SYMBOLS: u64 = 6;
const GNU_HASH: u64 = 0x6fff_fef5;

/// A function in a table of symbols, by the low half of its information.
const FUNCTION: u8 = 2;

/// An object's tables. They hold while [`of_object`] shows them.
pub struct Exports {
    base: usize,
    hash: usize,
    symbols: usize,
    strings: usize,
}

/// The number of a name in the table (the loader's `gnu_hash`).
fn number_of(name: &[u8]) -> u32 {
    name.iter().fold(5381, |hash: u32, &byte| hash.wrapping_mul(33).wrapping_add(byte.into()))
}

/// Reads what lies at an address.
///
/// # Safety
/// It is inside a table of the loader's that has a `T` there.
unsafe fn at<T: Copy>(address: usize) -> T {
    // SAFETY: the caller's promise; the tables may be aligned for less.
    unsafe { ptr::with_exposed_provenance::<T>(address).read_unaligned() }
}

impl Exports {
    fn of(seen: &object::Seen) -> Option<Self> {
        let mut exports = Self { base: seen.base, hash: 0, symbols: 0, strings: 0 };
        seen.each_entry(|kind, value| match kind {
            GNU_HASH => exports.hash = seen.table(value),
            SYMBOLS => exports.symbols = seen.table(value),
            STRINGS => exports.strings = seen.table(value),
            _ => {}
        });
        let are_inside =
            [exports.hash, exports.symbols, exports.strings].iter().all(|table| seen.extent.contains(table));
        are_inside.then_some(exports)
    }

    /// The function of this name that the object itself has.
    pub fn function(&self, name: &CStr) -> Option<*const ()> {
        let number = number_of(name.to_bytes());
        // SAFETY: the table that `dl_iterate_phdr` leads to: four numbers, the filter, a first
        // symbol for each bucket, and for each symbol its number, whose lowest bit ends the bucket.
        let symbol = unsafe {
            let [buckets, first, filters, shift] = at::<[u32; 4]>(self.hash);
            let filter = self.hash + size_of::<[u32; 4]>();
            let word: u64 = at(filter + (number / 64 % filters) as usize * 8);
            let bits = 1 << (number % 64) | 1 << ((number >> shift) % 64);
            if word & bits != bits {
                return None;
            }
            let bucket = filter + filters as usize * 8;
            let numbers = bucket + buckets as usize * 4;
            let mut index: u32 = at(bucket + (number % buckets) as usize * 4);
            if index < first {
                return None;
            }
            loop {
                let here: u32 = at(numbers + (index - first) as usize * 4);
                if here | 1 == number | 1 {
                    let symbol: Elf64_Sym = at(self.symbols + index as usize * size_of::<Elf64_Sym>());
                    let its_name = ptr::with_exposed_provenance(self.strings + symbol.st_name as usize);
                    if CStr::from_ptr(its_name) == name {
                        break symbol;
                    }
                }
                if here & 1 != 0 {
                    return None;
                }
                index += 1;
            }
        };
        // Without a section it is one that the object asks others for.
        let is_own = symbol.st_shndx != 0 && symbol.st_info & 15 == FUNCTION;
        is_own.then(|| ptr::with_exposed_provenance(self.base.wrapping_add(symbol.st_value as usize)))
    }
}

/// Calls `look` with the functions of the object that has `address` in it, if there is one. The
/// object does not go meanwhile, and nothing is loaded.
pub fn of_object<T>(address: usize, look: impl FnOnce(&Exports) -> T) -> Option<T> {
    let mut look = Some(look);
    let mut found = None;
    object::each(&mut |seen| {
        let here = seen.extent.contains(&address);
        if here && let Some(exports) = Exports::of(&seen) {
            found = look.take().map(|look| look(&exports));
        }
        here
    });
    found
}

/// Calls `look` with the path of each object in memory, which is empty for the program, and with
/// its functions.
pub fn each(mut look: impl FnMut(CString, &Exports)) {
    object::each(&mut |seen| {
        if let Some(exports) = Exports::of(&seen)
            && let Ok(file) = CString::new(seen.name)
        {
            look(file, &exports);
        }
        false
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// libc has these functions, and an address of its own.
    fn in_libc(name: &CStr) -> Option<*const ()> {
        of_object(libc::getpid as *const () as usize, |exports| exports.function(name)).expect("libc")
    }

    #[test]
    fn functions_are_found_in_the_object_that_has_them() {
        assert_eq!(in_libc(c"getpid"), Some(libc::getpid as *const ()));
        let own = of_object(in_libc as *const () as usize, |exports| exports.function(c"getpid"));
        assert_eq!(own.flatten(), None);
    }

    #[test]
    fn what_is_not_a_function_is_not_found() {
        assert_eq!(in_libc(c"environ"), None);
        assert_eq!(in_libc(c"ferromp_no_such_function"), None);
        assert_eq!(in_libc(c""), None);
    }

    #[test]
    fn an_address_of_nothing_is_in_no_object() {
        assert_eq!(of_object(1, |_| ()), None);
    }
}
