from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from model_dev.training.config import Mixture
from model_dev.training.pairs import Pairs, pairs_of

MATCHED = Mixture(("a",), ("a",), 1.0, matched=True)


def pool(*parts: tuple[str, int, str, str, str, int]) -> SimpleNamespace:
    """A pool of parts: source, label, origin, topic, kind of view, number of pictures."""
    columns = ("source", "label", "origin", "topic", "kind")
    table = pd.DataFrame(
        [dict(zip(columns, part, strict=False)) for part in parts for _ in range(part[5])]
    )
    table["group"] = table.index.astype(str)
    found = SimpleNamespace(rows=table)
    found.of = lambda sources, label: np.flatnonzero(
        table["source"].isin(sources) & (table["label"] == label)
    )
    return found


def drawn(pairs: Pairs, rows: pd.DataFrame, count: int = 400) -> tuple[pd.DataFrame, pd.DataFrame]:
    random = np.random.default_rng(5)
    real, fake = zip(*(pairs.draw(random) for _ in range(count)), strict=True)
    return rows.iloc[list(real)].reset_index(), rows.iloc[list(fake)].reset_index()


def test_a_fake_comes_with_a_real_picture_of_its_topic_and_view() -> None:
    found = pool(
        ("a", 1, "larder", "food", "image", 5),
        ("a", 1, "dating", "portrait", "image", 5),
        ("a", 1, "dating", "portrait", "face", 5),
        ("a", 0, "kitchen", "food", "image", 5),
        ("a", 0, "studio", "portrait", "image", 5),
        ("a", 0, "stage", "people", "face", 5),
    )
    real, fake = drawn(pairs_of(found, MATCHED), found.rows)
    assert set(real["label"]) == {0}
    assert set(fake["label"]) == {1}
    assert (real["kind"] == fake["kind"]).all()
    whole = fake["kind"] == "image"
    assert (real.loc[whole, "topic"] == fake.loc[whole, "topic"]).all()
    assert set(real.loc[~whole, "origin"]) == {"stage"}


def test_mixed_fakes_and_lonely_topics_come_with_any_real_picture() -> None:
    found = pool(
        ("a", 1, "everything", "mixed", "image", 5),
        ("a", 1, "dogs", "animal", "image", 5),
        ("a", 0, "kitchen", "food", "image", 5),
        ("a", 0, "street", "outdoor", "image", 5),
    )
    real, fake = drawn(pairs_of(found, MATCHED), found.rows)
    for topic in ("mixed", "animal"):
        assert set(real.loc[fake["topic"] == topic, "topic"]) == {"food", "outdoor"}


def test_origins_are_drawn_by_the_square_root_of_their_pictures() -> None:
    found = pool(
        ("a", 1, "large", "food", "image", 100),
        ("a", 1, "small", "food", "image", 4),
        ("a", 0, "kitchen", "food", "image", 5),
    )
    _, fake = drawn(pairs_of(found, MATCHED), found.rows, 3000)
    assert (fake["origin"] == "small").mean() == pytest.approx(2 / 12, abs=0.03)


def test_graphics_are_not_drawn() -> None:
    found = pool(
        ("a", 1, "posters", "mixed", "image", 10),
        ("a", 0, "street", "outdoor", "image", 10),
    )
    found.rows["graphic"] = [True, None] * 5 + [False] * 10
    _, fake = drawn(pairs_of(found, MATCHED), found.rows)
    assert set(fake["graphic"]) == {None}
    found.rows["graphic"] = True
    with pytest.raises(ValueError, match="no real crops of a"):
        pairs_of(found, MATCHED)


def test_a_pair_shares_its_kind_of_view() -> None:
    found = pool(
        ("a", 0, "a", "portrait", "image", 1),
        ("a", 0, "a", "portrait", "face", 1),
        ("a", 1, "a", "portrait", "image", 1),
        ("a", 1, "a", "portrait", "face", 1),
    )
    found.rows["group"] = "one video"
    real, fake = drawn(pairs_of(found, Mixture(("a",), ("a",), 1.0, paired=True)), found.rows)
    assert (real["kind"] == fake["kind"]).all()
    assert set(fake["kind"]) == {"image", "face"}
