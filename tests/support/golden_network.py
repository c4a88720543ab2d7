"""Plays the network suite to the default bundle's engine."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.engine import NetworkOutput
from edge_runtime.picture.geometry import cut_crop
from tests.support.golden_vectors import Vector, box_of, near, picture_of, suite

Answer = Callable[[Any], NetworkOutput]


def network_outcomes(bundle: Bundle, answer: Answer) -> dict[str, bool]:
    """Whether each vector of the suite holds, by its id."""
    document = suite("network")
    stored = json.loads(bundle.read("golden.json"))
    crops = {vector["id"]: vector["crop_png"] for vector in stored["vectors"]}
    return {
        vector["id"]: _holds(vector, answer(_crop(vector, crops, bundle)))
        for vector in document["vectors"]
    }


def _crop(vector: Vector, crops: dict[str, str], bundle: Bundle) -> Any:
    if vector["kind"] == "golden":
        data = base64.b64decode(crops[vector["golden"]])
        return np.asarray(Image.open(io.BytesIO(data)))
    size = bundle.contract.input.size
    return cut_crop(picture_of(vector), box_of(vector["box"]), size)


def _holds(vector: Vector, output: NetworkOutput) -> bool:
    pairs = ("logit", output.logit), ("gate", output.gate), ("evidence", output.evidence)
    return all(near(value, vector[key], vector["tolerance"][key]) for key, value in pairs)
