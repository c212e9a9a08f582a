#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| directory_fuzz::cursor(bytes));
