//! Children for tests.

use std::ffi::CString;
use std::time::{Duration, Instant};

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

/// Runs `body` in a child, which is to [`end`] in it.
pub fn in_child(limit: Duration, body: impl FnOnce()) -> Ended {
    // SAFETY: the child runs what the caller wants of it and ends.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "fork: {}", std::io::Error::last_os_error());
    if child == 0 {
        body();
        end(3);
    }
    let last = Instant::now() + limit;
    let mut status = 0;
    loop {
        // SAFETY: this process's own child.
        let found = unsafe { libc::waitpid(child, &raw mut status, libc::WNOHANG) };
        if found == child {
            break;
        }
        if Instant::now() > last {
            // SAFETY: as above.
            unsafe {
                libc::kill(child, libc::SIGKILL);
                libc::waitpid(child, &raw mut status, 0);
            }
            return Ended::Late;
        }
        std::thread::sleep(Duration::from_micros(200));
    }
    match (libc::WIFEXITED(status), libc::WEXITSTATUS(status)) {
        (true, 0) => Ended::Well,
        (true, code) => Ended::Status(code),
        _ => Ended::Signal(libc::WTERMSIG(status)),
    }
}

/// Sets a variable of the environment, in a child. Not by the standard library, whose lock another thread may have held when
/// the child was made.
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
