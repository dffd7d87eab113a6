//! The memory of explicit tasks.
//!
//! A task is one block: the header, and after it the data that the compiler keeps in the task.
//! Blocks go round between a thread that generates tasks and the threads that finish them.
//! `malloc`'s per-thread caches are bad at that: each block that comes back from another thread
//! ends in the arena, under its lock. So each thread keeps free blocks by size. Blocks that another
//! thread has freed go back to their home in batches, by one atomic list.

use crate::sys::sync::Ordering;
use std::alloc::{Layout, alloc, dealloc};
use std::ptr;

use crate::engine::ground::say;
use crate::engine::records::task::Task;
use crate::engine::records::task::{Block, LARGE, SIZES, TaskRef};
use crate::engine::records::thread::Thread;
use crate::sys::sanitizer;

/// For each number of cache lines, the index of the smallest of [`SIZES`] that has room for them.
const CLASS_OF: [u8; SIZES[SIZES.len() - 1] / ALIGN + 1] = {
    let mut classes = [0; SIZES[SIZES.len() - 1] / ALIGN + 1];
    let mut lines = 0;
    while lines < classes.len() {
        let mut class = 0;
        while SIZES[class] < lines * ALIGN {
            class += 1;
        }
        classes[lines] = class as u8;
        lines += 1;
    }
    classes
};

const ALIGN: usize = 64;

/// The number of blocks of one home that are collected before they are sent there.
const BATCH: u32 = 32;

/// The number of blocks that are made at once.
const SLAB: usize = 16;

/// The bytes of a block before the payload.
const HEADER: usize = size_of::<Task>().next_multiple_of(16);

/// A new task, as `make` makes it, and `payload` bytes after it, aligned to 16; returns both.
#[inline(always)]
pub fn allocate(t: &Thread, payload: usize, make: impl FnOnce(Block) -> Task) -> (TaskRef, *mut u8) {
    let bytes = HEADER + payload;
    let class = class_of(bytes);
    if class == LARGE {
        // SAFETY: a fresh block, large enough.
        return unsafe { fill(raw(bytes).cast(), make(Block::of(t, class, bytes))) };
    }
    if t.stock.free[class as usize].get().is_null() && !restock(t, class as usize) {
        // SAFETY: as above.
        return unsafe { fill(raw(bytes).cast(), make(Block::of(t, LARGE, bytes))) };
    }
    // SAFETY: `restock` has put at least one block there; a free block is this thread's alone, and
    // large enough.
    unsafe { fill(take(t, class), make(Block::of(t, class, bytes))) }
}

/// As [`allocate`], if the calling thread has a free block. Makes no call.
#[inline(always)]
pub fn reuse(t: &Thread, payload: usize, make: impl FnOnce(Block) -> Task) -> Option<(TaskRef, *mut u8)> {
    let bytes = HEADER + payload;
    let class = class_of(bytes);
    if class == LARGE || t.stock.free[class as usize].get().is_null() {
        return None;
    }
    // SAFETY: as in `allocate`.
    Some(unsafe { fill(take(t, class), make(Block::of(t, class, bytes))) })
}

#[inline(always)]
fn class_of(bytes: usize) -> u8 {
    CLASS_OF.get(bytes.div_ceil(ALIGN)).copied().unwrap_or(LARGE)
}

/// Puts `task` into a block; returns its new address, and the payload.
///
/// # Safety
/// It must be a block that nobody uses, with room for both.
#[inline(always)]
unsafe fn fill(block: *mut Task, task: Task) -> (TaskRef, *mut u8) {
    // SAFETY: the caller's promise; the first reference to the task.
    unsafe {
        block.write(task);
        (TaskRef::new(block), block.cast::<u8>().add(HEADER))
    }
}

/// The task whose payload [`allocate`] returned.
///
/// # Safety
/// The task must not have been freed: [`TaskRef`].
#[inline(always)]
pub unsafe fn task_of(payload: *mut u8) -> TaskRef {
    // SAFETY: the caller's promise.
    unsafe { TaskRef::new(payload.wrapping_sub(HEADER).cast()) }
}

/// The payload of a task and its size in bytes.
pub fn payload_of(task: TaskRef) -> (*mut u8, usize) {
    (task.as_ptr().cast_mut().cast::<u8>().wrapping_add(HEADER), task.block().size - HEADER)
}

/// The same, if the task has a block of its own.
pub fn payload_if_any(task: TaskRef) -> Option<(*mut u8, usize)> {
    (!task.block().home().is_null()).then(|| payload_of(task))
}

/// Takes the first block of a list that has one.
///
/// # Safety
/// It must have one.
#[inline(always)]
unsafe fn take(t: &Thread, class: u8) -> *mut Task {
    let list = &t.stock.free[class as usize];
    let task = list.get();
    // SAFETY: a free block is this thread's alone.
    list.set(unsafe { &*task }.block().next.get());
    task.cast_mut()
}

