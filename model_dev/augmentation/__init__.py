"""Changes of pictures: random ones for training, fixed ones for evaluation."""
