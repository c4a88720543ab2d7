"""A live camera: its newest frame judged, again and again, and the verdicts smoothed."""
