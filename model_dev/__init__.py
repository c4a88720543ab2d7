"""Trains, quantizes, measures and seals the network that `edge_runtime` runs."""
