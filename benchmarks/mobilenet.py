"""The baseline network: MobileNetV2 1.0 at 224 pixels, int8, by the product's own converter path.

Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018. The weights are
random: they change what it says, not how long it takes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks.sample_crops import SIZE, sample_crops
from edge_runtime.replacing import replacing

if TYPE_CHECKING:
    import keras

ROOT = Path(__file__).parent.parent
CACHE = ROOT / "build" / "benchmarks"
SEED = 20180113


def mobilenet(cache: Path = CACHE) -> bytes:
    """The int8 network, built on first use.

    Another process builds it, so that TensorFlow's threads and memory are not in the one that
    measures.

    Args:
        cache: Folder that keeps it; each version of TensorFlow has its own file there.

    Raises:
        subprocess.CalledProcessError: If it cannot be built.
    """
    target = cache / f"mobilenet_v2_1.0_224_tensorflow_{metadata.version('tensorflow')}.tflite"
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        command = [sys.executable, "-m", "benchmarks.mobilenet", str(target)]
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    return target.read_bytes()


def build() -> bytes:
    """Make the int8 network: Keras' MobileNetV2 with a head of 1000 classes, without softmax."""
    import keras

    from model_dev.conversion.export import to_float_tflite
    from model_dev.conversion.quantize import measure_ranges, quantize

    model = keras.applications.MobileNetV2(
        weights=None,
        input_tensor=keras.Input((SIZE, SIZE, 3), batch_size=1),
        classifier_activation=None,
    )
    _randomise(model)
    floating = to_float_tflite(model)
    quantized: bytes = quantize(floating, measure_ranges(floating, sample_crops()))
    return quantized


def _randomise(model: keras.Model) -> None:
    """He initialisation; with Keras' own the signal fades to 1e-11 at the last layer."""
    random = np.random.default_rng(SEED)
    for layer in model.layers:
        if hasattr(layer, "kernel"):
            kernel, *bias = layer.get_weights()
            depthwise = "depthwise" in layer.name
            layer.set_weights([_he(kernel, depthwise, random), *bias])


def _he(
    kernel: NDArray[np.float32], depthwise: bool, random: np.random.Generator
) -> NDArray[np.float32]:
    """He et al., "Delving Deep into Rectifiers", ICCV 2015."""
    inputs = int(np.prod(kernel.shape[:2] if depthwise else kernel.shape[:-1]))
    return random.normal(0, np.sqrt(2 / inputs), kernel.shape).astype(np.float32)


def main() -> None:
    """Build the network and write it to the file named on the command line."""
    with replacing(Path(sys.argv[1])) as part:
        part.write_bytes(build())


if __name__ == "__main__":
    main()
