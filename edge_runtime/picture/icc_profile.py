"""Whether an ICC profile is that of sRGB, by its numbers: its name proves nothing."""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

COLORANT_TOLERANCE = 0.001
"""Largest difference of an X, Y or Z of a primary. Makers' own sRGB profiles differ by .0003."""

CURVE_TOLERANCE = 1.0
"""Largest difference of a tone curve, in levels of 255, at any of the 256 levels."""

_COLORANTS = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""XYZ of sRGB's primaries (IEC 61966-2-1), adapted to D50."""

_CURVES = {b"RGB ": (b"rTRC", b"gTRC", b"bTRC"), b"GRAY": (b"kTRC",)}
_TABLES = (b"A2B0", b"A2B1", b"A2B2", b"D2B0", b"D2B1", b"D2B2", b"D2B3")
"""Tags that take the place of primaries and curves where a profile has them."""

_HEADER_BYTES = 128
_MOST_TAGS = 200
_PARAMETERS = (1, 3, 4, 5, 7)
"""Number of parameters of a parametric curve, by its function type."""


def is_srgb(profile: bytes) -> bool:
    """Whether a profile's primaries and tone curves are those of sRGB.

    A grey profile has a curve alone. A profile of lookup tables, and one that breaks the format
    (ICC.1:2022), is not sRGB's.

    Args:
        profile: The whole profile, as it stands in the picture's file.
    """
    try:
        return _is_srgb(profile[16:20], profile[20:24], _tags_of(profile))
    except (struct.error, ValueError, KeyError, IndexError):
        return False


def _is_srgb(space: bytes, connection: bytes, tags: Mapping[bytes, bytes]) -> bool:
    if space not in _CURVES or connection != b"XYZ " or any(tag in tags for tag in _TABLES):
        return False
    if space == b"RGB " and not all(_is_colorant(tags[tag], tag) for tag in _COLORANTS):
        return False
    return all(_is_srgb_curve(tags[tag]) for tag in _CURVES[space])


def _tags_of(profile: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">I", profile, _HEADER_BYTES)
    if count > _MOST_TAGS:
        raise ValueError("more tags than a profile has")
    entries = struct.iter_unpack(">4sII", profile[_HEADER_BYTES + 4 :][: 12 * count])
    return {tag: profile[start : start + length] for tag, start, length in entries}


def _is_colorant(data: bytes, tag: bytes) -> bool:
    kind, *fixed = struct.unpack_from(">4s4x3i", data)
    apart = np.abs(np.array(fixed) / 65536 - _COLORANTS[tag])
    return bool(kind == b"XYZ " and apart.max() <= COLORANT_TOLERANCE)


def _is_srgb_curve(data: bytes) -> bool:
    """Compares as levels of sRGB, so that a dark level counts as much as a bright one."""
    levels = np.arange(256) / 255
    with np.errstate(all="ignore"):  # a hostile exponent gives infinities, which fit no curve
        linear = np.clip(_curve_of(data, levels), 0, 1)
    shown = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return bool(np.abs(255 * (shown - levels)).max() <= CURVE_TOLERANCE)


def _curve_of(data: bytes, levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """A `curv` or `para` element (ICC.1:2022, 10.6 and 10.18) at levels in [0, 1].

    Raises:
        ValueError: If it is neither.
    """
    if data[:4] == b"curv":
        (count,) = struct.unpack_from(">I", data, 8)
        values = np.frombuffer(data, ">u2", count, 12)
        if count < 2:
            return _parametric(0, [float(values[0]) / 256 if count else 1.0], levels)
        curve: NDArray[np.float64] = np.interp(
            levels * (count - 1), np.arange(count), values / 65535
        )
        return curve
    if data[:4] != b"para":
        raise ValueError("no tone curve")
    (kind,) = struct.unpack_from(">H", data, 8)
    fixed = struct.unpack_from(f">{_PARAMETERS[kind]}i", data, 12)
    return _parametric(kind, [value / 65536 for value in fixed], levels)


def _parametric(
    kind: int, parameters: list[float], levels: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Y = (aX + b)^g + e from X = d on, and cX + f below; a short type lacks some of the seven."""
    g, a, b, c, d, e, f = (*parameters, *[0.0] * (7 - len(parameters)))
    if kind == 0:
        return levels**g
    if kind in (1, 2):  # the third parameter behind b is an offset of both parts
        return np.clip(a * levels + b, 0, None) ** g + c
    power = np.clip(a * levels + b, 0, None) ** g
    return np.where(levels >= d, power + e, c * levels + f)
