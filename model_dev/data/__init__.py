"""From data sets to crops: recipes, manifests, checks, and what serving would see."""
