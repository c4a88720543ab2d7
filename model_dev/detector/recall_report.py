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


def summary(document: Mapping[str, Any]) -> dict[str, Any]:
    """The figures without the score of each picture: sources, times and histograms of scores."""
    recall, alarms = document["recall"], document["alarms"]
    found: dict[str, dict[str, list[int]]] = {}
    for row in recall:
        case = found.setdefault(_case(row), {})
        for name, score in row["scores"].items():
            _count(case, name, score)
    seen: dict[str, dict[str, list[int]]] = {}
    for row in alarms:
        case = seen.setdefault(row["picture"].split("/")[0], {})
        for name, score in {**row["scores"], "turned look": row["turned"]}.items():
            _count(case, name, score)
    turned: dict[str, dict[str, list[int]]] = {}
    for row in document["turned"]:
        case = turned.setdefault(row["kind"], {})
        right = "right turn" if _turn(row) == row["needs"] else "wrong turn"
        _count(case, right, _best(row))
        _count(case, "first look", row["first"])
    scores = {"recall": found, "alarms": seen, "turned": turned}
    return {
        "sources": document["sources"],
        "times": document["times"],
        "pictures_by_score_in_twentieths": scores,
    }


def _count(case: dict[str, list[int]], name: str, score: float) -> None:
    case.setdefault(name, [0] * 20)[min(19, int(20 * score))] += 1


def _case(row: Mapping[str, Any]) -> str:
    return f"{row['share']:.1%}" + (", beside a large face" if row["beside"] else "")


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
            lines.append([_case(own[0]), name, str(len(own)), *_shares(scores)])
    return _markdown(["size", "detector", "faces", *_heads()], lines)


def _alarms(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    looks = {name: [row["scores"][name] for row in rows] for name in names}
    looks["turned look"] = [row["turned"] for row in rows]
    lines = [[name, str(len(rows)), *_shares(scores)] for name, scores in looks.items()]
    for source in sorted({row["picture"].split("/")[0] for row in rows}):
        own = [row["scores"][names[0]] for row in rows if row["picture"].startswith(source)]
        lines.append([f"{names[0]}, {source}", str(len(own)), *_shares(own)])
    return _markdown(["detector", "pictures", *_heads()], lines)


def _turned(rows: Sequence[Mapping[str, Any]]) -> str:
    """At each threshold: how many turned looks would give the right turn, and another one."""
    lines = []
    for kind in sorted({row["kind"] for row in rows}):
        own = [row for row in rows if row["kind"] == kind]
        for words, right in (("right turn", True), ("wrong turn", False)):
            scores = [_best(row) if (_turn(row) == row["needs"]) == right else 0.0 for row in own]
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
