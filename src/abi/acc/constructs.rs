//! OpenACC's constructs, as GCC emits them (5 and later).
//!
//! Data comes as for OpenMP's `target`: `mapnum` addresses, sizes in bytes and kinds. Nothing is
//! mapped on the host, so the kinds only tell what construct it is. `flags`: the complement of a
//! set of flags, 1 for a false `if` clause, which on the host makes no difference. Behind the fixed
//! arguments of most come others, for `async` and `wait` clauses and the dimensions of a launch.

use crate::engine::ground::request::Body;
use std::ffi::{c_int, c_void};
use std::slice;

use super::tools::thread;
use crate::engine::constructs::openacc::profile::around;
use crate::engine::constructs::openacc::queue;
use crate::engine::constructs::openacc::record::{Construct, Event, Record};
use crate::engine::constructs::openacc::{device, state, trace};

const ENTER: (Event, Event) = (Event::EnterDataStart, Event::EnterDataEnd);
const EXIT: (Event, Event) = (Event::ExitDataStart, Event::ExitDataEnd);

/// Map types, in the low byte of a kind.
mod kind {
    pub const TO: u8 = 1;
    pub const FROM: u8 = 2;
    pub const DELETE: u8 = 7;
    pub const USE_DEVICE_PTR: u8 = 14;
    pub const USE_DEVICE_PTR_IF_PRESENT: u8 = 16;
    pub const RELEASE: u8 = 23;
    pub const DETACH: u8 = 81;
    pub const FORCE_DETACH: u8 = 82;
    pub const FORCE_ALLOC: u8 = 128;
    pub const FORCE_TO: u8 = 129;
    pub const FORCE_FROM: u8 = 130;
}

/// The map types.
///
/// # Safety
/// `kinds` has `mapnum` entries.
unsafe fn types<'a>(mapnum: usize, kinds: *const u16) -> impl Iterator<Item = u8> + 'a {
    // SAFETY: the caller's promise.
    let kinds = if mapnum == 0 { &[] } else { unsafe { slice::from_raw_parts(kinds, mapnum) } };
    kinds.iter().map(|kind| *kind as u8)
}

/// `void GOACC_parallel_keyed(int flags, void (*body)(void *), size_t mapnum, void **addresses,
/// const size_t *sizes, const unsigned short *kinds, ...)`: `parallel`, `serial` and `kernels`:
/// `body(addresses)` by the calling thread. The further arguments give the numbers of gangs,
/// workers and vectors that would run it, and its queues.
///
/// Emitted by GCC 6 and later for `parallel`, `serial` and `kernels` (OpenACC 3.3, 2.5).
///
/// # Safety
/// `body` must be callable with `addresses`.
pub unsafe extern "C-unwind" fn GOACC_parallel_keyed(
    _flags: c_int,
    body: Body,
    mapnum: usize,
    addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
) {
    let t = thread();
    trace(|| format!("GOACC_parallel_keyed: {mapnum} variables, on the host"));
    state::need(t);
    let record = Record::new(Construct::Parallel, false, device::HOST);
    let events = (Event::ComputeConstructStart, Event::ComputeConstructEnd);
    // SAFETY: the caller's promise.
    around(t, record, events, || unsafe { body(addresses.cast()) });
}

/// `void GOACC_parallel(int flags, void (*body)(void *), size_t mapnum, void **addresses, const
/// size_t *sizes, const unsigned short *kinds, int gangs, int workers, int vector, int queue, int
/// waits, ...)`: [`GOACC_parallel_keyed`] as GCC 5 emits it.
///
/// Emitted by GCC 5 for `parallel` and `kernels` (OpenACC 3.3, 2.5).
///
/// # Safety
/// As for [`GOACC_parallel_keyed`].
pub unsafe extern "C-unwind" fn GOACC_parallel(
    flags: c_int,
    body: Body,
    mapnum: usize,
    addresses: *mut *mut c_void,
    sizes: *const usize,
    kinds: *const u16,
    _gangs: c_int,
    _workers: c_int,
    _vector: c_int,
    _queue: c_int,
    _waits: c_int,
) {
    // SAFETY: the caller's promise.
    unsafe { GOACC_parallel_keyed(flags, body, mapnum, addresses, sizes, kinds) };
}

