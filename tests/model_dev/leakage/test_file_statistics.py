from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from model_dev.leakage.file_statistics import (
    STATISTICS,
    file_statistics,
    shortcut_auc,
    video_statistics,
)
from model_dev.statistics.metrics import Bootstrap

BOOTSTRAP = Bootstrap(50, 0)


def picture(seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (8, 8, 3), np.uint8)
    return Image.fromarray(coarse).resize((96, 64), Image.Resampling.BICUBIC)


def encoded(seed: int, quality: int, subsampling: str = "4:2:0") -> bytes:
    buffer = io.BytesIO()
    picture(seed).save(buffer, "JPEG", quality=quality, subsampling=subsampling)
    return buffer.getvalue()


def table(quality_of_fakes: int) -> pd.DataFrame:
    random = np.random.default_rng(0)
    rows = []
    for i in range(240):
        label = i % 2
        centre = quality_of_fakes if label else 75
        data = encoded(i, int(centre + random.integers(-8, 9)))
        rows.append({**file_statistics(data), "label": label, "source": "s", "group": f"g{i // 2}"})
    return pd.DataFrame(rows)


def test_reads_what_the_file_tells() -> None:
    data = encoded(1, 80)
    found = file_statistics(data)
    assert tuple(found) == STATISTICS
    assert (found["width"], found["height"], found["quality"]) == (96, 64, 80)
    assert found["bytes_per_pixel"] == len(data) / (96 * 64)
    assert (found["chroma_subsampled"], found["is_jpeg"], found["has_exif"]) == (1, 1, 0)
    assert file_statistics(encoded(1, 80, "4:4:4"))["chroma_subsampled"] == 0


def test_png_and_metadata_are_seen() -> None:
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[271] = "maker"
    picture(1).save(buffer, "PNG", exif=exif)
    found = file_statistics(buffer.getvalue())
    assert (found["is_jpeg"], found["quality"], found["has_exif"]) == (0, -1, 1)


def test_a_video_has_the_same_statistics() -> None:
    found = video_statistics(64, 32, 4096)
    assert tuple(found) == STATISTICS
    assert (found["aspect"], found["bytes_per_pixel"], found["quality"]) == (2, 2, -1)
    assert not found["is_jpeg"]


def test_an_open_shortcut_is_found_and_a_closed_one_is_chance() -> None:
    opened = shortcut_auc(table(92), BOOTSTRAP)
    assert opened.value is not None
    assert opened.low is not None
    assert opened.value >= opened.low > 0.9
    closed = shortcut_auc(table(75), BOOTSTRAP)
    assert closed.value == pytest.approx(0.5, abs=0.12)
    assert closed.low is not None
    assert closed.high is not None
    assert closed.low < 0.55
    assert closed.low < closed.value < closed.high


def test_one_class_is_not_measured() -> None:
    rows = table(75)
    assert shortcut_auc(rows[rows["label"] == 1], BOOTSTRAP).value is None
