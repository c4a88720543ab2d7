"""Scans of up to a million files: worker processes, results saved as they come, resumable.

While a batch runs, its results are saved in ``OUT.parts`` beside the output: the request, the list
of inputs, and one shard of JSON lines per 100 inputs. When every shard is complete they are joined
into the output, in the order of the inputs. `edge_runtime.batch.batch_folder` describes the files
and what an interruption can cost.
"""
