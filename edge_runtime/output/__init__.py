"""Writes results for people: terminal, CSV, HTML report, overlays."""
