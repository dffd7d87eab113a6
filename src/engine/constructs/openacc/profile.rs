//! The profiling interface (OpenACC 2.6, chapter 5): the callbacks that are told of events.

use crate::sys::sync::{AtomicPtr, Ordering};
use std::ffi::c_void;
use std::ptr;

use crate::engine::constructs::openacc::record::{Event, Record};
use crate::engine::records::thread::Thread;

/// `acc_ev_last`.
const LAST: i32 = 26;

/// A tool's function, which its address identifies, and the function that calls it.
#[derive(Clone, Copy)]
pub struct Callback {
    function: *const c_void,
    caller: Caller,
}

/// Calls a tool's function.
pub type Caller = unsafe fn(function: *const c_void, event: Event, record: &mut Record);

impl Callback {
    /// # Safety
    /// `caller` may be called with `function`, at any time.
    pub unsafe fn new(function: *const c_void, caller: Caller) -> Self {
        Self { function, caller }
    }

    pub fn call(self, event: Event, record: &mut Record) {
        // SAFETY: the caller of `new` promised it.
        unsafe { (self.caller)(self.function, event, record) };
    }
}

/// A callback that is registered for an event.
#[derive(Clone)]
struct Entry {
    event: i32,
    callback: Callback,
    /// How often it was registered, less how often it was unregistered.
    count: u32,
    enabled: bool,
}

/// The registered callbacks, in the order in which they came.
#[derive(Clone, Default)]
struct Registry {
    entries: Vec<Entry>,
    /// Events that are switched off, one bit each.
    muted: u32,
    off: bool,
}

/// The registry is never changed, only replaced. So events need no lock, which a fork could leave
/// held. The old registry is not freed, since an event may be looking at it. A tool registers a few
/// callbacks once.
static REGISTRY: AtomicPtr<Registry> = AtomicPtr::new(ptr::null_mut());

fn registry() -> Option<&'static Registry> {
    // SAFETY: a registry that was put there is never freed. Acquire: partner of the release in
    // `change`.
    unsafe { REGISTRY.load(Ordering::Acquire).as_ref() }
}

fn change(edit: impl Fn(&mut Registry)) {
    loop {
        let old = registry();
        let mut new = Box::new(old.cloned().unwrap_or_default());
        edit(&mut new);
        let (new, old) = (Box::into_raw(new), old.map_or(ptr::null(), ptr::from_ref));
        if REGISTRY.compare_exchange(old.cast_mut(), new, Ordering::AcqRel, Ordering::Acquire).is_ok() {
            return;
        }
        // SAFETY: nobody else has seen it.
        drop(unsafe { Box::from_raw(new) });
    }
}

/// The effect of a call of `acc_prof_register` or `acc_prof_unregister` (`acc_register_t`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aspect {
    /// The callback is to be told of the event, or no longer.
    Registration,
    /// A callback, or an event, or with neither all of them, are switched on or off.
    Toggle,
    /// All events of the calling thread are switched on or off.
    ThreadToggle,
}

/// `acc_prof_register` (`on`) or `acc_prof_unregister`. A call that makes no sense is ignored, as
/// OpenACC says.
pub fn register(t: &Thread, event: i32, callback: Option<Callback>, aspect: Aspect, on: bool) {
    let is_event = event > 0 && event < LAST;
    match (aspect, callback) {
        (Aspect::Registration, Some(callback)) if is_event => change(|registry| registry.count(event, callback, on)),
        (Aspect::Toggle, Some(callback)) if is_event => change(|registry| {
            if let Some(entry) = registry.find(event, callback) {
                entry.enabled = on;
            }
        }),
        (Aspect::Toggle, None) if is_event => change(|registry| {
            let bit = 1 << event;
            registry.muted = if on { registry.muted & !bit } else { registry.muted | bit };
        }),
        (Aspect::Toggle, None) if event == 0 => change(|registry| registry.off = !on),
        (Aspect::ThreadToggle, None) if event == 0 => t.profiling.off.set(!on),
        _ => {}
    }
}

impl Registry {
    fn find(&mut self, event: i32, callback: Callback) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.event == event && entry.callback.function == callback.function)
    }

    fn count(&mut self, event: i32, callback: Callback, on: bool) {
        match (self.find(event, callback), on) {
            (Some(entry), true) => entry.count = entry.count.saturating_add(1),
            (Some(entry), false) => entry.count -= 1,
            (None, true) => self.entries.push(Entry { event, callback, count: 1, enabled: true }),
            (None, false) => {}
        }
        self.entries.retain(|entry| entry.count > 0);
    }

    fn listeners(&self, event: Event) -> impl DoubleEndedIterator<Item = Callback> {
        let heard = !self.off && self.muted & 1 << event as i32 == 0;
        let entries = self.entries.iter().filter(move |entry| heard && entry.event == event as i32 && entry.enabled);
        entries.map(|entry| entry.callback)
    }
}

/// Tells all callbacks that are registered for the event. They hear of an end in the opposite
/// order, so that callbacks nest.
#[inline]
pub fn tell(t: &Thread, record: &mut Record, event: Event) {
    if let Some(registry) = registry()
        && !t.profiling.off.get()
    {
        let callbacks = registry.listeners(event);
        if event.is_end() {
            callbacks.rev().for_each(|callback| callback.call(event, record));
        } else {
            callbacks.for_each(|callback| callback.call(event, record));
        }
    }
}

/// Does `work` between two events of a construct.
#[inline]
pub fn around(t: &Thread, mut record: Record, (start, end): (Event, Event), work: impl FnOnce()) {
    tell(t, &mut record, start);
    work();
    tell(t, &mut record, end);
}

#[cfg(test)]
mod tests {
    use super::*;

    static NAMES: [&str; 2] = ["one", "two"];

    /// A callback that is known by the address of its name.
    fn callback(name: &&'static str) -> Callback {
        unsafe fn caller(_: *const c_void, _: Event, _: &mut Record) {}
        // SAFETY: it does nothing.
        unsafe { Callback::new(ptr::from_ref(name).cast(), caller) }
    }

    fn heard(registry: &Registry, event: Event) -> Vec<&'static str> {
        // SAFETY: `callback` put it there.
        registry.listeners(event).map(|callback| unsafe { *callback.function.cast::<&str>() }).collect()
    }

    #[test]
    fn a_callback_hears_until_it_is_unregistered_as_often_as_registered() {
        let [one, two] = NAMES.each_ref().map(callback);
        let mut registry = Registry::default();
        registry.count(16, one, true);
        registry.count(16, one, true);
        registry.count(16, two, true);
        assert_eq!(heard(&registry, Event::ComputeConstructStart), ["one", "two"]);
        assert!(heard(&registry, Event::ComputeConstructEnd).is_empty());
        registry.count(16, one, false);
        assert_eq!(heard(&registry, Event::ComputeConstructStart), ["one", "two"]);
        registry.count(16, one, false);
        registry.count(16, one, false);
        registry.count(16, one, true);
        assert_eq!(heard(&registry, Event::ComputeConstructStart), ["two", "one"]);
    }

    #[test]
    fn events_and_everything_can_be_muted() {
        let one = callback(&NAMES[0]);
        let mut registry = Registry::default();
        registry.count(14, one, true);
        registry.muted = 1 << 14;
        assert!(heard(&registry, Event::UpdateStart).is_empty());
        registry.muted = 1 << 15;
        assert_eq!(heard(&registry, Event::UpdateStart), ["one"]);
        registry.off = true;
        assert!(heard(&registry, Event::UpdateStart).is_empty());
    }
}
