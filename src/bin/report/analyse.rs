//! Works out from the records of a trace what each thread did at each time, and a sum for each
//! site.

use std::collections::{BTreeMap, HashMap};

use super::format::{Asleep, Kind};
use super::names::{Name, Names};
use super::read::{Record, Thread, Trace};

/// An occupation of a thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum State {
    /// The program's code in a region.
    Work = 0,
    /// The same in a worksharing construct.
    Loop = 1,
    /// A task.
    Task = 2,
    /// It waits at a barrier.
    Barrier = 3,
    /// It waits for the end of its region.
    End = 4,
    /// It waits for tasks.
    Taskwait = 5,
    /// It waits for a lock.
    Lock = 6,
    /// Its region waits for admission.
    Held = 7,
    /// It sleeps.
    Asleep = 8,
}

/// The names of the states, by their numbers.
pub const STATES: [&str; 9] =
    ["work", "loop", "task", "barrier", "end of region", "taskwait", "lock", "admission", "asleep"];

impl State {
    /// Whether the program's code runs.
    fn computes(self) -> bool {
        matches!(self, State::Work | State::Loop | State::Task)
    }
}

/// A thread does one thing for a time. Outside of regions it has no span.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    pub from: u64,
    pub to: u64,
    pub state: State,
    /// Index of the site.
    pub site: u32,
}

/// A moment.
pub struct Mark {
    pub time: u64,
    pub text: String,
}

/// A thread's row.
pub struct Row {
    pub number: u32,
    pub system: u32,
    pub is_worker: bool,
    pub spans: Vec<Span>,
    pub marks: Vec<Mark>,
}

/// A site in the program that opens regions: the sums of these. Times are in nanoseconds.
#[derive(Default)]
pub struct Site {
    pub address: u64,
    /// The outlined function, and the call that opens the region.
    pub function: Name,
    pub call: Name,
    pub regions: u64,
    /// Sum of the sizes of the teams.
    pub threads: u64,
    /// As `FERROMP_STATS` counts them.
    pub time: u64,
    pub thread_time: u64,
    pub waited: u64,
    pub slept: u64,
    /// Processor time of the members, as their threads' clocks have it now and then.
    pub processor: u64,
    /// Of the regions all of whose members are in the trace: how many; the sum of the members'
    /// work; of the mean and of the longest member's; of their times.
    pub whole: u64,
    pub work: u64,
    pub mean_work: u64,
    pub longest_work: u64,
    pub whole_time: u64,
    /// The sum of the times until members began, and how many began.
    pub late: u64,
    pub began: u64,
    pub tasks: u64,
    pub task_time: u64,
    pub chunks: u64,
    pub chunk_time: u64,
    pub lock_waits: u64,
    pub lock_time: u64,
}

impl Site {
    /// The share of the members' work time that they lose because they do not do the same amount.
    pub fn imbalance(&self) -> f64 {
        if self.longest_work == 0 { 0.0 } else { 1.0 - self.mean_work as f64 / self.longest_work as f64 }
    }
}

/// A lock that threads waited for.
pub struct Lock {
    pub kind: &'static str,
    pub address: u64,
    pub at: Name,
    pub waits: u64,
    pub time: u64,
}

/// Everything about a process.
#[derive(Default)]
pub struct Analysis {
    /// In nanoseconds, to the last record or the process's end.
    pub length: u64,
    pub sites: Vec<Site>,
    pub rows: Vec<Row>,
    pub locks: Vec<Lock>,
    pub forks: u64,
    pub refused: u64,
    pub held: u64,
    pub held_time: u64,
    /// The time in which some region was open, and in which more threads computed than there are
    /// processors.
    pub in_regions: u64,
    pub oversubscribed: u64,
    /// Between the readings of the threads' clocks: the time of all threads for which they were
    /// awake in regions, and the processor time that they had there.
    pub awake: u64,
    pub computed: u64,
    pub records: u64,
}

