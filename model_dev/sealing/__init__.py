"""Sealing of a bundle: golden vectors, model card, contract."""
