//! The ends of processes.

use std::{fs, process};

use nix::errno::Errno;
use nix::sys::signal::{self, Signal};
use nix::unistd::{self, Pid};

use super::stderr;

/// Has `handler` called when the process ends by `exit` or by returning from `main`. If that cannot
/// be arranged, a line on stderr says so, and `lost` says what will not happen.
pub fn at_exit(handler: extern "C" fn(), lost: &str) {
    // SAFETY: the handler is a function of a library that is never unloaded.
    if unsafe { libc::atexit(handler) } != 0 {
        stderr::write(format!("ferromp: out of memory: {lost} when the process ends\n").as_bytes());
    }
}

/// Ends the process in the way in which the end of its last thread does.
pub fn end() -> ! {
    // SAFETY: no memory of this thread is used after it.
    unsafe { libc::exit(0) }
}

/// Divides an integer by zero, as C does on this machine.
#[cold]
pub fn divide_by_zero() -> ! {
    // It fails only for signals that there are not.
    let _ = signal::raise(Signal::SIGFPE);
    // A handler came back; there is no value to go on with.
    process::abort()
}

/// Whether a process has ended, even if its parent has not asked for its status yet.
pub fn has_ended(process: u32) -> bool {
    if let Err(error) = signal::kill(Pid::from_raw(process.cast_signed()), None) {
        return error == Errno::ESRCH;
    }
    // The state comes after the name, which is in parentheses and may contain any character.
    let status = fs::read(format!("/proc/{process}/stat")).unwrap_or_default();
    let state = status.iter().rposition(|&byte| byte == b')').and_then(|end| status.get(end + 2));
    matches!(state, Some(b'Z' | b'X'))
}

/// Whether the environment that the parent process was started with has a variable.
pub fn parent_has(variable: &str) -> bool {
    let parent = unistd::getppid();
    let environment = fs::read(format!("/proc/{parent}/environ")).unwrap_or_default();
    let is_it = |entry: &[u8]| entry.strip_prefix(variable.as_bytes()).is_some_and(|rest| rest.starts_with(b"="));
    environment.split(|&byte| byte == 0).any(is_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_has_ended_when_it_is_a_zombie_and_when_it_is_gone() {
        let mut child = std::process::Command::new("sleep").arg("100").spawn().expect("sleep starts");
        assert!(!has_ended(child.id()));
        assert!(!has_ended(std::process::id()));
        child.kill().expect("it can be killed");
        while !has_ended(child.id()) {
            std::thread::yield_now();
        }
        child.wait().expect("it was ours");
        assert!(has_ended(child.id()));
    }
}
