//! The machine, and what of it the process may use.

use std::fs;
use std::path::Path;

use serde::Serialize;

use super::memory::count;
use super::survey::Survey;
use crate::cgroup;

/// How many processors there are, by whom asked.
#[derive(Debug, Serialize)]
pub struct Machine {
    pub online: usize,
    /// In the affinity mask of the process.
    pub mask: usize,
    /// The processors that the cgroups grant, as a whole number, if they limit it.
    pub quota: Option<usize>,
    /// How many threads a region has if nothing else is said.
    pub team: usize,
    /// The variable that says so, if one does.
    pub team_by: Option<&'static str>,
}

impl Machine {
    /// Of the process in a survey, or of this one.
    pub fn of(survey: Option<&Survey>, environment: &[(String, String)]) -> Self {
        let process = survey.map_or_else(|| "self".to_owned(), |survey| survey.pid.to_string());
        let online = fs::read_to_string("/sys/devices/system/cpu/online").ok().and_then(|list| count(&list));
        let mask = survey.map_or_else(own_mask, |survey| survey.widest_mask).or(online).unwrap_or(1);
        let quota = cgroup::quota_of(Path::new("/"), &process);
        let value = |name| {
            let found = environment.iter().find(|(variable, _)| variable == name)?;
            found.1.split(',').next()?.trim().parse::<usize>().ok().filter(|&number| number > 0)
        };
        let available = quota.map_or(mask, |quota| quota.min(mask));
        let named = ["OMP_NUM_THREADS", "FERROMP_BUDGET"].into_iter().find_map(|name| Some((name, value(name)?)));
        let (team_by, team) = named.map_or((None, available), |(name, number)| (Some(name), number));
        let limited = ["OMP_THREAD_LIMIT", "FERROMP_THREAD_LIMIT"].into_iter().find_map(|name| {
            let limit = value(name).filter(|&limit| limit < team)?;
            Some((Some(name), limit))
        });
        let (team_by, team) = limited.unwrap_or((team_by, team));
        Self { online: online.unwrap_or(mask), mask, quota, team, team_by }
    }

    /// How many processors' time there is.
    pub fn available(&self) -> usize {
        self.quota.map_or(self.mask, |quota| quota.min(self.mask))
    }
}

/// How many processors this process may use.
pub fn own_mask() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    count(status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?)
}
