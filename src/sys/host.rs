//! The machine's name.

/// What `gethostname` says; empty if it fails.
pub fn name() -> Vec<u8> {
    // Linux's names have at most 64 bytes.
    let mut name = [0u8; 256];
    // SAFETY: the buffer has the size that is passed with it.
    let result = unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len()) };
    let end = name.iter().position(|&byte| byte == 0).unwrap_or(name.len());
    if result == 0 { name[..end].to_vec() } else { Vec::new() }
}
