//! The control variables of initial tasks, and the present number of processors.

use crate::engine::constructs::alloc;
use crate::engine::constructs::offload::device;
use crate::engine::ground::defaults;
use crate::engine::ground::icv::{Icv, Kind, NO_LIMIT, Order, Schedule};
use crate::engine::ground::settings;
use crate::engine::ground::settings::waiting::Library;
use crate::engine::ground::settings::{ScheduleKind, ScheduleModifier, Settings};
use crate::engine::policies::affinity;
use crate::sys::cpus;

/// Processors that this process may use now. If the runtime binds threads, the calling thread's
/// mask is its place, and does not tell the processors of the process.
pub fn processors_now() -> u32 {
    let settings = settings::get();
    let fixed = settings.pretended_processors.is_some() || settings.kmp_hw_subset.is_some();
    if fixed || affinity::binds() {
        settings.processors()
    } else {
        u32::try_from(cpus::available()).unwrap_or(u32::MAX)
    }
}

/// The control variables of an initial task.
pub fn initial_icv() -> Icv {
    let settings = settings::get();
    let (nthreads, nthreads_deeper) = defaults::nthreads();
    let serial = settings.library == Some(Library::Serial);
    Icv {
        nthreads: if serial { 1 } else { nthreads },
        nthreads_deeper,
        strict: None,
        thread_limit: settings.thread_limit.map_or(NO_LIMIT, |limit| limit.min(NO_LIMIT)),
        max_active_levels: settings.initial_max_active_levels(),
        asked_for_nesting: settings.asks_for_nesting(),
        dynamic: settings.dynamic,
        serial,
        bind: affinity::initial_bind(),
        schedule: schedule(settings),
        default_device: device::initial_default(settings),
        allocator: alloc::initial_default(),
    }
}

/// The value of OMP_SCHEDULE, as the engine has schedules.
fn schedule(settings: &Settings) -> Option<Schedule> {
    let written = settings.schedule?;
    let kind = match written.kind {
        ScheduleKind::Static => Kind::Static,
        ScheduleKind::Dynamic | ScheduleKind::StaticSteal => Kind::Dynamic,
        ScheduleKind::Guided => Kind::Guided,
        ScheduleKind::Trapezoidal => Kind::Trapezoidal,
        ScheduleKind::Auto => Kind::Auto,
    };
    let chunk = match (kind, written.chunk) {
        (_, Some(chunk)) => u64::from(chunk),
        (Kind::Static | Kind::Auto, None) => 0,
        (_, None) => 1,
    };
    let order = match (written.modifier, written.kind) {
        (Some(ScheduleModifier::Monotonic), _) => Order::Monotonic,
        (Some(ScheduleModifier::Nonmonotonic), _) | (None, ScheduleKind::StaticSteal) => Order::Nonmonotonic,
        (None, _) => Order::Unsaid,
    };
    Some(Schedule { kind, chunk, order })
}
