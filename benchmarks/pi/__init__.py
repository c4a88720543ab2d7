"""Measures a board over ssh, and proves on an emulated one that the package works there."""
