"""A colour profile is taken for sRGB by its numbers, whatever it is called."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.icc_profile import is_srgb
from tests.support.encoded_pictures import encoded, icc_profile, profile_of, sample, xyz_tag

CONVERTED = "colours converted to sRGB by the colour profile"

# XYZ of the primaries adapted to D50: a primary a row.
SRGB = np.array(
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410]]
)
WIDE = np.array(
    [[0.51512, 0.24120, -0.00105], [0.29198, 0.69225, 0.04189], [0.15710, 0.06657, 0.78407]]
)


def srgb_curve(levels: Any) -> Any:
    """Linear light of levels in [0, 1], by IEC 61966-2-1."""
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def table_of(linear: Any) -> bytes:
    values = np.rint(65535 * linear).astype(">u2")
    return b"curv\0\0\0\0" + struct.pack(">I", len(values)) + values.tobytes()


def parametric(kind: int, *values: float) -> bytes:
    fixed = struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))
    return b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + fixed


def profile(curve: bytes, primaries: Any = SRGB, **more: bytes) -> bytes:
    """An RGB profile of one tone curve, and further tags by name."""
    tags = {b"wtpt": xyz_tag((0.9642, 1.0, 0.8249))}
    for letter, primary in zip((b"r", b"g", b"b"), primaries, strict=True):
        tags[letter + b"XYZ"] = xyz_tag(primary)
        tags[letter + b"TRC"] = curve
    return profile_of({**tags, **{key.encode("ascii"): data for key, data in more.items()}})


TABLE = table_of(srgb_curve(np.linspace(0, 1, 1024)))
SRGB_CURVES = {
    "table": TABLE,
    "parametric": parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045),
    "all seven": parametric(4, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0, 0),
}
OTHER_CURVES = {
    "linear": parametric(0, 1.0),
    "no entry": table_of(np.array([])),
    "gamma 1.8": parametric(0, 1.8),
    "gamma 2.2": b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)),
    "offset": parametric(2, 2.4, 1 / 1.055, 0.055 / 1.055, 0.1),
    "dark levels lifted": table_of(np.maximum(srgb_curve(np.linspace(0, 1, 1024)), 0.01)),
    "hostile": parametric(0, -30000.0),
    "another element": b"text\0\0\0\0curve",
}


@pytest.mark.parametrize("curve", SRGB_CURVES)
def test_the_curve_of_srgb_in_each_form_is_known(curve: str) -> None:
    assert is_srgb(profile(SRGB_CURVES[curve]))


@pytest.mark.parametrize("curve", OTHER_CURVES)
def test_another_curve_is_not_srgb(curve: str) -> None:
    assert not is_srgb(profile(OTHER_CURVES[curve]))


def test_primaries_as_makers_round_them_are_srgb() -> None:
    assert is_srgb(profile(TABLE, SRGB + 0.0003))


@pytest.mark.parametrize("primary", range(3))
@pytest.mark.parametrize("change", [0.002, -0.05])
def test_other_primaries_are_not_srgb(primary: int, change: float) -> None:
    primaries = SRGB.copy()
    primaries[primary, 1] += change
    assert not is_srgb(profile(TABLE, primaries))


def test_lookup_tables_take_the_place_of_primaries() -> None:
    assert not is_srgb(profile(TABLE, A2B0=b"mft2\0\0\0\0"))


def test_pillows_own_profile_is_srgb() -> None:
    assert is_srgb(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


@pytest.mark.parametrize("length", [0, 20, 127, 128, 131, 140, 200, 260])
def test_a_profile_cut_off_is_not_srgb(length: int) -> None:
    assert not is_srgb(profile(TABLE)[:length])


def test_more_tags_than_there_are_bytes() -> None:
    whole = profile(TABLE)
    assert not is_srgb(whole[:128] + b"\xff\xff\xff\xff" + whole[132:])


@pytest.mark.parametrize("name", ["GIMP built-in Linear sRGB", "sRGB primaries, gamma 1.8"])
def test_a_picture_is_not_taken_for_srgb_by_the_name_of_its_profile(name: str) -> None:
    gamma = 1.0 if "Linear" in name else 1.8
    shown = (sample() // 2 + 60).astype(np.uint8)
    stored = np.rint(255 * srgb_curve(shown / 255) ** (1 / gamma)).astype(np.uint8)
    data = encoded(Image.fromarray(stored), "PNG", icc_profile=icc_profile(name, SRGB, gamma))
    picture = read_rgb(data)
    assert np.abs(stored.astype(int) - shown).max() >= 9
    assert np.abs(picture.rgb.astype(int) - shown).max() <= (4 if gamma == 1 else 2)
    assert picture.notes == (CONVERTED,)


def test_wide_primaries_named_esrgb_are_converted() -> None:
    profile_bytes = icc_profile("esRGB", WIDE, 2.2)
    picture = read_rgb(encoded(Image.fromarray(sample()), "PNG", icc_profile=profile_bytes))
    assert np.abs(picture.rgb.astype(int) - sample()).max() > 9
    assert picture.notes == (CONVERTED,)


def test_a_profile_that_is_srgb_without_its_name_changes_nothing() -> None:
    picture = read_rgb(encoded(Image.fromarray(sample()), "PNG", icc_profile=profile(TABLE)))
    assert np.array_equal(picture.rgb, sample())
    assert picture.notes == ()
