//! Which function of which library an address belongs to.

use std::ffi::{CStr, OsStr, c_void};
use std::fmt::{self, Display};
use std::fs;
use std::ops::Range;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{process, ptr, slice};

/// A location in a library, for people.
#[derive(Debug, PartialEq, Eq)]
pub struct Location {
    /// The library's file.
    pub library: String,
    /// The function that the address is in; empty if the library does not say.
    pub function: String,
    /// Bytes from the beginning of the function, or of the library's image if the function is not
    /// known.
    pub offset: usize,
}

impl Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let name = Path::new(&self.library).file_name().unwrap_or(OsStr::new("?"));
        write!(f, "{}: {}", name.display(), self.function)?;
        if self.offset != 0 { write!(f, "+{:#x}", self.offset) } else { Ok(()) }
    }
}

/// A program's or a library's file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// The addresses that it takes up.
    pub extent: Range<usize>,
    /// The difference between addresses in memory and in the file.
    pub base: usize,
    /// The path.
    pub file: Vec<u8>,
}

impl Object {
    pub(super) fn of(seen: &Seen) -> Self {
        let program = || fs::read_link("/proc/self/exe").map(|path| path.into_os_string().into_vec());
        let file = if seen.name.is_empty() { program().unwrap_or_default() } else { seen.name.to_vec() };
        Self { extent: seen.extent.clone(), base: seen.base, file }
    }

    /// The path, for people.
    pub fn path(&self) -> String {
        String::from_utf8_lossy(&self.file).into_owned()
    }

    /// The location of an address, according to the object's file. The loader knows no names of
    /// functions that compilers outline from regions. The file's own symbol table has them, unless
    /// it was stripped.
    pub fn location_of(&self, address: usize) -> Location {
        let library = self.path();
        let offset = address.wrapping_sub(self.base);
        let image = fs::read(OsStr::from_bytes(&self.file)).unwrap_or_default();
        match function_in(&image, offset as u64) {
            Some((name, offset)) => {
                Location { library, function: String::from_utf8_lossy(name).into_owned(), offset: offset as usize }
            }
            None => Location { library, function: String::new(), offset },
        }
    }
}

/// The objects outside of `own` whose file has a name that `is_meant` accepts. Without libraries
/// that have hardly any code: their only purpose is to need another library.
pub fn with_names(is_meant: impl Fn(&[u8]) -> bool, own: Range<usize>) -> Vec<Object> {
    const LITTLE: usize = 32 << 10;
    let mut found = Vec::new();
    each(&mut |seen| {
        let file = seen.name.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
        if seen.extent.start != own.start && seen.code > LITTLE && is_meant(file) {
            found.push(Object::of(&seen));
        }
        false
    });
    found
}

/// All objects.
pub fn all() -> Vec<Object> {
    let mut found = Vec::new();
    each(&mut |seen| {
        found.push(Object::of(&seen));
        false
    });
    found
}

/// How many objects have been loaded so far.
pub fn loads() -> u64 {
    let mut loads = 0;
    each(&mut |seen| {
        loads = seen.loads;
        true
    });
    loads
}

/// The object that has `address` in it.
pub fn at(address: usize) -> Option<Object> {
    let mut found = None;
    each(&mut |seen| {
        let here = seen.extent.contains(&address);
        if here {
            found = Some(Object::of(&seen));
        }
        here
    });
    found
}

/// Where the object that has `address` in it lies in memory; empty if none has.
pub fn extent_of(address: *const ()) -> Range<usize> {
    at(address.addr()).map_or(0..0, |object| object.extent)
}

/// An object, as the loader shows it.
pub(super) struct Seen<'a> {
    pub extent: Range<usize>,
    pub base: usize,
    /// Bytes of code.
    code: usize,
    /// Where its table for unwinding is.
    pub unwind_table: Option<usize>,
    /// Where its dynamic section is.
    pub dynamic_section: Option<usize>,
    /// How many objects have been loaded so far.
    loads: u64,
    /// Its path; empty for the program.
    pub name: &'a [u8],
}

/// Entries of the dynamic section (System V ABI, "Dynamic Section").
const LAST_ENTRY: u64 = 0;

impl Seen<'_> {
    /// Calls `look` with the kind and the value of each entry of the dynamic section.
    pub(super) fn each_entry(&self, mut look: impl FnMut(u64, usize)) {
        let Some(mut entry) = self.dynamic_section else { return };
        loop {
            // SAFETY: the section is an array of pairs of words, and the loader reads it up to its
            // last entry too.
            let [kind, value] = unsafe { ptr::with_exposed_provenance::<[u64; 2]>(entry).read_unaligned() };
            if kind == LAST_ENTRY {
                return;
            }
            look(kind, value as usize);
            entry += size_of::<[u64; 2]>();
        }
    }

    /// The address of a table, given the value of its entry. The loader writes addresses in the
    /// place of the file's numbers, but not everywhere (the kernel's own object cannot be written).
    pub(super) fn table(&self, value: usize) -> usize {
        if self.extent.contains(&value) { value } else { self.base.wrapping_add(value) }
    }
}

