//! The binding of hidden helpers, as KMP_HIDDEN_HELPER_AFFINITY says. Without it they run anywhere.

use std::path::Path;

use crate::engine::ground::say;
use crate::engine::ground::settings;
use crate::engine::ground::settings::kmp_affinity::Type;
use crate::engine::policies::affinity::{get, places, report};
use crate::sys::affinity as os;
use crate::sys::affinity::CpuSet;
use crate::sys::{stderr, topology};

/// The places of the hidden helpers.
pub struct OfHelpers {
    places: Vec<CpuSet>,
    /// The place of the first one.
    first: u32,
    /// The variable's name, if it asks for lines about it.
    verbose: Option<&'static str>,
}

/// The places of the hidden helpers, by the settings. `None`: they run where the thread that
/// creates them may run.
pub fn of_helpers() -> Option<OfHelpers> {
    let settings = settings::get();
    // The mask of a thread that is bound is its place.
    let bound = crate::engine::policies::affinity::binds();
    let Some(kmp) = &settings.helper_affinity else {
        return bound.then(|| OfHelpers { places: vec![get().usable.clone()], first: 0, verbose: None });
    };
    let mask = if bound { get().usable.clone() } else { os::of_calling_thread().unwrap_or_default() };
    let mut resolved = places::resolve_alone(kmp, settings, Path::new(topology::DEVICES), &mask);
    for line in resolved.complaints {
        stderr::write(format!("ferromp: {line}\n").as_bytes());
    }
    if kmp.verbose && !resolved.places.is_empty() && kmp.kind != Some(Type::Explicit) {
        report::migration(kmp.name, kmp.granularity);
    }
    if resolved.places.is_empty() {
        resolved.places.push(resolved.usable);
    }
    Some(OfHelpers { places: resolved.places, first: resolved.first, verbose: kmp.verbose.then_some(kmp.name) })
}

impl OfHelpers {
    /// Binds the calling thread, helper number `index`.
    pub fn bind(&self, gtid: u32, index: u32) {
        let place = (u64::from(self.first) + u64::from(index)) % self.places.len() as u64;
        let processors = &self.places[place as usize];
        match (os::bind_calling_thread(processors), self.verbose) {
            (Ok(()), Some(name)) => report::bound(name, gtid, processors),
            (Ok(()), None) => {}
            (Err(error), _) => {
                say::warn_once!("cannot bind a helper thread to processors {processors}: {error}");
            }
        }
    }
}
