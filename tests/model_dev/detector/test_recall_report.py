from __future__ import annotations

from typing import Any

from model_dev.detector.recall_report import summary, table

NAME = "448 float16"


def document() -> dict[str, Any]:
    found = [{"share": 0.04, "beside": False, "scores": {NAME: score}} for score in (0.9, 0.72)]
    seen = [
        {"picture": f"a/{score}.jpg", "scores": {NAME: score}, "turned": 0.3}
        for score in (0.0, 0.0, 0.55, 1.0)
    ]
    turned = [
        {"kind": "people", "needs": 90, "first": 0.4, "scores": {"90": 0.82, "180": 0.1}},
        {"kind": "people", "needs": 90, "first": 0.0, "scores": {"90": 0.1, "180": 0.84}},
    ]
    return {
        "sources": {"scenes": {"a": 4}},
        "times": {"network": {"ms": 8.0, "of_the_network": 1.0}},
        "recall": found,
        "alarms": seen,
        "turned": turned,
    }


def cells(title: str, head: str) -> list[str]:
    """The first row of a section that starts with a cell."""
    section = table(document()).split(f"## {title}")[1].split("##")[0]
    line = next(line for line in section.splitlines() if line.startswith(f"| {head} "))
    return [cell.strip().split(" ")[0] for cell in line.strip("|").split("|")]


def test_shares_at_each_threshold() -> None:
    """From 0.5, 0.6, 0.7, 0.8, 0.85."""
    found = cells("Upright faces that are found", "4.0%")
    assert found[2:] == ["2", "1.000", "1.000", "1.000", "0.500", "0.500"]
    seen = cells("Pictures without people in which a face is seen", NAME)
    assert seen[1:] == ["4", "0.500", "0.250", "0.250", "0.250", "0.250"]


def test_a_turn_is_right_or_wrong() -> None:
    title = "Pictures of people that lie on their side"
    section = table(document()).split(f"## {title}")[1]
    right, wrong = (
        next(line for line in section.splitlines() if words in line)
        for words in ("right turn", "wrong turn")
    )
    assert right.count("0.500 (") == wrong.count("0.500 (") == 4


def test_the_summary_counts_in_twentieths() -> None:
    scores = summary(document())["pictures_by_score_in_twentieths"]
    found = scores["recall"]["4.0%"][NAME]
    assert (found[18], found[14], sum(found)) == (1, 1, 2)
    assert scores["alarms"]["a"][NAME][19] == 1
    assert scores["turned"]["people"]["wrong turn"][16] == 1
