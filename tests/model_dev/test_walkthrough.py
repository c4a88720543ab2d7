"""The walkthrough notebook, from its first cell to its last, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "model_dev/notebooks/walkthrough.ipynb"


def test_the_notebook_is_kept_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) > 10
    assert not any(cell.outputs or cell.execution_count for cell in code)


@pytest.mark.slow
def test_the_walkthrough_ends_with_a_bundle_that_scans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOK.parents[2]))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=1800, kernel_name="python3", resources=resources).execute()
    (work,) = tmp_path.glob("walkthrough-*")
    bundle = work / "edge_runtime/bundles/walkthrough"
    assert {"contract.json", "golden.json", "model.tflite", "README.md"} <= {
        path.name for path in bundle.iterdir()
    }
    text = printed(notebook)
    assert "broken.jpg: undecodable" in text
    assert sum(f"/{label}" in line for line in text.splitlines() for label in ("scene", "real")) > 3
    for tier in ("clean", "web", "hard", "thumbnail"):
        assert f"{tier:10} AUC 0." in text or f"{tier:10} AUC 1." in text


def printed(notebook: nbformat.NotebookNode) -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return "".join(o.text for o in outputs if o.output_type == "stream" and o.name == "stdout")
