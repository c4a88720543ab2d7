"""Pictures with made logits, for tests of what is done with whole scanned pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from edge_runtime.types import RegionKind
from model_dev.evaluation.kinds import LabelledPicture
from model_dev.evaluation.scanned_pictures import SeenPicture, SeenRegion

REAL = {"easy": -2.5, "hard": -0.8, "usual": -2.0}
FAKE = {"clear": 2.5, "subtle": 0.6}


def picture(
    label: int, kind: str, number: int, *regions: SeenRegion, tier: str = "stored", omitted: int = 0
) -> LabelledPicture:
    """A picture of some regions; with none it could not be judged."""
    name = f"{label}-{kind}-{number}"
    return LabelledPicture(name, label, kind, name, tier, SeenPicture(regions, omitted))


def region(*looks: float, kind: RegionKind = "image", reasons: tuple[str, ...] = ()) -> SeenRegion:
    """A region that was looked at once or twice."""
    return SeenRegion(kind, 100.0, looks, reasons)


def made_pictures(
    count: int = 200,
    real: Mapping[str, float] = REAL,
    fake: Mapping[str, float] = FAKE,
    tier: str = "stored",
) -> list[LabelledPicture]:
    """Normally distributed logits about a mean for each kind; every third picture has a face.

    Looks differ by about 0.4, and one whole picture in twenty has a reason.

    Args:
        count: Pictures of each kind.
        real: Mean logit by kind of real pictures.
        fake: The same of fakes.
        tier: Of all pictures.
    """
    random = np.random.default_rng(5)
    kinds = [(0, *item) for item in real.items()] + [(1, *item) for item in fake.items()]
    return [
        picture(label, kind, number, *_regions(random, mean, number), tier=tier)
        for label, kind, mean in kinds
        for number in range(count)
    ]


def _regions(random: np.random.Generator, mean: float, number: int) -> Iterator[SeenRegion]:
    for kind in ("image", "face")[: 2 if number % 3 == 0 else 1]:
        first = random.normal(mean, 1.0)
        looks = [round(float(look), 4) for look in (first, first + random.normal(0, 0.4))]
        if kind == "image" and number % 20 == 0:
            yield region(looks[0], reasons=("no_colour",))
        else:
            yield region(*looks, kind=kind)  # type: ignore[arg-type]
