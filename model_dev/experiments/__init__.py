"""Fine-tuning, ablations and other comparisons of training runs."""
