"""Training speed: a training step against one of Keras' MobileNetV2, and loader and memory.

``network``: one step of a config's network, against the same step (same pictures, optimizer
and loss) of `keras.applications.MobileNetV2`, BatchNorm trained. ``loader``: an epoch
whose batches are drawn and degraded meanwhile, against one of batches that lie ready.
``memory``: an epoch that keeps the memory that a step frees (as ``model-dev train`` does), against
one that gives it back (as TensorFlow would have it; glibc only).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from benchmarks.cli.command_line import conclude
from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.environment import load_average, this_machine
from benchmarks.measure.pairs import time_pairs
from benchmarks.report.record import Plan, Record, make_record

EPOCH = 20
WARM_UP = 2
LIMITS = {"network": 0.5, "loader": 1 / 0.95, "memory": 1.0}
NEEDED = {"network": 31, "loader": 7, "memory": 7}
NAMES = {"both": "gated dual stream", "visual": "visual stream", "forensic": "forensic stream"}

Sides: TypeAlias = tuple[tuple[str, str], tuple[Callable[[], object], Callable[[], object]]]
"""Name and run of what is judged, and of what it is held against."""


@dataclass(frozen=True, slots=True)
class TrainingBenchmark:
    """A benchmark of training.

    Attributes:
        what: A key of `SIDES`.
        config: `model_dev.training.config.TrainConfig` whose steps or batches are timed.
        stores: Folder of the crop stores to draw from.
        size: Side of the pictures in pixels.
        pairs: Steps, or epochs, of each side; None for as many as the comparison needs.
        out: File of the record, or None.
    """

    what: str
    config: Any
    stores: Path
    size: int
    pairs: int | None = None
    out: Path | None = None

    @property
    def pairs_to_run(self) -> int:
        """Steps, or epochs, of each side."""
        return self.pairs or NEEDED[self.what]


def measure(what: str, config: Any, stores: Path, size: int, pairs: int) -> Record:
    """Time both sides of a comparison in turn.

    Args:
        what: A key of `SIDES`.
        config: `model_dev.training.config.TrainConfig` of the run whose steps or batches are timed.
        stores: Folder of the crop stores to draw from.
        size: Side of the pictures in pixels.
        pairs: Steps, or epochs of `EPOCH` batches, of each, >= 1.
    """
    from model_dev.training.train import untrained

    model = untrained(config)
    names, sides = SIDES[what](config, model, _batches(config, model, stores, size))
    before, moment = load_average(), now()
    times = time_pairs(*sides, pairs, WARM_UP)
    others = others_between(moment, now())
    plan = _plan(what, names, config, size)
    return make_record(plan, times, this_machine(), before, load_average(), others=others)


def run(request: TrainingBenchmark) -> int:
    """Measure, print the record, and write it where a file is named.

    Returns:
        0; 1 if the ratio is beyond its limit, or too noisy to say.
    """
    record = measure(
        request.what, request.config, request.stores, request.size, request.pairs_to_run
    )
    return conclude(record, request.out)


def _network(config: Any, model: Any, batches: Any) -> Sides:
    pictures, labels = batches[1]
    ours = _step(model, pictures, labels)
    theirs = _step(_mobilenet(config), pictures, next(iter(labels.values())))
    names = (NAMES[config.network.streams], "MobileNetV2 1.0 of keras.applications")
    return names, (ours, theirs)


def _loader(config: Any, model: Any, batches: Any) -> Sides:
    from model_dev.training.malloc_tuning import keep_freed_memory

    made = _epoch(model, batches, keep_freed_memory)
    ready = _epoch(model, _ready(batches[1]), keep_freed_memory)
    return ("batches made meanwhile", "ready batches"), (made, ready)


def _memory(config: Any, model: Any, batches: Any) -> Sides:
    from model_dev.training.malloc_tuning import give_freed_memory_back, keep_freed_memory

    ready = _ready(batches[1])
    kept, given = (_epoch(model, ready, act) for act in (keep_freed_memory, give_freed_memory_back))
    return ("freed memory kept", "freed memory given back"), (kept, given)


SIDES: Mapping[str, Callable[[Any, Any, Any], Sides]] = MappingProxyType({
    "network": _network,
    "loader": _loader,
    "memory": _memory,
})  # fmt: skip
"""What is compared, by its name: from a config, its network and its batches."""


def _ready(batch: Any) -> Any:
    import keras

    class Ready(keras.utils.PyDataset):  # type: ignore[misc]
        def __len__(self) -> int:
            return EPOCH

        def __getitem__(self, index: int) -> Any:
            return batch

    # Workers as `Batches` has: without, tf.data tunes itself, and an epoch ends when that wakes.
    return Ready(workers=2)


def _mobilenet(config: Any) -> Any:
    """Compiled alike, with one logit."""
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


def _plan(what: str, names: tuple[str, str], config: Any, size: int) -> Plan:
    import keras

    about = {
        "pictures": config.batch * (1 if what == "network" else EPOCH),
        "side": size,
        "backend": keras.backend.backend(),
        "keras": keras.__version__,
    }
    return Plan(
        benchmark=f"training_{what}",
        subject=(names[0], {**about, "learns": _learns(config)}),
        baseline=(names[1], about),
        limit=LIMITS[what],
        needed=NEEDED[what],
        warm_up=WARM_UP,
    )


def _learns(config: Any) -> str:
    """The weights that a step trains; a step with frozen weights takes less time."""
    blocks = [f"block {index}" for index in range(config.frozen_blocks)]
    kept = [*config.frozen, *(["stem", *blocks] if blocks else [])]
    return f"all but {', '.join(kept)}" if kept else "all"