/// `void GOACC_data_start(int flags, size_t mapnum, void **addresses, const size_t *sizes, const
/// unsigned short *kinds)`: start of `data` and `host_data`.
///
/// Emitted by GCC for `data` and `host_data` (OpenACC 3.3, 2.6.5 and 2.8).
///
/// # Safety
/// The arrays are as GCC makes them.
pub unsafe extern "C-unwind" fn GOACC_data_start(
    _flags: c_int,
    mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    kinds: *const u16,
) {
    let t = thread();
    state::need(t);
    let of_host_data = |kind| matches!(kind, kind::USE_DEVICE_PTR | kind::USE_DEVICE_PTR_IF_PRESENT);
    // SAFETY: the caller's promise.
    let host_data = unsafe { types(mapnum, kinds) }.any(of_host_data);
    let construct = if host_data { Construct::HostData } else { Construct::Data };
    around(t, Record::new(construct, false, device::HOST), ENTER, state::open_data);
}

/// `void GOACC_data_end(void)`: end of what [`GOACC_data_start`] began.
///
/// Emitted by GCC for `data` and `host_data` (OpenACC 3.3, 2.6.5 and 2.8).
pub extern "C-unwind" fn GOACC_data_end() {
    let record = Record::new(Construct::Data, false, device::HOST);
    around(thread(), record, EXIT, state::close_data);
}

/// Tells of a data construct; `queue`: its `async` clause, −2 for none.
fn data_construct(construct: Construct, events: (Event, Event), queue: c_int) {
    let t = thread();
    state::need(t);
    around(t, Record::new(construct, false, device::HOST).in_queue(queue), events, || {});
}

/// `void GOACC_enter_data(int flags, size_t mapnum, void **addresses, const size_t *sizes, const
/// unsigned short *kinds, int queue, int waits, ...)`: `enter data`. `queue`: the `async` clause,
/// −2 for none. The `wait` clause follows.
///
/// Emitted by GCC 12 and later for `enter data` (OpenACC 3.3, 2.6.6).
pub extern "C-unwind" fn GOACC_enter_data(
    _flags: c_int,
    _mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
    queue: c_int,
    _waits: c_int,
) {
    data_construct(Construct::EnterData, ENTER, queue);
}

/// `void GOACC_exit_data(int flags, size_t mapnum, void **addresses, const size_t *sizes, const
/// unsigned short *kinds, int queue, int waits, ...)`: `exit data`, as [`GOACC_enter_data`].
///
/// Emitted by GCC 12 and later for `exit data` (OpenACC 3.3, 2.6.6).
pub extern "C-unwind" fn GOACC_exit_data(
    _flags: c_int,
    _mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
    queue: c_int,
    _waits: c_int,
) {
    data_construct(Construct::ExitData, EXIT, queue);
}

/// Whether a map type ends the mapping of a variable.
fn ends(kind: u8) -> bool {
    use kind::{DELETE, DETACH, FORCE_DETACH, FORCE_FROM, FROM, RELEASE};
    matches!(kind, FROM | FORCE_FROM | DELETE | RELEASE | DETACH | FORCE_DETACH)
}

/// `void GOACC_enter_exit_data(int flags, size_t mapnum, void **addresses, const size_t *sizes,
/// const unsigned short *kinds, int queue, int waits, ...)`: `enter data` and `exit data` (before
/// GCC 12), which the kinds tell apart; as [`GOACC_enter_data`].
///
/// Emitted by GCC before 12 for `enter data` and `exit data` (OpenACC 3.3, 2.6.6).
///
/// # Safety
/// The arrays are as GCC makes them.
pub unsafe extern "C-unwind" fn GOACC_enter_exit_data(
    _flags: c_int,
    mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    kinds: *const u16,
    queue: c_int,
    _waits: c_int,
) {
    // SAFETY: the caller's promise.
    if unsafe { types(mapnum, kinds) }.any(ends) {
        data_construct(Construct::ExitData, EXIT, queue);
    } else {
        data_construct(Construct::EnterData, ENTER, queue);
    }
}

