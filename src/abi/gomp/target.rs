//! `target` and its data constructs.
//!
//! GCC passes the mapped variables as three arrays of `mapnum` entries: addresses, sizes in bytes,
//! and kinds. On the host the kinds matter for `firstprivate` only; see
//! [`target_data`](super::target_data).

use crate::engine::ground::request::Body;
use std::ffi::{c_int, c_uint, c_void};

use super::depend::read_dependences;
use super::target_args::Arguments;
use super::target_data::{Copies, Mapped};
use crate::engine::constructs::offload::device;
use crate::engine::constructs::offload::device::Device;
use crate::engine::constructs::offload::order::Order;
use crate::engine::constructs::offload::region::{self, Target};
use crate::engine::tasks::depend::Dependence;

use crate::engine::records::thread::Thread;

/// The device, as GCC passes it: −1 for no `device` clause, −2 for a false `if` clause and for
/// `omp_initial_device`, and −5, GCC 17's `omp_default_device`, as it is.
pub fn device(number: c_int) -> Device {
    match number {
        -1 | -5 => Device::Default,
        -2 => Device::Host,
        number => Device::Number(number),
    }
}

/// `nowait` in the flags of the constructs.
const NOWAIT: c_uint = 1;
/// `target exit data`, and not `target enter data`.
const EXIT: c_uint = 2;

/// The dependences that a `depend` clause names; null: none.
///
/// # Safety
/// `depend` is null or as GCC passes it to `GOMP_task`.
unsafe fn dependences(depend: *mut *mut c_void) -> Vec<Dependence> {
    // SAFETY: the caller's promise.
    if depend.is_null() { Vec::new() } else { unsafe { read_dependences(depend) } }
}

/// A construct that has nothing to do on the host but to run after and before other tasks. `kind`:
/// which one a tool is told of.
///
/// # Safety
/// `depend` is null or as GCC passes it to `GOMP_task`.
pub unsafe fn order_only(kind: Option<Target>, device: c_int, flags: c_uint, depend: *mut *mut c_void) {
    let t = Thread::current();
    device::admit(t, self::device(device));
    // SAFETY: the caller's promise.
    let dependences = unsafe { dependences(depend) };
    let nowait = flags & NOWAIT != 0;
    if let Some(kind) = kind {
        region::passes(t, if nowait { kind.nowait() } else { kind });
    }
    Order { nowait, dependences: &dependences }.keep(t);
}

/// `void GOMP_target_ext(int device, void (*body)(void *), size_t mapnum, void **addresses, const
/// size_t *sizes, const unsigned short *kinds, unsigned flags, void **depend, const void *const
/// *args)`: `body` on the mapped variables' addresses.
///
/// `device`: see [`device()`]; `mapnum`: length of `addresses`, `sizes` (bytes) and `kinds`;
/// `flags`: 1 for `nowait`; `depend`: dependences as `GOMP_task` takes them, or null; `args`:
/// `num_teams` and `thread_limit`, a list that ends with null.
///
/// Emitted by GCC 5 and later for `target` (OpenMP 5.2, 13.8).
///
/// # Safety
/// The arrays are as GCC makes them, and `body` takes `addresses`.
pub unsafe extern "C-unwind" fn GOMP_target_ext(
    device: c_int,
    body: Body,
    mapnum: usize,
    addresses: *mut *mut c_void,
    sizes: *const usize,
    kinds: *const u16,
    flags: c_uint,
    depend: *mut *mut c_void,
    args: *const *const c_void,
) {
    let t = Thread::current();
    device::admit(t, self::device(device));
    // SAFETY: the caller's promise.
    unsafe {
        let limit = Arguments::new(args).thread_limit();
        let dependences = dependences(depend);
        let order = Order { nowait: flags & NOWAIT != 0, dependences: &dependences };
        let mapped = Mapped::new(mapnum, addresses, sizes, kinds);
        match mapped.without_copies() {
            Some(data) if !order.nowait => order.perform(t, || region::run(t, limit, false, body, data)),
            _ => {
                let copies = Copies::of(mapped);
                order.perform(t, move || region::run(Thread::current(), limit, order.nowait, body, copies.addresses()));
            }
        }
    }
}

/// `void GOMP_target(int device, void (*body)(void *), const void *unused, size_t mapnum, void
/// **addresses, const size_t *sizes, const unsigned char *kinds)`: `#pragma omp target` of GCC 4.9,
/// which knew no `firstprivate` there.
///
/// Emitted by GCC 4.9 for `target` (OpenMP 5.2, 13.8).
///
/// # Safety
/// As for [`GOMP_target_ext`].
pub unsafe extern "C-unwind" fn GOMP_target(
    device: c_int,
    body: Body,
    _unused: *const c_void,
    _mapnum: usize,
    addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u8,
) {
    let t = Thread::current();
    device::admit(t, self::device(device));
    // SAFETY: the caller's promise.
    unsafe { region::run(t, None, false, body, addresses.cast()) };
}

