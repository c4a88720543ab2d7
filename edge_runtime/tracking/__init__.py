"""Follows faces from frame to frame and smooths their verdicts."""
