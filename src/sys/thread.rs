//! Creating worker threads.

use std::ffi::c_void;
use std::io;
use std::mem::MaybeUninit;

use nix::sys::prctl;
use nix::unistd;

/// Starts a detached thread with a stack of `stack_size` bytes (`None`: the system's default). Its
/// signal mask is the caller's, as in both peers: a process that it starts inherits the mask, and
/// would otherwise be deaf to SIGTERM or SIGCHLD.
///
/// # Errors
/// What `pthread_create` answers; a stack size that the system does not take is rounded or ignored,
/// not an error.
pub fn spawn(
    stack_size: Option<usize>,
    main: extern "C" fn(*mut c_void) -> *mut c_void,
    argument: *mut c_void,
) -> io::Result<()> {
    #[cfg(shuttle)]
    if true {
        let _ = stack_size;
        super::explore::spawn(main, argument);
        return Ok(());
    }
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    let mut handle = MaybeUninit::<libc::pthread_t>::uninit();
    // SAFETY: plain libc calls on locals, each of which is initialised before it is used. `main`
    // and `argument` are the caller's contract with itself.
    let code = unsafe {
        libc::pthread_attr_init(attributes.as_mut_ptr());
        libc::pthread_attr_setdetachstate(attributes.as_mut_ptr(), libc::PTHREAD_CREATE_DETACHED);
        if let Some(bytes) = stack_size {
            let page = libc::sysconf(libc::_SC_PAGESIZE).max(4096) as usize;
            let bytes = bytes.max(libc::PTHREAD_STACK_MIN).next_multiple_of(page);
            libc::pthread_attr_setstacksize(attributes.as_mut_ptr(), bytes);
        }
        let code = libc::pthread_create(handle.as_mut_ptr(), attributes.as_ptr(), main, argument);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        code
    };
    if code == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(code)) }
}

/// Has the calling thread call `call(argument)` when it ends; `call` is the same for all threads.
///
/// # Errors
/// What `pthread_key_create` or `pthread_setspecific` answers: the process has no key left, or no
/// memory.
#[cfg(not(shuttle))]
pub fn at_end(call: extern "C" fn(*mut c_void), argument: *mut c_void) -> io::Result<()> {
    use std::sync::atomic::{AtomicU32, Ordering};

    const NONE: u32 = u32::MAX;
    static KEY: AtomicU32 = AtomicU32::new(NONE);
    let ok = |code| if code == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(code)) };
    let mut key = KEY.load(Ordering::Acquire);
    if key == NONE {
        let call: unsafe extern "C" fn(*mut c_void) = call;
        // SAFETY: plain libc calls; of two threads that make a key at once, one gives its own back.
        unsafe {
            ok(libc::pthread_key_create(&raw mut key, Some(call)))?;
            if let Err(other) = KEY.compare_exchange(NONE, key, Ordering::AcqRel, Ordering::Acquire) {
                libc::pthread_key_delete(key);
                key = other;
            }
        }
    }
    // SAFETY: the key exists.
    ok(unsafe { libc::pthread_setspecific(key, argument) })
}

#[cfg(shuttle)]
pub fn at_end(call: extern "C" fn(*mut c_void), argument: *mut c_void) -> io::Result<()> {
    super::explore::at_end(call, argument);
    Ok(())
}

/// The bytes of stack that a thread gets if nothing else is said.
pub fn default_stack_size() -> usize {
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    let mut size = 0;
    // SAFETY: plain libc calls on a local that the first one initialises.
    unsafe {
        libc::pthread_attr_init(attributes.as_mut_ptr());
        libc::pthread_attr_getstacksize(attributes.as_ptr(), &raw mut size);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
    }
    size
}

/// A number that only the calling thread has in its process: the address of the C library's data
/// about it, a multiple of 16 above 0. In a forked child the thread keeps it.
#[cfg(not(shuttle))]
#[inline(always)]
pub fn handle() -> u64 {
    super::arch::thread_pointer()
}

#[cfg(shuttle)]
pub use super::explore::handle;

/// The kernel's number of the calling thread. In time the kernel gives it to another one.
pub fn id() -> u32 {
    unistd::gettid().as_raw().cast_unsigned()
}

/// Whether this process has a thread to which the kernel gave this number, even if the thread is
/// about to end.
pub fn exists(id: u32) -> bool {
    // SAFETY: the call touches no memory, and sends no signal, since its number is 0. If a filter
    // forbids it, the answer is no.
    unsafe { libc::syscall(libc::SYS_tgkill, libc::getpid(), id, 0) == 0 }
}

/// Gives the processor to another thread that is ready, if there is one.
pub fn yield_now() {
    #[cfg(shuttle)]
    super::explore::give_way();
    #[cfg(loom)]
    loom::thread::yield_now();
    // It always succeeds on Linux.
    #[cfg(not(any(loom, shuttle)))]
    let _ = nix::sched::sched_yield();
}

/// The number of the processor that the calling thread runs on; `None` where the kernel does not
/// say.
pub fn processor() -> Option<u32> {
    #[cfg(shuttle)]
    return None;
    #[cfg(not(shuttle))]
    nix::sched::sched_getcpu().ok().map(|number| number as u32)
}

/// Lets the calling thread sleep. In a model of loom no time passes.
pub fn pause(time: std::time::Duration) {
    #[cfg(shuttle)]
    super::explore::pause(time);
    #[cfg(loom)]
    let _ = (time, loom::thread::yield_now());
    #[cfg(not(any(loom, shuttle)))]
    std::thread::sleep(time);
}

/// Calls `act` while the kernel wakes the calling thread up as soon as a time is over, and not up
/// to 50 microseconds later together with others.
pub fn with_exact_timers(act: impl FnOnce()) {
    // Where a filter forbids the calls, the thread wakes up later.
    let before = prctl::get_timerslack();
    let _ = prctl::set_timerslack(1);
    act();
    if let Ok(before) = before {
        let _ = prctl::set_timerslack(before.cast_unsigned().into());
    }
}
