//! Numbers in which the engine counts the locks that the calling thread holds, in builds that look
//! for trouble.

#[cfg(shuttle)]
pub use crate::sys::explore::change_held as change;

#[cfg(not(shuttle))]
mod real {
    use std::cell::Cell;

    thread_local! {
        // Without a destructor: a thread that ends still takes locks.
        static HELD: Cell<[u64; 2]> = const { Cell::new([0; 2]) };
    }

    /// Changes the calling thread's numbers.
    pub fn change(change: impl FnOnce(&mut [u64; 2])) {
        HELD.with(|held| {
            let mut now = held.get();
            change(&mut now);
            held.set(now);
        });
    }
}

#[cfg(not(shuttle))]
pub use real::change;