/// `void GOMP_target_data_ext(int device, size_t mapnum, void **addresses, const size_t *sizes,
/// const unsigned short *kinds)`: start of `#pragma omp target data`. The arrays as in
/// [`GOMP_target_ext`]; the host's variables serve as the device's, also where `use_device_ptr`
/// asks for their address.
///
/// Emitted by GCC 5 and later for `target data` (OpenMP 5.2, 13.5).
pub extern "C-unwind" fn GOMP_target_data_ext(
    device: c_int,
    _mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
) {
    let t = Thread::current();
    device::admit(t, self::device(device));
    region::passes(t, Target::EnterData);
}

/// `void GOMP_target_data(int device, const void *unused, size_t mapnum, void **addresses, const
/// size_t *sizes, const unsigned char *kinds)`: start of `#pragma omp target data`.
///
/// Emitted by GCC 4.9 for `target data` (OpenMP 5.2, 13.5).
pub extern "C-unwind" fn GOMP_target_data(
    device: c_int,
    _unused: *const c_void,
    _mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u8,
) {
    let t = Thread::current();
    device::admit(t, self::device(device));
    region::passes(t, Target::EnterData);
}

/// `void GOMP_target_end_data(void)`: end of a `target data` construct. Nothing was mapped.
///
/// Emitted by GCC for `target data` (OpenMP 5.2, 13.5).
pub extern "C-unwind" fn GOMP_target_end_data() {
    region::passes(Thread::current(), Target::ExitData);
}

/// `void GOMP_target_update_ext(int device, size_t mapnum, void **addresses, const size_t *sizes,
/// const unsigned short *kinds, unsigned flags, void **depend)`: `#pragma omp target update`. The
/// arguments are those of [`GOMP_target_ext`].
///
/// Emitted by GCC 5 and later for `target update` (OpenMP 5.2, 13.9).
///
/// # Safety
/// As for [`GOMP_target_ext`].
pub unsafe extern "C-unwind" fn GOMP_target_update_ext(
    device: c_int,
    _mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
    flags: c_uint,
    depend: *mut *mut c_void,
) {
    // SAFETY: the caller's promise.
    unsafe { order_only(Some(Target::Update), device, flags, depend) };
}

/// `void GOMP_target_update(int device, const void *unused, size_t mapnum, void **addresses, const
/// size_t *sizes, const unsigned char *kinds)`: `#pragma omp target update`.
///
/// Emitted by GCC 4.9 for `target update` (OpenMP 5.2, 13.9).
pub extern "C-unwind" fn GOMP_target_update(
    device: c_int,
    _unused: *const c_void,
    _mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u8,
) {
    let t = Thread::current();
    device::admit(t, self::device(device));
    region::passes(t, Target::Update);
}

/// `void GOMP_target_enter_exit_data(int device, size_t mapnum, void **addresses, const size_t
/// *sizes, const unsigned short *kinds, unsigned flags, void **depend)`: `#pragma omp target enter
/// data` and, with 2 in `flags`, `target exit data`. The other arguments are those of
/// [`GOMP_target_ext`].
///
/// Emitted by GCC 5 and later for `target enter data` and `target exit data` (OpenMP 5.2, 13.6 and
/// 13.7).
///
/// # Safety
/// As for [`GOMP_target_ext`].
pub unsafe extern "C-unwind" fn GOMP_target_enter_exit_data(
    device: c_int,
    _mapnum: usize,
    _addresses: *mut *mut c_void,
    _sizes: *const usize,
    _kinds: *const u16,
    flags: c_uint,
    depend: *mut *mut c_void,
) {
    let kind = if flags & EXIT != 0 { Target::ExitData } else { Target::EnterData };
    // SAFETY: the caller's promise.
    unsafe { order_only(Some(kind), device, flags, depend) };
}

/// `void *GOMP_target_map_indirect_ptr(void *pointer)`: the function that an indirect call in a
/// `target` region means: on the host, the pointer itself.
///
/// Emitted by GCC 14 and later for indirect calls in `target` (OpenMP 5.2, 7.8.3).
pub extern "C-unwind" fn GOMP_target_map_indirect_ptr(pointer: *mut c_void) -> *mut c_void {
    pointer
}
