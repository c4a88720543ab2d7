from __future__ import annotations

import pytest

from model_dev.statistics.proportion import wilson


@pytest.mark.parametrize(
    ("count", "of", "ends"),
    [(0, 10, (0, 0.277533)), (5, 10, (0.236593, 0.763407)), (81, 263, (0.255290, 0.366244))],
)
def test_the_published_intervals(count: int, of: int, ends: tuple[float, float]) -> None:
    """81 of 263: Newcombe, Statistics in Medicine 17 (1998), 0.2553 to 0.3662."""
    assert wilson(count, of) == pytest.approx(ends, abs=1e-4)


def test_no_interval_leaves_the_shares() -> None:
    assert wilson(10, 10)[1] == pytest.approx(1.0)
