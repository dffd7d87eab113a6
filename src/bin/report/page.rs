//! The page: one file, which needs nothing from anywhere.

use serde_json::{Value, json};

use super::analyse::{NO_SITE, STATES, Site, Span};
use super::{Process, time};

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
    let spans: usize = analysis.rows.iter().map(|row| row.spans.len()).sum();
    // Times are 32-bit numbers of this many nanoseconds.
    let unit = (analysis.length >> 32) + 1;
    let shortest = if spans > MOST { analysis.length / (MOST / analysis.rows.len().max(1)) as u64 } else { 0 };
    data["unit"] = unit.into();
    data["merged_below"] = shortest.into();
    data["states"] = STATES.as_slice().into();
    data["length"] = time(analysis.length).into();
    for (row, of) in data["threads"].as_array_mut().into_iter().flatten().zip(&analysis.rows) {
        let merged;
        let spans = if shortest > 0 {
            merged = merge(&of.spans, shortest);
            &merged
        } else {
            &of.spans
        };
        let numbers = |number: fn(&Span) -> u64| -> Vec<u8> {
            spans.iter().flat_map(|span| ((number(span)) as u32).to_le_bytes()).collect()
        };
        let scaled = |time: fn(&Span) -> u64| -> Vec<u8> {
            spans.iter().flat_map(|span| ((time(span) / unit) as u32).to_le_bytes()).collect()
        };
        row["from"] = base64(&scaled(|span| span.from)).into();
        row["to"] = base64(&scaled(|span| span.to)).into();
        row["what"] = base64(&numbers(|span| {
            let site = if span.site == NO_SITE { 0xff_ffff } else { u64::from(span.site.min(0xff_fffe)) };
            site << 8 | span.state as u64
        }))
        .into();
        row["marks"] = of.marks.iter().take(10_000).map(|mark| json!([mark.time / unit, mark.text])).collect();
    }
    data
}

/// Puts neighbours together until each is `shortest` or longer; each has the state that took most
/// of its time.
fn merge(spans: &[Span], shortest: u64) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    let mut times = [0; STATES.len()];
    for span in spans {
        let length = span.to - span.from;
        match merged.last_mut() {
            Some(last) if last.to - last.from < shortest && span.from - last.from < shortest => {
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
    use super::super::analyse::State;
    use super::*;

    #[test]
    fn base_64_is_as_the_rfc_has_it() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
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
    }
}
