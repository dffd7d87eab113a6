//! The graph of dependences: which task waits for which, and which may begin when a task completes.

use std::collections::VecDeque;
use std::mem;
use std::ptr;

use crate::engine::protocols::tasks::node_lock::NodeLock;
use crate::sys::sync::{Arc, AtomicBool, AtomicPtr, AtomicU32, Cell, Ordering, UnsafeCell, fence_after_rmw};

/// A task in the graph of dependences. `T`: what names a task; `W`: a thread; `X`: more data of a
/// node.
///
/// One thread registers it: it calls [`Node::precede`] of each node that comes before it, and then
/// [`Node::registered`]. When nothing is pending any more, exactly one caller of `registered` or of
/// [`Node::finish`] is told so.
pub struct Node<T, W, X> {
    /// The deferred task that is queued when nothing is pending; none if a thread waits until then.
    task: Cell<Option<T>>,
    /// The number of nodes that it waits for, and one more while it is being registered.
    pending: AtomicU32,
    lock: NodeLock,
    /// Whether the task has completed; written under the lock.
    done: AtomicBool,
    /// The nodes that wait for it; under the lock.
    successors: UnsafeCell<Vec<Arc<Self>>>,
    /// The things that the task may only use alone, sorted by address.
    alone: UnsafeCell<Vec<Arc<Exclusive<T>>>>,
    /// The thread that sleeps until nothing is pending (`taskwait depend`, undeferred tasks).
    waiter: AtomicPtr<W>,
    pub with_it: X,
}

// SAFETY: `successors` is used under `lock`; `task` and `alone` are written before the node is
// shared; users of `with_it` must keep to the same.
unsafe impl<T, W, X> Send for Node<T, W, X> {}
// SAFETY: as above.
unsafe impl<T, W, X> Sync for Node<T, W, X> {}

/// A task or thread that waited for nothing else.
pub enum Freed<T, W> {
    /// A deferred task, which is ready now.
    Task(T),
    /// A thread that sleeps, or is about to.
    Sleeper(*const W),
    /// A thread that has not announced that it sleeps. It will see by itself that nothing is
    /// pending.
    Nobody,
}

impl<T: Copy, W, X> Node<T, W, X> {
    /// A node for `task`, or for a thread that is to wait if there is none.
    pub fn new(task: Option<T>, with_it: X) -> Arc<Self> {
        Arc::new(Self {
            task: Cell::new(task),
            pending: AtomicU32::new(1),
            lock: NodeLock::new(),
            done: AtomicBool::new(false),
            successors: UnsafeCell::new(Vec::new()),
            alone: UnsafeCell::new(Vec::new()),
            waiter: AtomicPtr::new(ptr::null_mut()),
            with_it,
        })
    }

    /// Makes `later` wait for this node, unless it is done or `later` waits for it already.
    /// Whether it did.
    pub fn precede(&self, later: &Arc<Self>) -> bool {
        // Acquire: a task that need not wait for this one sees what it did.
        if ptr::eq(self, Arc::as_ptr(later)) || self.done.load(Ordering::Acquire) {
            return false;
        }
        self.with_successors(|successors| {
            // Nodes are registered one after the other. So if `later` is here already, because of
            // another address, it is the last one.
            let known = successors.last().is_some_and(|last| Arc::ptr_eq(last, later));
            let is_new = !known && !self.done.load(Ordering::Relaxed);
            if is_new {
                later.pending.fetch_add(1, Ordering::Relaxed);
                successors.push(later.clone());
            }
            is_new
        })
    }

    /// Calls `use_them` with the nodes that wait for this one, under the lock. In a forked child
    /// there are none if a vanished thread was changing them: it had generated their tasks, or was
    /// about to free them.
    fn with_successors<R>(&self, use_them: impl FnOnce(&mut Vec<Arc<Self>>) -> R) -> R {
        let whole = self.lock.lock();
        let result = self.successors.with_mut(|successors| {
            // SAFETY: under the lock.
            unsafe {
                if !whole {
                    // Not dropped: nobody knows what is in there.
                    successors.write(Vec::new());
                }
                use_them(&mut *successors)
            }
        });
        self.lock.unlock();
        result
    }

    /// Ends the registration: the node is a successor of all nodes that it waits for. True if
    /// nothing is pending.
    #[must_use]
    pub fn registered(&self) -> bool {
        // Release: the thread that runs the task sees what was written here. Acquire: it also sees
        // what the tasks before it did.
        self.pending.fetch_sub(1, Ordering::AcqRel) == 1
    }

    /// Whether nothing is pending. If so, the caller sees what the tasks before it did.
    pub fn is_ready(&self) -> bool {
        self.pending.load(Ordering::Acquire) == 0
    }

    /// To be called before `waiter` sleeps until nothing is pending. The waiter looks again after
    /// this call, behind a full fence.
    pub fn announce(&self, waiter: *const W) {
        self.waiter.swap(waiter.cast_mut(), Ordering::AcqRel);
    }

