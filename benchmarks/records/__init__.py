"""What result files hold: cases, ratios, memory, and the machine or phone they are of."""
