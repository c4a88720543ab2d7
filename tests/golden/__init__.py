"""Golden vectors that every language reads, and the slow reference that makes them."""
