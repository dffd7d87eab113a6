//! Which library started a thread: read from return addresses on stacks.

use super::arch;
use super::memory::Process;

/// How much of a stack is looked at.
const DEPTH: usize = 256 << 10;

/// Whether a file belongs to the C library: whoever it was called by is meant.
fn is_of_c_library(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let is_special = file.is_empty() || file.starts_with('[');
    is_special
        || ["libc.so", "libc-", "libpthread", "ld-linux", "ld-2", "libgcc_s"]
            .iter()
            .any(|start| name.starts_with(start))
}

/// The library whose function the thread was started with: the outermost one on its stack.
pub fn starter(process: &Process, thread: u32) -> Option<String> {
    let state = std::fs::read_to_string(format!("/proc/{}/task/{thread}/syscall", process.pid)).ok()?;
    // A thread that runs has nothing to show, and is asked for again by whoever needs it.
    let stack = state.split_whitespace().rev().nth(1)?.strip_prefix("0x")?;
    let stack = u64::from_str_radix(stack, 16).ok()?;
    let end = process.at(stack)?.to;
    let from = stack.max(end.saturating_sub(DEPTH as u64));
    return_addresses(process, from).last().map(str::to_owned)
}

/// The library whose function a new thread is to run, from glibc's block of the thread, at `block`:
/// the function's address is in it, and no other one outside of the C library.
pub fn of_block(process: &Process, block: u64) -> Option<String> {
    const SIZE: usize = 2304;
    words(&process.bytes(block, SIZE)).find_map(|word| outside(process, word).map(str::to_owned))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.chunks_exact(8).map(|word| u64::from_ne_bytes(word.try_into().expect("eight bytes")))
}

/// The file that has code at an address, unless it is the C library's.
fn outside(process: &Process, address: u64) -> Option<&str> {
    let place = process.at(address)?;
    (place.is_code && !is_of_c_library(&place.file)).then_some(&*place.file)
}

/// The files outside of the C library that have the return addresses on a stack, the innermost one
/// first. Some of them may be left by old calls.
fn return_addresses(process: &Process, stack: u64) -> impl Iterator<Item = &str> {
    let words: Vec<u64> = words(&process.bytes(stack & !7, DEPTH)).collect();
    words.into_iter().filter_map(|word| {
        let address = arch::address(word);
        let file = outside(process, address)?;
        let before = address.checked_sub(arch::LONGEST_CALL as u64)?;
        arch::ends_with_call(&process.bytes(before, arch::LONGEST_CALL)).then_some(file)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_c_library_is_known_by_its_files() {
        for file in ["/lib/libc.so.6", "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "[vdso]", ""] {
            assert!(is_of_c_library(file), "{file}");
        }
        assert!(!is_of_c_library("/usr/lib/libgomp.so.1") && !is_of_c_library("/usr/lib/libcblas.so.3"));
    }
}