    /// Whether the task has completed. If so, the caller sees what it did.
    pub fn is_done(&self) -> bool {
        self.done.load(Ordering::Acquire)
    }

    /// Ends a node whose task has completed, or whose thread waits no longer. Calls `free` for each
    /// successor that waited for nothing else.
    pub fn finish(&self, mut free: impl FnMut(&Self, Freed<T, W>)) {
        let successors = self.with_successors(|successors| {
            self.done.store(true, Ordering::Release);
            mem::take(successors)
        });
        for next in successors {
            // Release: the successor sees what the task did.
            if next.pending.fetch_sub(1, Ordering::AcqRel) == 1 {
                free(&next, next.freed());
            }
        }
    }

    /// The task or thread that this node stands for, which waits no longer.
    fn freed(&self) -> Freed<T, W> {
        if let Some(task) = self.task.get() {
            return Freed::Task(task);
        }
        // Either this sees the sleeper, or the sleeper's last look sees that nothing is pending.
        fence_after_rmw();
        match self.waiter.load(Ordering::Acquire).cast_const() {
            waiter if waiter.is_null() => Freed::Nobody,
            waiter => Freed::Sleeper(waiter),
        }
    }

    /// Calls `look` with the nodes that wait for this one now.
    pub fn look_at_successors<R>(&self, look: impl FnOnce(&[Arc<Self>]) -> R) -> R {
        self.with_successors(|successors| look(successors))
    }

    /// Notes that the task may use `what` only alone. To be called while the node is being
    /// registered.
    pub fn needs_alone(&self, what: &Arc<Exclusive<T>>) {
        self.alone.with_mut(|list| {
            // SAFETY: the node is not shared with threads that read this list before it is
            // registered.
            let list = unsafe { &mut *list };
            if !list.iter().any(|other| Arc::ptr_eq(other, what)) {
                list.push(what.clone());
                list.sort_by_key(|what| Arc::as_ptr(what) as usize);
            }
        });
    }

    /// The things that the task may only use alone. Only for the thread that runs the task or
    /// completes it.
    pub fn alone(&self) -> &[Arc<Exclusive<T>>] {
        // SAFETY: not changed after the registration.
        self.alone.with(|list| unsafe { &*list })
    }

    /// Takes everything that `task`, the node's own, needs alone, or nothing. If nothing, the task
    /// waits until the missing thing is given back. `requeue` is called for other tasks that waited
    /// for things that this call takes and gives back.
    pub fn take_all(&self, task: T, requeue: impl Fn(T)) -> bool {
        let needed = self.alone();
        for (index, exclusive) in needed.iter().enumerate() {
            // Sliced before the attempt: once the task waits there, other threads may run and free
            // it.
            let taken = &needed[..index];
            if !exclusive.take(task) {
                taken.iter().filter_map(|exclusive| exclusive.give_back()).for_each(requeue);
                return false;
            }
        }
        true
    }

    /// Gives back what [`Node::take_all`] has taken, and calls `requeue` for tasks that waited for
    /// it.
    pub fn give_back_all(&self, requeue: impl Fn(T)) {
        self.alone().iter().filter_map(|exclusive| exclusive.give_back()).for_each(requeue);
    }
}

/// Mutual exclusion of the `mutexinoutset` tasks of one address.
pub struct Exclusive<T> {
    lock: NodeLock,
    held: Cell<bool>,
    waiting: UnsafeCell<VecDeque<T>>,
}

// SAFETY: the cells are used under `lock`.
unsafe impl<T> Send for Exclusive<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Exclusive<T> {}

impl<T: Copy> Exclusive<T> {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { lock: NodeLock::new(), held: Cell::new(false), waiting: UnsafeCell::new(VecDeque::new()) })
    }

    /// Takes it for `task`; false if another task has it: then `task` waits in the queue here.
    fn take(&self, task: T) -> bool {
        self.with_waiting(|waiting| {
            let free = !self.held.replace(true);
            if !free {
                waiting.push_back(task);
            }
            free
        })
    }

    /// Gives it back, and returns the task that has waited longest, which has to try again.
    fn give_back(&self) -> Option<T> {
        self.with_waiting(|waiting| {
            self.held.set(false);
            waiting.pop_front()
        })
    }

    /// As [`Node::with_successors`], for the tasks that wait here.
    fn with_waiting<R>(&self, use_them: impl FnOnce(&mut VecDeque<T>) -> R) -> R {
        let whole = self.lock.lock();
        let result = self.waiting.with_mut(|waiting| {
            // SAFETY: under the lock.
            unsafe {
                if !whole {
                    waiting.write(VecDeque::new());
                }
                use_them(&mut *waiting)
            }
        });
        self.lock.unlock();
        result
    }
}
