//! Tables whose keys are addresses of the program.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// No attacker chooses the addresses so that they collide: the kernel need not be asked for a
/// random seed.
pub type ByAddress<T> = HashMap<usize, T, BuildHasherDefault<AddressHasher>>;

/// Spreads numbers that lie close together, or end in zeros, by one multiplication (Fibonacci
/// hashing): the higher the bits of the result, the more bits of the number they depend on.
#[inline(always)]
pub const fn spread(number: usize) -> usize {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Spreads addresses.
#[derive(Default)]
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = (spread(address) as u64).rotate_left(32);
    }
}
