"""The measured figures of detectors as a table for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from model_dev.statistics.proportion import wilson

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85)


def table(document: Mapping[str, Any]) -> str:
    """Markdown: recall, false alarms, turned pictures and times, with 95 % intervals."""
    names = list(document["recall"][0]["scores"])
    parts = [
        "# Face detectors",
        _sources(document["sources"]),
        "## Time",
        _times(document["times"]),
        "## Upright faces that are found",
        _recall(document["recall"], names),
        "## Pictures without people in which a face is seen",
        _alarms(document["alarms"], names),
        "## Pictures of people that lie on their side",
        _turned(document["turned"]),
    ]
    return "\n\n".join(parts) + "\n"


def _sources(sources: Mapping[str, Mapping[str, int]]) -> str:
    lines = [
        f"- {kind}: " + ", ".join(f"{name} ({count})" for name, count in found.items())
        for kind, found in sources.items()
    ]
    return "Pictures, by their source:\n\n" + "\n".join(lines)


def _times(times: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [name, f"{taken['ms']:.2f}", f"{taken['of_the_network']:.2f}"]
        for name, taken in times.items()
    ]
    return _markdown(["detector", "ms", "of the network"], rows)


def _recall(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    cases = sorted({(row["share"], row["beside"]) for row in rows}, reverse=True)
    lines = []
    for share, beside in cases:
        own = [row for row in rows if (row["share"], row["beside"]) == (share, beside)]
        for name in names:
            scores = [row["scores"][name] for row in own]
            case = f"{share:.1%}" + (", beside a large face" if beside else "")
            lines.append([case, name, str(len(own)), *_shares(scores)])
    return _markdown(["size", "detector", "faces", *_heads()], lines)


def _alarms(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    looks = {name: [row["scores"][name] for row in rows] for name in names}
    looks["turned look"] = [row["turned"] for row in rows]
    lines = [[name, str(len(rows)), *_shares(scores)] for name, scores in looks.items()]
    return _markdown(["detector", "pictures", *_heads()], lines)


def _turned(rows: Sequence[Mapping[str, Any]]) -> str:
    """At each threshold: how many turned looks would give the right turn, and another one."""
    lines = []
    for kind in sorted({row["kind"] for row in rows}):
        own = [row for row in rows if row["kind"] == kind]
        for words, right in (("right turn", True), ("wrong turn", False)):
            scores = [_best(row) if (_turn(row) == row["needs"]) is right else 0.0 for row in own]
            lines.append([kind, words, str(len(own)), *_shares(scores)])
        unturned = [row["first"] for row in own]
        lines.append([kind, "face in the first look", str(len(own)), *_shares(unturned)])
    return _markdown(["pictures", "outcome", "number", *_heads()], lines)


def _turn(row: Mapping[str, Any]) -> int:
    return int(max(row["scores"], key=row["scores"].__getitem__))


def _best(row: Mapping[str, Any]) -> float:
    return float(max(row["scores"].values()))


def _heads() -> list[str]:
    return [f"from {threshold}" for threshold in THRESHOLDS]


def _shares(scores: Sequence[float]) -> list[str]:
    return [_share(sum(s >= threshold for s in scores), len(scores)) for threshold in THRESHOLDS]


def _share(count: int, of: int) -> str:
    low, high = wilson(count, of)
    return f"{count / of:.3f} ({low:.3f}-{high:.3f})"


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
