#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ferromp::fuzzing::kmp_affinity(data));
