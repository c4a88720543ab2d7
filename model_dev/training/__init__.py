"""Training, and further training on somebody's own crops."""
