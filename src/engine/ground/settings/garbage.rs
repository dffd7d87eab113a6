//! Seeded random input for the tests of the parsers.

/// Calls `parse` with a few thousand byte strings: noise, and mixtures of the words and signs that
/// values are made of, which get further into a parser than noise does.
pub fn each(mut parse: impl FnMut(&[u8])) {
    const PIECES: &[&str] = &[
        "0",
        "1",
        "7",
        "16",
        "-1",
        "2147483647",
        "2147483648",
        "18446744073709551615",
        "99999999999999999999999",
        ",",
        ":",
        "!",
        "{",
        "}",
        "(",
        ")",
        "=",
        "-",
        "+",
        " ",
        "\t",
        "\n",
        "K",
        "m",
        "us",
        "ms",
        "static",
        "dynamic",
        "guided",
        "auto",
        "monotonic",
        "nonmonotonic",
        "threads",
        "cores",
        "sockets",
        "numa_domains",
        "close",
        "spread",
        "primary",
        "true",
        "false",
        "infinite",
        "omp_default_mem_alloc",
        "omp_default_mem_space",
        "alignment",
        "pool_size",
        "fallback",
        "fb_data",
        "pinned",
        "\u{e9}",
        "%A",
        "%{nthreads}",
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = |below: usize| {
        // xorshift64: the same sequence in every run.
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    // Miri takes a thousand times as long.
    let (rounds, long) = if cfg!(miri) { (40, 500) } else { (4000, 100_000) };
    for round in 0..rounds {
        let mut text = Vec::new();
        for _ in 0..random(24) {
            if round % 4 == 0 {
                text.push(random(256) as u8);
            } else {
                text.extend_from_slice(PIECES[random(PIECES.len())].as_bytes());
            }
        }
        parse(&text);
    }
    for symbol in [b"{".as_slice(), b"(", b"!", b",", b"9", b" "] {
        parse(&symbol.repeat(long));
    }
}
