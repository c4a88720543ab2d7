"""The formats that a network can be exported in, as TFLite files."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

FloatFormat: TypeAlias = Literal["float32", "float16", "dynamic"]
"""``float16``: weights as float16. ``dynamic``: weights as int8, activations quantized on the fly.
Either takes and gives float32, like ``float32``."""

Format: TypeAlias = Literal["float32", "float16", "dynamic", "int8"]
"""``int8``: weights and activations; takes uint8, gives int8, and needs ranges of activations."""

FORMATS: tuple[Format, ...] = get_args(Format)
