//! Lets the library run on an older glibc than the one that it is built with, back to 2.28.
//!
//! A linker binds a function to the newest version that the C library on the building machine has,
//! and the loader of an older system then refuses the whole library. Most of these versions are new
//! only because glibc 2.34 moved functions of libpthread and libdl into libc.so.6; the functions
//! under their first version are there to this day, and are the same. So each of them has a
//! stand-in here, which all objects of the library are linked with and which no other library sees.
//! It jumps to the function's first version. Functions that did not exist at all are written here.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use super::arch::first_version;
use super::object;

/// Stand-ins for functions that have been there since glibc's first version for the architecture.
macro_rules! first_versions {
    ($($name:literal)*) => {
        $(first_version!($name);)*
    };
}

first_versions! {
    "__pthread_key_create"
    "dlerror"
    "dlopen"
    "dlsym"
    "pthread_attr_getstacksize"
    "pthread_attr_setstacksize"
    "pthread_create"
    "pthread_key_create"
    "pthread_key_delete"
    "pthread_once"
    "pthread_setspecific"
}

/// Gives functions of this file the names of glibc's.
macro_rules! written_here {
    ($($name:literal = $function:path)*) => {
        $(core::arch::global_asm!(
            concat!(".weak ", $name),
            concat!(".hidden ", $name),
            concat!(".set ", $name, ", {}"),
            sym $function
        );)*
    };
}

written_here! {
    "stat64" = stat
    "fstat64" = fstat
    "gettid" = gettid
    "_dl_find_object" = find_object
}

/// `stat64`, GLIBC_2.33. The kernel's structure is the C library's.
extern "C" fn stat(path: *const c_char, status: *mut libc::stat64) -> c_int {
    // SAFETY: the caller's, as for the function that this one stands for.
    unsafe { libc::syscall(libc::SYS_newfstatat, libc::AT_FDCWD, path, status, 0) as c_int }
}

/// `fstat64`, GLIBC_2.33.
extern "C" fn fstat(file: c_int, status: *mut libc::stat64) -> c_int {
    // SAFETY: as above.
    unsafe { libc::syscall(libc::SYS_fstat, file, status) as c_int }
}

/// `gettid`, GLIBC_2.30.
extern "C" fn gettid() -> libc::pid_t {
    // SAFETY: takes nothing and cannot fail.
    unsafe { libc::syscall(libc::SYS_gettid) as libc::pid_t }
}

/// The answer of `_dl_find_object` about the object that has an address in it (`<dlfcn.h>`).
#[repr(C)]
struct Found {
    flags: u64,
    start: *const c_void,
    end: *const c_void,
    link_map: *const c_void,
    unwind_table: *const c_void,
    reserved: [u64; 7],
}

/// `_dl_find_object`, GLIBC_2.35, as far as GCC's unwinder asks: where the object lies, and its
/// table for unwinding.
extern "C" fn find_object(address: *const c_void, found: *mut Found) -> c_int {
    let mut answer = -1;
    object::each(&mut |seen| {
        if !seen.extent.contains(&address.addr()) {
            return false;
        }
        if let Some(table) = seen.unwind_table {
            let place = |at: usize| ptr::without_provenance(at);
            let here = Found {
                flags: 0,
                start: place(seen.extent.start),
                end: place(seen.extent.end),
                link_map: ptr::null(),
                unwind_table: place(table),
                reserved: [0; 7],
            };
            // SAFETY: the caller's structure.
            unsafe { found.write(here) };
            answer = 0;
        }
        true
    });
    answer
}
