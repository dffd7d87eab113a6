//! Advice that follows plainly from the figures of a trace.

use serde::Serialize;

use super::analyse::{Analysis, Site};
use super::read::Trace;
use super::time;

#[derive(Serialize)]
pub struct Advice {
    /// Its subject in a word or two, for programs.
    pub id: &'static str,
    pub text: String,
    pub what_to_do: String,
}

/// A site with a smaller share of the time is not spoken of.
const NOTABLE: f64 = 0.02;

/// So large a share of the time is spoken of, if something went wrong in it.
const MUCH: f64 = 0.1;

/// A region whose members do less is all overhead, in nanoseconds.
const LITTLE: u64 = 10_000;

/// The advice about a process, with what costs most first.
pub fn of(trace: &Trace, analysis: &Analysis) -> Vec<Advice> {
    let mut found: Vec<(f64, Advice)> = Vec::new();
    let length = analysis.length.max(1) as f64;
    for site in &analysis.sites {
        let share = site.time as f64 / length;
        if share >= NOTABLE && site.regions > 0 {
            found.extend(about(site).into_iter().map(|(lost, advice)| (share * lost, advice)));
        }
    }
    let over = analysis.oversubscribed as f64 / length;
    found.extend(without_processor(analysis, over));
    let mut add = |weight: f64, id, text: String, what_to_do: &str| {
        found.push((weight, Advice { id, text, what_to_do: what_to_do.to_owned() }));
    };
    if over > MUCH {
        let text = format!(
            "for {:.0} % of the time more threads computed than there are processors ({})",
            over * 100.0,
            trace.processors
        );
        add(
            over,
            "oversubscribed",
            text,
            "fewer threads: OMP_NUM_THREADS, FERROMP_THREAD_LIMIT, or fewer threads of the program's own",
        );
    }
    let held = analysis.held_time as f64 / length;
    if held > MUCH {
        let text = format!(
            "{} regions waited {} in sum until other threads' regions had left the processors",
            analysis.held,
            time(analysis.held_time)
        );
        add(held, "held", text, "fewer threads of the program's own that open regions at once, or smaller regions");
    }
    let outside = 1.0 - analysis.in_regions as f64 / length;
    if outside > 0.5 && !analysis.sites.is_empty() {
        let text = format!("for {:.0} % of the time no region was open", outside * 100.0);
        add(
            outside / 10.0,
            "serial",
            text,
            "the code between the regions decides how long the program takes; more threads will not help",
        );
    }
    if analysis.refused > 0 {
        let text = format!("the system refused {} threads", analysis.refused);
        add(1.0, "refused", text, "look at the limits on processes and memory (ulimit -u, the cgroup's pids.max)");
    }
    if trace.overwritten + trace.dropped > 0 {
        let text = format!(
            "the trace is not whole: {} segments of older records were written over, {} records found no room",
            trace.overwritten, trace.dropped
        );
        add(0.0, "not-whole", text, "a larger FERROMP_TRACE_LIMIT, or omp_control_tool to trace a part of the run");
    }
    found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    found.into_iter().map(|(_, advice)| advice).collect()
}

/// The advice about threads that something else keeps from the processors. The program's own
/// threads do not, where hardly ever more of them computed at once than there are processors
/// (`over`: the share of the time).
fn without_processor(analysis: &Analysis, over: f64) -> Option<(f64, Advice)> {
    /// With less, a few readings of the clocks decide.
    const ENOUGH: u64 = 10_000_000;
    let got = analysis.computed as f64 / analysis.awake.max(1) as f64;
    let in_regions = analysis.in_regions as f64 / analysis.length.max(1) as f64;
    if analysis.awake < ENOUGH || got > 0.7 || in_regions < NOTABLE || over > MUCH {
        return None;
    }
    let text = format!(
        "threads that were in regions and did not sleep had a processor for {:.0} % of the time; the rest is in all \
         other figures, too",
        got * 100.0
    );
    let what = "look for other programs on these processors and for a quota (`ferromp doctor`), or for calls in regions \
                that wait for something else";
    Some(((1.0 - got) * in_regions, Advice { id: "no-processor", text, what_to_do: what.to_owned() }))
}

