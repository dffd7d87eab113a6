//! Children for tests.

use std::ffi::CString;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{ForkResult, fork};

/// How a child ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// With status 0.
    Well,
    Status(i32),
    Signal(i32),
    /// Not within its time.
    Late,
}

/// Runs `body` in a child, where `body` is to [`end`] the process.
pub fn in_child(limit: Duration, body: impl FnOnce()) -> Ended {
    // SAFETY: the child runs `body`, and then ends.
    let child = match unsafe { fork() }.expect("fork") {
        ForkResult::Parent { child } => child,
        ForkResult::Child => {
            body();
            end(3);
        }
    };
    let last = Instant::now() + limit;
    loop {
        match waitpid(child, Some(WaitPidFlag::WNOHANG)).expect("this process's own child") {
            WaitStatus::Exited(_, 0) => return Ended::Well,
            WaitStatus::Exited(_, status) => return Ended::Status(status),
            WaitStatus::Signaled(_, signal, _) => return Ended::Signal(signal as i32),
            _ if Instant::now() > last => break,
            _ => std::thread::sleep(Duration::from_micros(200)),
        }
    }
    kill(child, Signal::SIGKILL).expect("this process's own child");
    waitpid(child, None).expect("it has been killed");
    Ended::Late
}

/// Sets a variable of the environment, in a child. It does not use the standard library, whose lock
/// another thread may have held at the fork.
pub fn set_variable(name: &str, value: &str) {
    let string = |text: &str| CString::new(text).expect("no null byte");
    let (name, value) = (string(name), string(value));
    // SAFETY: two C strings, which the C library copies; a child has one thread.
    unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) };
}

/// Ends the process at once.
pub fn end(status: i32) -> ! {
    // SAFETY: no memory is used after it.
    unsafe { libc::_exit(status) }
}
