"""Benchmark results as files, tables and plots."""
