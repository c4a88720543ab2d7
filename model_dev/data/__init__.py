"""From data sets to crops: recipes, readers, manifest, crop stores, evaluation tiers."""
