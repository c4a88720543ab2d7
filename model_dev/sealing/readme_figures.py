"""The README's table of figures, copied from the report by a program and never by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from edge_runtime.files.page_section import fill_section
from model_dev.evaluation.report_text import estimate_text, table, tiers_of

PLACE = "figures"

NAMES = {
    "cifake": "CIFAKE (CIFAR-10 v. Stable Diffusion 1.4)",
    "dfdc": "DFDC face swaps, by source video",
    "140k": "FFHQ v. StyleGAN",
    "yonsei": "Yonsei photomontages",
    "celeba_stylegan": "LFW v. StyleGAN",
    "studio_stylegan": "LFW v. studio StyleGAN",
    "modern_generators": "photographs v. GPT-image, GPT-4o, Nano Banana",
}


def readme_figures(report: Mapping[str, Any]) -> str:
    """AUC per source and tier, with intervals, as Markdown."""
    cells = {
        (cell["name"], cell["tier"]): cell
        for cell in report["cells"]
        if cell["about"] in ("source", "comparison")
    }
    tiers = tiers_of(report)
    rows = [
        [title, *(_cell(cells.get((name, tier))) for tier in tiers)]
        for name, title in NAMES.items()
    ]
    head = ["test split of", *tiers]
    return f"{table(head, rows)}\n\n{_note(report)}"


def put_figures(readme: str, report: Mapping[str, Any]) -> str:
    """A README with its table, at `PLACE`, made anew.

    Raises:
        ValueError: If the README has no such place.
    """
    return fill_section(readme, PLACE, readme_figures(report))


def _cell(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return "not measured"
    return f"{estimate_text(cell['metrics']['auc'])}, n = {cell['pictures']:,}"


def _note(report: Mapping[str, Any]) -> str:
    tiers = "; ".join(f"{name}: {text}" for name, text in tiers_of(report).items())
    return (
        f"AUC of the int8 file that ships (sha256 `{report['artefact']['sha256'][:16]}`); "
        f"in brackets the {report['interval']['level']:.0%} interval "
        f"({report['interval']['method']}). Tiers: {tiers}. Source: "
        f"[report](model_dev/reports/{report['bundle']}/report.md)."
    )
