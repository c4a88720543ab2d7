"""A bundle made whole, with what is said of it."""
