//! `kmp_set_disp_num_buffers`: what KMP_DISP_NUM_BUFFERS sets in libomp.

use std::ffi::c_int;

/// `void kmp_set_disp_num_buffers(int num)`: in libomp, for how many loops without a barrier
/// between them a team has descriptors. The engine's are part of the team and their number is
/// fixed, so this changes nothing.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_disp_num_buffers(_num: c_int) {}

/// `void kmpc_set_disp_num_buffers(int num)`: [`kmp_set_disp_num_buffers`] under the name that
/// LLVM's headers declare beside it.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmpc_set_disp_num_buffers(num: c_int) {
    kmp_set_disp_num_buffers(num);
}

/// `void kmp_set_disp_num_buffers_8(int64_t num)`: [`kmp_set_disp_num_buffers`] with an eight-byte
/// integer.
///
/// Intel's and LLVM's extension.
pub extern "C-unwind" fn kmp_set_disp_num_buffers_8(_num: i64) {}

fortran!(kmp_set_disp_num_buffers_, kmp_set_disp_num_buffers(num: i32));
fortran!(kmp_set_disp_num_buffers_8_, kmp_set_disp_num_buffers(num: i64));
