//! `depend`: order between the children of one task (OpenMP 5.2, 15.9.5).
//!
//! The generating task keeps, for each address, the children that the next one may have to wait for; only the thread that
//! runs it uses that table. What several threads use is the [`Node`] of each child: how many others it waits for, and
//! who waits for it.

use std::cell::{Cell, UnsafeCell};
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};

use super::deque::Spin;
use super::{Task, schedule};
use crate::engine::team::Team;
use crate::engine::thread::Thread;

/// What a task does at an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `in`: after the writers before it; beside other `in`.
    In,
    /// `out`, `inout`: after and before all others.
    Out,
    /// `mutexinoutset`: as `inout`, but among each other only one at a time.
    Exclusive,
    /// `inoutset`: as `inout`, but beside others of the kind.
    Set,
    /// `out` or `inout` of `omp_all_memory`: at every address.
    All,
}

/// One item of a `depend` clause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dependence {
    pub address: usize,
    pub kind: Kind,
}

/// A child in the graph of dependences.
pub struct Node {
    /// The deferred task that is to be queued when nothing is pending; null where a thread waits for that.
    task: Cell<*const Task>,
    /// How many others it waits for; one more while it is being registered.
    pending: AtomicU32,
    lock: Spin,
    /// Whether the task has completed; written under the lock.
    done: AtomicBool,
    /// Who waits for it; under the lock.
    successors: UnsafeCell<Vec<Arc<Node>>>,
    /// What it may only use alone, sorted by address.
    exclusive: UnsafeCell<Vec<Arc<Exclusive>>>,
    /// The thread that waits for the node itself (`taskwait depend`, undeferred tasks).
    waiter: AtomicPtr<Thread>,
    team: &'static Team,
    /// What somebody who asked for the successors was given; under the lock.
    listing: UnsafeCell<Option<Box<[Link]>>>,
}

// SAFETY: `successors` is used under `lock`; `task` and `exclusive` are written before the node is shared.
unsafe impl Send for Node {}
// SAFETY: as above.
unsafe impl Sync for Node {}

/// Mutual exclusion of the `mutexinoutset` tasks of one address.
struct Exclusive {
    lock: Spin,
    held: Cell<bool>,
    waiting: UnsafeCell<VecDeque<*const Task>>,
}

// SAFETY: the cells are used under `lock`.
unsafe impl Send for Exclusive {}
// SAFETY: as above.
unsafe impl Sync for Exclusive {}

/// The children that used one address: the last set of them that may run side by side, and those before, which all in
/// that set wait for.
struct Entry {
    before: Vec<Arc<Node>>,
    last: Vec<Arc<Node>>,
    kind: Kind,
    exclusive: Option<Arc<Exclusive>>,
}

/// The addresses that the children of one task named.
#[derive(Default)]
pub struct Table {
    entries: HashMap<usize, Entry, BuildHasherDefault<AddressHasher>>,
    /// The last child that named all of memory.
    all: Option<Arc<Node>>,
}

/// Addresses are spread by one multiplication (Fibonacci hashing).
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = (address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32);
    }
}

impl Node {
    fn new(task: *const Task, team: &'static Team) -> Arc<Self> {
        Arc::new(Self {
            task: Cell::new(task),
            pending: AtomicU32::new(1),
            lock: Spin::default(),
            done: AtomicBool::new(false),
            successors: UnsafeCell::default(),
            exclusive: UnsafeCell::default(),
            waiter: AtomicPtr::new(ptr::null_mut()),
            team,
            listing: UnsafeCell::default(),
        })
    }

    /// Makes `later` wait for this node, unless it is done.
    fn precede(&self, later: &Arc<Node>) {
        if ptr::eq(self, &raw const **later) || self.done.load(Ordering::Acquire) {
            return;
        }
        self.lock.lock();
        // SAFETY: under the lock.
        let successors = unsafe { &mut *self.successors.get() };
        // Nodes are registered one after the other: one that is here already, for another address, is the last.
        let known = successors.last().is_some_and(|last| Arc::ptr_eq(last, later));
        if !known && !self.done.load(Ordering::Relaxed) {
            later.pending.fetch_add(1, Ordering::Relaxed);
            successors.push(later.clone());
        }
        self.lock.unlock();
    }
}

