//! Ground: everything else stands on this floor. It has settings and control variables, the
//! runtime's messages, numbers, and calls upwards.

pub mod budget;
pub mod by_address;
pub mod defaults;
pub mod display;
pub mod error;
pub mod extras;
pub mod hook;
pub mod icv;
pub mod nthreads;
pub mod numbers;
pub mod request;
pub mod say;
pub mod settings;
pub mod tuning;
