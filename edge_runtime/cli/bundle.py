"""``edge-runtime bundle``: show what a bundle contains, or verify that it is intact."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge_runtime.cli import exit_codes

if TYPE_CHECKING:
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.bundle.contract import Contract


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("bundle", help="show or verify a bundle", description=__doc__)
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION")
    for name, run, text in (
        ("show", show, "print what the bundle's contract says"),
        ("verify", verify, "check the contract and the sha256 of every file"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("path", nargs="?", type=Path, metavar="PATH", help="default: built in")
        action.set_defaults(run=run)


def show(arguments: argparse.Namespace) -> int:
    """Print the contract for people."""
    from edge_runtime.bundle.bundle import Bundle

    bundle = Bundle.open(arguments.path)
    for title, value in _facts(bundle):
        print(f"{title:<12} {value}")
    return exit_codes.OK


def verify(arguments: argparse.Namespace) -> int:
    """Check every file; a broken bundle raises and ends with its own exit code."""
    from edge_runtime.bundle.bundle import Bundle

    bundle = Bundle.open(arguments.path)
    for name, rule in bundle.contract.files.items():
        print(f"ok  {rule.sha256}  {rule.bytes:>9}  {name}")
    print(f"ok  {bundle.sha256}  contract.json of {bundle.contract.id}")
    return exit_codes.OK


def _facts(bundle: Bundle) -> Iterator[tuple[str, str]]:
    contract = bundle.contract
    yield "bundle", contract.id
    yield "folder", str(bundle.directory)
    yield "sha256", bundle.sha256
    for name, rule in contract.files.items():
        yield "file", f"{name}, {rule.bytes} bytes, sha256 {rule.sha256}"
    yield from _model_facts(contract)
    yield from _decision_facts(contract)
    yield from _provenance_facts(contract)


def _model_facts(contract: Contract) -> Iterator[tuple[str, str]]:
    model, tensor = contract.model, contract.input
    shape = "x".join(map(str, tensor.shape))
    yield "model", f"{model.file}, {model.parameters} parameters, {model.quantization}"
    yield "input", f"{tensor.name} {tensor.dtype} {shape} {tensor.layout} {tensor.color}"
    for output in (contract.outputs.logit, contract.outputs.evidence, contract.outputs.gate):
        yield "output", f"{output.name} {output.dtype} {'x'.join(map(str, output.shape))}"
    crop = contract.crop
    yield "face crop", f"margin {crop.face_margin:g} on each side, {crop.face_shift:g} further down"
    yield from _face_facts(contract)


def _face_facts(contract: Contract) -> Iterator[tuple[str, str]]:
    rule = contract.faces
    for use, detector in (("pictures", rule.still), ("camera", rule.camera)):
        yield "detector", f"{detector.file}, {detector.input_size} px, {use}"
    yield (
        "faces",
        f"judged from a score of {rule.decides_from:g}, in turned pictures {rule.turned_from:g},"
        f" at most {rule.max_faces}; possible from {rule.possible_from:g}",
    )


def _decision_facts(contract: Contract) -> Iterator[tuple[str, str]]:
    rule = contract.decision
    yield "calibration", f"temperature {rule.temperature:.4g}, bias {rule.bias:.4g}"
    yield "verdicts", f"REAL up to {rule.real_at:.4g}, FAKE from {rule.fake_at:.4g}, else UNSURE"
    weights, look = contract.pooling, contract.second_look
    yield (
        "pooling",
        f"whole picture {weights.whole:g}, most suspicious face {weights.face:g},"
        f" the larger of both {weights.larger:g}",
    )
    yield "second look", f"{look.inset:g} closer on each side; unstable beyond {look.limit:g}"
    yield from _reason_facts(contract)


def _reason_facts(contract: Contract) -> Iterator[tuple[str, str]]:
    rule = contract.reasons
    yield (
        "reasons",
        f"too_small below {rule.enlarged_below_px:g} px, no_colour below {rule.colourless_below:g},"
        f" extreme_shape above {rule.shape_above:g}",
    )


def _provenance_facts(contract: Contract) -> Iterator[tuple[str, str]]:
    origin = contract.provenance
    yield "created", origin.created
    yield "trained on", ", ".join(origin.training_sources)
    yield "made with", ", ".join(f"{tool} {of}" for tool, of in origin.tool_versions.items())
    for line in contract.metrics.headline:
        interval = f"{line.low:.3f} to {line.high:.3f}"
        yield (
            "AUC",
            f"{line.auc:.3f} ({interval}) {line.source} {line.split}, {line.tier},"
            f" {line.pictures} pictures",
        )
    yield "report", f"{contract.metrics.report}, sha256 {contract.metrics.sha256}"
