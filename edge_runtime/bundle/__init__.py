"""A bundle: the network's file, its contract and its golden vectors, in one folder."""
