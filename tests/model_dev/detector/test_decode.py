from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from model_dev.detector.decode import decode, overlap, suppress
from model_dev.detector.onnx_graph import STRIDES, WIDTHS

SIDE = 64


def silent() -> dict[str, NDArray[np.float32]]:
    return {
        f"{kind}_{stride}": np.zeros((1, (SIDE // stride) ** 2, width), np.float32)
        for kind, width in WIDTHS.items()
        for stride in STRIDES
    }


def face(left: float, top: float, side: float, score: float) -> NDArray[np.float32]:
    return np.array([left, top, left + side, top + side, *[0] * 10, score], np.float32)


def test_no_cell_is_no_face() -> None:
    assert decode(silent(), SIDE, 0.1).shape == (0, 15)
    assert suppress(decode(silent(), SIDE, 0.1), 0.3).shape == (0, 15)


def test_a_cell_is_a_face_where_it_says() -> None:
    """Row 1, column 2 of the 4 cells by 4 at stride 16: number 6."""
    outputs = silent()
    outputs["cls_16"][0, 6], outputs["obj_16"][0, 6] = 0.81, 0.64
    outputs["bbox_16"][0, 6] = 0.5, -0.25, np.log(2), np.log(3)
    outputs["kps_16"][0, 6] = 0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1
    (found,) = decode(outputs, SIDE, 0.7)
    centre_x, centre_y, width, height = 2.5 * 16, 0.75 * 16, 2 * 16, 3 * 16
    box = [centre_x - width / 2, centre_y - height / 2]
    box += [centre_x + width / 2, centre_y + height / 2]
    points = [32, 16, 48, 16, 40, 24, 32, 32, 48, 32]
    assert found.tolist() == pytest.approx([*box, *points, 0.72], abs=1e-4)


@pytest.mark.parametrize(("stride", "number", "centre"), [(8, 10, (16, 8)), (32, 3, (32, 32))])
def test_cells_lie_row_by_row_at_every_stride(
    stride: int, number: int, centre: tuple[float, float]
) -> None:
    outputs = silent()
    outputs[f"cls_{stride}"][0, number] = outputs[f"obj_{stride}"][0, number] = 1
    (found,) = decode(outputs, SIDE, 0.5)
    assert ((found[:2] + found[2:4]) / 2).tolist() == list(centre)
    assert (found[2:4] - found[:2]).tolist() == [stride, stride]


def test_a_cell_below_the_threshold_is_left_out() -> None:
    outputs = silent()
    outputs["cls_8"][0, 0], outputs["obj_8"][0, 0] = 0.25, 1
    assert len(decode(outputs, SIDE, 0.5)) == 1
    assert len(decode(outputs, SIDE, 0.51)) == 0


def test_overlap_of_boxes() -> None:
    others = np.stack([face(0, 0, 10, 1), face(5, 0, 10, 1), face(10, 0, 10, 1)])
    assert overlap(others[0], others).tolist() == pytest.approx([1, 1 / 3, 0])


def test_of_overlapping_faces_the_surest_is_kept() -> None:
    faces = np.stack([face(1, 0, 10, 0.6), face(0, 0, 10, 0.9), face(30, 0, 10, 0.7)])
    kept = suppress(faces, 0.3)
    assert kept[:, 14].tolist() == pytest.approx([0.9, 0.7])
    assert len(suppress(faces, 0.9)) == 3
