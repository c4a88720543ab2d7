"""The cases of each suite, answered by the reference."""
