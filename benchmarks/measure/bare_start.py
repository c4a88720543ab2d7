"""The least work of a process that runs a network once: ``bare_start.py MODEL THREADS``."""

from __future__ import annotations

import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from PIL import Image


def main(model: str, threads: int) -> None:
    """Load a network, run it on a black picture, and read its outputs.

    Args:
        model: Path of a ``.tflite`` file.
        threads: CPU threads, >= 1.
    """
    interpreter = Interpreter(model_path=model, num_threads=threads)
    interpreter.allocate_tensors()
    source = interpreter.get_input_details()[0]
    black = Image.new("RGB", (int(source["shape"][2]), int(source["shape"][1])))
    interpreter.set_tensor(source["index"], np.asarray(black)[None])
    interpreter.invoke()
    for output in interpreter.get_output_details():
        interpreter.get_tensor(output["index"])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
