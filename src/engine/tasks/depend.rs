//! `depend`: order between the children of one task (OpenMP 5.2, 15.9.5).
//!
//! The generating task keeps a table with the children, for each address, that the next child may
//! have to wait for. Only the thread that runs the task uses that table. Several threads use the
//! [`Node`] of each child (`protocols::tasks::graph`), which has the number of nodes that it waits
//! for, and the nodes that wait for it.

use std::cell::{Cell, UnsafeCell};
use std::ptr;
use std::sync::Arc;

use crate::engine::protocols::tasks::graph::Freed;
use crate::engine::records::task::{Entry, Exclusive, FEW, Kind, Link, Node, Table, TaskRef, WithNode};
use crate::engine::records::thread::Thread;
use crate::engine::tasks::queue;
use crate::engine::tools;
use crate::engine::tools::{events, orders};
use crate::sys::sanitizer;

/// One item of a `depend` clause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dependence {
    pub address: usize,
    pub kind: Kind,
}

/// Makes `later` wait for `earlier`, unless that is done.
fn precede(earlier: &Arc<Node>, later: &Arc<Node>) {
    let waits = earlier.precede(later);
    if tools::on() {
        orders::comes_before(earlier, later);
        if waits {
            events::dependence(earlier, later);
        }
    }
}

/// Whether `node` is done, and its table may forget it. A race detector is to be told of all tasks
/// that come before a new one.
fn can_be_forgotten(node: &Node) -> bool {
    node.is_done() && !sanitizer::is_there()
}

impl Entry {
    /// Adds `node`, whose access to this address is `kind`, and makes it wait for the nodes before
    /// it.
    fn add(&mut self, node: &Arc<Node>, kind: Kind) {
        let beside = self.kind == kind && kind != Kind::Out;
        if !beside {
            self.before = std::mem::take(&mut self.last);
            self.kind = kind;
        }
        self.before.iter().for_each(|earlier| precede(earlier, node));
        if self.last.len() >= 32 && self.last.len().is_power_of_two() {
            self.last.retain(|other| !can_be_forgotten(other));
        }
        self.last.push(node.clone());
        if kind == Kind::Exclusive {
            node.needs_alone(self.exclusive.get_or_insert_with(Exclusive::new));
        }
    }
}

impl Table {
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

    /// Forgets the addresses for which no child need be waited for. A program may name new
    /// addresses for ever, and wait in barriers only, or not at all.
    #[cold]
    fn forget_done(&mut self) {
        // When the last nodes are done, so are the ones before them.
        self.entries.retain(|_, entry| !entry.last.iter().all(|node| can_be_forgotten(node)));
        // Twice the number of entries that are left, so that these looks cost little, however many
        // entries there are.
        self.enough = FEW.max(2 * self.entries.len());
        self.entries.shrink_to(self.enough);
    }
}

/// The nodes of the tasks that wait for `task` and have not begun. The list is valid until `task`
/// is freed or the next call for it.
pub fn successors(task: TaskRef) -> *const Link {
    let Some(node) = task.node() else { return ptr::null() };
    node.look_at_successors(|successors| {
        let mut links: Box<[Link]> =
            successors.iter().map(|next| Link { node: Arc::as_ptr(next), next: ptr::null() }).collect();
        for index in 1..links.len() {
            links[index - 1].next = &raw const links[index];
        }
        let first = if links.is_empty() { ptr::null() } else { links.as_ptr() };
        // SAFETY: only used here, by one thread at a time.
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
    let node =
        Node::new(task, WithNode { team: t.team.get(), listing: UnsafeCell::default(), tools: Cell::new(ptr::null()) });
    if tools::on() {
        events::node_made(t, &node, is_for.as_deref());
    }
    t.task().with_table(|table| dependences.for_each(|dependence| table.add(&node, dependence)));
    node
}

/// Registers a deferred task; true if it is ready now.
pub fn register(t: &'static Thread, task: TaskRef, dependences: &[Dependence]) -> bool {
    let node = enter_graph(t, Some(task), Some(task), dependences.iter().copied());
    task.set_node(&node);
    node.registered()
}

/// To be called before a task that is ready runs: false if it has to wait for something that it
/// needs alone. It is queued again when that is free.
#[inline]
pub fn enter(task: TaskRef) -> bool {
    task.node().is_none_or(|node| take_all(node, task))
}

#[inline(never)]
fn take_all(node: &Node, task: TaskRef) -> bool {
    let taken = node.take_all(task, |task| queue::queue_ready(None, task));
    if taken && tools::on() {
        orders::has_alone(node.alone());
    }
    taken
}

/// Tells the successors of a task with dependences that it has completed.
pub fn release(t: Option<&'static Thread>, node: &Node) {
    if tools::on() {
        orders::gives_back(node.alone());
    }
    node.give_back_all(|task| queue::queue_ready(t, task));
    finish(t, node);
}

/// Ends `node`: successors that wait for it alone are ready now.
pub fn finish(t: Option<&'static Thread>, node: &Node) {
    node.finish(|next, freed| match freed {
        Freed::Task(task) => queue::queue_ready(t, task),
        Freed::Sleeper(waiter) => queue::wake_runner(next.with_it.team, waiter),
        Freed::Nobody => {}
    });
}
