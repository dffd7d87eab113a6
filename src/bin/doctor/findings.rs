//! The findings, in order of harm, and the remedy for each.

use serde::Serialize;

use super::machine::Machine;
use super::survey::{Kind, Survey, Threading, short, some};
use super::variables::Variable;

/// How much harm a finding does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Results may be wrong, or the program hang: the exit status is 1.
    Conflict,
    /// It costs time, or ends something.
    Warning,
    Note,
}

/// Something that was found.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// The same for all findings of the kind.
    pub id: &'static str,
    pub level: Level,
    pub text: String,
    pub advice: String,
}

/// All findings, the worst first.
pub fn all(survey: Option<&Survey>, machine: &Machine, variables: &[Variable]) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    if let Some(survey) = survey {
        findings.runtimes(survey);
        findings.preload(survey);
        findings.pools(survey);
        findings.mask(survey);
    }
    findings.team(survey, machine);
    findings.variables(survey, variables);
    findings.0.sort_by_key(|finding| finding.level);
    findings.0
}

struct Findings(Vec<Finding>);

/// How to start a program under ferromp.
const START: &str = "start the program by `ferromp run -- COMMAND`, or in Python run `python -m ferromp enable` once";

impl Findings {
    fn add(&mut self, id: &'static str, level: Level, text: String, advice: &str) {
        self.0.push(Finding { id, level, text, advice: advice.to_owned() });
    }

    fn runtimes(&mut self, survey: &Survey) {
        for caller in &survey.callers {
            let runtimes: Vec<_> = caller
                .bound
                .keys()
                .filter(|file| survey.runtimes.iter().any(|runtime| runtime.file == **file))
                .map(|file| short(file))
                .collect();
            if runtimes.len() > 1 {
                let text = format!(
                    "{} calls {}: one runs its regions, and the other gives each thread there the number 0",
                    short(&caller.file),
                    runtimes.join(" and ")
                );
                self.add("divided", Level::Conflict, text, START);
            }
        }
        let in_use: Vec<_> = survey.in_use().collect();
        if let Some(ferromp) = survey.ferromp() {
            for other in in_use.iter().filter(|runtime| runtime.kind != Kind::Ferromp) {
                let text = format!(
                    "{} is bound to {}, although {} is loaded",
                    some(&other.callers),
                    short(&other.file),
                    short(&ferromp.file)
                );
                if survey.ferromp_is_preloaded {
                    let advice = "the library was opened with RTLD_DEEPBIND or dlmopen, or was linked with -Bsymbolic: \
                                  open it without, or let it be found with ferromp's folder in LD_LIBRARY_PATH";
                    self.add("deepbind", Level::Conflict, text, advice);
                } else {
                    self.add("bound-before", Level::Conflict, format!("{text}: it was bound before that"), START);
                }
            }
        } else if in_use.len() > 1 {
            let uses: Vec<_> = in_use
                .iter()
                .map(|runtime| format!("{} by {}", short(&runtime.file), some(&runtime.callers)))
                .collect();
            let text = format!(
                "{} OpenMP runtimes are in use, each with threads of its own: {}",
                in_use.len(),
                uses.join("; ")
            );
            self.add("two-runtimes", Level::Conflict, text, START);
        }
        let of = |kind| survey.runtimes.iter().find(|runtime| runtime.kind == kind);
        if let (Some(one), Some(other)) = (of(Kind::Libomp), of(Kind::Libiomp5)) {
            let text = format!(
                "{} and {} are both loaded: one of them ends the program when it is first used (\"OMP: Error #15\"), or, \
                 with KMP_DUPLICATE_LIB_OK, they may crash or hang",
                one.file, other.file
            );
            self.add("libomp-and-libiomp5", Level::Conflict, text, START);
        }
        let idle: Vec<_> = survey
            .runtimes
            .iter()
            .filter(|runtime| runtime.callers.is_empty() && runtime.kind != Kind::Ferromp)
            .map(|runtime| short(&runtime.file))
            .collect();
        if !idle.is_empty() && survey.ferromp().is_some() {
            let text = format!("{} is loaded too, and nothing is bound to it", idle.join(", "));
            self.add("idle-runtime", Level::Note, text, "nothing: it starts no threads");
        }
    }

