"""Benchmarks: what the project promises about speed, measured over real HTTP."""
