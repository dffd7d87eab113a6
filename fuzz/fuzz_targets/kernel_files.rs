#![no_main]

use std::sync::LazyLock;

use tempfile::TempDir;

/// In memory, where there is such a place: each input is twelve files.
static FOLDER: LazyLock<TempDir> =
    LazyLock::new(|| TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).expect("a temporary folder can be made"));

libfuzzer_sys::fuzz_target!(|data: &[u8]| ferromp::fuzzing::kernel_files(FOLDER.path(), data));
