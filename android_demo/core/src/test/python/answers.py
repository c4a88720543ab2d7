"""Writes the Python package's results for pictures, with which the Kotlin tests compare theirs.

``python answers.py OUT PICTURE...`` writes:

* ``OUT/results.jsonl``: a scan result for each picture;
* ``OUT/<picture>-<region>.png``: the crop of each region's first look;
* ``OUT/spread.json``: for each picture and region, the answers of TensorFlow Lite's three sets of
  kernels to the crops of its looks, and to crops in which 2 % of the bytes differ by one grey
  level: the probabilities of the first look and of all looks together, and the gates.

The crops of two languages may differ by one grey level, and kernels round differently. So a correct
answer lies near the range of these answers, which is several quantization steps wide for some
pictures.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.engine import CpuEngine, NetworkOutput
from edge_runtime.engine.options import EngineOptions
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.region_crop import RegionCrop
from edge_runtime.picture.turning import mirror_crop
from edge_runtime.result.decision import probability_of
from edge_runtime.result.scan_result import Region
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import FaceCrop, Turn

FAST = (OpResolverType.AUTO, OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
SLOW = (OpResolverType.BUILTIN_REF,)
VARIANTS = 6
CHANGED = 0.02
SEED = 20261123


class KernelInterpreter:
    """Replaces `edge_runtime.engine.interpreter.Interpreter`, and uses a given set of kernels."""

    backend = "litert"
    threads = 1

    def __init__(self, model: bytes, kernels: OpResolverType) -> None:
        self._interpreter = Interpreter(
            model_content=model, experimental_op_resolver_type=kernels, num_threads=1
        )
        self._interpreter.allocate_tensors()

    def signature(self) -> Any:
        """Runner of the model's only signature."""
        return self._interpreter.get_signature_runner()


def main(arguments: Sequence[str]) -> None:
    """Write the answers for all pictures."""
    folder, *pictures = map(Path, arguments)
    bundle = Bundle.open()
    with Scanner.open(bundle, EngineOptions(threads=1)) as scanner:
        results = [scanner.scan(picture) for picture in pictures]
    spread = {
        picture.name: [
            _spread(bundle, region, crops, folder / f"{picture.name}-{i}.png")
            for i, region in enumerate(result.regions)
            for crops in [_crops(bundle, picture, region, result.rotated)]
        ]
        for picture, result in zip(pictures, results, strict=True)
    }
    lines = "".join(f"{json.dumps(result.to_json())}\n" for result in results)
    (folder / "results.jsonl").write_text(lines, encoding="utf-8")
    (folder / "spread.json").write_text(json.dumps(spread), encoding="utf-8")


def _crops(bundle: Bundle, picture: Path, region: Region, turn: Turn) -> list[FaceCrop]:
    """What the first and the second look at a region see."""
    rule, size = bundle.contract.crop, bundle.contract.input.size
    pixels = read_rgb(picture).rgb
    overview = Overview.of(pixels, size)
    plan = RegionCrop.plan(region.kind, region.box, rule, turn)
    again = plan.drawn_in(bundle.contract.second_look.inset)
    first, second = (one.cut(pixels, overview, rule, size) for one in (plan, again))
    return [first, mirror_crop(second)]


def _spread(
    bundle: Bundle, region: Region, crops: list[FaceCrop], target: Path
) -> dict[str, list[float]]:
    Image.fromarray(crops[0]).save(target)
    engines = {kernels: _engine(bundle, kernels) for kernels in (*FAST, *SLOW)}
    looks = [_outputs(engines, crop) for crop in crops[: len(region.looks)]]
    rule = bundle.contract.decision
    return {
        "first": [probability_of(output.logit, rule) for output in looks[0]],
        "probabilities": [
            probability_of(sum(output.logit for output in same) / len(same), rule)
            for same in zip(*looks, strict=True)
        ],
        "gates": [output.gate for output in looks[0]],
    }


def _outputs(engines: dict[OpResolverType, CpuEngine], crop: FaceCrop) -> list[NetworkOutput]:
    outputs = [engine.run(crop) for engine in engines.values()]
    return outputs + [engines[kernels].run(other) for other in _variants(crop) for kernels in FAST]


def _engine(bundle: Bundle, kernels: OpResolverType) -> CpuEngine:
    model = bundle.read(bundle.contract.model.file)
    return CpuEngine(bundle.contract, KernelInterpreter(model, kernels))  # type: ignore[arg-type]


def _variants(crop: FaceCrop) -> Iterator[FaceCrop]:
    random = np.random.default_rng(SEED)
    for _ in range(VARIANTS):
        step = random.choice([-1, 1], crop.shape) * (random.random(crop.shape) < CHANGED)
        yield np.clip(crop.astype(int) + step, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main(sys.argv[1:])
