"""Ratios with limits: each compares a candidate with its baseline in one run."""
