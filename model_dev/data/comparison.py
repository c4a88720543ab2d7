"""Comparisons across sources: real pictures of some against fakes of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Comparison:
    """Real pictures of some sources against fakes of others.

    Attributes:
        name: Its name in reports.
        real: Sources of the real pictures.
        fake: Sources of the fakes.
    """

    name: str
    real: tuple[str, ...]
    fake: tuple[str, ...]

    def mask(self, rows: pd.DataFrame) -> NDArray[np.bool_]:
        """Which rows belong to the comparison; none of them where a class is missing.

        Args:
            rows: With ``source`` and ``label`` (0 real, 1 fake).

        Returns:
            bool [N].
        """
        real = (rows["label"] == 0) & rows["source"].isin(self.real)
        fake = (rows["label"] == 1) & rows["source"].isin(self.fake)
        complete = bool(real.any() and fake.any())
        return np.asarray((real | fake) & complete, np.bool_)
