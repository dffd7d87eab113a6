//! An object file: the functions of others that it calls, and the slots into which the loader
//! writes their addresses.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

use object::read::elf::{ElfFile64, FileHeader, ProgramHeader};
use object::{Endianness, Object, ObjectSymbol, ReadCache, ReadRef, RelocationFlags, RelocationTarget, elf};

use super::arch;

/// A program's or a library's file.
#[derive(Default)]
pub struct Image {
    /// The function's name, and the address of the slot that the loader fills, in the file's
    /// numbers.
    pub calls: Vec<(String, u64)>,
    /// The functions that it has for others.
    pub offers: BTreeSet<String>,
    /// The address of the file's first byte, in the file's numbers. In a loaded file, addresses and
    /// offsets differ by whole pages of any size.
    pub start: u64,
    /// Whether a loader starts it: a program that is linked statically has none.
    pub has_loader: bool,
}

/// Whether the doctor wants to know who calls a function.
fn is_of_interest(name: &str) -> bool {
    const PREFIXES: [&str; 6] = ["GOMP_", "GOACC_", "__kmpc_", "omp_", "kmp_", "ferromp_"];
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) || name == "pthread_create" || name.contains("openblas")
}

impl Image {
    /// Reads a file; `None` if it is no 64-bit ELF file.
    pub fn read(path: &Path) -> Option<Self> {
        // Read piece by piece: some libraries have a gigabyte.
        Self::parse(&ReadCache::new(File::open(path).ok()?))
    }

    fn parse<'data>(data: impl ReadRef<'data>) -> Option<Self> {
        let file = ElfFile64::<Endianness, _>::parse(data).ok()?;
        let endian = file.endian();
        let headers = file.elf_header().program_headers(endian, data).ok()?;
        let of_type = |wanted| headers.iter().filter(move |header| header.p_type(endian) == wanted);
        let first = of_type(elf::PT_LOAD).min_by_key(|header| header.p_offset(endian));
        let mut image = Self {
            start: first.map_or(0, |header| header.p_vaddr(endian).wrapping_sub(header.p_offset(endian))),
            has_loader: of_type(elf::PT_INTERP).next().is_some(),
            ..Self::default()
        };
        let symbols: Vec<(usize, String, bool)> = file
            .dynamic_symbols()
            // A function that a library can do without makes nobody its runtime. (OpenBLAS asks
            // where it is, if there is anybody to ask.)
            .filter(|symbol| !(symbol.is_undefined() && symbol.is_weak()))
            .filter_map(|symbol| Some((symbol.index().0, symbol.name().ok()?.to_owned(), symbol.is_undefined())))
            .filter(|(_, name, _)| is_of_interest(name))
            .collect();
        for (_, name, is_call) in &symbols {
            if !is_call {
                image.offers.insert(name.clone());
            }
        }
        for (slot, relocation) in file.dynamic_relocations().into_iter().flatten() {
            let RelocationTarget::Symbol(target) = relocation.target() else { continue };
            let RelocationFlags::Elf { r_type } = relocation.flags() else { continue };
            if !arch::FUNCTION_SLOTS.contains(&r_type) {
                continue;
            }
            if let Some((_, name, true)) = symbols.iter().find(|(index, ..)| *index == target.0) {
                image.calls.push((name.clone(), slot));
            }
        }
        Some(image)
    }

    /// Whether it calls OpenMP.
    pub fn calls_openmp(&self) -> bool {
        self.calls.iter().any(|(name, _)| is_openmp(name))
    }

    /// Whether it creates threads by itself.
    pub fn creates_threads(&self) -> bool {
        self.calls.iter().any(|(name, _)| name == "pthread_create")
    }
}

/// Whether a function is one that compilers or programs call of an OpenMP runtime.
pub fn is_openmp(name: &str) -> bool {
    ["GOMP_", "GOACC_", "__kmpc_", "omp_", "kmp_"].iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program_has_a_loader_and_creates_threads() {
        let image = Image::read(Path::new("/proc/self/exe")).expect("an ELF file");
        assert!(image.has_loader && image.creates_threads() && !image.calls_openmp());
    }

    /// A file of nothing but its headers, which load what lies at these offsets to these addresses.
    fn loading(segments: &[(u64, u64)]) -> Vec<u8> {
        let mut file = b"\x7fELF\x02\x01\x01".to_vec();
        file.resize(64, 0);
        for (place, number) in [(16, 3), (32, 64), (52, 64), (54, 56), (56, segments.len() as u8)] {
            file[place] = number;
        }
        for (offset, address) in segments {
            let words = [elf::PT_LOAD.into(), *offset, *address, *address, 0, 0, 0];
            file.extend(words.iter().flat_map(|word: &u64| word.to_le_bytes()));
        }
        file
    }

    #[test]
    fn a_file_starts_where_its_first_byte_is_loaded() {
        for (segments, start) in [
            (&[(0, 0), (0x1f40, 0x11f40)][..], 0),
            (&[(0, 0x40_0000)], 0x40_0000),
            // With pages of 64 KiB, what begins elsewhere is mapped from the first byte on.
            (&[(0x1f40, 0x41_1f40)], 0x41_0000),
            // Behind another part.
            (&[(0x3000, 0x1000), (0, 0x5000)], 0x5000),
        ] {
            assert_eq!(Image::parse(&loading(segments)[..]).expect("an ELF file").start, start, "{segments:x?}");
        }
    }

    #[test]
    fn what_is_no_program_is_none() {
        assert!(Image::read(Path::new("/proc/self/status")).is_none());
        assert!(Image::parse(&b"\x7fELF\x02\x01\x01"[..]).is_none());
    }
}
