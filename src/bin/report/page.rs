//! The page: one file, which needs nothing from anywhere.

use serde_json::{Value, json};

use super::Process;
use super::analyse::{Row, STATES, Site, Span};

const TEMPLATE: &str = include_str!("page.html");

/// Where the data are in the template.
const DATA: &str = "__DATA__";

/// Spans that the page has of all rows of a process. If there are more, the shortest are merged.
const MOST: usize = 2_000_000;

/// The page about these processes.
pub fn make(processes: &[Process]) -> String {
    let data: Vec<Value> = processes.iter().map(with_timeline).collect();
    // In a script of HTML, nothing may look like a tag.
    let data = Value::from(data).to_string().replace('<', "\\u003c");
    TEMPLATE.replacen(DATA, &data, 1)
}

/// All but the timeline.
pub fn summary(process: &Process) -> Value {
    let Process { trace, analysis, runtimes, advice } = process;
    let sites: Vec<Value> = analysis.sites.iter().map(site).collect();
    let locks: Vec<Value> = analysis
        .locks
        .iter()
        .take(100)
        .map(|lock| {
            json!({"kind": lock.kind, "address": format!("{:#x}", lock.address), "where": lock.at.short(),
                "waits": lock.waits, "nanoseconds": lock.time})
        })
        .collect();
    json!({
        "pid": trace.process,
        "parent": trace.parent,
        "command": trace.command,
        "nanoseconds": analysis.length,
        "ended": trace.length.is_some(),
        "processors": trace.processors,
        "budget": trace.budget,
        "processor_nanoseconds": trace.computed,
        "dropped": trace.dropped,
        "overwritten": trace.overwritten,
        "records": analysis.records,
        "in_regions_nanoseconds": analysis.in_regions,
        "oversubscribed_nanoseconds": analysis.oversubscribed,
        "held": analysis.held,
        "held_nanoseconds": analysis.held_time,
        "forks": analysis.forks,
        "refused": analysis.refused,
        "sites": sites,
        "locks": locks,
        "runtimes": runtimes,
        "advice": advice,
        "threads": analysis.rows.iter().map(|row| json!({
            "number": row.number, "system": row.system, "worker": row.is_worker,
        })).collect::<Vec<_>>(),
    })
}

fn site(site: &Site) -> Value {
    json!({
        "where": site.label(),
        "library": site.function.library,
        "function": site.function.function,
        "offset": site.function.offset,
        "address": format!("{:#x}", site.address),
        "call": site.call.short(),
        "line": if site.function.line.is_empty() { &site.call.line } else { &site.function.line },
        "regions": site.regions,
        "threads": site.threads,
        "nanoseconds": site.time,
        "thread_nanoseconds": site.thread_time,
        "barrier_nanoseconds": site.waited,
        "asleep_nanoseconds": site.slept,
        "processor_nanoseconds": site.processor,
        "imbalance": site.imbalance(),
        "work_nanoseconds": site.work,
        "late_nanoseconds": site.late.checked_div(site.began).unwrap_or(0),
        "tasks": site.tasks,
        "task_nanoseconds": site.task_time,
        "chunks": site.chunks,
        "chunk_nanoseconds": site.chunk_time,
        "lock_waits": site.lock_waits,
        "lock_nanoseconds": site.lock_time,
    })
}

fn with_timeline(process: &Process) -> Value {
    let mut data = summary(process);
    let analysis = &process.analysis;
    // Times are 32-bit numbers of this many nanoseconds.
    let unit = (analysis.length >> 32) + 1;
    let shortest = shortest_for(&analysis.rows, MOST);
    data["unit"] = unit.into();
    data["merged_below"] = shortest.into();
    data["states"] = STATES.as_slice().into();
    for (row, of) in data["threads"].as_array_mut().into_iter().flatten().zip(&analysis.rows) {
        let merged;
        let spans = if shortest > 0 {
            merged = merge(&of.spans, shortest);
            &merged
        } else {
            &of.spans
        };
        row["count"] = spans.len().into();
        row["spans"] = base64(&packed(spans, unit)).into();
        row["marks"] = of.marks.iter().take(10_000).map(|mark| json!([mark.time / unit, mark.text])).collect();
    }
    data
}

/// The spans of a row as the page reads them, from numbers: the length of a span, doubled, and one
/// more if the thread did nothing before it for a time; that time; the state, and the site. Most of
/// these numbers take a byte or two.
fn packed(spans: &[Span], unit: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(spans.len() * 4);
    let mut done = 0;
    for span in spans {
        let (from, to) = (span.from / unit, span.to / unit);
        number(&mut bytes, (to - from) << 1 | u64::from(from > done));
        if from > done {
            number(&mut bytes, from - done);
        }
        // Sites are counted from 1 there, and 0 is none.
        let site = u64::from(span.site.wrapping_add(1));
        number(&mut bytes, site * STATES.len() as u64 + span.state as u64);
        done = to;
    }
    bytes
}

