"""What a network gets right: reports, the operating point, ablations."""
