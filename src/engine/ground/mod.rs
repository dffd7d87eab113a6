//! Ground: everything else stands on this floor. It has settings and control variables, the
//! runtime's messages, numbers, and calls upwards.

#[cfg(not(loom))]
pub mod budget;
#[cfg(not(loom))]
pub mod by_address;
#[cfg(not(loom))]
pub mod defaults;
pub mod display;
#[cfg(not(loom))]
pub mod error;
pub mod hook;
#[cfg(not(loom))]
pub mod icv;
#[cfg(not(loom))]
pub mod nthreads;
pub mod numbers;
#[cfg(not(loom))]
pub mod request;
#[cfg(not(loom))]
pub mod say;
pub mod settings;
#[cfg(not(loom))]
pub mod tuning;
