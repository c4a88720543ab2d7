"""What a scan sees of whole pictures, kept, so that the rules of a verdict can be compared."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from edge_runtime.bundle.contract import Contract, DecisionRule, PoolingRule
from edge_runtime.files import strict_reader
from edge_runtime.picture.decode import Source, read_rgb
from edge_runtime.result.decision import deserves_second_look, judge_looks, pool, reasons_of
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.types import Reason, RegionKind, RegionReason, Verdict


@dataclass(frozen=True, slots=True)
class SeenRegion:
    """What the network said of a region.

    Attributes:
        kind: A face, or the whole picture.
        side: Longer side of its box in pixels.
        looks: Logit of the first look, and of the second one if there was one.
        reasons: Those of the first look.
    """

    kind: RegionKind
    side: float
    looks: tuple[float, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """The regions of a picture, the whole of it first; none if it could not be judged."""

    regions: tuple[SeenRegion, ...]
    faces_omitted: int

    @staticmethod
    def of(result: ScanResult) -> SeenPicture:
        """What is kept of a result."""
        regions = tuple(
            SeenRegion(
                region.kind,
                round(max(region.box.width, region.box.height), 1),
                tuple(round(look, 4) for look in region.looks),
                tuple(reason for reason in region.reasons if reason != "unstable"),
            )
            for region in result.regions
        )
        return SeenPicture(regions, result.faces_omitted)


@dataclass(frozen=True, slots=True)
class VerdictRules:
    """The rules that make a verdict of what was seen.

    Attributes:
        decision: The contract's decision block.
        pooling: The contract's pooling block.
        limit: Difference of two looks above which a region is unstable; None to leave the second
            look out.
    """

    decision: DecisionRule
    pooling: PoolingRule
    limit: float | None

    @staticmethod
    def of(contract: Contract) -> VerdictRules:
        """Those of a contract."""
        return VerdictRules(contract.decision, contract.pooling, contract.second_look.limit)

    def without_second_look(self) -> VerdictRules:
        """The same rules for first looks alone."""
        return replace(self, limit=None)


@dataclass(frozen=True, slots=True)
class JudgedPicture:
    """A verdict; None for a picture that could not be judged."""

    verdict: Verdict | None
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _JudgedRegion:
    kind: RegionKind
    probability: float
    reasons: tuple[RegionReason, ...]

    @property
    def capped(self) -> bool:
        return bool(self.reasons)


def judge_seen(seen: SeenPicture, rules: VerdictRules) -> JudgedPicture:
    """The verdict that a scan under these rules would give.

    A second look that a scan under these rules would not take is left out.
    """
    if not seen.regions:
        return JudgedPicture(None, float("nan"), ())
    parts = [_judge_region(region, rules) for region in seen.regions]
    verdict, probability = pool(parts, seen.faces_omitted, rules.decision, rules.pooling)
    reasons = reasons_of(verdict, [part.reasons for part in parts], seen.faces_omitted)
    return JudgedPicture(verdict, probability, reasons)


def _judge_region(region: SeenRegion, rules: VerdictRules) -> _JudgedRegion:
    reasons: tuple[Any, ...] = region.reasons
    limit = float("inf") if rules.limit is None else rules.limit
    twice = rules.limit is not None and deserves_second_look(
        region.looks[0], reasons, rules.decision
    )
    looks = region.looks if twice else region.looks[:1]
    judged = judge_looks(looks, reasons, rules.decision, limit)
    return _JudgedRegion(region.kind, judged.probability, judged.reasons)


class SeenPictures:
    """Scans pictures, and keeps what was seen in a file: an interrupted run goes on.

    Several threads may use it at once.

    Args:
        scan: Such as `edge_runtime.scan.scanner.Scanner.scan`.
        contract: Of the bundle that scans; another one gets a file of its own where it sees other
            things.
        folder: Of the files.
    """

    def __init__(
        self, scan: Callable[[Source], ScanResult], contract: Mapping[str, Any], folder: Path
    ) -> None:
        self._scan = scan
        self._file = folder / f"seen-{_sees(contract)[:16]}.jsonl"
        self._known = dict(_lines(self._file))
        self._writing = threading.Lock()

    def see(
        self, path: Path, edits: Mapping[str, Callable[[Image.Image], Source]]
    ) -> dict[str, SeenPicture]:
        """What is seen of a picture under each edit.

        Raises:
            ImageError: If the picture cannot be read.
            EngineError: If a network fails.
        """
        rgb = read_rgb(path).rgb
        name = hashlib.sha256(str(rgb.shape).encode() + np.ascontiguousarray(rgb).data).hexdigest()
        picture = Image.fromarray(rgb)
        return {edit: self._seen(f"{name} {edit}", picture, edits[edit]) for edit in edits}

    def _seen(
        self, key: str, picture: Image.Image, edit: Callable[[Image.Image], Source]
    ) -> SeenPicture:
        if key not in self._known:
            self._known[key] = SeenPicture.of(self._scan(edit(picture)))
            line = json.dumps({"key": key, "seen": asdict(self._known[key])}) + "\n"
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._writing, self._file.open("a", encoding="utf-8") as file:
                file.write(line)
        return self._known[key]


def _lines(file: Path) -> Iterator[tuple[str, SeenPicture]]:
    """What is in a file; a last line that was cut off is left out."""
    if not file.is_file():
        return
    for line in file.read_text("utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            record = json.loads(line)
            yield record["key"], strict_reader.read(SeenPicture, record["seen"])


def _sees(contract: Mapping[str, Any]) -> str:
    """Hash of what decides what a scan sees: not the pooling, nor the limit of the second look."""
    blocks: Sequence[Any] = [
        {name: listed["sha256"] for name, listed in sorted(contract["files"].items())},
        contract["crop"],
        contract["faces"],
        contract["decision"],
        contract["second_look"]["inset"],
        contract["reasons"],
    ]
    return hashlib.sha256(json.dumps(blocks, sort_keys=True).encode()).hexdigest()
