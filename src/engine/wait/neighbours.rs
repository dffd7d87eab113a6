//! Whether threads that wait for each other share a processor.
//!
//! When other programs compute, the kernel may put two members of a team on one processor. Then looking for an event
//! keeps off the very thread that would bring it about, and giving the processor away at once lets them alternate, at the
//! cost of two context switches a region. Giving it away to another program's thread, however, means to lose it for
//! milliseconds. So each thread that has to wait leaves its mark at the processor that it runs on: who finds
//! another's has a neighbour.

use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use crate::sys::{thread, tls};

/// The last thread that waited on a processor.
#[repr(align(64))]
struct Mark {
    processor: AtomicU32,
    thread: AtomicPtr<()>,
}

/// By processor. Those that share an entry only miss their neighbours now and then.
static MARKS: [Mark; 64] =
    [const { Mark { processor: AtomicU32::new(u32::MAX), thread: AtomicPtr::new(ptr::null_mut()) } }; 64];

/// Whether another thread was the last one that waited on this processor. Leaves the calling thread's mark there. A
/// hint: threads may move at any time.
pub fn found() -> bool {
    let Some(processor) = thread::processor() else { return false };
    let mark = &MARKS[processor as usize % MARKS.len()];
    let me = tls::get().cast_mut();
    let same = mark.processor.load(Ordering::Relaxed) == processor;
    let other = mark.thread.load(Ordering::Relaxed);
    if same && other == me {
        return false;
    }
    mark.processor.store(processor, Ordering::Relaxed);
    mark.thread.store(me, Ordering::Relaxed);
    same && !other.is_null()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_alone_has_no_neighbour() {
        // Other tests may wait here meanwhile, and the thread may be moved.
        assert!((0..100).any(|_| {
            found();
            !found()
        }));
    }
}