impl Entry {
    /// Adds `node`, which does `kind` here: makes it wait for those before it.
    fn add(&mut self, node: &Arc<Node>, kind: Kind) {
        let beside = self.kind == kind && kind != Kind::Out;
        if !beside {
            self.before = std::mem::take(&mut self.last);
            self.kind = kind;
        }
        self.before.iter().for_each(|earlier| earlier.precede(node));
        if self.last.len() >= 32 && self.last.len().is_power_of_two() {
            self.last.retain(|other| !other.done.load(Ordering::Relaxed));
        }
        self.last.push(node.clone());
        if kind == Kind::Exclusive {
            let exclusive = self.exclusive.get_or_insert_with(|| {
                Arc::new(Exclusive { lock: Spin::default(), held: Cell::new(false), waiting: UnsafeCell::default() })
            });
            // SAFETY: the node is not shared with other threads before it is registered.
            let list = unsafe { &mut *node.exclusive.get() };
            if !list.iter().any(|other| Arc::ptr_eq(other, exclusive)) {
                list.push(exclusive.clone());
                list.sort_by_key(|exclusive| Arc::as_ptr(exclusive) as usize);
            }
        }
    }
}

impl Table {
    fn add(&mut self, node: &Arc<Node>, dependence: Dependence) {
        if dependence.kind == Kind::All {
            for entry in self.entries.values() {
                entry.before.iter().chain(&entry.last).for_each(|earlier| earlier.precede(node));
            }
            if let Some(all) = &self.all {
                all.precede(node);
            }
            self.entries.clear();
            self.all = Some(node.clone());
            return;
        }
        let all = &self.all;
        let entry = self.entries.entry(dependence.address).or_insert_with(|| Entry {
            before: Vec::new(),
            last: all.iter().cloned().collect(),
            kind: Kind::Out,
            exclusive: None,
        });
        entry.add(node, dependence.kind);
    }
}

/// The nodes of the tasks that wait for `task`, whom nobody runs yet: a list that holds until `task` is freed or somebody
/// asks again.
pub fn successors(task: &Task) -> *const Link {
    // SAFETY: a task holds a count of its node.
    let Some(node) = (unsafe { task.node.get().as_ref() }) else { return ptr::null() };
    node.lock.lock();
    // SAFETY: under the lock.
    let (successors, listing) = unsafe { (&*node.successors.get(), &mut *node.listing.get()) };
    let mut links: Box<[Link]> =
        successors.iter().map(|next| Link { node: Arc::as_ptr(next), next: ptr::null() }).collect();
    for index in 1..links.len() {
        links[index - 1].next = &raw const links[index];
    }
    let first = if links.is_empty() { ptr::null() } else { links.as_ptr() };
    *listing = Some(links);
    node.lock.unlock();
    first
}

/// An element of a list of nodes.
#[repr(C)]
pub struct Link {
    node: *const Node,
    next: *const Link,
}

/// Puts a node for `task` (null: for the current task itself) behind what its dependences name.
fn enter_graph(t: &Thread, task: *const Task, dependences: impl Iterator<Item = Dependence>) -> Arc<Node> {
    let parent = t.task();
    if parent.table.get().is_null() {
        parent.table.set(Box::into_raw(Box::default()));
    }
    // SAFETY: the table is the running thread's alone.
    let table = unsafe { &mut *parent.table.get() };
    let node = Node::new(task, t.team.get());
    for dependence in dependences {
        table.add(&node, dependence);
    }
    node
}

/// Registers a deferred task; true if it is ready now.
pub fn register(t: &'static Thread, task: &'static Task, dependences: &[Dependence]) -> bool {
    let node = enter_graph(t, task, dependences.iter().copied());
    task.node.set(Arc::into_raw(node.clone()));
    // Release: what was written here is seen by who runs the task.
    node.pending.fetch_sub(1, Ordering::AcqRel) == 1
}

