"""Results as tables and plots."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.cli import main
from benchmarks.host.memory import summarise
from benchmarks.records.case import Case, Setting
from benchmarks.records.result import Result
from benchmarks.report.markdown import markdown
from benchmarks.report.plots import PLOTS
from benchmarks.report.readme_figures import NOT_MEASURED, put_figures, with_figures
from tests.support.bench_results import (
    FOLDER,
    NETWORK,
    SCAN,
    case_of,
    check,
    record,
    result_of,
    times,
)
from tests.support.requirement import TRAIN, missing

STAGES = {"decode": 60.0, "detect": 12.0, "crop": 0.5, "infer": 5.0, "decide": 0.2}


def everything() -> Result:
    return result_of(
        case_of(times(5.0), peak_rss_kb=64 * 1024, joules_per_run=0.05),
        case_of(times(80.0), SCAN, ("others kept 1 busy",), stages_ms=STAGES),
        Case(Setting("network", "edge_runtime", "gpu", 1), "unavailable", "no GPU here"),
        memory=summarise(100, [60_000] * 100),
        ratios=(record(1.0), record(2.5)),
    )


def test_every_figure_has_its_place_and_what_was_not_measured_has_none() -> None:
    check(everything())
    page = markdown([everything()], ["latency.png"])
    assert "## Test CPU" in page
    assert "| network, cpu, 1 thread | cpu (full) | 5.0" in page
    assert (
        "| network, gpu, 1 thread | n/a | unavailable | n/a | n/a | n/a | n/a | n/a | n/a |" in page
    )
    assert "- network, gpu, 1 thread: no GPU here" in page
    assert "cpu (full) ⚠ |" in page
    assert "| 12 MP | 60.00 | 12.00 | 0.50 | 5.00 | 0.20 |" in page
    assert "50.0 mJ a run" in page
    assert "holds |" in page
    assert "**does not hold** |" in page
    assert "10000 scans: 59 MiB settled" in page
    assert "![latency.png](latency.png)" in page


def test_the_report_is_written_with_its_plots(tmp_path: Path) -> None:
    if importlib.util.find_spec("matplotlib") is None:
        missing("matplotlib", TRAIN)
    everything().write(tmp_path / "a.json")
    out = tmp_path / "report"
    assert main(["report", str(tmp_path / "a.json"), "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {
        "report.md",
        "latency.png",
        "stages.png",
        "ratios.png",
    }
    for path in out.glob("*.png"):
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("L"))
        assert min(pixels.shape) > 100
        assert pixels.std() > 5
        assert f"![{path.name}]" in (out / "report.md").read_text("utf-8")


def test_without_a_figure_there_is_no_plot(tmp_path: Path) -> None:
    result_of(Case(NETWORK, "failed", "broken")).write(tmp_path / "a.json")
    assert main(["report", str(tmp_path / "a.json"), "--out", str(tmp_path / "r")]) == 0
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["report.md"]


@pytest.mark.parametrize(("last", "flat"), [(60_000, True), (68_000, True), (69_000, False)])
def test_memory_is_flat_up_to_its_limit(last: int, flat: bool) -> None:
    readings = [*[40_000] * 10, *[60_000] * 70, *[last] * 20]
    found = summarise(100, readings)
    assert (found.scans, found.settled_kb, found.final_kb) == (10_000, 60_000, last)
    assert found.flat is flat


def test_figures_are_put_between_their_marks_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    page.write_text("# A\n<!-- ratios -->\nold\n<!-- /ratios -->\nB <!-- x -->\n", "utf-8")
    put_figures(page, [everything(), everything()], [])
    text = page.read_text("utf-8")
    assert text.startswith("# A\n<!-- ratios -->\n| ratio |")
    assert text.endswith("<!-- /ratios -->\nB <!-- x -->\n")
    assert "\nold\n" not in text
    assert text.count("| ratio |") == 1
    assert text.count("**does not hold**") == 2
    put_figures(page, [everything(), everything()], [])
    assert page.read_text("utf-8") == text


def test_pictures_are_linked_from_where_the_page_is() -> None:
    text = "<!-- measurements --><!-- /measurements -->"
    made = with_figures(text, [everything()], ["../results/latency.png"])
    assert "### Test CPU" in made
    assert "![latency](../results/latency.png)" in made


def test_what_was_not_measured_is_said() -> None:
    text = "<!-- measurements --><!-- /measurements --><!-- ratios -->1.2<!-- /ratios -->"
    assert with_figures(text, [], []).count(NOT_MEASURED) == 2


@pytest.mark.parametrize("text", ["no place", "<!-- ratios -->", "<!-- /ratios --><!-- ratios -->"])
def test_a_page_without_a_whole_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the page has"):
        with_figures(text, [], [])


@pytest.mark.parametrize("page", ["README.md", "benchmarks/results/README.md"])
def test_the_pages_show_the_committed_results(page: str) -> None:
    folder = FOLDER / "results"
    names = ("host.json", "ratios.json", "memory.json")
    results = [Result.read(folder / name) for name in names if (folder / name).exists()]
    plots = [folder / f"{name}.png" for name in PLOTS]
    path = FOLDER.parent / page
    links = [os.path.relpath(plot, path.parent) for plot in plots if plot.exists()]
    text = path.read_text("utf-8")
    assert with_figures(text, results, links) == text
