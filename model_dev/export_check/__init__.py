"""The export check: whether exporting cost accuracy."""
