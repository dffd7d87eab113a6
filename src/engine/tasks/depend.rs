//! `depend`: order between the children of one task (OpenMP 5.2, 15.9.5).
//!
//! The generating task keeps, for each address, the children that the next one may have to wait for; only the thread that
//! runs it uses that table. What several threads use is the [`Node`] of each child (`protocols::tasks::graph`): how many others it waits
//! for, and who waits for it.

use std::cell::{Cell, UnsafeCell};
use std::ptr;
use std::sync::Arc;

use crate::engine::ground::by_address::ByAddress;
use crate::engine::protocols::tasks::graph::Freed;
use crate::engine::records::task::Task;
use crate::engine::records::task::{Entry, Exclusive, FEW, Kind, Link, Node, Table, TaskRef, WithNode};
use crate::engine::records::thread::Thread;
use crate::engine::tasks::queue;
use crate::engine::tools;
use crate::engine::tools::events;

/// One item of a `depend` clause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dependence {
    pub address: usize,
    pub kind: Kind,
}

/// Makes `later` wait for `earlier`, unless that is done.
fn precede(earlier: &Arc<Node>, later: &Arc<Node>) {
    if earlier.precede(later) && tools::on() {
        events::dependence(earlier, later);
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
        self.before.iter().for_each(|earlier| precede(earlier, node));
        if self.last.len() >= 32 && self.last.len().is_power_of_two() {
            self.last.retain(|other| !other.is_done());
        }
        self.last.push(node.clone());
        if kind == Kind::Exclusive {
            node.needs_alone(self.exclusive.get_or_insert_with(Exclusive::new));
        }
    }
}

impl Table {
    fn new() -> Self {
        Self { entries: ByAddress::default(), enough: FEW, all: None }
    }

    fn add(&mut self, node: &Arc<Node>, dependence: Dependence) {
        if dependence.kind == Kind::All {
            for entry in self.entries.values() {
                entry.before.iter().chain(&entry.last).for_each(|earlier| precede(earlier, node));
            }
            if let Some(all) = &self.all {
                precede(all, node);
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
        if self.entries.len() > self.enough {
            self.forget_done();
        }
    }

    /// Forgets the addresses where nobody need be waited for. A program may name ever new ones, and wait in barriers only, or
    /// not at all.
    #[cold]
    fn forget_done(&mut self) {
        // Those before the last ones are done when these are.
        self.entries.retain(|_, entry| !entry.last.iter().all(|node| node.is_done()));
        // Twice as many as are left, so that the looks cost little however many that is.
        self.enough = FEW.max(2 * self.entries.len());
        self.entries.shrink_to(self.enough);
    }
}

/// The nodes of the tasks that wait for `task`, whom nobody runs yet: a list that holds until `task` is freed or somebody
/// asks again.
pub fn successors(task: TaskRef) -> *const Link {
    // SAFETY: a task holds a count of its node.
    let Some(node) = (unsafe { task.node.get().as_ref() }) else { return ptr::null() };
    node.look_at_successors(|successors| {
        let mut links: Box<[Link]> =
            successors.iter().map(|next| Link { node: Arc::as_ptr(next), next: ptr::null() }).collect();
        for index in 1..links.len() {
            links[index - 1].next = &raw const links[index];
        }
        let first = if links.is_empty() { ptr::null() } else { links.as_ptr() };
        // SAFETY: only used here, which one thread does at a time.
        unsafe { *node.with_it.listing.get() = Some(links) };
        first
    })
}

/// Puts a node for `task` (without one: for the current task itself) behind what its dependences
/// name. `is_for`: the task whose node it is, if it is not the current one; for a tool.
pub fn enter_graph(
    t: &Thread,
    task: Option<TaskRef>,
    is_for: Option<TaskRef>,
    dependences: impl Iterator<Item = Dependence>,
) -> Arc<Node> {
    let parent = t.task();
    if parent.table.get().is_null() {
        parent.table.set(Box::into_raw(Box::new(Table::new())));
    }
    // SAFETY: the table is the running thread's alone.
    let table = unsafe { &mut *parent.table.get() };
    let node =
        Node::new(task, WithNode { team: t.team.get(), listing: UnsafeCell::default(), tools: Cell::new(ptr::null()) });
    if tools::on() {
        events::node_made(t, &node, is_for.as_deref());
    }
    for dependence in dependences {
        table.add(&node, dependence);
    }
    node
}

/// Registers a deferred task; true if it is ready now.
pub fn register(t: &'static Thread, task: TaskRef, dependences: &[Dependence]) -> bool {
    let node = enter_graph(t, Some(task), Some(task), dependences.iter().copied());
    task.node.set(Arc::into_raw(node.clone()));
    node.registered()
}

/// A task that is ready is about to run: false if it has to wait for something that it needs alone. It is queued again
/// when that is free.
#[inline]
pub fn enter(task: TaskRef) -> bool {
    // SAFETY: set by `register` or `await_all`; the task holds a count of it.
    let node = unsafe { task.node.get().as_ref() };
    node.is_none_or(|node| take_all(node, task))
}

#[inline(never)]
fn take_all(node: &Node, task: TaskRef) -> bool {
    node.take_all(task, |task| queue::queue_ready(None, task))
}

/// A task with dependences has completed.
pub fn release(t: Option<&'static Thread>, task: &Task) {
    // SAFETY: the task holds a count of its node until it is freed.
    let node = unsafe { &*task.node.get() };
    node.give_back_all(|task| queue::queue_ready(t, task));
    finish(t, node);
}

/// What waits for `node` alone is ready.
pub fn finish(t: Option<&'static Thread>, node: &Node) {
    node.finish(|next, freed| match freed {
        Freed::Task(task) => queue::queue_ready(t, task),
        Freed::Sleeper(waiter) => queue::wake_runner(next.with_it.team, waiter),
        Freed::Nobody => {}
    });
}

/// The current task has no unfinished child: its table holds nothing that matters.
#[inline]
pub fn forget_finished(task: &Task) {
    if !task.table.get().is_null() {
        task.drop_table();
    }
}
