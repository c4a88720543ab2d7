"""Times code, and records the machine, the noise and the memory beside the times."""
