"""From data sets to a sealed, measured bundle."""
