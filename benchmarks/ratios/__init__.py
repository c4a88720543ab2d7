"""What the product promises as ratios, each measured against its baseline in one run."""
