"""Speed of training steps, and the baseline networks that `benchmarks` compares with."""
