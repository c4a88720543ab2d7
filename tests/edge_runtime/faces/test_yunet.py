from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_runtime.faces.yunet import areas, count_rows, decode, overlap, suppress
from tests.golden.reference import faces as reference

BOX = st.tuples(
    st.floats(0, 50), st.floats(0, 50), st.floats(0, 40), st.floats(0, 40), st.floats(0, 1)
)


def table(boxes: list[tuple[float, ...]]) -> np.ndarray:
    rows = [[left, top, left + w, top + h, score] for left, top, w, h, score in boxes]
    return np.array(rows, np.float64).reshape(-1, 5)


def test_rows_of_the_shipped_sides() -> None:
    """40² + 20² + 10² and 56² + 28² + 14²."""
    assert count_rows(320, (8, 16, 32)) == 1600 + 400 + 100
    assert count_rows(448, (8, 16, 32)) == 3136 + 784 + 196


def test_a_cell_is_a_face_where_it_says() -> None:
    rows = np.zeros((16, 6), np.float32)
    rows[6] = 0.81, 0.64, 0.5, -0.25, np.log(2), np.log(3)
    (found,) = decode(rows, 64, (16,), 0.7)
    assert found == pytest.approx([24, -12, 56, 36, 0.72], abs=1e-4)


@pytest.mark.parametrize("strides", [(8, 16, 32), (32, 8), (16,)])
def test_decoding_is_the_slow_references(strides: tuple[int, ...]) -> None:
    random = np.random.default_rng(5)
    rows = random.normal(0.5, 0.5, (count_rows(64, strides), 6)).astype(np.float32)
    wanted = reference.decode(rows.tolist(), 64, strides, 0.4)
    assert len(wanted) > 3
    assert decode(rows, 64, strides, 0.4) == pytest.approx(np.array(wanted), abs=1e-9)


@given(st.lists(BOX, max_size=12), st.floats(0.05, 0.95))
def test_suppression_is_the_slow_references(boxes: list[tuple[float, ...]], limit: float) -> None:
    detections = table(boxes)
    wanted = reference.suppress(detections.tolist(), limit)
    assert suppress(detections, limit).tolist() == wanted


def test_overlap_of_boxes() -> None:
    others = table([(0, 0, 10, 10, 1), (5, 0, 10, 10, 1), (10, 0, 10, 10, 1), (3, 3, 0, 0, 1)])
    assert overlap(others[0], others).tolist() == pytest.approx([1, 1 / 3, 0, 0])
    assert overlap(others[3], others).tolist() == [0, 0, 0, 0]
    assert areas(others).tolist() == [100, 100, 100, 0]
