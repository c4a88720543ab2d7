"""Fixtures, fakes and generated files that several tests use."""
