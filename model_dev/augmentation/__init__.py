"""Changes that pictures undergo: at random for training, fixed for evaluation."""
