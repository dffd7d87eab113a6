//! x86-64.

use nix::libc::user_regs_struct;
use object::elf;

/// Relocations of the slots through which a file calls other files' functions.
pub const FUNCTION_SLOTS: [u32; 2] = [elf::R_X86_64_GLOB_DAT, elf::R_X86_64_JUMP_SLOT];

/// The longest call, in bytes.
pub const LONGEST_CALL: usize = 7;

/// Whether the last instruction of these bytes of code can be a call.
pub fn ends_with_call(before: &[u8]) -> bool {
    let from_end = |back: usize| before.len().checked_sub(back).and_then(|index| before.get(index)).copied();
    // Through a register or memory: FF with 2 in the middle of the next byte, and up to five more.
    let is_indirect =
        |back: usize| from_end(back) == Some(0xff) && from_end(back - 1).is_some_and(|mode| mode >> 3 & 7 == 2);
    from_end(5) == Some(0xe8) || [2, 3, 4, 6, 7].into_iter().any(is_indirect)
}

/// The address in a word of a stack.
pub fn address(word: u64) -> u64 {
    word
}

/// The block of the new thread, as a thread leaves the system call that makes it.
pub fn block_of_new_thread(registers: &user_regs_struct) -> u64 {
    registers.r8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_from_other_code() {
        assert!(ends_with_call(&[0, 0, 0xe8, 1, 2, 3, 4]));
        assert!(ends_with_call(&[0, 0, 0, 0, 0, 0xff, 0xd0]));
        assert!(ends_with_call(&[0, 0xff, 0x15, 1, 2, 3, 4]));
        assert!(ends_with_call(&[0, 0, 0, 0, 0xff, 0x50, 8]));
        assert!(!ends_with_call(&[0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0xc3]));
        assert!(!ends_with_call(&[]));
    }
}
