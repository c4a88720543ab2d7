"""The report about reasons as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model_dev.evaluation.report_text import estimate_text, table

SHARES = ("not_a_photograph", "no_colour", "grey_caught")


def reasons_text(report: Mapping[str, Any]) -> str:
    """Markdown of a report made by `model_dev.evaluation.reasons.reasons_report`."""
    interval = report["interval"]
    rule = "\n".join(f"- {name}: {value:g}" for name, value in report["graphic"].items())
    header = ["pictures", "kind", "half", "number", "sources", "not a photograph", "no colour",
              "black and white copy caught"]  # fmt: skip
    rows = [
        [cell["label"], cell["kind"], cell["half"], f"{cell['pictures']:,}", f"{cell['sources']:,}"]
        + [estimate_text(cell[name]) for name in SHARES]
        for cell in report["cells"]
    ]
    parts = [
        "# What gets a reason",
        "Share of the pictures whose centre square is called no photograph, or has no colour; "
        "and share of their black and white copies (as JPEG) that are found to have none. "
        "The rule was fitted on one half of the sources and is checked on the other. "
        "Paintings (generated posters, cartoons and drawings with the texture of a "
        f"photograph) were not fitted. In brackets the {interval['level']:.0%} bootstrap "
        f"interval over sources, {interval['replicates']} replicates, seed "
        f"{interval['seed']}.",
        f"Weights of the graphic score:\n\n{rule}",
        f"No colour: colourfulness below {report['colourless_below']:g}.",
        table(header, rows),
    ]
    return "\n\n".join(parts) + "\n"