pub(super) type Look<'a> = dyn FnMut(Seen) -> bool + 'a;

/// Calls `look` with each object in memory until it returns true. (dladdr and dlopen would wait for
/// a thread that loads a library, and that thread might wait for the calling one.)
pub(super) fn each(mut look: &mut Look) {
    unsafe extern "C" fn call(info: *mut libc::dl_phdr_info, _: usize, look: *mut c_void) -> libc::c_int {
        // SAFETY: the loader's, for this call, and the reference below.
        let (info, look) = unsafe { (&*info, &mut *look.cast::<&mut Look>()) };
        // SAFETY: the loader's table of this object.
        let headers = unsafe { slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum.into()) };
        let loaded = || headers.iter().filter(|header| header.p_type == libc::PT_LOAD);
        let from = loaded().map(|header| header.p_vaddr).min().unwrap_or(0);
        let to = loaded().map(|header| header.p_vaddr + header.p_memsz).max().unwrap_or(0);
        let extent = (info.dlpi_addr + from) as usize..(info.dlpi_addr + to) as usize;
        let name = match info.dlpi_name.is_null() {
            true => &[],
            // SAFETY: the loader's string, which stays while the object does.
            false => unsafe { CStr::from_ptr(info.dlpi_name) }.to_bytes(),
        };
        let code =
            loaded().filter(|header| header.p_flags & libc::PF_X != 0).map(|header| header.p_memsz as usize).sum();
        let place_of = |kind| {
            let header = headers.iter().find(|header| header.p_type == kind);
            header.map(|header| (info.dlpi_addr + header.p_vaddr) as usize)
        };
        look(Seen {
            extent,
            base: info.dlpi_addr as usize,
            code,
            unwind_table: place_of(libc::PT_GNU_EH_FRAME),
            dynamic_section: place_of(libc::PT_DYNAMIC),
            loads: info.dlpi_adds,
            name,
        })
        .into()
    }
    if !enter() {
        return;
    }
    // SAFETY: `call` gets the reference, which lives until the call returns.
    unsafe { libc::dl_iterate_phdr(Some(call), (&raw mut look).cast()) };
    leave();
}

/// How many threads look at the loaded objects (the lower half), and in which process.
///
/// | word | state |
/// |---|---|
/// | lower half 0 | none |
/// | upper half the process's own number | they do |
/// | upper half another number | the process was forked while its parent's threads did; for good |
static LOOKING: AtomicU64 = AtomicU64::new(0);

/// Whether the calling thread may look. The loader holds a lock meanwhile, and a child that was
/// forked then has that lock held for ever by a thread that it does not have.
fn enter() -> bool {
    let own = u64::from(process::id());
    // The loader's lock is taken after this, and freed before `leave`: whoever forks between finds
    // the number here too.
    let enters = |now: u64| (now as u32 == 0 || now >> 32 == own).then_some((own << 32) | (u64::from(now as u32) + 1));
    LOOKING.fetch_update(Ordering::SeqCst, Ordering::Relaxed, enters).is_ok()
}

/// In a child that a signal handler forked from within, the number stays.
fn leave() {
    let own = u64::from(process::id());
    let leaves = |now: u64| (now >> 32 == own).then_some(now.wrapping_sub(1));
    let _ = LOOKING.fetch_update(Ordering::SeqCst, Ordering::Relaxed, leaves);
}

/// The little-endian number of `size` bytes that is `offset` bytes behind `at`.
fn number(image: &[u8], at: u64, offset: u64, size: usize) -> Option<u64> {
    let at = usize::try_from(at.checked_add(offset)?).ok()?;
    let bytes = image.get(at..at.checked_add(size)?)?;
    Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

/// The function of a 64-bit ELF file that `address` is in, and how far behind its beginning (System
/// V ABI, "Symbol Table").
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
        let own = at(known()).expect("the test's program");
        let location = own.location_of(known());
        assert!(location.function.contains("known"), "{location:?}");
        assert_eq!(location.offset, 0);
        assert_eq!(own.location_of(known() + 1).offset, 1);
    }

    #[test]
    fn a_library_knows_where_it_lies() {
        let extent = extent_of(known as *const ());
        assert!(extent.contains(&known()) && extent.contains(&(extent_of as *const () as usize)));
        assert!(!extent.contains(&(libc::getpid as *const () as usize)));
        assert_eq!(extent_of(std::ptr::null()), 0..0);
    }

    #[test]
    fn an_address_of_nothing_is_in_no_object() {
        assert_eq!(at(1), None);
    }

    #[test]
    fn a_broken_file_has_no_functions() {
        assert_eq!(function_in(b"\x7fELF", 5), None);
        assert_eq!(function_in(&[0xff; 300], 5), None);
    }
}
