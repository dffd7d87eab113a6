//! Runs a command and looks into its process at the end, or when a signal ends it. On the way it
//! sees who starts threads.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

use nix::errno::Errno;
use nix::sys::ptrace::{self, Event, Options};
use nix::sys::signal::{SigHandler, Signal, signal};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::arch;
use super::memory::Process;
use super::survey::Survey;
use super::threads;
use crate::sigpipe;

/// How the command ended: its status as a shell has it.
pub struct Run {
    pub survey: Option<Survey>,
    pub status: u8,
}

/// Signals at which the program may end, and is looked at before.
const LAST: [Signal; 9] = [
    Signal::SIGINT,
    Signal::SIGTERM,
    Signal::SIGHUP,
    Signal::SIGQUIT,
    Signal::SIGSEGV,
    Signal::SIGBUS,
    Signal::SIGFPE,
    Signal::SIGILL,
    Signal::SIGABRT,
];

/// Runs a command to its end.
pub fn run(words: &[OsString]) -> io::Result<Run> {
    let (program, arguments) = words.split_first().expect("there is a command");
    let mut command = Command::new(program);
    // Without LD_BIND_NOW, although functions that are never called stay unbound: MKL's libraries
    // cannot be loaded with it, since they name functions that nobody has.
    sigpipe::hand_on(command.args(arguments));
    // SAFETY: one system call between fork and exec.
    unsafe { command.pre_exec(|| ptrace::traceme().map_err(io::Error::from)) };
    let child = Pid::from_raw(command.spawn()?.id().cast_signed());
    // A signal that a terminal sends to both processes is for the command, and this process waits
    // for its end. SAFETY: no handler of our own.
    unsafe {
        let _ = signal(Signal::SIGINT, SigHandler::SigIgn);
        let _ = signal(Signal::SIGQUIT, SigHandler::SigIgn);
    }
    Tracer { child, started: BTreeMap::new(), fresh: BTreeSet::new(), survey: None }.follow()
}

struct Tracer {
    child: Pid,
    /// By library: how many threads it has started.
    started: BTreeMap<String, usize>,
    /// Threads whose first stop, by SIGSTOP, is to come.
    fresh: BTreeSet<Pid>,
    survey: Option<Survey>,
}

impl Tracer {
    fn follow(mut self) -> io::Result<Run> {
        // The first stop is behind exec.
        if let Some(status) = self.ended(waitpid(self.child, None)?) {
            return Ok(Run { survey: None, status });
        }
        let options = Options::PTRACE_O_TRACECLONE
            | Options::PTRACE_O_TRACEEXIT
            | Options::PTRACE_O_TRACEEXEC
            | Options::PTRACE_O_EXITKILL;
        ptrace::setoptions(self.child, options)?;
        go_on(self.child, None);
        loop {
            let status = match waitpid(None, Some(WaitPidFlag::__WALL)) {
                Err(Errno::EINTR) => continue,
                // The first thread ends last, so this does not come.
                Err(Errno::ECHILD) => return Ok(Run { survey: self.survey, status: 1 }),
                status => status?,
            };
            if let Some(status) = self.ended(status) {
                return Ok(Run { survey: self.survey, status });
            }
            match status {
                WaitStatus::PtraceEvent(thread, _, event) => self.event(thread, event),
                WaitStatus::Stopped(thread, Signal::SIGSTOP) if self.fresh.remove(&thread) => go_on(thread, None),
                WaitStatus::Stopped(thread, signal) => {
                    if LAST.contains(&signal) {
                        self.look();
                    }
                    go_on(thread, Some(signal));
                }
                _ => {}
            }
        }
    }

    /// The status of the whole process, if that is what has ended.
    fn ended(&self, status: WaitStatus) -> Option<u8> {
        match status {
            WaitStatus::Exited(process, status) if process == self.child => Some(status as u8),
            WaitStatus::Signaled(process, signal, _) if process == self.child => Some(128 + signal as u8),
            _ => None,
        }
    }

    fn event(&mut self, thread: Pid, event: i32) {
        if event == Event::PTRACE_EVENT_CLONE as i32 {
            if let Ok(new) = ptrace::getevent(thread) {
                self.fresh.insert(Pid::from_raw(new as i32));
            }
            self.count_starter(thread);
        } else if event == Event::PTRACE_EVENT_EXIT as i32 && thread == self.child {
            self.look();
        } else if event == Event::PTRACE_EVENT_EXEC as i32 {
            // Another program, with nothing of the old one's.
            self.started.clear();
            self.survey = None;
        }
        go_on(thread, None);
    }

    /// A thread is starting another one.
    fn count_starter(&mut self, thread: Pid) {
        let starter = || {
            // Where glibc has it while it makes the thread.
            let block = arch::block_of_new_thread(&ptrace::getregs(thread).ok()?);
            threads::of_block(&Process::open(self.child.as_raw().cast_unsigned()).ok()?, block)
        };
        let starter = starter().unwrap_or_else(|| "?".to_owned());
        *self.started.entry(starter).or_default() += 1;
    }

    fn look(&mut self) {
        if let Ok(process) = Process::open(self.child.as_raw().cast_unsigned())
            && !process.mappings.is_empty()
        {
            self.survey = Some(Survey::of(&process, Some(&self.started)));
        }
    }
}

/// Lets a stopped thread go on. One that has been killed meanwhile is gone.
fn go_on(thread: Pid, signal: Option<Signal>) {
    let _ = ptrace::cont(thread, signal);
}
