"""A small phone world from a TOML file; demo, tests and benchmarks run on it."""
