//! Where the exploring scheduler may switch threads.

/// What a thread is about to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

/// To be called before each atomic access.
pub fn look(_access: Access) {
    crate::sys::explore::point();
}
