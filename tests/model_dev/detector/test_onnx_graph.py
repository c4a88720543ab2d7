from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
import pytest

from model_dev.detector.export import YUNET
from model_dev.detector.network import build_detector
from model_dev.detector.onnx_graph import (
    OPERATORS,
    OUTPUTS,
    DetectorGraphError,
    read_graph,
)


def changed(path: Path, change: Any) -> Path:
    model = onnx.load(YUNET)
    change(model.graph)
    onnx.save(model, path)
    return path


def test_the_committed_file_is_read() -> None:
    graph = read_graph(YUNET)
    operators = [node.operator for node in graph.nodes]
    assert operators.count("Conv") == 53
    assert set(operators) == OPERATORS
    assert set(OUTPUTS) <= {node.output for node in graph.nodes}


def test_another_operator_is_refused_by_its_name(tmp_path: Path) -> None:
    def change(graph: Any) -> None:
        next(node for node in graph.node if node.op_type == "Relu").op_type = "Tanh"

    path = changed(tmp_path / "tanh.onnx", change)
    with pytest.raises(DetectorGraphError, match=r"tanh\.onnx has the operator Tanh"):
        read_graph(path)


def test_another_output_is_refused(tmp_path: Path) -> None:
    def change(graph: Any) -> None:
        del graph.output[0]

    path = changed(tmp_path / "fewer.onnx", change)
    with pytest.raises(DetectorGraphError, match="has the outputs"):
        read_graph(path)


@pytest.mark.parametrize("data", [b"", b"no graph"], ids=["empty", "text"])
def test_a_file_that_is_not_onnx_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(data)
    with pytest.raises(DetectorGraphError, match=r"broken\.onnx is not an ONNX file"):
        read_graph(path)


def test_a_setting_that_is_not_rebuilt_is_refused(tmp_path: Path) -> None:
    def change(graph: Any) -> None:
        pool = next(node for node in graph.node if node.op_type == "MaxPool")
        next(item for item in pool.attribute if item.name == "ceil_mode").i = 1

    graph = read_graph(changed(tmp_path / "ceil.onnx", change))
    with pytest.raises(DetectorGraphError, match="MaxPool 189 has ceil_mode 1"):
        build_detector(graph, 64)


@pytest.mark.parametrize("side", [0, -32, 100])
def test_a_side_that_the_strides_do_not_divide_is_refused(side: int) -> None:
    with pytest.raises(ValueError, match=f"multiple of 32, not {side}"):
        build_detector(read_graph(YUNET), side)
