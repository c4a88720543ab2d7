"""The network that this one replaces, rebuilt from its description, int8, with random weights.

Beside MobileNetV2 it has a forensic stream at full resolution: 30 SRM filters (Fridrich and
Kodovsky, "Rich Models for Steganalysis of Digital Images", IEEE TIFS 2012) and Bayar's constrained
convolution (Bayar and Stamm, "Constrained Convolutional Neural Networks", IEEE TIFS 2018) of
5 x 5 pixels each, then 3 x 3 convolutions 32 and 64 wide, all with stride 1 at 224 x 224, then
global pooling. Its description does not tell how many filters Bayar's layer has: here 3, as in the
paper.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measure.built_network import built_once, to_int8
from benchmarks.measure.cache_folder import cache_folder
from benchmarks.measure.sample_crops import SIZE
from edge_runtime.files.atomic_write import atomic_write

if TYPE_CHECKING:
    import keras

SRM_FILTERS = 30
BAYAR_FILTERS = 3
WIDTHS = (32, 64)


def original(cache: Path | None = None) -> bytes:
    """The int8 network, built on first use.

    Args:
        cache: Folder that keeps it; None for `cache_folder`.

    Raises:
        subprocess.CalledProcessError: If it cannot be built.
        importlib.metadata.PackageNotFoundError: If TensorFlow is not installed.
    """
    return built_once(
        "original_dual_stream_224", "benchmarks.measure.original", cache or cache_folder()
    )


def graph() -> keras.Model:
    """The float network: [1, 224, 224, 3] to one logit."""
    import keras

    picture = keras.Input((SIZE, SIZE, 3), batch_size=1)
    backbone = keras.applications.MobileNetV2(weights=None, include_top=False, input_tensor=picture)
    seen = keras.layers.GlobalAveragePooling2D()(backbone.output)
    joined = keras.layers.Concatenate()([seen, _forensic(picture)])
    return keras.Model(picture, keras.layers.Dense(1, name="fake_logit")(joined))


def _forensic(picture: Any) -> Any:
    from keras import layers

    noise = [
        layers.Conv2D(filters, 5, padding="same", use_bias=False)(picture)
        for filters in (SRM_FILTERS, BAYAR_FILTERS)
    ]
    traces = layers.Concatenate()(noise)
    for width in WIDTHS:
        traces = layers.Conv2D(width, 3, padding="same", activation="relu")(traces)
    return layers.GlobalAveragePooling2D()(traces)


def main() -> None:
    """Build the network and write it to the file named on the command line."""
    with atomic_write(Path(sys.argv[1])) as part:
        part.write_bytes(to_int8(graph()))


if __name__ == "__main__":
    main()
