"""The server under load, held against its own engine and against the way it replaces."""
