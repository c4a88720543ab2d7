"""Measures training speed."""