    fn preload(&mut self, survey: &Survey) {
        let preload = survey.environment.iter().find(|(name, _)| name == "LD_PRELOAD").map(|(_, value)| &**value);
        let Some(preload) = preload.filter(|value| value.contains("libgomp.so.1") || value.contains("ferromp")) else {
            return;
        };
        if survey.ferromp().is_some() {
            return;
        }
        let (why, advice) = if survey.changes_user {
            (
                "it changes its user when it starts, and the loader takes no preloaded file into such a program then",
                "link the program with ferromp",
            )
        } else if !survey.has_loader {
            ("it is linked statically, so no loader starts it", "link the program dynamically")
        } else {
            ("the file is not ferromp's, or could not be loaded", "look at what the loader says: LD_DEBUG=libs")
        };
        let text = format!("LD_PRELOAD names {preload}, but {} runs without it: {why}", survey.program);
        self.add("preload-ignored", Level::Conflict, text, advice);
    }

    fn pools(&mut self, survey: &Survey) {
        let pools: Vec<_> = survey.numerical.iter().filter(|library| library.threading == Threading::Own).collect();
        for library in &pools {
            let threads = survey.threads.get(&library.file).copied().unwrap_or(0);
            if survey.in_use().next().is_none() && pools.len() == 1 {
                continue;
            }
            let text = format!(
                "{} ({}) has a pool of threads of its own beside OpenMP's; it has started {threads}",
                short(&library.file),
                library.name
            );
            let is_off = survey.environment.iter().any(|(name, value)| name == "FERROMP_OPENBLAS" && value == "0");
            if library.takes_callback && !is_off && survey.ferromp().is_some() {
                let text = format!("{text}. They sleep: ferromp's do its jobs, but for LU factorizations");
                let advice = "nothing, unless it uses more than 32 threads: see docs/python.md, \"OpenBLAS\"";
                self.add("own-pool", Level::Note, text, advice);
                continue;
            }
            let advice = match library.name {
                "OpenBLAS" if library.takes_callback => {
                    "start the program with ferromp, without FERROMP_OPENBLAS=0: this OpenBLAS then uses the same \
                     threads; or OPENBLAS_NUM_THREADS=1"
                }
                "OpenBLAS" => "OPENBLAS_NUM_THREADS=1, or an OpenBLAS that is built for OpenMP",
                "BLIS" => "BLIS_NUM_THREADS=1, or a BLIS that is built for OpenMP",
                _ => "limit its threads, or take its build for OpenMP",
            };
            self.add("own-pool", if threads > 0 { Level::Warning } else { Level::Note }, text, advice);
        }
        for library in survey.numerical.iter().filter(|library| library.threading == Threading::Tbb) {
            let text = format!("{} ({}) takes its threads from TBB", short(&library.file), library.name);
            self.add("own-pool", Level::Warning, text, "MKL_THREADING_LAYER=GNU");
        }
        if survey.numba_guard {
            let text = "Numba's OpenMP layer ends a child that is forked after the parent ran a parallel function, under any runtime";
            let advice = "NUMBA_THREADING_LAYER=workqueue, or start children by spawn";
            self.add("numba-guard", Level::Warning, text.to_owned(), advice);
        }
    }

    fn mask(&mut self, survey: &Survey) {
        if let (Some(mask), Some(widest)) = (survey.mask, survey.widest_mask.max(super::machine::own_mask()))
            && mask < widest
        {
            let text = format!(
                "the program's first thread may use {mask} of {widest} processors: a runtime has bound it, and whatever it \
                 starts inherits that"
            );
            let advice = "leave OMP_PROC_BIND, OMP_PLACES, GOMP_CPU_AFFINITY and KMP_AFFINITY to one runtime; ferromp binds \
                          threads only where one of them asks for it";
            self.add("narrow-mask", Level::Warning, text, advice);
        }
    }

    fn team(&mut self, survey: Option<&Survey>, machine: &Machine) {
        let available = machine.available();
        let by_quota = machine.quota.filter(|&quota| quota < machine.mask);
        if machine.team > available {
            let why = if by_quota.is_some() { "the cgroup's quota grants" } else { "the affinity mask allows" };
            let text = format!(
                "a region has {} threads ({}), and {why} {available} processors",
                machine.team,
                machine.team_by.unwrap_or("the default")
            );
            self.add(
                "team-too-large",
                Level::Warning,
                text,
                "leave the number of threads to ferromp, or set it to that",
            );
        } else if let Some(quota) = by_quota
            && machine.team_by.is_none()
            && survey.is_some_and(|survey| survey.in_use().any(|runtime| runtime.kind != Kind::Ferromp))
        {
            let text = format!(
                "the cgroup's quota grants {quota} processors, and the runtime in use starts {} threads: it does not read the quota",
                machine.mask
            );
            self.add("team-too-large", Level::Warning, text, &format!("OMP_NUM_THREADS={quota}, or {START}"));
        }
    }

