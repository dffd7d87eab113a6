//! Runs a program in a process group of its own, with a time limit, and leaves nothing behind.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often to look whether the program has ended.
const POLL: Duration = Duration::from_millis(5);
/// How long children may outlive the program: a process that is being torn down is still listed.
const GRACE: Duration = Duration::from_secs(2);

/// The end of a program's run.
pub struct Finished {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
    /// In words, what lasted too long; empty if nothing did.
    pub overrun: String,
    /// The stacks of every process of the group, if something lasted too long.
    pub stacks: Option<String>,
}

/// Runs `command` to its end or to the time limit, then kills what is left of its group.
pub fn run(mut command: Command, limit: Duration) -> Result<Finished, String> {
    // Files, not pipes: a child that outlives the program would keep a pipe open.
    let (mut stdout, mut stderr) = (scratch()?, scratch()?);
    command.process_group(0).stdin(Stdio::null()).stdout(clone(&stdout)?).stderr(clone(&stderr)?);
    die_with_us(&mut command);
    let mut child = command.spawn().map_err(|problem| format!("{command:?}: {problem}"))?;
    let group = i32::try_from(child.id()).map_err(|problem| problem.to_string())?;

    let ended = wait(&mut child, limit)?;
    let mut overrun = String::new();
    let mut stacks = None;
    if ended.is_none() {
        overrun = format!("time limit of {} s exceeded", limit.as_secs());
        stacks = Some(stacks_of(group));
    } else if !group_empties(group) {
        overrun = "it left processes behind".to_owned();
        stacks = Some(stacks_of(group));
    }
    // The number of a group that is empty may be another's by now: programs that fork a lot go
    // round all numbers.
    if stacks.is_some() {
        kill(group);
    }
    let status = match ended {
        Some(status) => status,
        None => child.wait().map_err(|problem| problem.to_string())?,
    };
    Ok(Finished { status, stdout: contents(&mut stdout)?, stderr: contents(&mut stderr)?, overrun, stacks })
}

/// A harness that is killed must not leave a program spinning.
fn die_with_us(command: &mut Command) {
    let set = || {
        // SAFETY: prctl with PR_SET_PDEATHSIG only changes a setting of the calling process.
        match unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) } {
            0 => Ok(()),
            _ => Err(std::io::Error::last_os_error()),
        }
    };
    // SAFETY: between fork and exec the closure makes one system call and touches no memory of the
    // parent's.
    unsafe { command.pre_exec(set) };
}

fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>, String> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(|problem| problem.to_string())? {
            return Ok(Some(status));
        }
        if start.elapsed() > limit {
            return Ok(None);
        }
        sleep(POLL);
    }
}

fn group_empties(group: i32) -> bool {
    let start = Instant::now();
    while !members(group).is_empty() {
        if start.elapsed() > GRACE {
            return false;
        }
        sleep(POLL);
    }
    true
}

fn kill(group: i32) {
    // SAFETY: kill has no memory effects; the group is the one this process made for the program.
    unsafe { libc::kill(-group, libc::SIGKILL) };
}

/// The group's processes that still run (zombies have nothing to show).
fn members(group: i32) -> Vec<i32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| belongs(*pid, group)).collect()
}

fn belongs(pid: i32, group: i32) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
    // The command's name, in parentheses, may hold anything; state, parent and group follow it.
    let Some((_, rest)) = stat.rsplit_once(')') else { return false };
    let mut fields = rest.split_whitespace();
    let state = fields.next();
    let in_group = fields.nth(1).and_then(|field| field.parse().ok()) == Some(group);
    in_group && state != Some("Z")
}

fn stacks_of(group: i32) -> String {
    let mut text = String::new();
    for pid in members(group) {
        let output = Command::new("timeout")
            .args(["30", "gdb", "-p", &pid.to_string(), "-batch", "-nx", "-ex", "thread apply all bt"])
            .stdin(Stdio::null())
            .output();
        text.push_str(&format!("process {pid}\n"));
        match output {
            Ok(output) => text.push_str(&String::from_utf8_lossy(&output.stdout)),
            Err(problem) => text.push_str(&format!("gdb: {problem}\n")),
        }
    }
    text
}

fn scratch() -> Result<File, String> {
    tempfile::tempfile().map_err(|problem| problem.to_string())
}

fn clone(file: &File) -> Result<File, String> {
    file.try_clone().map_err(|problem| problem.to_string())
}

fn contents(file: &mut File) -> Result<String, String> {
    let mut bytes = Vec::new();
    file.rewind().and_then(|()| file.read_to_end(&mut bytes)).map_err(|problem| problem.to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
