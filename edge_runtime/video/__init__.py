"""Videos: frames spread over a clip, judged as pictures are, pooled into one verdict."""
