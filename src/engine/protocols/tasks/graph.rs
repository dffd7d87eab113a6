//! The graph of dependences: who waits for whom, and who is let go when a task completes.

use std::collections::VecDeque;
use std::mem;
use std::ptr;

use crate::engine::protocols::tasks::spin::Spin;
use crate::sys::sync::{Arc, AtomicBool, AtomicPtr, AtomicU32, Cell, Ordering, UnsafeCell, fence_after_rmw};

/// A task in the graph of dependences. `T`: a task; `W`: a thread; `X`: what else is kept with a node.
///
/// It is registered by one thread: [`Node::precede`] of each node before it, then [`Node::registered`]. When nothing is
/// pending any more, exactly one caller of that or of [`Node::finish`] is told so.
pub struct Node<T, W, X> {
    /// The deferred task that is to be queued when nothing is pending; null where a thread waits for that.
    task: Cell<*const T>,
    /// How many others it waits for; one more while it is being registered.
    pending: AtomicU32,
    lock: Spin,
    /// Whether the task has completed; written under the lock.
    done: AtomicBool,
    /// Who waits for it; under the lock.
    successors: UnsafeCell<Vec<Arc<Self>>>,
    /// What it may only use alone, sorted by address.
    alone: UnsafeCell<Vec<Arc<Exclusive<T>>>>,
    /// The thread that sleeps until nothing is pending (`taskwait depend`, undeferred tasks).
    waiter: AtomicPtr<W>,
    pub with_it: X,
}

// SAFETY: `successors` is used under `lock`; `task` and `alone` are written before the node is shared; of what is kept with
// it the same is asked.
unsafe impl<T, W, X> Send for Node<T, W, X> {}
// SAFETY: as above.
unsafe impl<T, W, X> Sync for Node<T, W, X> {}

/// Who waited for nothing else.
pub enum Freed<T, W> {
    /// A deferred task, which is ready now.
    Task(*const T),
    /// A thread that sleeps, or is about to.
    Sleeper(*const W),
    /// A thread that has not said that it sleeps, and sees for itself.
    Nobody,
}

impl<T, W, X> Node<T, W, X> {
    /// A node for `task`, or, null, for a thread that is to wait.
    pub fn new(task: *const T, with_it: X) -> Arc<Self> {
        Arc::new(Self {
            task: Cell::new(task),
            pending: AtomicU32::new(1),
            lock: Spin::default(),
            done: AtomicBool::new(false),
            successors: UnsafeCell::new(Vec::new()),
            alone: UnsafeCell::new(Vec::new()),
            waiter: AtomicPtr::new(ptr::null_mut()),
            with_it,
        })
    }

    /// Makes `later` wait for this node, unless it is done.
    pub fn precede(&self, later: &Arc<Self>) {
        // Acquire: what the task did is seen by the one that need not wait for it.
        if ptr::eq(self, Arc::as_ptr(later)) || self.done.load(Ordering::Acquire) {
            return;
        }
        self.lock.lock();
        self.successors.with_mut(|successors| {
            // SAFETY: under the lock.
            let successors = unsafe { &mut *successors };
            // Nodes are registered one after the other: one that is here already, for another address, is the last.
            let known = successors.last().is_some_and(|last| Arc::ptr_eq(last, later));
            if !known && !self.done.load(Ordering::Relaxed) {
                later.pending.fetch_add(1, Ordering::Relaxed);
                successors.push(later.clone());
            }
        });
        self.lock.unlock();
    }

