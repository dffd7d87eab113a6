//! Atomics and futexes as the engine sees them: the machine's, loom's models of them, or the
//! machine's under a scheduler that explores.
//!
//! The engine takes its atomics, fences, cells, counted references, [`futex`] and [`spin_hint`]
//! from here.
//!
//! * With `--cfg loom` they are loom's, for the protocols: a futex is a queue of waiters keyed by
//!   the word's address, so that a lost wake-up shows as a deadlock. loom's atomics have no
//!   `const fn new`: [`constructor`] hides that, and statics that hold one are left out of that
//!   build.
//! * With `--cfg shuttle` the whole engine runs on threads that take turns, and any access may end
//!   a turn.
//! * In a build with debug assertions any access may be delayed.

#[cfg(shuttle)]
#[path = "explored.rs"]
mod imp;
#[cfg(loom)]
#[path = "model.rs"]
mod imp;
#[cfg(not(any(loom, shuttle)))]
#[path = "real.rs"]
mod imp;

#[cfg(all(debug_assertions, not(loom)))]
pub mod held;

pub use imp::*;

/// A constructor of what holds atomics: a `const fn`, except under loom, whose atomics have none.
macro_rules! constructor {
    ($(#[$doc:meta])* $visibility:vis fn $name:ident($($argument:ident: $kind:ty),*) -> $result:ty $body:block) => {
        #[cfg(not(loom))]
        $(#[$doc])*
        $visibility const fn $name($($argument: $kind),*) -> $result $body

        #[cfg(loom)]
        $(#[$doc])*
        $visibility fn $name($($argument: $kind),*) -> $result $body
    };
}

pub(crate) use constructor;
