//! Chrome's trace event format, which Perfetto and other viewers open.

use serde_json::{Value, json};

use super::Process;
use super::analyse::{NO_SITE, STATES};

/// All processes in one object. Times are in microseconds, from the first process's beginning.
pub fn make(processes: &[Process]) -> String {
    let first = processes.iter().map(|process| process.trace.began).min().unwrap_or(0);
    let mut text = String::from("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
    let mut is_first = true;
    let mut put = |event: Value| {
        if !std::mem::replace(&mut is_first, false) {
            text.push_str(",\n");
        }
        text.push_str(&event.to_string());
    };
    for process in processes {
        let pid = process.trace.process;
        let offset = process.trace.began - first;
        let micros = |time: u64| (offset + time) as f64 / 1e3;
        let name = process.trace.command.join(" ");
        put(json!({"ph": "M", "pid": pid, "name": "process_name", "args": {"name": name}}));
        let labels: Vec<String> = process.analysis.sites.iter().map(super::Site::label).collect();
        for (index, row) in process.analysis.rows.iter().enumerate() {
            let kind = if row.is_worker { "worker" } else { "thread" };
            let name = format!("{kind} {index}");
            let tid = row.system;
            put(json!({"ph": "M", "pid": pid, "tid": tid, "name": "thread_name", "args": {"name": name}}));
            put(json!({"ph": "M", "pid": pid, "tid": tid, "name": "thread_sort_index", "args": {"sort_index": index}}));
            for span in &row.spans {
                let state = STATES[span.state as usize];
                let mut event = json!({
                    "ph": "X", "pid": pid, "tid": tid, "cat": state, "name": state,
                    "ts": micros(span.from), "dur": (span.to - span.from) as f64 / 1e3,
                });
                if span.site != NO_SITE {
                    let label = &labels[span.site as usize];
                    event["args"] = json!({"region": label});
                    if state == "work" {
                        event["name"] = json!(label);
                    }
                }
                put(event);
            }
            for mark in &row.marks {
                put(json!({"ph": "i", "s": "t", "pid": pid, "tid": tid, "name": mark.text, "ts": micros(mark.time)}));
            }
        }
    }
    text.push_str("\n]}\n");
    text
}
