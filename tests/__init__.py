"""Tests; nothing in the packages imports from here."""
