"""Times training: ``edge-bench training`` runs this module and judges the times.

``network``: a training step of a config's network, compared with the same step (same pictures,
optimizer and loss) of `keras.applications.MobileNetV2` whose BatchNorm layers are trained.
``loader``: an epoch whose batches are loaded and degraded during training, compared with an epoch
of prepared batches.
``memory``: an epoch in which malloc keeps freed memory (as ``model-dev train`` does), compared with
an epoch in which malloc returns freed memory to the system (TensorFlow's default; glibc only).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter_ns
from types import MappingProxyType
from typing import Any, TypeAlias

EPOCH = 20
"""Batches of an epoch."""

NAMES = {"both": "gated dual stream", "visual": "visual stream", "forensic": "forensic stream"}

Runs: TypeAlias = tuple[Callable[[], object], Callable[[], object]]
"""One run of the candidate, and one of the baseline."""

Sides: TypeAlias = tuple[tuple[str, str], Runs]
"""The names of candidate and baseline, and their runs."""


@dataclass(frozen=True, slots=True)
class TimedSide:
    """One of the two things that were timed.

    Attributes:
        name: What it is.
        about: Pictures of a run, their size, the Keras version, and which weights are trained.
        times_ms: Milliseconds of each run, in order.
    """

    name: str
    about: Mapping[str, object]
    times_ms: list[float]


def measure(
    what: str, config: Any, stores: Path, size: int, pairs: int, warm_up: int
) -> tuple[TimedSide, TimedSide]:
    """Run candidate and baseline alternately; the times of both.

    Args:
        what: A key of `SIDES`.
        config: `model_dev.training.config.TrainConfig` of the run whose steps or batches are timed.
        stores: Folder of the crop stores to load pictures from.
        size: Side of the pictures in pixels.
        pairs: Steps, or epochs of `EPOCH` batches, of each, >= 1.
        warm_up: Pairs that run before the first timed one, >= 0.
    """
    from model_dev.training.train import untrained

    model = untrained(config)
    names, runs = SIDES[what](config, model, _batches(config, model, stores, size))
    times = [(_milliseconds(runs[0]), _milliseconds(runs[1])) for _ in range(warm_up + pairs)]
    candidate, baseline = ([pair[side] for pair in times[warm_up:]] for side in (0, 1))
    about = _about(what, config, size)
    trained = {**about, "learns": _trained_weights(config)}
    return TimedSide(names[0], trained, candidate), TimedSide(names[1], about, baseline)


def _network(config: Any, model: Any, batches: Any) -> Sides:
    pictures, labels = batches[1]
    ours = _step(model, pictures, labels)
    theirs = _step(_mobilenet(config), pictures, next(iter(labels.values())))
    names = (NAMES[config.network.streams], "MobileNetV2 1.0 of keras.applications")
    return names, (ours, theirs)


def _loader(config: Any, model: Any, batches: Any) -> Sides:
    from model_dev.training.malloc_tuning import keep_freed_memory

    loaded = _epoch(model, batches, keep_freed_memory)
    prepared = _epoch(model, _prepared(batches[1]), keep_freed_memory)
    return ("batches loaded during training", "prepared batches"), (loaded, prepared)


def _memory(config: Any, model: Any, batches: Any) -> Sides:
    from model_dev.training.malloc_tuning import give_freed_memory_back, keep_freed_memory

    prepared = _prepared(batches[1])
    kept, returned = (
        _epoch(model, prepared, act) for act in (keep_freed_memory, give_freed_memory_back)
    )
    return ("freed memory kept", "freed memory returned"), (kept, returned)


SIDES: Mapping[str, Callable[[Any, Any, Any], Sides]] = MappingProxyType({
    "network": _network,
    "loader": _loader,
    "memory": _memory,
})  # fmt: skip
"""Functions that make both sides from a config, its network and its batches, by comparison."""


def _prepared(batch: Any) -> Any:
    import keras

    class Prepared(keras.utils.PyDataset):  # type: ignore[misc]
        def __len__(self) -> int:
            return EPOCH

        def __getitem__(self, index: int) -> Any:
            return batch

    # As many workers as `Batches` has. With none, tf.data tunes itself at the end of an epoch.
    return Prepared(workers=2)


def _mobilenet(config: Any) -> Any:
    """MobileNetV2 with one logit, compiled like the config's network."""
    import keras

    from model_dev.training.train import optimizer

    trunk = keras.applications.MobileNetV2(
        (None, None, 3), include_top=False, weights=None, pooling="avg"
    )
    logit = keras.layers.Dense(1, name="logit")(trunk.output)
    model = keras.Model(trunk.input, logit)
    model.compile(optimizer(config), loss=keras.losses.BinaryCrossentropy(from_logits=True))
    return model


def _batches(config: Any, model: Any, stores: Path, size: int) -> Any:
    from model_dev.data.crop_pool import CropPool
    from model_dev.training.batches import Batches, BatchSpec
    from model_dev.training.train import heads_of

    return Batches(CropPool([stores]), BatchSpec.of(config, size, heads_of(model)), EPOCH)


def _step(model: Any, pictures: Any, labels: Any) -> Callable[[], object]:
    return lambda: model.train_on_batch(pictures, labels)


def _epoch(model: Any, batches: Any, at_first_batch: Callable[[], object]) -> Callable[[], object]:
    from model_dev.training.malloc_tuning import AtFirstBatch

    callbacks = [AtFirstBatch(at_first_batch)]
    return lambda: model.fit(batches, shuffle=False, verbose=0, callbacks=callbacks)


def _about(what: str, config: Any, size: int) -> dict[str, object]:
    import keras

    return {
        "pictures": config.batch * (1 if what == "network" else EPOCH),
        "side": size,
        "backend": keras.backend.backend(),
        "keras": keras.__version__,
    }


def _trained_weights(config: Any) -> str:
    """Which weights a step changes: a step that leaves some as they are takes less time."""
    blocks = [f"block {index}" for index in range(config.frozen_blocks)]
    kept = [*config.frozen, *(["stem", *blocks] if blocks else [])]
    return f"all but {', '.join(kept)}" if kept else "all"


def _milliseconds(run: Callable[[], object]) -> float:
    start = perf_counter_ns()
    run()
    return (perf_counter_ns() - start) / 1e6


def main(argv: Sequence[str] | None = None) -> None:
    """Measure one comparison; the last line printed is the JSON of both sides."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=SIDES)
    training = parser.add_mutually_exclusive_group(required=True)
    training.add_argument("--config", type=Path, metavar="FILE.toml")
    training.add_argument("--id", metavar="RUN", help="a run of the shipped lineage")
    parser.add_argument("--stores", type=Path, required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--pairs", type=int, required=True)
    parser.add_argument("--warm-up", type=int, required=True)
    given = parser.parse_args(argv)
    from model_dev.training.bundle_recipe import read_config
    from model_dev.training.lineage import find_config

    config = read_config(given.config) if given.config else find_config(given.id)
    candidate, baseline = measure(
        given.what, config, given.stores, given.size, given.pairs, given.warm_up
    )
    print(json.dumps({"candidate": asdict(candidate), "baseline": asdict(baseline)}))


if __name__ == "__main__":
    main()