/// Waits until what `dependences` name has completed: for an undeferred `task`, which later ones wait for in turn, or
/// for the current task (`taskwait depend`).
pub fn await_all(t: &'static Thread, task: Option<&'static Task>, dependences: &[Dependence]) {
    // What is used alone is used after all those before; those after are not generated before this is over.
    let alone = |kind| if kind == Kind::Exclusive { Kind::Out } else { kind };
    let dependences = dependences.iter().map(|item| Dependence { kind: alone(item.kind), ..*item });
    // The node does not name the task: as soon as nothing is pending, that may run, complete and be freed, while who
    // brought it about still looks.
    let node = enter_graph(t, ptr::null(), dependences);
    if let Some(task) = task {
        task.node.set(Arc::into_raw(node.clone()));
    }
    node.pending.fetch_sub(1, Ordering::AcqRel);
    let ready = || node.pending.load(Ordering::Acquire) == 0;
    let announce = || {
        node.waiter.swap(ptr::from_ref(t).cast_mut(), Ordering::AcqRel);
    };
    schedule::wait(t, ready, announce, || {});
    if task.is_none() {
        finish(Some(t), &node);
    }
}

/// A task that is ready is about to run: false if it has to wait for something that it needs alone. It is queued again
/// when that is free.
pub fn enter(task: *const Task) -> bool {
    // SAFETY: the task is the calling thread's.
    let this = unsafe { &*task };
    this.node.get().is_null() || take_all(this)
}

/// Takes all that the task needs alone, or nothing; then the task is queued again in its time.
fn take_all(task: &Task) -> bool {
    // SAFETY: set by `register` or `await_all`, and the task holds a count of it.
    let node = unsafe { &*task.node.get() };
    // SAFETY: not changed after the registration.
    let needed = unsafe { &*node.exclusive.get() };
    for (index, exclusive) in needed.iter().enumerate() {
        exclusive.lock.lock();
        let taken = !exclusive.held.replace(true);
        if !taken {
            // SAFETY: under the lock.
            unsafe { (*exclusive.waiting.get()).push_back(task) };
        }
        exclusive.lock.unlock();
        if !taken {
            needed[..index].iter().for_each(|exclusive| give_back(None, exclusive));
            return false;
        }
    }
    true
}

fn give_back(t: Option<&'static Thread>, exclusive: &Exclusive) {
    exclusive.lock.lock();
    exclusive.held.set(false);
    // SAFETY: under the lock.
    let next = unsafe { (*exclusive.waiting.get()).pop_front() };
    exclusive.lock.unlock();
    if let Some(task) = next {
        schedule::queue_ready(t, task);
    }
}

/// A task with dependences has completed.
pub fn release(t: Option<&'static Thread>, task: &Task) {
    // SAFETY: the task holds a count of its node until it is freed.
    let node = unsafe { &*task.node.get() };
    // SAFETY: not changed after the registration.
    unsafe { &*node.exclusive.get() }.iter().for_each(|exclusive| give_back(t, exclusive));
    finish(t, node);
}

/// What waits for `node` alone is ready.
fn finish(t: Option<&'static Thread>, node: &Node) {
    node.lock.lock();
    node.done.store(true, Ordering::Release);
    // SAFETY: under the lock.
    let successors = std::mem::take(unsafe { &mut *node.successors.get() });
    node.lock.unlock();
    for next in successors {
        if next.pending.fetch_sub(1, Ordering::AcqRel) != 1 {
            continue;
        }
        let task = next.task.get();
        let waiter = next.waiter.load(Ordering::Acquire);
        if !task.is_null() {
            schedule::queue_ready(t, task);
        } else if !waiter.is_null() {
            schedule::wake_runner(next.team, waiter);
        }
    }
}

/// The current task has no unfinished child: its table holds nothing that matters.
#[inline]
pub fn forget_finished(task: &Task) {
    if !task.table.get().is_null() {
        drop_table(task);
    }
}

/// Frees the table of a task's children.
#[cold]
pub fn drop_table(task: &Task) {
    // SAFETY: made by `Box::into_raw`, and the running thread's alone.
    drop(unsafe { Box::from_raw(task.table.replace(ptr::null_mut())) });
}

/// Gives the task's count of its node back.
pub fn drop_node(task: &Task) {
    // SAFETY: made by `Arc::into_raw`.
    drop(unsafe { Arc::from_raw(task.node.replace(ptr::null())) });
}
