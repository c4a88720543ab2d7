"""Reads configuration files."""
