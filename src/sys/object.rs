//! Which function of which library an address belongs to.

use std::ffi::{CStr, OsStr, c_void};
use std::fmt::{self, Display};
use std::fs;
use std::mem::MaybeUninit;
use std::ops::Range;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::slice;

/// A place in a library, for people.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// The library's file.
    pub library: String,
    /// The function that the place is in; empty if the library does not say.
    pub function: String,
    /// Bytes from the beginning of the function, else from that of the library's image.
    pub offset: usize,
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let name = Path::new(&self.library).file_name().unwrap_or(OsStr::new("?"));
        write!(f, "{}: {}", name.display(), self.function)?;
        if self.offset != 0 { write!(f, "+{:#x}", self.offset) } else { Ok(()) }
    }
}

/// The place of an address. Compilers give the functions that they outline of regions no name that the loader knows; the
/// file's own table has it, unless it was stripped.
pub fn place_of(address: usize) -> Place {
    let mut info = MaybeUninit::<libc::Dl_info>::zeroed();
    // SAFETY: dladdr looks the address up, and fills `info` if it finds it.
    let info = unsafe {
        if libc::dladdr(address as *const c_void, info.as_mut_ptr()) == 0 {
            return Place { library: String::new(), function: String::new(), offset: address };
        }
        info.assume_init()
    };
    let string = |text: *const libc::c_char| match text.is_null() {
        true => &[][..],
        // SAFETY: the loader's strings, which stay while the library does.
        false => unsafe { CStr::from_ptr(text) }.to_bytes(),
    };
    let file = string(info.dli_fname);
    // The program itself is named as it was called, which may be from another folder.
    let image = fs::read(OsStr::from_bytes(file)).or_else(|_| fs::read("/proc/self/exe")).unwrap_or_default();
    let base = if is_shared(&image) { info.dli_fbase as usize } else { 0 };
    let library = String::from_utf8_lossy(file).into_owned();
    let offset = address - base;
    if let Some((name, offset)) = function_in(&image, offset as u64) {
        return Place { library, function: String::from_utf8_lossy(name).into_owned(), offset: offset as usize };
    }
    Place { library, function: String::new(), offset }
}

/// Where the library that has `address` in it lies in memory; empty if none has.
pub fn extent_of(address: *const ()) -> Range<usize> {
    struct Search {
        address: usize,
        found: Range<usize>,
    }
    unsafe extern "C" fn look(info: *mut libc::dl_phdr_info, _: usize, search: *mut c_void) -> libc::c_int {
        // SAFETY: the loader's, for this call, and the `Search` below.
        let (info, search) = unsafe { (&*info, &mut *search.cast::<Search>()) };
        // SAFETY: the loader's table of this library.
        let headers = unsafe { slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum.into()) };
        let loaded = || headers.iter().filter(|header| header.p_type == libc::PT_LOAD);
        let from = loaded().map(|header| header.p_vaddr).min().unwrap_or(0);
        let to = loaded().map(|header| header.p_vaddr + header.p_memsz).max().unwrap_or(0);
        let extent = (info.dlpi_addr + from) as usize..(info.dlpi_addr + to) as usize;
        let found = extent.contains(&search.address);
        if found {
            search.found = extent;
        }
        found.into()
    }
    let mut search = Search { address: address.addr(), found: 0..0 };
    // SAFETY: `look` gets the search that lives until the call returns.
    unsafe { libc::dl_iterate_phdr(Some(look), (&raw mut search).cast()) };
    search.found
}

/// Whether addresses in the image count from where it is loaded (ELF64, `e_type` of `ET_DYN`).
fn is_shared(image: &[u8]) -> bool {
    number(image, 0, 16, 2) == Some(3)
}

/// The little-endian number of `size` bytes that is `offset` bytes behind `at`.
fn number(image: &[u8], at: u64, offset: u64, size: usize) -> Option<u64> {
    let at = usize::try_from(at.checked_add(offset)?).ok()?;
    let bytes = image.get(at..at.checked_add(size)?)?;
    Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

/// The function of a 64-bit ELF file that `address` is in, and how far behind its beginning (System V ABI, "Symbol Table").
pub fn function_in(image: &[u8], address: u64) -> Option<(&[u8], u64)> {
    const SYMBOLS: u64 = 2;
    const FUNCTION: u64 = 2;
    let (sections, size) = (number(image, 0, 40, 8)?, number(image, 0, 58, 2)?);
    let header = |index: u64| sections.checked_add(index.checked_mul(size)?);
    for index in 0..number(image, 0, 60, 2)? {
        let section = header(index)?;
        if number(image, section, 4, 4)? != SYMBOLS {
            continue;
        }
        let (begin, length) = (number(image, section, 24, 8)?, number(image, section, 32, 8)?);
        let strings = number(image, header(number(image, section, 40, 4)?)?, 24, 8)?;
        for symbol in (begin..begin.checked_add(length)?).step_by(24) {
            let (value, long) = (number(image, symbol, 8, 8)?, number(image, symbol, 16, 8)?);
            if number(image, symbol, 4, 1)? & 15 == FUNCTION && (value..value.saturating_add(long)).contains(&address) {
                let name = image.get(usize::try_from(strings.checked_add(number(image, symbol, 0, 4)?)?).ok()?..)?;
                return Some((name.split(|&byte| byte == 0).next()?, address - value));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[inline(never)]
    fn known() -> usize {
        let here: fn() -> usize = known;
        here as usize
    }

    #[test]
    fn a_function_without_a_dynamic_symbol_is_found_in_the_file() {
        let place = place_of(known());
        assert!(place.function.contains("known"), "{place:?}");
        assert_eq!(place.offset, 0);
        assert_eq!(place_of(known() + 1).offset, 1);
    }

    #[test]
    fn a_library_knows_where_it_lies() {
        let extent = extent_of(known as *const ());
        assert!(extent.contains(&known()) && extent.contains(&(place_of as *const () as usize)));
        assert!(!extent.contains(&(libc::getpid as *const () as usize)));
        assert_eq!(extent_of(std::ptr::null()), 0..0);
    }

    #[test]
    fn an_address_of_nothing_stays_a_number() {
        assert_eq!(place_of(1), Place { library: String::new(), function: String::new(), offset: 1 });
    }

    #[test]
    fn a_broken_file_has_no_functions() {
        assert_eq!(function_in(b"\x7fELF", 5), None);
        assert_eq!(function_in(&[0xff; 300], 5), None);
    }
}