/// `void GOACC_declare(int flags, size_t mapnum, void **addresses, const size_t *sizes, const
/// unsigned short *kinds)`: the variables of a `declare` directive, where their scope begins and
/// where it ends: each is entered or left by itself, if it is copied.
///
/// Emitted by GCC for `declare` (OpenACC 3.3, 2.13).
///
/// # Safety
/// The arrays are as GCC makes them.
pub unsafe extern "C-unwind" fn GOACC_declare(
    _flags: c_int,
    mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    kinds: *const u16,
) {
    // SAFETY: the caller's promise.
    for kind in unsafe { types(mapnum, kinds) } {
        if ends(kind) {
            data_construct(Construct::ExitData, EXIT, queue::SYNC);
        } else if matches!(kind, kind::TO | kind::FORCE_TO | kind::FORCE_ALLOC) {
            data_construct(Construct::EnterData, ENTER, queue::SYNC);
        }
    }
}

/// `void GOACC_update(int flags, size_t mapnum, void **addresses, const size_t *sizes, const
/// unsigned short *kinds, int queue, int waits, ...)`: `update`, as [`GOACC_enter_data`].
///
/// Emitted by GCC for `update` (OpenACC 3.3, 2.14.4).
pub extern "C-unwind" fn GOACC_update(
    _flags: c_int,
    _mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
    queue: c_int,
    _waits: c_int,
) {
    data_construct(Construct::Update, (Event::UpdateStart, Event::UpdateEnd), queue);
}

/// `void GOACC_wait(int queue, int count, ... /* int, int, int, int */)`: for `count` queues, or
/// for all if that is 0; `queue`: of the `async` clause, −2 for none. The function is variadic: the
/// first queues come in registers, and the others are not looked at.
///
/// Emitted by GCC for `wait` (OpenACC 3.3, 2.16.3).
pub extern "C-unwind" fn GOACC_wait(
    _queue: c_int,
    count: c_int,
    first: c_int,
    second: c_int,
    third: c_int,
    fourth: c_int,
) {
    state::need(thread());
    for queue in [first, second, third, fourth].into_iter().take(usize::try_from(count).unwrap_or(0)) {
        queue::check(queue);
    }
}

/// `int GOACC_get_num_threads(void)`: how many gangs run the calling compute construct: on the host
/// one.
///
/// Emitted by GCC 5 in compute constructs (OpenACC 3.3, 2.5).
pub extern "C-unwind" fn GOACC_get_num_threads() -> c_int {
    1
}

/// `int GOACC_get_thread_num(void)`: the number of the calling gang.
///
/// Emitted by GCC 5 in compute constructs (OpenACC 3.3, 2.5).
pub extern "C-unwind" fn GOACC_get_thread_num() -> c_int {
    0
}

/// `void GOACC_init(int number, int device)`: `init`. `number`: of the device, −1 if no clause
/// says; `device`: an `acc_device_t`, 0 if no clause says.
///
/// Emitted by GCC 17 and later for `init` (OpenACC 3.3, 2.14.1).
pub extern "C-unwind" fn GOACC_init(number: c_int, device: c_int) {
    state::initialise_for_directive(thread(), number, device);
}

/// `void GOACC_shutdown(int number, int device)`: `shutdown`, as [`GOACC_init`].
///
/// Emitted by GCC 17 and later for `shutdown` (OpenACC 3.3, 2.14.2).
pub extern "C-unwind" fn GOACC_shutdown(_number: c_int, device: c_int) {
    state::shut_down_for_directive(device);
}

/// `void GOACC_set_device(int number, int device)`: `set`. `number`: of the device, −1 if no clause
/// says; `device`: an `acc_device_t`, 1 if no clause says.
///
/// Emitted by GCC 17 and later for `set` (OpenACC 3.3, 2.14.3).
pub extern "C-unwind" fn GOACC_set_device(number: c_int, device: c_int) {
    state::set(number, device);
}
