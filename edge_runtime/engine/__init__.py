"""Runs the network of a bundle, on the accelerator that was asked for or that is fastest."""
