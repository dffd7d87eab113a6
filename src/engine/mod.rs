//! The meaning of each construct, written once for both ABIs.
pub mod settings;
