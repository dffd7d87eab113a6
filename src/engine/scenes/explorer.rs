//! Runs a scene under many schedules, each in a process of its own: so statics begin anew, leaked
//! memory is given back, and the number of a schedule determines it.

use std::backtrace::Backtrace;
use std::env;
use std::panic;
use std::time::{Duration, Instant};

use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};

use crate::sys::process;
use crate::sys::process::Ended;
use crate::sys::{explore, stderr};

/// More steps than a scene takes, unless it never ends.
const STEPS: u64 = 3_000_000;

/// Explores `scene` with `settings`, which are environment variables, for as long as the
/// environment says.
pub fn explore(settings: &[(&str, &str)], scene: fn()) {
    let number = |name| env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seconds = number("FERROMP_EXPLORE_SECONDS").unwrap_or(5);
    let first = number("FERROMP_EXPLORE_SEED").unwrap_or(1);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut schedules = 0;
    for seed in first.. {
        let ended = process::in_child(Duration::from_secs(60), || run_once(settings, seed, scene));
        assert!(ended == Ended::Well, "schedule {seed}: {ended:?}; to see it again: FERROMP_EXPLORE_SEED={seed}");
        schedules += 1;
        if Instant::now() >= end {
            break;
        }
    }
    println!("{schedules} schedules");
}

/// Runs a scene once, and ends the process.
fn run_once(settings: &[(&str, &str)], seed: u64, scene: fn()) {
    for (name, value) in [("FERROMP_NUMBERS", "wrap"), ("GOMP_SPINCOUNT", "2")].iter().chain(settings) {
        process::set_variable(name, value);
    }
    panic::set_hook(Box::new(|what| {
        // The test harness would collect printed output, and lose it.
        stderr::write(format!("{what}\n{}\n", Backtrace::capture()).as_bytes());
        process::end(1);
    }));
    // Random choices find errors that need many switches. Schedulers with few priorities find
    // errors that need one switch at the wrong moment.
    let scheduler: Box<dyn Scheduler + Send> = match seed % 3 {
        0 => Box::new(PctScheduler::new_from_seed(seed, 3, 1)),
        1 => Box::new(PctScheduler::new_from_seed(seed, 8, 1)),
        _ => Box::new(RandomScheduler::new_from_seed(seed, 1)),
    };
    explore::run(scheduler, STEPS, move || {
        scene();
        // Idle workers wait for ever.
        process::end(0);
    });
}
