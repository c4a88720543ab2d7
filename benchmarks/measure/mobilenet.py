"""The baseline network: MobileNetV2 1.0 at 224 pixels, int8, by the product's own converter path.

Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018. The weights are
random: they change what it says, not how long it takes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure.built_network import built_once, to_int8
from benchmarks.measure.cache_folder import cache_folder
from benchmarks.measure.sample_crops import SIZE
from edge_runtime.files.atomic_write import atomic_write


def mobilenet(cache: Path | None = None) -> bytes:
    """The int8 network, built on first use.

    Args:
        cache: Folder that keeps it; None for `cache_folder`.

    Raises:
        subprocess.CalledProcessError: If it cannot be built.
        importlib.metadata.PackageNotFoundError: If TensorFlow is not installed.
    """
    return built_once(
        "mobilenet_v2_1.0_224", "benchmarks.measure.mobilenet", cache or cache_folder()
    )


def build() -> bytes:
    """Make the int8 network: Keras' MobileNetV2 with a head of 1000 classes, without softmax."""
    import keras

    return to_int8(
        keras.applications.MobileNetV2(
            weights=None,
            input_tensor=keras.Input((SIZE, SIZE, 3), batch_size=1),
            classifier_activation=None,
        )
    )


def main() -> None:
    """Build the network and write it to the file named on the command line."""
    with atomic_write(Path(sys.argv[1])) as part:
        part.write_bytes(build())


if __name__ == "__main__":
    main()
