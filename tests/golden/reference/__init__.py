"""The arithmetic of a scan, written from its definitions; it never calls `edge_runtime`."""