/// A region, by when it began and its function.
type Key = (u64, u64);

/// A region while it is looked at.
#[derive(Default)]
struct Region {
    site: u32,
    size: u32,
    end: Option<u64>,
    /// Sum of the workers' times until they arrived.
    arrivals: u64,
    /// When the thread that opened it did.
    arrived: Option<u64>,
    members: u32,
    work: u64,
    longest: u64,
}

/// A membership that has not ended.
struct Member {
    key: Key,
    site: u32,
    tid: u32,
    began: u64,
    /// Waited since then.
    waited: u64,
    barrier: Option<u64>,
    arrived: bool,
    /// The constructs that the thread is in there, with the innermost last.
    doing: Vec<(State, u64)>,
    chunk: Option<u64>,
}

struct Work<'a> {
    sites: Vec<Site>,
    by_address: HashMap<u64, u32>,
    regions: HashMap<Key, Region>,
    locks: BTreeMap<(u64, u64), Lock>,
    names: Names<'a>,
}

/// Works out what a trace says.
pub fn analyse(trace: &Trace) -> Analysis {
    let mut work = Work {
        sites: Vec::new(),
        by_address: HashMap::new(),
        regions: HashMap::new(),
        locks: BTreeMap::new(),
        names: Names::new(&trace.objects),
    };
    let last = trace.threads.iter().filter_map(|thread| thread.records.last()).map(|record| record.time).max();
    let length = trace.length.unwrap_or(0).max(last.unwrap_or(0));
    trace.threads.iter().for_each(|thread| work.find_regions(thread));
    let mut totals = Totals::default();
    let rows: Vec<Row> =
        trace.threads.iter().map(|thread| work.row(thread, length, trace.length.is_some(), &mut totals)).collect();
    work.sum_up();
    let (in_regions, oversubscribed) = crowd(&rows, trace.processors);
    let mut locks: Vec<Lock> = work.locks.into_values().collect();
    locks.sort_by_key(|lock| std::cmp::Reverse(lock.time));
    Analysis {
        length,
        sites: work.sites,
        rows,
        locks,
        forks: totals.forks,
        refused: totals.refused,
        held: totals.held,
        held_time: totals.held_time,
        in_regions,
        oversubscribed,
        awake: totals.awake,
        computed: totals.computed,
        records: trace.threads.iter().map(|thread| thread.records.len() as u64).sum(),
    }
}

#[derive(Default)]
struct Totals {
    forks: u64,
    refused: u64,
    held: u64,
    held_time: u64,
    awake: u64,
    computed: u64,
}

