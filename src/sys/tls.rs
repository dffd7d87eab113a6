//! One pointer per thread, fetched once per entry point.
//!
//! `thread_local!` in a shared library costs a call of `__tls_get_addr` each time, and the
//! initial-exec model would set the `STATIC_TLS` flag that makes `dlopen` fail ("cannot allocate
//! memory in static TLS block"). A TLS descriptor has neither fault. Stable Rust cannot ask for
//! one, so the sequence is written out. If the library was loaded at start, or still fits into
//! glibc's surplus, the answer is the same in all threads, and is asked for once.

#[cfg(not(shuttle))]
pub use super::arch::tls::{get, get_at_hand, set};
#[cfg(shuttle)]
pub use super::explore::{pointer as get, pointer as get_at_hand, set_pointer as set};
