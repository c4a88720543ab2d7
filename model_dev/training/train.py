"""The training loop: coarse to fine, resumable, logged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras
from sklearn.metrics import roc_auc_score

from model_dev.architecture.network import build_network, load_imagenet
from model_dev.architecture.outputs import HEADS
from model_dev.architecture.streams import STREAMS
from model_dev.data.crop_pool import CropPool
from model_dev.evaluation.head_scores import head_logits
from model_dev.paths import sha256_of
from model_dev.training.batches import Batches, BatchSpec
from model_dev.training.config import Stage, TrainConfig
from model_dev.training.devices import on_devices
from model_dev.training.malloc_tuning import AtFirstBatch, keep_freed_memory
from model_dev.training.precision import FLOAT32, computing_in, precision_of
from model_dev.training.run_settings import claim_run, data_identity
from model_dev.training.starting_weights import Start, StartingWeights, copy_all, copy_matching
from model_dev.training.tensorboard_log import TensorBoardLog
from model_dev.training.training_plots import draw_curves
from model_dev.training.weights_file import save_weights

EPOCH = 100
"""Batches between two checkpoints."""


@dataclass(frozen=True, slots=True)
class TrainingData:
    """The crops of a run.

    Attributes:
        stores: Folders of the crop stores to train on.
        validation: A crop store to measure at each stage's end, or None.
    """

    stores: Sequence[Path]
    validation: Path | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """How a run is executed.

    Attributes:
        precision: Number format that layers compute in, see `model_dev.training.precision`.
        devices: Devices that share every batch, see `model_dev.training.devices`.
        accept_changes: Whether a run that was begun goes on although its settings or data changed.
    """

    precision: str = FLOAT32
    devices: int = 1
    accept_changes: bool = False


def train(
    config: TrainConfig,
    data: TrainingData,
    out: Path,
    start: Start | None = None,
    execution: Execution | None = None,
) -> keras.Model:
    """Train the network, or go on where an interrupted run stopped.

    The batches are the same on every backend of Keras.

    Writes ``out/settings.json`` (the resolved config, the data and the starting weights),
    ``out/checkpoint.keras`` and ``out/progress.json`` every `EPOCH` batches, ``out/log.csv``
    (losses), ``out/validation.jsonl`` (AUC per source at each stage's end), TensorBoard logs, and
    at the end ``out/final.weights.h5`` with the averaged weights, without the optimizer's state,
    and ``out/curves.png``.

    Args:
        config: The run.
        data: Its crops.
        out: Folder of the run.
        start: What it starts from; by default ImageNet's weights.
        execution: Precision and devices; by default float32 on one device.

    Returns:
        The trained model, in float32.

    Raises:
        ChangedRunError: If the folder was begun with other settings, data or starting weights.
        ValueError: If the precision or the devices are not available, an earlier run does not fit,
            or the run was begun in another precision.
    """
    start, execution = start or Start(), execution or Execution()
    tiny = config.tiny_pictures
    with on_devices(execution.devices, [config.batch, *([tiny.batch] if tiny else [])]):
        return _train(config, data, out, start, execution)


def run_settings(
    config: TrainConfig, data: TrainingData, start: Start, precision: str
) -> dict[str, Any]:
    """Everything that decides a run, as JSON values; devices do not."""
    return {
        "config": asdict(config),
        "data": data_identity(data.stores),
        "start": _sha256_of(start.weights),
        "streams": {name: _sha256_of(own) for name, own in start.streams.items()},
        "precision": precision,
    }


def _sha256_of(start: StartingWeights | None) -> str | None:
    return None if start is None else sha256_of(start.weights)


def _train(
    config: TrainConfig, data: TrainingData, out: Path, start: Start, execution: Execution
) -> keras.Model:
    precision = execution.precision
    settings = run_settings(config, data, start, precision)
    claim_run(out, settings, accept_changes=execution.accept_changes)
    keras.utils.set_random_seed(config.seed)
    pool = CropPool(data.stores)
    model, done = _resumed(out, precision) or (untrained(config, start, precision), 0)
    for index, stage in enumerate(config.stages):
        before = sum(earlier.steps for earlier in config.stages[:index])
        if done >= before + stage.steps:
            continue
        spec = BatchSpec.of(config, stage.size, heads_of(model))
        _run_stage(model, pool, spec, _Steps(max(done, before), before + stage.steps), out)
        if data.validation is not None:
            _log_validation(model, data.validation, stage, before + stage.steps, out)
    plain = _plain(model, config)
    save_weights(plain, out / "final.weights.h5")
    draw_curves(out, EPOCH)
    return plain


def _plain(model: keras.Model, config: TrainConfig) -> keras.Model:
    """The model without its optimizer, with the constraints applied to the averaged weights."""
    plain = build_network(config.network)
    for layer in plain.layers:
        layer.set_weights(model.get_layer(layer.name).get_weights())
    for variable in plain.trainable_variables:
        if variable.constraint is not None:
            variable.assign(variable.constraint(variable))
    return plain


def untrained(
    config: TrainConfig,
    start: Start | None = None,
    precision: str = FLOAT32,
) -> keras.Model:
    """The network that a run begins with, compiled; see `train`."""
    with computing_in(precision):
        model = build_network(config.network, stream_dropout=_stream_dropout(config))
    load_imagenet(model)
    _copy_start(model, start or Start())
    for stream in config.frozen:
        _freeze(model, STREAMS[stream])
    if config.frozen_blocks:
        blocks = (f"mobilenet_{index}_" for index in range(config.frozen_blocks))
        _freeze(model, ("mobilenet_stem", *blocks))
    _compile(model, config)
    return model


def _copy_start(model: keras.Model, start: Start) -> None:
    if start.weights is not None:
        kept = copy_matching(model, start.weights)
        copied = f"all but {', '.join(kept)}" if kept else "every layer"
        print(f"copied from {start.weights.weights}: {copied}")
    for stream, own in start.streams.items():
        copy_all(model, own, STREAMS[stream])


def _compile(model: keras.Model, config: TrainConfig) -> None:
    heads = heads_of(model)
    loss = {
        name: keras.losses.BinaryCrossentropy(
            from_logits=True, label_smoothing=config.label_smoothing
        )
        for name in heads
    }
    weights = {name: 1.0 if name == "fake_logit" else config.auxiliary for name in heads}
    model.compile(optimizer(config), loss=loss, loss_weights=weights)


def _freeze(model: keras.Model, prefixes: Sequence[str]) -> None:
    """Exclude layers from training; their BatchNorm then keeps its statistics, too."""
    for layer in model.layers:
        if layer.name.startswith(tuple(prefixes)):
            layer.trainable = False


def _stream_dropout(config: TrainConfig) -> dict[str, float]:
    return {"visual": config.visual_dropout, "forensic": config.forensic_dropout}


def heads_of(model: keras.Model) -> list[str]:
    """The trained outputs that a network has: one of a single stream lacks the other's."""
    return [name for name in HEADS if name in model.output_names]


def optimizer(config: TrainConfig) -> keras.optimizers.Optimizer:
    """AdamW with averaged weights; the rate warms up, then falls as a cosine to zero."""
    steps = sum(stage.steps for stage in config.stages)
    warm = max(1, steps // 20)
    rate = keras.optimizers.schedules.CosineDecay(
        1e-6, steps - warm, warmup_target=config.learning_rate, warmup_steps=warm
    )
    return keras.optimizers.AdamW(
        rate,
        weight_decay=config.weight_decay,
        global_clipnorm=1.0,
        use_ema=True,
        ema_momentum=config.ema,
    )


@dataclass(frozen=True, slots=True)
class _Steps:
    """Batches of a stage: from the first that is left to do, up to the stage's end."""

    first: int
    end: int


def _run_stage(
    model: keras.Model, pool: CropPool, spec: BatchSpec, steps: _Steps, out: Path
) -> None:
    batches = Batches(pool, spec, EPOCH, steps.first)
    model.fit(
        batches,
        epochs=steps.end // EPOCH,
        initial_epoch=steps.first // EPOCH,
        shuffle=False,
        verbose=2,
        callbacks=[
            keras.callbacks.LambdaCallback(
                on_epoch_begin=lambda epoch, _: batches.go_to(epoch * EPOCH)
            ),
            AtFirstBatch(keep_freed_memory),
            keras.callbacks.CSVLogger(str(out / "log.csv"), append=True),
            TensorBoardLog(out / "tensorboard", EPOCH),
            _Checkpoint(out),
        ],
    )


class _Checkpoint(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is untyped
    """Saves model, optimizer and position in the data after each epoch, atomically.

    Keras swaps in the averaged weights after a stage's last epoch, so that one is saved later.
    """

    def __init__(self, out: Path) -> None:
        super().__init__()
        self._out = out

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        if epoch + 1 < self.params["epochs"]:
            self._save(epoch + 1)

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        _constrain(self.model)
        self._save(self.params["epochs"])

    def _save(self, epochs: int) -> None:
        temporary = self._out / "checkpoint.tmp.keras"
        self.model.save(temporary)
        temporary.replace(self._out / "checkpoint.keras")
        progress = self._out / "progress.tmp"
        progress.write_text(json.dumps({"steps": epochs * EPOCH}))
        progress.replace(self._out / "progress.json")


def _constrain(model: keras.Model) -> None:
    """Constrain the averaged weights: Keras averages weights before it constrains them."""
    for weight in model.trainable_weights:
        if weight.constraint is not None:
            weight.assign(weight.constraint(weight))


def _resumed(out: Path, precision: str) -> tuple[keras.Model, int] | None:
    progress = out / "progress.json"
    if not progress.exists():
        return None
    model = keras.saving.load_model(out / "checkpoint.keras")
    begun = precision_of(model)
    if begun != precision:
        raise ValueError(f"{out.name} was begun in {begun}: it cannot go on in {precision}")
    return model, int(json.loads(progress.read_text())["steps"])


def _log_validation(model: keras.Model, folder: Path, stage: Stage, step: int, out: Path) -> None:
    pool = CropPool([folder], "validation")
    table = pool.rows.assign(logit=head_logits(model, pool, stage.size)["fake_logit"])
    aucs = {
        source: round(float(roc_auc_score(part["label"], part["logit"])), 4)
        for source, part in table.groupby("source")
        if part["label"].nunique() == 2
    }
    with (out / "validation.jsonl").open("a") as file:
        file.write(json.dumps({"step": step, "size": stage.size, "auc": aucs}) + "\n")