impl Work<'_> {
    fn site(&mut self, function: u64, call: u64) -> u32 {
        // The function is the site, as in the statistics; the first call names its line.
        if let Some(&index) = self.by_address.get(&function) {
            return index;
        }
        let index = self.sites.len() as u32;
        self.by_address.insert(function, index);
        let function_name = self.names.of_function(function);
        let call = if call == 0 { Name::default() } else { self.names.of_call(call) };
        self.sites.push(Site { address: function, function: function_name, call, ..Site::default() });
        index
    }

    /// The regions that a thread opened, and their ends.
    fn find_regions(&mut self, thread: &Thread) {
        let mut open: Vec<Key> = Vec::new();
        for record in &thread.records {
            match record.kind {
                Kind::RegionBegin => {
                    let key = (record.time, record.words[0]);
                    let site = self.site(record.words[0], record.words[1]);
                    self.regions.insert(key, Region { site, size: record.pair(2).0, ..Region::default() });
                    open.push(key);
                }
                Kind::RegionEnd => {
                    let Some(index) = open.iter().rposition(|key| key.0 == record.words[0]) else { continue };
                    let key = open[index];
                    open.truncate(index);
                    if let Some(region) = self.regions.get_mut(&key) {
                        region.end = Some(record.time);
                    }
                }
                _ => {}
            }
        }
    }

    /// The row of a thread. `ended`: whether the process came to its end.
    fn row(&mut self, thread: &Thread, length: u64, ended: bool, totals: &mut Totals) -> Row {
        let mut row = Row {
            number: thread.number,
            system: thread.system,
            is_worker: false,
            spans: Vec::new(),
            marks: Vec::new(),
        };
        let mut members: Vec<Member> = Vec::new();
        // Up to here it is known what the thread did.
        let mut done = 0;
        for record in &thread.records {
            self.leave_ended(&mut members, &mut row, &mut done, record.time);
            self.step(record, &mut members, &mut row, &mut done, totals);
        }
        self.leave_ended(&mut members, &mut row, &mut done, length);
        if !ended {
            // It is not known what the thread did since its last record but that it did not end it.
            self.spend(&members, &mut row, &mut done, length);
        }
        self.divide_processor_time(&row.spans, &thread.records, totals);
        row
    }

    /// Ends the memberships of regions that were over by `time`.
    fn leave_ended(&mut self, members: &mut Vec<Member>, row: &mut Row, done: &mut u64, time: u64) {
        while let Some(member) = members.last()
            && member.arrived
            && let Some(end) = self.regions.get(&member.key).and_then(|region| region.end)
            && end <= time
        {
            self.spend(members, row, done, end);
            members.pop();
        }
    }

    /// The thread has gone on with what it did until `time`.
    fn spend(&self, members: &[Member], row: &mut Row, done: &mut u64, time: u64) {
        if time <= *done {
            return;
        }
        if let Some(member) = members.last() {
            let state = match member.doing.last() {
                _ if member.arrived && !matches!(member.doing.last(), Some((State::Task, _))) => State::End,
                Some((state, _)) => *state,
                None => State::Work,
            };
            push(&mut row.spans, Span { from: *done, to: time, state, site: member.site });
        }
        *done = time;
    }

    /// It was in `state` for `length` up to `time`.
    fn was(&self, state: State, length: u64, (members, row, done): (&[Member], &mut Row, &mut u64), time: u64) {
        self.spend(members, row, done, time.saturating_sub(length));
        if time > *done {
            let site = members.last().map_or(NO_SITE, |member| member.site);
            push(&mut row.spans, Span { from: *done, to: time, state, site });
            *done = time;
        }
    }

    fn step(&mut self, record: &Record, members: &mut Vec<Member>, row: &mut Row, done: &mut u64, totals: &mut Totals) {
        let Record { time, kind, words } = *record;
        match kind {
            Kind::Sleep => {
                let length = words[0] >> 8;
                if words[0] & 0xff == Asleep::Barrier as u64
                    && let Some(member) = members.last()
                {
                    self.sites[member.site as usize].slept += length;
                }
                return self.was(State::Asleep, length, (members, row, done), time);
            }
            Kind::LockWait => {
                let (mutex, length) = (words[0] & 0xff, words[0] >> 8);
                if let Some(member) = members.last() {
                    let site = &mut self.sites[member.site as usize];
                    site.lock_waits += 1;
                    site.lock_time += length;
                }
                let at = self.names.of_call(words[2]);
                let kind = kind_of_mutex(mutex);
                let lock = || Lock { kind, address: words[1], at, waits: 0, time: 0 };
                let lock = self.locks.entry((words[1], words[2])).or_insert_with(lock);
                lock.waits += 1;
                lock.time += length;
                return self.was(State::Lock, length, (members, row, done), time);
            }
            Kind::Held => {
                totals.held += 1;
                totals.held_time += words[0];
                return self.was(State::Held, words[0], (members, row, done), time);
            }
            _ => {}
        }
        self.spend(members, row, done, time);
        let mut mark = |text: String| row.marks.push(Mark { time, text });
        match kind {
            Kind::ThreadBegin => row.is_worker = words[0] == 2,
            Kind::MemberBegin => {
                let key = (words[1], words[0]);
                let (tid, size) = record.pair(2);
                // The record of its begin may have been written over.
                row.is_worker |= tid > 0;
                let site = self.site(words[0], 0);
                self.regions.entry(key).or_insert_with(|| Region { site, size, ..Region::default() }).members += 1;
                let sums = &mut self.sites[site as usize];
                sums.late += time.saturating_sub(words[1]);
                sums.began += 1;
                members.push(Member {
                    key,
                    site,
                    tid,
                    began: time,
                    waited: 0,
                    barrier: None,
                    arrived: false,
                    doing: Vec::new(),
                    chunk: None,
                });
            }
            Kind::Arrive => {
                let Some(member) = members.last_mut() else { return };
                member.arrived = true;
                member.doing.clear();
                close_chunk(member, &mut self.sites, time);
                let worked = time.saturating_sub(member.began).saturating_sub(member.waited);
                let Some(region) = self.regions.get_mut(&member.key) else { return };
                region.work += worked;
                region.longest = region.longest.max(worked);
                if member.tid == 0 {
                    region.arrived = Some(time);
                } else {
                    region.arrivals += time.saturating_sub(member.key.0);
                }
            }
            Kind::RegionEnd => {
                if members.last().is_some_and(|member| member.key.0 == words[0]) {
                    members.pop();
                }
            }
            Kind::BarrierBegin => {
                let Some(member) = members.last_mut() else { return };
                close_chunk(member, &mut self.sites, time);
                member.barrier = Some(time);
                member.doing.push((State::Barrier, time));
            }
            Kind::BarrierEnd => {
                let Some(member) = members.last_mut() else { return };
                let began = member.barrier.take();
                if let Some(began) = began {
                    let length = time.saturating_sub(began);
                    member.waited += length;
                    self.sites[member.site as usize].waited += length;
                }
                end(member, State::Barrier);
            }
            Kind::TaskBegin => {
                if let Some(member) = members.last_mut() {
                    member.doing.push((State::Task, time));
                }
            }
            Kind::TaskEnd => {
                let Some(member) = members.last_mut() else { return };
                if let Some(began) = end(member, State::Task) {
                    let site = &mut self.sites[member.site as usize];
                    site.tasks += words[1];
                    site.task_time += time.saturating_sub(began);
                }
            }
            Kind::WorkBegin => {
                if let Some(member) = members.last_mut() {
                    member.doing.push((State::Loop, time));
                }
            }
            Kind::WorkEnd => {
                let Some(member) = members.last_mut() else { return };
                close_chunk(member, &mut self.sites, time);
                end(member, State::Loop);
            }
            Kind::Chunk => {
                let Some(member) = members.last_mut() else { return };
                close_chunk(member, &mut self.sites, time);
                if !member.doing.iter().any(|(state, _)| *state == State::Task) {
                    member.chunk = Some(time);
                }
            }
            Kind::SyncBegin => {
                if let Some(member) = members.last_mut() {
                    member.doing.push((State::Taskwait, time));
                }
            }
            Kind::SyncEnd => {
                if let Some(member) = members.last_mut() {
                    end(member, State::Taskwait);
                }
            }
            Kind::Fork => {
                totals.forks += 1;
                mark("fork".to_owned());
            }
            Kind::Refused => {
                totals.refused += 1;
                mark("the system refused a thread".to_owned());
            }
            Kind::Mark => {
                let (command, modifier) = record.pair(0);
                mark(format!("omp_control_tool({command}, {modifier})"));
            }
            Kind::RegionBegin
            | Kind::ThreadEnd
            | Kind::TaskCreate
            | Kind::TurnEnd
            | Kind::Processor
            | Kind::Sleep
            | Kind::LockWait
            | Kind::Held => {}
        }
    }

    /// Divides the processor time between two readings of its clock: in proportion to the time for
    /// which the thread was awake at each site, and outside.
    fn divide_processor_time(&mut self, spans: &[Span], records: &[Record], totals: &mut Totals) {
        let mut readings = records.iter().filter(|record| record.kind == Kind::Processor);
        let Some(mut last) = readings.next() else { return };
        let mut first = 0;
        for reading in readings {
            let (from, to) = (last.time, reading.time);
            while spans.get(first).is_some_and(|span| span.to <= from) {
                first += 1;
            }
            let mut awake = to - from;
            let mut at_sites: Vec<(u32, u64)> = Vec::new();
            for span in spans[first..].iter().take_while(|span| span.from < to) {
                let length = span.to.min(to) - span.from.max(from);
                if span.state == State::Asleep {
                    awake -= length;
                } else if span.site != NO_SITE {
                    at_sites.push((span.site, length));
                }
            }
            // The thread may have left its number to another one.
            let computed = reading.words[0].saturating_sub(last.words[0]).min(to - from) as f64;
            for (site, length) in at_sites {
                let part = (computed * length as f64 / awake.max(1) as f64) as u64;
                self.sites[site as usize].processor += part;
                totals.awake += length;
                totals.computed += part;
            }
            last = reading;
        }
    }

    /// Adds the regions that ended to their sites.
    fn sum_up(&mut self) {
        for (&(began, _), region) in &self.regions {
            let site = &mut self.sites[region.site as usize];
            let size = u64::from(region.size);
            let Some(end) = region.end else {
                // It was counted when it began.
                site.regions += 1;
                site.threads += size;
                continue;
            };
            let time = end.saturating_sub(began);
            site.regions += 1;
            site.threads += size;
            site.time += time;
            site.thread_time += time * size;
            let workers = (time * size.saturating_sub(1)).saturating_sub(region.arrivals);
            site.waited += workers + region.arrived.map_or(0, |arrived| end.saturating_sub(arrived));
            if region.members == region.size && region.size > 0 {
                site.whole += 1;
                site.work += region.work;
                site.mean_work += region.work / size;
                site.longest_work += region.longest;
                site.whole_time += time;
            }
        }
    }
}

