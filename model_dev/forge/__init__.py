"""Forgeries made from real pictures, so that users with few fakes can train."""
