"""Where the time and the memory go: `python -m benchmarks`, or `make bench`."""
