//! Variables of which only the size is known.

use std::ptr;

use crate::engine::constructs::atomic::under_lock::locked;
use crate::engine::constructs::atomic::{Cell, Integer, Variable};
use crate::sys::sanitizer;

/// `by_size!(size, at, X => machine, else lock)`: `machine` with the integer type `X` of `size`
/// bytes if there is one and `at` is aligned to it, otherwise `lock`.
macro_rules! by_size {
    ($size:expr, $at:expr, $x:ident => $machine:expr, else $lock:expr) => {
        match $size {
            1 => {
                type $x = u8;
                $machine
            }
            2 if $at.addr() % 2 == 0 => {
                type $x = u16;
                $machine
            }
            4 if $at.addr() % 4 == 0 => {
                type $x = u32;
                $machine
            }
            8 if $at.addr() % 8 == 0 => {
                type $x = u64;
                $machine
            }
            // Accesses by atomic operations are no races, whatever the operations do.
            _ => locked(|| sanitizer::unseen(|| $lock)),
        }
    };
}

/// Copies the variable of `size` bytes at `at` to `to`.
///
/// # Safety
/// `at` points to a variable that is accessed by atomic operations only, as long as several threads
/// use it; `to` to room of the calling thread.
pub unsafe fn load(size: usize, at: *mut u8, to: *mut u8) {
    // SAFETY: the caller's promise.
    unsafe {
        by_size!(size, at, X => to.cast::<X>().write_unaligned(X::load(at.cast())), else ptr::copy_nonoverlapping(at, to, size));
    }
}

/// Gives the variable of `size` bytes at `at` the value at `from`.
///
/// # Safety
/// As for [`load`]; `from` points to a value of the calling thread.
pub unsafe fn store(size: usize, at: *mut u8, from: *const u8) {
    // SAFETY: the caller's promise.
    unsafe {
        by_size!(
            size,
            at,
            X => { X::swap(at.cast(), from.cast::<X>().read_unaligned()); },
            else ptr::copy_nonoverlapping(from, at, size)
        );
    }
}

/// Gives the variable of `size` bytes at `at` the value at `new` if it has the value at `expected`;
/// otherwise copies its value to `expected`. Returns whether it had the value.
///
/// # Safety
/// As for [`load`]; `expected` and `new` point to values of the calling thread.
pub unsafe fn exchange_if(size: usize, at: *mut u8, expected: *mut u8, new: *const u8) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        by_size!(
            size,
            at,
            X => {
                let wanted = expected.cast::<X>().read_unaligned();
                let before = X::cell(at.cast()).exchange_if(wanted, new.cast::<X>().read_unaligned());
                if before != wanted {
                    expected.cast::<X>().write_unaligned(before);
                }
                before == wanted
            },
            else {
                let equal = (0..size).all(|index| at.add(index).read() == expected.add(index).read());
                if equal {
                    ptr::copy_nonoverlapping(new, at, size);
                } else {
                    ptr::copy_nonoverlapping(at, expected, size);
                }
                equal
            }
        )
    }
}
