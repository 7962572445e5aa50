"""Benchmarks: what a page weighs, how fast it answers, how long the runtime and the build take."""
