"""Videos: scans frames spread over a clip as pictures, and pools them into one verdict."""
