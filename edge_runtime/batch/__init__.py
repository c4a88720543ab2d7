"""Many pictures: worker processes, results kept as they come, and a scan that can be resumed.

Results gather in ``OUT.parts`` beside the output: the list of inputs, the plan, and one shard of
JSON lines per 100 inputs. When all shards are there they become the output, in the order of the
inputs. See `edge_runtime.batch.batch_folder` for what a crash can and cannot cost.
"""