/// Seven bits a byte, the lowest first; the eighth bit says that others follow (LEB128).
fn number(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// To how many nanoseconds spans must be merged, so that there are no more than `most` (0: not at
/// all): a power of two.
fn shortest_for(rows: &[Row], most: usize) -> u64 {
    let mut shortest = 0;
    while rows.iter().map(|row| count_merged(&row.spans, shortest)).sum::<usize>() > most && shortest < 1 << 62 {
        shortest = (shortest * 2).max(1);
    }
    shortest
}

/// Whether `span` is put together with one that is before it, from `from` to `to`.
fn belongs_to(span: &Span, (from, to): (u64, u64), shortest: u64) -> bool {
    to - from < shortest && span.from - from < shortest
}

/// How many spans [`merge`] leaves.
fn count_merged(spans: &[Span], shortest: u64) -> usize {
    let (mut count, mut last) = (0, None);
    for span in spans {
        last = match last {
            Some((from, to)) if belongs_to(span, (from, to), shortest) => Some((from, span.to)),
            _ => {
                count += 1;
                Some((span.from, span.to))
            }
        };
    }
    count
}

/// Puts neighbours together until each is `shortest` or longer; each has the state that took most
/// of its time.
fn merge(spans: &[Span], shortest: u64) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    let mut times = [0; STATES.len()];
    for span in spans {
        let length = span.to - span.from;
        match merged.last_mut() {
            Some(last) if belongs_to(span, (last.from, last.to), shortest) => {
                times[span.state as usize] += length;
                last.to = span.to;
                if times[span.state as usize] >= times[last.state as usize] {
                    (last.state, last.site) = (span.state, span.site);
                }
            }
            _ => {
                times = [0; STATES.len()];
                times[span.state as usize] = length;
                merged.push(*span);
            }
        }
    }
    merged
}

/// Base 64 (RFC 4648, 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().enumerate().fold(0, |word, (index, &byte)| word | u32::from(byte) << (16 - 8 * index));
        for digit in 0..4 {
            let known = digit <= chunk.len();
            text.push(if known { DIGITS[(word >> (18 - 6 * digit)) as usize & 63].into() } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::analyse::{NO_SITE, State};
    use super::*;

    #[test]
    fn base_64_is_as_the_rfc_has_it() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn packed_spans_are_their_lengths_and_what_lies_between() {
        let span = |from, to, state, site| Span { from, to, state, site };
        let spans = [
            span(0, 5, State::Work, 0),
            span(5, 205, State::Barrier, 0),
            span(1000, 1001, State::Asleep, NO_SITE),
            span(1001, 1002, State::Task, 20),
        ];
        // 400 is 0x90 and 3 times 128, 795 is 0x1b and 6 times 128, 191 is 0x3f and 128.
        let expected = [10, 9, 0x90, 3, 12, 3, 0x9b, 6, 8, 2, 0xbf, 1];
        assert_eq!(packed(&spans, 1), expected);
        // In tens of nanoseconds.
        assert_eq!(packed(&spans[..3], 10), [0, 9, 40, 12, 1, 80, 8]);
    }

    #[test]
    fn merged_spans_have_the_longest_state_and_leave_no_time_out() {
        let span = |from, to, state| Span { from, to, state, site: 0 };
        let spans = [
            span(0, 2, State::Barrier),
            span(2, 8, State::Work),
            span(8, 9, State::Barrier),
            span(50, 99, State::Task),
        ];
        let expected = [span(0, 9, State::Work), span(50, 99, State::Task)];
        assert_eq!(merge(&spans, 20), expected);
        assert_eq!(merge(&spans, 1), spans);
        for shortest in 0..60 {
            assert_eq!(count_merged(&spans, shortest), merge(&spans, shortest).len());
        }
    }

    #[test]
    fn no_more_is_merged_than_the_page_needs() {
        // Pairs of a long and a short one.
        let span = |from, to| Span { from, to, state: State::Work, site: 0 };
        let pairs = (0..100)
            .flat_map(|pair| [span(pair * 1000, pair * 1000 + 900), span(pair * 1000 + 950, pair * 1000 + 980)]);
        let row = Row { number: 0, system: 1, is_worker: false, spans: pairs.collect(), marks: Vec::new() };
        let rows = [row];
        assert_eq!(shortest_for(&rows, 200), 0);
        // The short ones go with the long ones behind them.
        assert_eq!(shortest_for(&rows, 199), 64);
        assert_eq!(merge(&rows[0].spans, 64).len(), 101);
        assert!(merge(&rows[0].spans, shortest_for(&rows, 100)).len() <= 100);
        assert!(merge(&rows[0].spans, shortest_for(&rows, 1)).len() == 1);
    }
}
