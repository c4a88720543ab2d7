"""The fit of the graphic score, on drawn and on grainy pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageDraw

from edge_runtime.bundle.contract import GraphicRule
from model_dev.evaluation.picture_list import read_picture_list
from model_dev.evaluation.reasons import (
    COLUMNS,
    STATISTICS,
    fit_graphic_rule,
    measure_pictures,
    reasons_report,
    scores_of,
)
from model_dev.evaluation.reasons_text import reasons_text
from model_dev.statistics.metrics import Bootstrap

SIDE = 300


def drawn(rng: np.random.Generator) -> Image.Image:
    """A page of bars: flat areas and hard edges."""
    image = Image.new("RGB", (SIDE, SIDE), (240, 240, 200))
    draw = ImageDraw.Draw(image)
    for top in range(10, SIDE, 20):
        draw.rectangle((10, top, int(rng.integers(100, 290)), top + 8), fill=(40, 30, 120))
    return image


def grainy(rng: np.random.Generator) -> Image.Image:
    """Soft colours and noise, as a camera gives them."""
    coarse = rng.integers(40, 220, (6, 6, 3)).astype(np.uint8)
    soft = np.asarray(Image.fromarray(coarse).resize((SIDE, SIDE), Image.Resampling.BICUBIC))
    noise = rng.normal(0, 6, soft.shape)
    return Image.fromarray(np.clip(soft + noise, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder, rng, lines = tmp_path_factory.mktemp("pictures"), np.random.default_rng(1), []
    for number in range(24):
        label = ("photograph", "graphic", "photograph", "painting")[number % 4]
        image = drawn(rng) if label == "graphic" else grainy(rng)
        if number == 0:
            image = image.convert("L").convert("RGB")
        image.save(folder / f"{number}.png")
        lines.append(f"{number}.png,{label},kind {number % 2},source {number}\n")
    (folder / "list.csv").write_text("path,label,kind,source\n" + "".join(lines))
    return measure_pictures(read_picture_list(folder / "list.csv", COLUMNS))


def test_statistics_are_those_of_the_drawn_things(measured: pd.DataFrame) -> None:
    means = measured.groupby("label")[[*STATISTICS, "grey"]].mean()
    assert means.loc["graphic", "flat"] > 0.4 > 0.05 > means.loc["photograph", "flat"]
    assert means.loc["graphic", "hard"] > 0.3 > 0.05 > means.loc["photograph", "hard"]
    assert measured["grey"].max() < 1
    assert measured.loc[0, "colourfulness"] == 0
    assert measured.loc[1:, "colourfulness"].min() > 4


def test_the_rule_tells_them_apart(measured: pd.DataFrame) -> None:
    rule = fit_graphic_rule(measured, 0.0)
    called = scores_of(measured, rule) > 0
    assert called[measured["label"] == "graphic"].all()
    assert not called[measured["label"] != "graphic"].any()


def test_the_bias_permits_a_share_of_the_photographs() -> None:
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.random((400, len(STATISTICS))), columns=list(STATISTICS))
    table["label"] = ["graphic"] * 200 + ["photograph"] * 200
    table.loc[:199, "flat"] += 0.3
    table["half"] = 0
    for permitted in (0.01, 0.1):
        scores = scores_of(table, fit_graphic_rule(table, permitted))
        share = (scores[200:] > 0).mean()
        assert permitted - 0.0101 < share <= permitted


def test_a_half_without_graphics_cannot_be_fitted(measured: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="needs graphics and photographs"):
        fit_graphic_rule(measured[measured["label"] == "photograph"], 0.01)


def test_an_unknown_label_is_an_error(measured: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="'logo'"):
        measure_pictures(measured.assign(label="logo"))


def test_the_report_counts_what_gets_a_reason(measured: pd.DataFrame) -> None:
    only_graphics = GraphicRule(-0.3, 1.0, 0.0, 0.0, 0.0, 0.0)
    report = reasons_report(measured, only_graphics, 4.0, Bootstrap(20, 1))
    cells = [c for c in report["cells"] if c["kind"] == "all"]
    assert sum(cell["pictures"] for cell in cells) == 24
    for cell in cells:
        expected = 1.0 if cell["label"] == "graphic" else 0.0
        assert cell["not_a_photograph"]["value"] == expected
        assert cell["no_colour"]["value"] == 0.0  # The black and white file itself is no loss.
        assert cell["grey_caught"]["value"] == 1.0
    text = reasons_text(report)
    assert "- flat: 1" in text
    assert "| graphic | kind 1 | both | 6 | 6 | 1.000 (1.000-1.000) | 0.000" in text
