"""The gated dual-stream network, for both generations of Keras."""