    /// The node has been put behind all that it waits for: true if nothing is pending.
    #[must_use]
    pub fn registered(&self) -> bool {
        // Release: what was written here is seen by who runs the task. Acquire: so is what those before it did.
        self.pending.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// Whether nothing is pending; what those before it did is seen then.
    pub fn is_ready(&self) -> bool {
        self.pending.load(Ordering::Acquire) == 0
    }

    /// Before `waiter` sleeps until nothing is pending. It looks again after that, behind a full fence.
    pub fn announce(&self, waiter: *const W) {
        self.waiter.swap(waiter.cast_mut(), Ordering::AcqRel);
    }

    /// Whether the task has completed; what it did is seen then.
    pub fn is_done(&self) -> bool {
        self.done.load(Ordering::Acquire)
    }

    /// The task has completed, or the thread waits no longer. Tells of each that waited for nothing else.
    pub fn finish(&self, mut free: impl FnMut(&Self, Freed<T, W>)) {
        self.lock.lock();
        self.done.store(true, Ordering::Release);
        // SAFETY: under the lock.
        let successors = self.successors.with_mut(|successors| mem::take(unsafe { &mut *successors }));
        self.lock.unlock();
        for next in successors {
            // Release: what the task did is seen by the one that it has kept waiting.
            if next.pending.fetch_sub(1, Ordering::AcqRel) == 1 {
                free(&next, next.freed());
            }
        }
    }

    /// Who it is that waits no longer.
    fn freed(&self) -> Freed<T, W> {
        let task = self.task.get();
        if !task.is_null() {
            return Freed::Task(task);
        }
        // Either this sees the sleeper, or its last look sees that nothing is pending.
        fence_after_rmw();
        match self.waiter.load(Ordering::Acquire).cast_const() {
            waiter if waiter.is_null() => Freed::Nobody,
            waiter => Freed::Sleeper(waiter),
        }
    }

    /// Shows who waits for it now.
    pub fn look_at_successors<R>(&self, look: impl FnOnce(&[Arc<Self>]) -> R) -> R {
        self.lock.lock();
        // SAFETY: under the lock.
        let result = self.successors.with(|successors| look(unsafe { &*successors }));
        self.lock.unlock();
        result
    }

    /// The task may use `what` only alone. Only while it is being registered.
    pub fn needs_alone(&self, what: &Arc<Exclusive<T>>) {
        self.alone.with_mut(|list| {
            // SAFETY: the node's task is not shared with other threads before it is registered, and others read no list.
            let list = unsafe { &mut *list };
            if !list.iter().any(|other| Arc::ptr_eq(other, what)) {
                list.push(what.clone());
                list.sort_by_key(|what| Arc::as_ptr(what) as usize);
            }
        });
    }

    /// What the task may only use alone. Only for who runs it, or completes it.
    fn alone(&self) -> &[Arc<Exclusive<T>>] {
        // SAFETY: not changed after the registration.
        self.alone.with(|list| unsafe { &*list })
    }

    /// Takes all that `task`, the node's, needs alone, or nothing: then the task waits until what it lacks is given back.
    /// `requeue` is told of others that waited for what it gives back itself.
    pub fn take_all(&self, task: *const T, requeue: impl Fn(*const T)) -> bool {
        let needed = self.alone();
        for (index, exclusive) in needed.iter().enumerate() {
            // Sliced before: once it waits there, the task may be run, and freed, by others.
            let taken = &needed[..index];
            if !exclusive.take(task) {
                taken.iter().filter_map(|exclusive| exclusive.give_back()).for_each(requeue);
                return false;
            }
        }
        true
    }

    /// Gives back what [`Node::take_all`] has taken; tasks that waited for it are told to `requeue`.
    pub fn give_back_all(&self, requeue: impl Fn(*const T)) {
        self.alone().iter().filter_map(|exclusive| exclusive.give_back()).for_each(requeue);
    }
}

/// Mutual exclusion of the `mutexinoutset` tasks of one address.
pub struct Exclusive<T> {
    lock: Spin,
    held: Cell<bool>,
    waiting: UnsafeCell<VecDeque<*const T>>,
}

// SAFETY: the cells are used under `lock`.
unsafe impl<T> Send for Exclusive<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Exclusive<T> {}

impl<T> Exclusive<T> {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { lock: Spin::default(), held: Cell::new(false), waiting: UnsafeCell::new(VecDeque::new()) })
    }

    /// Takes it for `task`, which waits for it if that is not possible.
    fn take(&self, task: *const T) -> bool {
        self.lock.lock();
        let free = !self.held.replace(true);
        if !free {
            // SAFETY: under the lock.
            self.waiting.with_mut(|waiting| unsafe { (*waiting).push_back(task) });
        }
        self.lock.unlock();
        free
    }

    /// Gives it back; returns the task that has waited longest.
    fn give_back(&self) -> Option<*const T> {
        self.lock.lock();
        self.held.set(false);
        // SAFETY: under the lock.
        let next = self.waiting.with_mut(|waiting| unsafe { (*waiting).pop_front() });
        self.lock.unlock();
        next
    }
}
