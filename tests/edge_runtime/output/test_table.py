"""Results as lines for a terminal and rows of a CSV file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.output.csv_file import COLUMNS, CsvFile, row_of
from edge_runtime.output.table import MAX_NAME, Table, cells, pad, shorten
from edge_runtime.result.plain_words import NOT_PROOF, UNSURE_MEANS
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.result.video_result import VideoResult
from edge_runtime.types import Box
from tests.support.result_documents import FAILED, SCANNED, UNDECIDED, VIDEO
from tests.support.sample_contract import write_bundle
from tests.support.tiny_scanner import tiny_scanner


@pytest.fixture
def results(tmp_path: Path) -> dict[str, ScanResult]:
    """One result of each kind, by verdict."""
    bundle = Bundle.open(write_bundle(tmp_path))
    two = [Box(10, 10, 60, 60), Box(70, 70, 110, 110)]
    whole, faces = tiny_scanner(bundle), tiny_scanner(bundle, two)
    grey = [np.full((120, 160, 3), level, np.uint8) for level in (0, 128, 255)]
    return {
        "REAL": whole.scan(grey[0]),
        "UNSURE": whole.scan(grey[1]),
        "FAKE": faces.scan(grey[2]),
        "FAILED": whole.scan(b""),
    }


def test_a_row_tells_verdict_probability_regions_and_reasons(
    results: dict[str, ScanResult],
) -> None:
    table = Table(["<array>"], colour=False)
    row = table.row(results["FAKE"])
    assert row.startswith("<array>  FAKE       0.905  whole picture + 2 faces  ")
    assert row.endswith("  blurred, bright")


def test_notes_are_reasons_in_words_then_the_rest() -> None:
    table = Table(["photo.jpg"], colour=False)
    assert table.row(UNDECIDED).endswith(
        "  black and white; a second look gave another answer; 3 faces more than are judged;"
        " small, dark; first frame only"
    )
    assert table.row(SCANNED).endswith(
        "  3 faces more than are judged; turned 90°; 1 possible face; small, dark; first frame only"
    )


def test_a_video_tells_its_frames_and_what_counts() -> None:
    row = Table(["clip.mp4"], colour=False).row(VIDEO)
    assert row.split("  ")[4] == "1 frame"
    assert row.endswith("  whole picture; black and white; 3 faces more than are judged")


def test_columns_stay_aligned(results: dict[str, ScanResult]) -> None:
    table = Table(["<array>", "<bytes>"], colour=False)
    starts = {table.row(result)[9:].split()[0] for result in results.values()}
    assert starts == set(results)
    header = table.header()
    assert header.index("VERDICT") == 9
    end = header.index("MS") + 2
    for result in results.values():
        row = table.row(result)
        assert row[header.index("REGIONS") :].startswith(("whole picture", "-  "))
        assert row[end - 1 : end + 2].strip().isdigit() or row[end - 1] == "-"


def test_a_failure_shows_code_and_message(results: dict[str, ScanResult]) -> None:
    row = Table(["<bytes>"], colour=False).row(results["FAILED"])
    assert row.endswith("empty: the file has no bytes")


def test_the_footer_counts_and_explains_unsure_only_where_it_occurred(
    results: dict[str, ScanResult],
) -> None:
    table = Table([], colour=False)
    table.row(results["REAL"])
    table.row(results["FAILED"])
    assert table.footer() == [f"1 REAL, 1 FAILED. {NOT_PROOF}"]
    table.row(results["UNSURE"])
    assert table.footer() == [f"1 UNSURE, 1 REAL, 1 FAILED. {NOT_PROOF}", UNSURE_MEANS]


def test_colour_only_when_asked(results: dict[str, ScanResult]) -> None:
    assert "\x1b" not in Table([], colour=False).row(results["FAKE"])
    assert "\x1b[1;31mFAKE" in Table([], colour=True).row(results["FAKE"])


def test_long_and_wide_names_fit_their_column() -> None:
    assert shorten("folder/picture.jpg", 12) == "…picture.jpg"
    assert cells("図.png") == 6
    assert pad("図.png", 8) == "図.png  "
    header = Table(["x" * 300], colour=False).header()
    assert header.index("VERDICT") == MAX_NAME + 2


def test_csv_has_a_row_per_result(results: dict[str, ScanResult]) -> None:
    file = io.StringIO(newline="")
    table = CsvFile(file)
    for result in results.values():
        table.add(result)
    rows = list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["verdict"] for row in rows] == ["REAL", "UNSURE", "FAKE", ""]
    assert [row["faces"] for row in rows] == ["0", "0", "2", ""]
    assert [row["reasons"] for row in rows] == [""] * 4
    assert [row["rotated"] for row in rows] == ["0", "0", "0", ""]
    assert rows[2]["quality"] == "blurred bright"
    assert rows[3]["failure_code"] == "empty"
    assert {row["bundle_id"] for row in rows} == {"sample-v1"}
    assert float(rows[2]["probability"]) == results["FAKE"].probability


def csv_row(result: ScanResult | VideoResult) -> dict[str, str]:
    file = io.StringIO(newline="")
    CsvFile(file).add(result)
    (row,) = csv.DictReader(io.StringIO(file.getvalue(), newline=""))
    return row


def columns(row: dict[str, str], names: str) -> list[str]:
    return [row[name] for name in names.split()]


def test_csv_has_reasons_the_turn_and_what_was_not_judged() -> None:
    names = "verdict reasons faces faces_omitted possible_faces rotated"
    assert columns(csv_row(UNDECIDED), names) == [
        "UNSURE", "no_colour unstable faces_omitted", "1", "3", "0", "0"
    ]  # fmt: skip
    assert columns(csv_row(SCANNED), names) == ["FAKE", "", "1", "3", "1", "90"]
    assert columns(csv_row(FAILED), names) == [""] * 6


def test_csv_leaves_empty_what_a_video_has_not() -> None:
    names = "verdict reasons faces faces_omitted possible_faces rotated frames"
    assert columns(csv_row(VIDEO), names) == [
        "UNSURE", "no_colour faces_omitted", "0", "3", "", "", "1"
    ]  # fmt: skip


def test_the_columns_of_a_row_are_all_there() -> None:
    for result in (SCANNED, FAILED, VIDEO):
        assert tuple(row_of(result.to_json())) == COLUMNS