/// Fills an empty list with the blocks that other threads gave back, or with new ones if there are
/// none. False if there are to be no lists: a race detector would take a block that comes back for
/// the memory of the task that had it before.
#[cold]
#[inline(never)]
fn restock(t: &Thread, class: usize) -> bool {
    if sanitizer::is_there() {
        return false;
    }
    let mut task = t.stock.returned.swap(ptr::null_mut(), Ordering::Acquire).cast_const();
    while !task.is_null() {
        // SAFETY: a free block that its sender gave up with the release in `send`.
        let block = unsafe { &*task }.block();
        let next = block.next.get();
        let list = &t.stock.free[block.class as usize];
        block.next.set(list.get());
        list.set(task);
        task = next;
    }
    if !t.stock.free[class].get().is_null() {
        return true;
    }
    let slab = raw(SIZES[class] * SLAB);
    for index in 0..SLAB {
        let block = slab.wrapping_add(index * SIZES[class]).cast::<Task>();
        let head = Block::of(t, class as u8, 0);
        head.next.set(t.stock.free[class].get());
        // SAFETY: within the slab, which is never freed.
        unsafe { block.write(Task::new(head)) };
        t.stock.free[class].set(block);
    }
    true
}

fn layout(bytes: usize) -> Layout {
    Layout::from_size_align(bytes, ALIGN).unwrap_or_else(|_| say::out_of_memory(bytes))
}

#[inline(never)]
fn raw(bytes: usize) -> *mut u8 {
    // SAFETY: not of size 0.
    let block = unsafe { alloc(layout(bytes)) };
    if block.is_null() {
        say::out_of_memory(bytes);
    }
    block
}

/// Frees a task.
///
/// # Safety
/// The task must have completed, or never have been submitted, and its children must all have been
/// freed. No thread may use it after this ([`TaskRef`]).
#[inline(always)]
pub unsafe fn free(t: Option<&Thread>, task: TaskRef) {
    task.free_what_it_owns();
    // SAFETY: the caller's promise; the task owns nothing any more.
    unsafe {
        if !t.is_some_and(|t| put_back(t, task)) {
            give_back(t, task);
        }
    }
}

/// Puts the block of a task into the calling thread's lists; false if it does not belong there.
/// Makes no call.
///
/// # Safety
/// As for [`free`], and the task must own nothing.
#[inline(always)]
pub unsafe fn put_back(t: &Thread, task: TaskRef) -> bool {
    let list = t.stock.free.get(task.block().class as usize).filter(|_| ptr::eq(task.block().home(), t));
    if let Some(list) = list {
        task.block().next.set(list.get());
        list.set(task.as_ptr());
    }
    list.is_some()
}

/// Gives back a block that does not go into the calling thread's lists.
///
/// # Safety
/// As for [`put_back`].
#[inline(never)]
unsafe fn give_back(t: Option<&Thread>, task: TaskRef) {
    let (class, size, home) = (task.block().class, task.block().size, task.block().home());
    let block = task.as_ptr();
    if class == LARGE {
        // SAFETY: allocated with this layout, and nobody looks at it any more.
        unsafe { dealloc(block.cast_mut().cast(), layout(size)) };
        return;
    }
    match t {
        Some(t) => collect(t, home, block),
        None => send(home, block, block),
    }
}

/// Adds a block of another thread to those that wait to be sent there.
fn collect(t: &Thread, home: *const Thread, task: *const Task) {
    let (whose, first, last, count) = t.stock.parcel.get();
    // SAFETY: the block is free and this thread's until it is sent.
    let block = unsafe { &*task }.block();
    if whose == home && count > 0 {
        block.next.set(first);
        t.stock.parcel.set((home, task, last, count + 1));
        if count + 1 >= BATCH {
            send(home, task, last);
            t.stock.parcel.set((ptr::null(), ptr::null(), ptr::null(), 0));
        }
        return;
    }
    if count > 0 {
        send(whose, first, last);
    }
    t.stock.parcel.set((home, task, task, 1));
}

/// Gives the list of blocks from `first` to `last` back to their home.
fn send(home: *const Thread, first: *const Task, last: *const Task) {
    // SAFETY: threads are never freed.
    let returned = unsafe { &(*home).stock.returned };
    let mut head = returned.load(Ordering::Relaxed);
    loop {
        // SAFETY: the list still belongs to the sender.
        unsafe { &*last }.block().next.set(head);
        // Release: partner of the acquire in `restock`.
        match returned.compare_exchange_weak(head, first.cast_mut(), Ordering::Release, Ordering::Relaxed) {
            Ok(_) => return,
            Err(now) => head = now,
        }
    }
}
