//! AArch64.

use nix::libc::user_regs_struct;
use object::elf;

/// Relocations of the slots through which a file calls other files' functions.
pub const FUNCTION_SLOTS: [u32; 2] = [elf::R_AARCH64_GLOB_DAT, elf::R_AARCH64_JUMP_SLOT];

/// The longest call, in bytes.
pub const LONGEST_CALL: usize = 4;

/// Whether the last instruction of these bytes of code is a call.
pub fn ends_with_call(before: &[u8]) -> bool {
    let Some(word) = before.last_chunk().copied().map(u32::from_le_bytes) else { return false };
    let is_direct = word & 0xfc00_0000 == 0x9400_0000;
    // BLR, and its forms that authenticate the pointer.
    let is_indirect = word & 0xfeff_f000 == 0xd63f_0000;
    is_direct || is_indirect
}

/// The address in a word of a stack. A return address may be signed in the bits above.
pub fn address(word: u64) -> u64 {
    const BITS: u32 = 48;
    word & ((1 << BITS) - 1)
}

/// The block of the new thread, as a thread leaves the system call that makes it. The block is the
/// argument of the function that the new thread begins with, which glibc's `clone` keeps in x12.
pub fn block_of_new_thread(registers: &user_regs_struct) -> u64 {
    registers.regs[12]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_from_other_code() {
        for (code, is_call) in [
            (0x94000000_u32, true), // bl
            (0x97ffffff, true),     // bl, backwards
            (0xd63f0140, true),     // blr x10
            (0xd73f0a9f, true),     // blraa x20, sp
            (0xd63f081f, true),     // blraaz x0
            (0x14000000, false),    // b
            (0xd61f0140, false),    // br x10
            (0xd65f03c0, false),    // ret
        ] {
            assert_eq!(ends_with_call(&code.to_le_bytes()), is_call, "{code:08x}");
        }
        assert!(ends_with_call(&[0xc0, 0, 0, 0, 0x94]) && !ends_with_call(&[0, 0, 0x94]));
    }

    #[test]
    fn a_signature_is_no_part_of_an_address() {
        assert_eq!(address(0x00aa_ffff_8765_4320), 0xffff_8765_4320);
        assert_eq!(address(0xffff_8765_4320), 0xffff_8765_4320);
    }
}
