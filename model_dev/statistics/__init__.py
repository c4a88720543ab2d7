"""Metrics of a detector, with confidence intervals, and calibration curves."""
