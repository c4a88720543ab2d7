"""Evaluation of a network: scores, the operating point, reports, invariance."""
