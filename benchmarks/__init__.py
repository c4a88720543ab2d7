"""Measures the product against stated limits; see README.md beside this file."""
