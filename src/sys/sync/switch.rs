//! The points at which the exploring scheduler may switch threads.

/// The access that a thread is about to make.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read,
    Store,
    /// An atomic read and write in one.
    Update,
}

/// To be called before each atomic access to the word at an address.
#[track_caller]
pub fn look(access: Access, address: usize) {
    crate::sys::explore::access(access, address);
}