/// The advice about a site, each with the share of its time that is lost.
fn about(site: &Site) -> Vec<(f64, Advice)> {
    let mut found = Vec::new();
    let name = site.label();
    let mut add = |lost: f64, id, text: String, what_to_do: String| {
        found.push((lost, Advice { id, text, what_to_do }));
    };
    let share = |part: u64, of: u64| part as f64 / of.max(1) as f64;
    let members = site.threads as f64 / site.regions as f64;
    if site.whole > 0 && members > 1.0 {
        let per_region = site.work / site.whole;
        let per_member = site.mean_work / site.whole;
        let taken = site.whole_time / site.whole;
        if per_region < taken && per_member < LITTLE {
            let text = format!(
                "{name}: the region does {} of work a member, {} together, and takes {}; with 1 thread it would be faster",
                time(per_member),
                time(per_region),
                time(taken)
            );
            let what = "num_threads(1) or an if clause there, or one region around several of them".to_owned();
            add(1.0 - share(per_region, taken), "too-small", text, what);
        } else if site.imbalance() > 0.2 {
            let text = format!(
                "{name}: the longest member works {} a region and the mean {}; the others wait for {:.0} % of the time",
                time(site.longest_work / site.whole),
                time(per_member),
                site.imbalance() * 100.0
            );
            let what = "divide the work more evenly: schedule(dynamic) or (guided), smaller chunks, tasks".to_owned();
            add(site.imbalance(), "imbalance", text, what);
        } else if share(site.waited, site.thread_time) > 0.3 {
            let waited = share(site.waited, site.thread_time);
            let text = format!(
                "{name}: {:.0} % of the threads' time goes into barriers, though the members do about the same amount",
                waited * 100.0
            );
            let what = "fewer barriers (nowait), or more work between two of them".to_owned();
            add(waited, "barriers", text, what);
        }
    }
    let locked = share(site.lock_time, site.thread_time);
    if locked > 0.1 {
        let text = format!("{name}: {:.0} % of the threads' time goes into waiting for locks", locked * 100.0);
        add(locked, "locks", text, "less work under a lock, several locks, atomic, or a reduction".to_owned());
    }
    const SMALL: u64 = 1_000;
    if site.chunks > 1000 && site.chunk_time / site.chunks < SMALL {
        let text = format!("{name}: the loops' chunks take {} each", time(site.chunk_time / site.chunks));
        add(0.1, "small-chunks", text, "larger chunks: schedule(dynamic, n), or schedule(static)".to_owned());
    }
    if site.tasks > 1000 && site.task_time / site.tasks < SMALL {
        let text = format!("{name}: the tasks take {} each", time(site.task_time / site.tasks));
        add(0.1, "small-tasks", text, "larger tasks: taskloop with grainsize, or an if or final clause".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(site: &Site) -> Vec<&'static str> {
        about(site).into_iter().map(|(_, advice)| advice.id).collect()
    }

    fn site(regions: u64, work: u64, longest: u64, time: u64) -> Site {
        Site {
            regions,
            threads: 2 * regions,
            whole: regions,
            time: regions * time,
            thread_time: 2 * regions * time,
            whole_time: regions * time,
            work: regions * work,
            mean_work: regions * work / 2,
            longest_work: regions * longest,
            ..Site::default()
        }
    }

    #[test]
    fn a_region_that_one_thread_would_do_faster_is_told() {
        assert_eq!(ids(&site(100, 4_000, 2_000, 5_000)), ["too-small"]);
        assert_eq!(ids(&site(100, 8_000, 4_000, 5_000)), [] as [&str; 0]);
        // One with a lot of work is not too small, whatever it waits for.
        assert_eq!(ids(&site(100, 4_000_000, 3_000_000, 5_000_000)), ["imbalance"]);
    }

    #[test]
    fn threads_without_processors_are_told_if_they_are_not_the_programs_own() {
        let analysis = |awake, computed| Analysis {
            length: 1_000_000_000,
            in_regions: 900_000_000,
            awake,
            computed,
            ..Analysis::default()
        };
        let told = |analysis: &Analysis, over| without_processor(analysis, over).map(|(_, advice)| advice.text);
        let half = analysis(1_800_000_000, 900_000_000);
        assert!(told(&half, 0.0).is_some_and(|text| text.contains(" for 50 % of the time")));
        assert_eq!(told(&half, 0.5), None);
        assert_eq!(told(&analysis(1_800_000_000, 1_700_000_000), 0.0), None);
        assert_eq!(told(&analysis(1_800, 900), 0.0), None);
    }

    #[test]
    fn waiting_is_told_by_its_cause() {
        let even = site(10, 1_000_000, 500_000, 900_000);
        assert_eq!(ids(&Site { waited: 8_000_000, ..even }), ["barriers"]);
        let even = site(10, 1_000_000, 500_000, 600_000);
        assert_eq!(ids(&Site { lock_time: 3_000_000, ..even }), ["locks"]);
        let even = site(10, 1_000_000, 500_000, 600_000);
        assert_eq!(ids(&Site { chunks: 5000, chunk_time: 400_000, ..even }), ["small-chunks"]);
    }
}
