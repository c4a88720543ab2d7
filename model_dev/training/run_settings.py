"""What a training run's folder was made with, so that a run never goes on with other settings."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from model_dev.paths import write_bytes
from model_dev.training.train import TrainConfig

FILE = "settings.json"


def claim_run(run: Path, config: TrainConfig) -> None:
    """Note a run's settings in its folder; made if missing.

    Raises:
        ValueError: If the folder holds a run with other settings.
    """
    settings = (json.dumps(asdict(config), indent=1) + "\n").encode()
    path = run / FILE
    if path.is_file() and path.read_bytes() != settings:
        raise ValueError(f"{run.name} holds a run with other settings: choose another folder")
    write_bytes(path, settings)
