//! The binding of one OS thread to its place.

use crate::engine::ground::say;
use crate::engine::policies::affinity::Affinity;
use crate::engine::records::affinity::ThreadAffinity;
use crate::engine::records::seat::NOWHERE;
use crate::engine::records::thread::Thread;
use crate::sys::affinity as os;

impl ThreadAffinity {
    /// Binds the calling thread to `place`, if it is not yet.
    pub fn take(&self, t: &Thread, place: u32, affinity: &Affinity) {
        if self.bound.get() == place {
            return;
        }
        let Some(processors) = affinity.places.get(place as usize) else { return };
        if self.native.is_some() && self.before.borrow().is_none() {
            *self.before.borrow_mut() = os::of_calling_thread();
        }
        // This is noted even if binding fails, since it would fail again in each region.
        self.bound.set(place);
        if let Err(error) = os::bind_calling_thread(processors) {
            say::warn_once!("cannot bind a thread to processors {processors}: {error}");
        } else if affinity.verbose {
            crate::engine::policies::affinity::report::bound("KMP_AFFINITY", t.gtid, processors);
        }
    }

    /// Forgets the binding, because the program has bound the calling thread itself. Its next
    /// region binds it again.
    pub fn forget(&self) {
        self.bound.set(NOWHERE);
    }

    /// Gives a native thread the mask back that it had before it was bound.
    pub fn release(&self) {
        let before = self.before.borrow_mut().take();
        if self.bound.replace(NOWHERE) != NOWHERE
            && let Some(before) = before
        {
            // The kernel takes a mask that it has given, unless the processors have gone offline.
            // Then any mask will do.
            let _ = os::bind_calling_thread(&before);
        }
    }

    /// As [`release`](Self::release) in a forked child, whose only thread may have been a worker.
    /// If the program has changed the mask since, that stays.
    pub fn release_in_child(&self, affinity: &Affinity) {
        let bound = self.bound.replace(NOWHERE);
        if let Some(processors) = affinity.places.get(bound as usize)
            && os::calling_thread_is_bound_to(processors)
            && let Ok(before) = self.before.try_borrow()
        {
            // As in `release`.
            let _ = os::bind_calling_thread(before.as_ref().unwrap_or(&affinity.usable));
        }
    }
}
