"""The curve by bundle: the AUC that each bundle reached, and the target.

The figures are those that each bundle's contract quotes from its report. Contracts are read as
plain JSON: those of earlier bundles have other keys than today's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge_runtime.files.atomic_write import atomic_write
from model_dev.config_file import read_config_file
from model_dev.evaluation.report_plots import FAKE, INK, REAL, STYLE
from model_dev.evaluation.report_text import NOT_MEASURED, estimate_text, table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCHEMA = "model_dev/curve/1"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure to follow.

    Attributes:
        source: Its name in a contract's headline.
        title: What people read.
        wanted: The AUC to reach, in [0, 1].
    """

    source: str
    title: str
    wanted: float


@dataclass(frozen=True, slots=True)
class CurvePlan:
    """What the curve shows; see ``configs/curve.toml``."""

    split: str
    tier: str
    figures: tuple[Wanted, ...]

    @staticmethod
    def read(path: Path) -> CurvePlan:
        """Parse a configuration file.

        Raises:
            ConfigError: If a key is missing or unknown, or a value has another type.
        """
        return read_config_file(CurvePlan, path)


def add_bundles(
    curve: Mapping[str, Any] | None, contracts: Sequence[Mapping[str, Any]], plan: CurvePlan
) -> dict[str, Any]:
    """A curve with some bundles' figures; a bundle that it has already keeps its place.

    Args:
        curve: An earlier curve, or None.
        contracts: ``contract.json`` of each bundle, in the order of the curve.
        plan: What is followed. Its targets replace the earlier curve's.

    Returns:
        JSON values only. Each bundle has a figure for each of the plan's, None where its contract
        has none.

    Raises:
        ValueError: If one is not a contract.
    """
    bundles = {one["id"]: one for one in curve["bundles"]} if curve else {}
    try:
        bundles.update({contract["id"]: _figures_of(contract, plan) for contract in contracts})
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a contract: {error}") from error
    return {
        "schema": SCHEMA,
        "split": plan.split,
        "tier": plan.tier,
        "wanted": [asdict(figure) for figure in plan.figures],
        "bundles": list(bundles.values()),
    }


def curve_text(curve: Mapping[str, Any]) -> str:
    """The curve as a Markdown table: a row for each bundle, and one of the targets."""
    wanted = curve["wanted"]
    rows = [[one["id"], *map(_cell, one["figures"])] for one in curve["bundles"]]
    last = ["to reach", *(f"{figure['wanted']:g}" for figure in wanted)]
    head = [f"AUC, {curve['split']} split, {curve['tier']} tier", *(f["title"] for f in wanted)]
    return table(head, [*rows, last])


def draw_curve(curve: Mapping[str, Any], path: Path) -> None:
    """Write a PNG with a panel for each figure: AUC with its interval, and the target.

    Args:
        curve: From `add_bundles`.
        path: The file.
    """
    import matplotlib
    from matplotlib.figure import Figure

    wanted = curve["wanted"]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(3.1 * len(wanted), 3.0), layout="constrained")
        for number, (goal, axes) in enumerate(
            zip(wanted, figure.subplots(1, len(wanted), squeeze=False)[0], strict=True)
        ):
            points = [(one["id"], one["figures"][number]) for one in curve["bundles"]]
            _panel(axes, goal, [(name, point) for name, point in points if point])
        with atomic_write(path) as temporary:
            figure.savefig(temporary, dpi=90, facecolor="white", format="png")


def _figures_of(contract: Mapping[str, Any], plan: CurvePlan) -> dict[str, Any]:
    found = {
        figure["source"]: {key: figure[key] for key in ("auc", "low", "high", "pictures")}
        for figure in contract["metrics"]["headline"]
        if (figure["split"], figure["tier"]) == (plan.split, plan.tier)
    }
    return {
        "id": contract["id"],
        "model_sha256": contract["files"][contract["model"]["file"]]["sha256"],
        "figures": [found.get(figure.source) for figure in plan.figures],
    }


def _cell(figure: Mapping[str, Any] | None) -> str:
    return estimate_text({**figure, "value": figure["auc"]}) if figure else NOT_MEASURED


def _panel(
    axes: Axes, goal: Mapping[str, Any], points: Sequence[tuple[str, Mapping[str, Any]]]
) -> None:
    values = [point["auc"] for _, point in points]
    below = [point["auc"] - point["low"] for _, point in points]
    above = [point["high"] - point["auc"] for _, point in points]
    axes.errorbar(
        range(len(points)), values, yerr=(below, above), color=REAL, marker="o", capsize=3
    )
    axes.axhline(goal["wanted"], color=FAKE, linestyle="--")
    axes.annotate(
        f"to reach: {goal['wanted']:g}", (0, goal["wanted"]), (0, 3), color=INK, fontsize=8.5,
        textcoords="offset points",
    )  # fmt: skip
    axes.set_xticks(range(len(points)), [name for name, _ in points], rotation=30, ha="right")
    axes.margins(x=0.12, y=0.12)
    axes.set_title(goal["title"])
