"""What a scan returns: verdicts, probabilities and failures, and their JSON."""