    fn variables(&mut self, survey: Option<&Survey>, variables: &[Variable]) {
        if survey.is_some_and(|survey| survey.ferromp().is_none()) {
            return;
        }
        let ignored: Vec<_> = variables
            .iter()
            .filter(|variable| variable.heeded == Some(false))
            .map(|variable| &*variable.name)
            .collect();
        if !ignored.is_empty() {
            let text = format!("{} has no effect under ferromp", ignored.join(", "));
            self.add("ignored-variable", Level::Note, text, "see docs/environment.md, and the list of variables above");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::survey::{Numerical, Runtime};

    const WIDE: Machine = Machine { online: 64, mask: 64, quota: None, team: 64, team_by: None };

    fn ids(survey: &Survey, machine: &Machine) -> Vec<(&'static str, Level)> {
        all(Some(survey), machine, &[]).iter().map(|finding| (finding.id, finding.level)).collect()
    }

    fn runtime(kind: Kind, caller: &str) -> Runtime {
        Runtime { file: format!("/lib/{kind:?}.so"), kind, callers: vec![caller.to_owned()] }
    }

    #[test]
    fn a_quota_that_the_runtime_does_not_read_is_told() {
        let quota = Machine { quota: Some(2), ..WIDE };
        let libgomp = Survey { runtimes: vec![runtime(Kind::Libgomp, "a")], ..Survey::default() };
        assert_eq!(ids(&libgomp, &quota), [("team-too-large", Level::Warning)]);
        let ferromp = Survey { runtimes: vec![runtime(Kind::Ferromp, "a")], ..Survey::default() };
        let team = Machine { team: 2, ..quota };
        assert_eq!(ids(&ferromp, &team), []);
        // Not if somebody has asked for as many.
        let asked = Machine { team: 8, team_by: Some("OMP_NUM_THREADS"), ..team };
        assert_eq!(ids(&ferromp, &asked), [("team-too-large", Level::Warning)]);
    }

    #[test]
    fn a_pool_beside_openmp_is_worse_when_it_has_started_threads() {
        let openblas = |takes_callback| Numerical {
            file: "/lib/libopenblas.so.0".into(),
            name: "OpenBLAS",
            threading: Threading::Own,
            takes_callback,
        };
        let mut survey = Survey { numerical: vec![openblas(false)], ..Survey::default() };
        assert_eq!(ids(&survey, &WIDE), []);
        survey.runtimes.push(runtime(Kind::Ferromp, "a"));
        assert_eq!(ids(&survey, &WIDE), [("own-pool", Level::Note)]);
        survey.threads.insert("/lib/libopenblas.so.0".into(), 3);
        assert_eq!(ids(&survey, &WIDE), [("own-pool", Level::Warning)]);
        // One that takes ferromp's threads, unless it may not.
        survey.numerical = vec![openblas(true)];
        assert_eq!(ids(&survey, &WIDE), [("own-pool", Level::Note)]);
        survey.environment.push(("FERROMP_OPENBLAS".into(), "0".into()));
        assert_eq!(ids(&survey, &WIDE), [("own-pool", Level::Warning)]);
    }

    #[test]
    fn a_setuid_program_that_ignores_the_preload_is_a_conflict() {
        let environment = vec![("LD_PRELOAD".to_owned(), "/lib/ferromp/libgomp.so.1".to_owned())];
        let survey = Survey { changes_user: true, has_loader: true, environment, ..Survey::default() };
        let found = all(Some(&survey), &WIDE, &[]);
        assert_eq!(found.iter().map(|finding| finding.id).collect::<Vec<_>>(), ["preload-ignored"]);
        assert!(found[0].text.contains("changes its user"), "{}", found[0].text);
    }

    #[test]
    fn the_worst_comes_first() {
        let survey = Survey {
            numba_guard: true,
            runtimes: vec![runtime(Kind::Libomp, "a"), runtime(Kind::Libiomp5, "b")],
            ..Survey::default()
        };
        let found = ids(&survey, &WIDE);
        assert_eq!(
            found.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            ["two-runtimes", "libomp-and-libiomp5", "numba-guard"]
        );
        assert!(found.is_sorted_by_key(|(_, level)| *level));
    }
}
