"""The model card: what a bundle is for, what it is not for, and what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model_dev.evaluation.report_text import FAKES_ONLY, MAIN, figures, table, tiers_of
from model_dev.sealing.card_rules import rules_text

USE = """## What it is for

It tells whether a picture looks like a photograph, or like a deepfake or otherwise AI-generated \
picture, on the device, without a network connection. Use the answer as one hint among others: \
look at where a picture comes from as well.

## What it must not be used for

- No decision about a person, such as an accusation, a sanction, or a refusal of service, may rest \
on it. It is not forensic proof.
- It does not identify anyone, and says nothing about who made a picture or why.
- REAL does not mean that what a picture shows is true: a staged or mislabelled photograph is REAL.
- UNSURE is an answer. Do not force it to one side."""

LIMITS = """## Limits

- The test pictures come from the same data sets as the training pictures, split by source video, \
person or near-duplicates. Generators and forgeries that are not in those sets are recognised far \
less often: read the figures as an upper bound.
- Every resize and re-encoding removes traces. The tiers below show how much is lost.
- Blurred, dark or painted faces, screenshots and collages are outside of what was measured well. \
Graphics, black and white pictures and very small regions are UNSURE by rule; a graphic that looks \
like a photograph is judged like one.
- The figures below are of single crops (the largest face, or the whole picture) with one look \
each. `model_dev/reports/regions` and `model_dev/reports/stability` measure the rules of a whole \
picture.
- A face that the detector misses is not judged as a face. One forged face among many shows best \
in the list of regions.
- Edits that say nothing of where a picture comes from move verdicts as well: real pictures in \
black and white or with a blurred background get higher scores. `model-dev invariance` \
measures it, into `invariance.md` beside the report.
- Fakes that edit only a small part of a picture are easily missed.
- The data sets do not represent all ages, skin tones and cameras alike, and no figure is split by \
them.
- Thresholds were fitted on a calibration split with stated error limits; elsewhere other rates \
apply."""


def model_card(contract: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """Markdown for the bundle's README.md.

    Args:
        contract: The contract as JSON values.
        report: The report of the same model.
    """
    parts = [
        f"# {contract['id']}",
        _facts(contract),
        USE,
        _data(contract, report),
        rules_text(contract),
        _thresholds(contract),
        *_figures(contract, report),
        LIMITS,
    ]
    return "\n\n".join(parts) + "\n"


def _facts(contract: Mapping[str, Any]) -> str:
    model, shape = contract["model"], contract["input"]["shape"]
    listed, made = contract["files"][model["file"]], contract["provenance"]
    rows = [
        ["model", f"`{model['file']}`, {listed['bytes']:,} bytes, {model['quantization']}"],
        ["sha256", f"`{listed['sha256']}`"],
        ["parameters", f"{model['parameters']:,}"],
        ["input", f"{shape[1]} x {shape[2]} pixels, RGB, 8 bit"],
        ["made", made["created"]],
        ["tools", ", ".join(f"{name} {v}" for name, v in sorted(made["tool_versions"].items()))],
        ["checkpoint sha256", f"`{made['checkpoint_sha256']}`"],
        ["activation ranges sha256", f"`{made['calibration_sha256']}`"],
        ["operating point sha256", f"`{made['operating_point_sha256']}`"],
    ]
    return table(["", ""], rows)


def _data(contract: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    trained = ", ".join(contract["provenance"]["training_sources"])
    rows = [
        [d["store"], ", ".join(d["sources"]), ", ".join(d["tiers"]), f"{d['pictures']:,}"]
        for d in report["data"]
    ]
    return "\n\n".join(
        [
            "## Data",
            f"Trained on: {trained}. Recipes with origin and licence are in `model_dev/datasets`; "
            "no picture is redistributed.",
            "Train, validation, calibration and test are split by group (source video, person, "
            "near-duplicates), never by picture. Weights were fitted on train and chosen on "
            "validation, thresholds on calibration; the figures below are of test.",
            table(["store", "sources", "tiers", "test pictures"], rows),
        ]
    )


def _thresholds(contract: Mapping[str, Any]) -> str:
    rule = contract["decision"]
    return (
        "## Verdicts\n\n"
        f"p = sigmoid((logit {rule['bias']:+.4g}) / {rule['temperature']:.4g}). FAKE from "
        f"{rule['fake_at']:.4f}, REAL up to {rule['real_at']:.4f}, UNSURE between. p is the "
        "probability of fake where fakes are as frequent as real pictures; where fakes are rare, "
        "most FAKE verdicts can be wrong."
    )


def _figures(contract: Mapping[str, Any], report: Mapping[str, Any]) -> list[str]:
    interval = report["interval"]
    tiers = "; ".join(f"{name}: {text}" for name, text in tiers_of(report).items())
    head = (
        f"## Figures\n\nSplit {report['split']}, of `{contract['model']['file']}` with sha256 "
        f"`{report['artefact']['sha256'][:16]}...`. In brackets: {interval['level']:.0%} interval "
        f"({interval['method']}). Tiers: {tiers}. The whole report is "
        f"`{contract['metrics']['report']}`."
    )
    parts = [head]
    for about, metrics in {
        "overall": MAIN, "source": MAIN, "comparison": MAIN, "generator": FAKES_ONLY,
    }.items():  # fmt: skip
        if any(cell["about"] == about for cell in report["cells"]):
            parts += [f"### {about.capitalize()}", figures(report, about, metrics)]
    return parts
