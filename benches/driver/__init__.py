"""The driver of the benchmark suite: builds the programs, runs them interleaved, reports."""
