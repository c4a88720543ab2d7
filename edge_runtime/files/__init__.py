"""Finds input files and writes output files whole."""
