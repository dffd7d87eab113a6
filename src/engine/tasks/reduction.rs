//! Task reductions (OpenMP 5.2, 5.5.9 and 5.5.10): each thread that runs tasks of a taskgroup has
//! its own copy of the reduced variables, and the copies are combined when the group ends.

use std::ffi::c_void;

use crate::engine::ground::say;
use crate::engine::records::reductions::Reductions;
use crate::engine::records::task::Group;
use crate::engine::records::thread::Thread;

/// A thread's own copy of a variable.
pub struct Copy {
    pub address: *mut c_void,
    /// The program's variable.
    pub original: usize,
}

/// The calling thread's copy of the variable at `address`, which a taskgroup from `group` on
/// outwards reduces. `address` may also be that of another thread's copy, because a task names the
/// copy that the task around it uses. A thread that is alone may have none, and works on the
/// variable itself.
pub fn own_copy(t: &Thread, group: *const Group, address: usize) -> Option<Copy> {
    let mut group = group;
    // SAFETY: the groups that a task is in live as long as it does.
    while let Some(this) = unsafe { group.as_ref() } {
        let mut reductions = this.reductions.get();
        // SAFETY: registered reductions live as long as their group.
        while let Some(these) = unsafe { reductions.as_ref() } {
            for area in &these.areas {
                let thread = t.tid.get() as usize;
                if thread < area.threads
                    && let Some((index, inside)) = area.find(address)
                {
                    let (part, item) = (area.start + thread * area.stride, &area.items[index]);
                    these.initialise(part, index, item);
                    let address = these.at(part + item.offset + inside);
                    return Some(Copy { address, original: item.address + inside });
                }
            }
            reductions = these.next;
        }
        group = this.outer;
    }
    if !t.is_alone() {
        warn_unknown(address);
    }
    None
}

/// Warns of a mistake in the program: a task reduces a variable that no construct around it
/// reduces. The task works on the variable itself.
#[cold]
fn warn_unknown(address: usize) {
    say::warn_once!("in_reduction of the variable at {address:#x}, which no taskgroup or region around it reduces");
}

/// Adds reductions to the calling thread's innermost taskgroup. The caller keeps the value that
/// [`Reductions::of_program`] made until the group has ended, and then frees it.
pub fn register(t: &Thread, mut reductions: Box<Reductions>) -> *mut Reductions {
    // SAFETY: the current task's group is alive.
    let Some(group) = (unsafe { t.task().group().as_ref() }) else { return Box::into_raw(reductions) };
    reductions.next = group.reductions.get();
    let reductions = Box::into_raw(reductions);
    group.reductions.set(reductions);
    reductions
}

/// Gives the calling thread's innermost taskgroup, which has no reductions, those of another one.
///
/// # Safety
/// The reductions must outlive the group.
pub unsafe fn join(t: &Thread, reductions: *const Reductions) {
    // SAFETY: the current task's group is alive.
    if let Some(group) = unsafe { t.task().group().as_ref() } {
        group.reductions.set(reductions);
    }
}

/// Combines and frees the reductions of a group whose tasks are done, except those that the program
/// combines.
pub fn conclude(mut reductions: *const Reductions) {
    // SAFETY: registered reductions live until here at least.
    while let Some(these) = unsafe { reductions.as_ref() } {
        let next = these.next;
        if these.concluded {
            these.combine();
            // SAFETY: made by `register`, whose caller does not free it.
            drop(unsafe { Box::from_raw(reductions.cast_mut()) });
        }
        reductions = next;
    }
}
