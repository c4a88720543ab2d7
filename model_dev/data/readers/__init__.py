"""Readers: how a data set's own layout becomes a list of pictures and videos."""
