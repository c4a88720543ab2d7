"""Scans one picture: decode, find faces, run the network, decide."""
