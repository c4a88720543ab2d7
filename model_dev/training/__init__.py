"""Training of the network: configs, lineage, batches, the training loop, weight averages."""