/// The site of what is not in a region.
pub const NO_SITE: u32 = u32::MAX;

fn push(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut() {
        Some(last) if last.to == span.from && last.state == span.state && last.site == span.site => last.to = span.to,
        _ => spans.push(span),
    }
}

/// The innermost thing of this kind ends, and what is inside of it, if its end is not in the trace.
fn end(member: &mut Member, what: State) -> Option<u64> {
    let index = member.doing.iter().rposition(|(state, _)| *state == what)?;
    let began = member.doing[index].1;
    member.doing.truncate(index);
    Some(began)
}

fn close_chunk(member: &mut Member, sites: &mut [Site], time: u64) {
    if let Some(began) = member.chunk.take() {
        sites[member.site as usize].chunks += 1;
        sites[member.site as usize].chunk_time += time.saturating_sub(began);
    }
}

fn kind_of_mutex(mutex: u64) -> &'static str {
    match mutex {
        1 | 2 => "lock",
        3 | 4 => "nest lock",
        5 => "critical",
        6 => "atomic",
        7 => "ordered",
        _ => "mutex",
    }
}

/// For how long some thread was in a region, and for how long more threads computed than there are
/// processors.
fn crowd(rows: &[Row], processors: u32) -> (u64, u64) {
    let mut changes: Vec<(u64, i32, i32)> = Vec::new();
    for span in rows.iter().flat_map(|row| &row.spans).filter(|span| span.site != NO_SITE) {
        let computes = span.state.computes().into();
        changes.push((span.from, 1, computes));
        changes.push((span.to, -1, -computes));
    }
    changes.sort_unstable_by_key(|change| change.0);
    let (mut in_regions, mut over) = (0, 0);
    let (mut there, mut computing, mut last) = (0, 0, 0);
    for (time, members, computes) in changes {
        if there > 0 {
            in_regions += time - last;
        }
        if computing > i64::from(processors) {
            over += time - last;
        }
        there += i64::from(members);
        computing += i64::from(computes);
        last = time;
    }
    (in_regions, over)
}
