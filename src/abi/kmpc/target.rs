//! What LLVM's offloading library asks the runtime.

use std::ffi::c_int;

use crate::engine::settings;

/// What OMP_TARGET_OFFLOAD says: 0 disabled, 1 default, 2 mandatory. libomptarget asks when it is loaded.
pub extern "C-unwind" fn __kmpc_get_target_offload() -> c_int {
    settings::get().target_offload as c_int
}
