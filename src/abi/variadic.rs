//! Arguments of variadic functions. Stable Rust cannot define such a function: a naked one stores
//! the arguments that came in registers, and passes on where they and the others are.

/// Argument `index` of a variadic call: the first `REGISTERS` are at `in_registers`, the others at
/// `on_stack`.
///
/// # Safety
/// The call must have passed more than `index` arguments, which are still there.
#[inline]
pub unsafe fn argument<T: Copy, const REGISTERS: usize>(index: usize, in_registers: *const T, on_stack: *const T) -> T {
    // SAFETY: the caller's promise.
    unsafe { if index < REGISTERS { *in_registers.add(index) } else { *on_stack.add(index - REGISTERS) } }
}
