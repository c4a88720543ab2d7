"""Whether exporting cost accuracy."""
