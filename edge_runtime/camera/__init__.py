"""A live camera: scans its newest frame again and again, and smooths the verdicts."""
