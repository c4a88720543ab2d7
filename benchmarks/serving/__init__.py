"""The server under load, compared with its engine and with the server that it replaces."""
