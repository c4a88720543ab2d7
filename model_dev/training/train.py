"""Training: coarse to fine, resumable, logged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import keras
import numpy as np
from sklearn.metrics import roc_auc_score

from model_dev.architecture.network import NetworkConfig, build_network, load_imagenet
from model_dev.architecture.streams import STREAMS
from model_dev.augmentation.augment import AugmentConfig
from model_dev.config_file import ConfigError, read_config_file
from model_dev.training.batches import HEADS, Batches, CropPool, Mixture, Tiny, to_network
from model_dev.training.devices import on_devices
from model_dev.training.malloc_tuning import AtFirstBatch, keep_freed_memory
from model_dev.training.precision import FLOAT32, computing_in, precision_of
from model_dev.training.starting_weights import Origin, take_over, take_over_all
from model_dev.training.tensorboard_log import TensorBoardLog
from model_dev.training.training_plots import draw_curves
from model_dev.training.weights_file import save_weights

EPOCH = 100
"""Batches between two checkpoints."""

NO_STREAMS: Mapping[str, Origin] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the training at one resolution: side in pixels, and batches."""

    size: int
    steps: int


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Everything that decides a training run but the pictures.

    Attributes:
        seed: Seed of the data order and of every random choice.
        batch: Pictures in a batch, even.
        learning_rate: Peak of AdamW's rate; 5 % warm-up, then cosine to zero.
        weight_decay: AdamW's.
        label_smoothing: Of the binary cross-entropy.
        auxiliary: Weight of each stream's own loss.
        ema: Momentum of the weights' moving average, which is what is kept.
        withheld_visual: Share of the pictures that the fused head sees without visual features.
        withheld_forensic: The same without forensic features.
        frozen: Streams that stay as they begin, see `train`. What a stream of few weights sees
            often it learns by heart, and trusts where it should not.
        frozen_blocks: Inverted residuals of the visual stream that stay as they begin, counted from
            the input, and the stem with them: the largest maps, a third of a step, learn first.
        earlier_sources: What the earlier runs that it goes on from have seen and it does not draw.
        stages: Resolutions, coarse to fine.
        network: Widths.
        augmentation: Strengths.
        mixtures: Parts of a batch.
        tiny: Batches of tiny pictures in between, or None.
    """

    seed: int
    batch: int
    learning_rate: float
    weight_decay: float
    label_smoothing: float
    auxiliary: float
    ema: float
    withheld_visual: float
    withheld_forensic: float
    stages: tuple[Stage, ...]
    network: NetworkConfig
    augmentation: AugmentConfig
    mixtures: tuple[Mixture, ...]
    tiny: Tiny | None = None
    frozen: tuple[str, ...] = ()
    frozen_blocks: int = 0
    earlier_sources: tuple[str, ...] = ()


def read_config(path: Path) -> TrainConfig:
    """Parse a training config (TOML).

    Raises:
        ConfigError: If a key is missing or unknown, or a value has another type.
    """
    config = read_config_file(TrainConfig, path)
    if not set(config.frozen) <= set(STREAMS):
        raise ConfigError(f"{path.name}: frozen: streams are {', '.join(STREAMS)}")
    return config


def train(
    config: TrainConfig,
    stores: Sequence[Path],
    validation: Path | None,
    out: Path,
    start: Origin | None = None,
    streams: Mapping[str, Origin] = NO_STREAMS,
    precision: str = FLOAT32,
    devices: int = 1,
) -> keras.Model:
    """Train the network, or go on where a broken run stopped.

    On whichever backend Keras runs; the same batches on each.

    Writes ``out/checkpoint.keras`` and ``out/progress.json`` every `EPOCH` batches, ``out/log.csv``
    (losses; AUC per source of the validation store at each stage's end), TensorBoard logs, and
    at the end ``out/final.weights.h5`` with the averaged weights, without the optimizer's state,
    and ``out/curves.png``.

    Args:
        config: The run.
        stores: Crop stores of the training split.
        validation: A crop store to watch, or None.
        out: Folder of the run.
        start: Earlier run to start from instead of ImageNet's weights.
        streams: Earlier runs that one stream alone starts from, by its name in `STREAMS`:
            trained by itself the forensic stream learns traces that it would not look for beside
            a visual stream that knows better.
        precision: What layers compute in, see `model_dev.training.precision`.
        devices: How many share every batch, see `model_dev.training.devices`.

    Returns:
        The trained model, in float32.

    Raises:
        ValueError: If the precision or the devices cannot be had, an earlier run does not fit, or
            the run was begun in another precision.
    """
    batches = [config.batch, *([config.tiny.batch] if config.tiny else [])]
    with on_devices(devices, batches):
        return _train(config, stores, validation, out, (start, streams), precision)


def _train(
    config: TrainConfig,
    stores: Sequence[Path],
    validation: Path | None,
    out: Path,
    origins: tuple[Origin | None, Mapping[str, Origin]],
    precision: str,
) -> keras.Model:
    out.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(config.seed)
    pool = CropPool(stores)
    model, done = _resumed(out, precision) or (untrained(config, *origins, precision), 0)
    for index, stage in enumerate(config.stages):
        before = sum(earlier.steps for earlier in config.stages[:index])
        if done >= before + stage.steps:
            continue
        _run_stage(model, config, stage, before, max(done, before), pool, out)
        if validation is not None:
            _log_validation(model, validation, stage.size, before + stage.steps, out)
    plain = _plain(model, config)
    save_weights(plain, out / "final.weights.h5")
    draw_curves(out, EPOCH)
    return plain


def _plain(model: keras.Model, config: TrainConfig) -> keras.Model:
    """The model without its optimizer; a moving average need not keep the constraints."""
    plain = build_network(config.network)
    for layer in plain.layers:
        layer.set_weights(model.get_layer(layer.name).get_weights())
    for variable in plain.trainable_variables:
        if variable.constraint is not None:
            variable.assign(variable.constraint(variable))
    return plain


def untrained(
    config: TrainConfig,
    start: Origin | None = None,
    streams: Mapping[str, Origin] = NO_STREAMS,
    precision: str = FLOAT32,
) -> keras.Model:
    """The network as a run begins with it, compiled; see `train`."""
    with computing_in(precision):
        model = build_network(config.network, withheld=_withheld(config))
    load_imagenet(model)
    if start is not None:
        kept = take_over(model, start)
        print(f"{start.weights}: " + (f"not in {', '.join(kept)}" if kept else "every layer"))
    for stream, origin in streams.items():
        take_over_all(model, origin, STREAMS[stream])
    for stream in config.frozen:
        _freeze(model, STREAMS[stream])
    if config.frozen_blocks:
        blocks = (f"mobilenet_{index}_" for index in range(config.frozen_blocks))
        _freeze(model, ("mobilenet_stem", *blocks))
    heads = heads_of(model)
    loss = {
        name: keras.losses.BinaryCrossentropy(
            from_logits=True, label_smoothing=config.label_smoothing
        )
        for name in heads
    }
    weights = {name: 1.0 if name == "fake_logit" else config.auxiliary for name in heads}
    model.compile(optimizer(config), loss=loss, loss_weights=weights)
    return model


def _freeze(model: keras.Model, prefixes: Sequence[str]) -> None:
    """Also stops the layers' BatchNorm from following the batches."""
    for layer in model.layers:
        if layer.name.startswith(tuple(prefixes)):
            layer.trainable = False


def _withheld(config: TrainConfig) -> dict[str, float]:
    return {"visual": config.withheld_visual, "forensic": config.withheld_forensic}


def heads_of(model: keras.Model) -> list[str]:
    """The trained outputs that a network has: one of a single stream lacks the other's."""
    return [name for name in HEADS if name in model.output_names]


def optimizer(config: TrainConfig) -> keras.optimizers.Optimizer:
    """AdamW with averaged weights; its rate warms up, then falls as a cosine to nothing."""
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


def _run_stage(
    model: keras.Model,
    config: TrainConfig,
    stage: Stage,
    before: int,
    done: int,
    pool: CropPool,
    out: Path,
) -> None:
    batches = Batches(
        pool, config.mixtures, config.augmentation, stage.size, config.batch, EPOCH, done,
        config.seed, heads_of(model), config.tiny,
    )  # fmt: skip
    model.fit(
        batches,
        epochs=(before + stage.steps) // EPOCH,
        initial_epoch=done // EPOCH,
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


class _Checkpoint(keras.callbacks.Callback):
    """Model, optimizer and place in the data after each epoch, never half-written.

    Keras puts the averaged weights in place after a stage's last epoch: that checkpoint waits.
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
    """Keras averages weights before it constrains them, so their average is constrained here."""
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


def _log_validation(model: keras.Model, folder: Path, size: int, step: int, out: Path) -> None:
    pool = CropPool([folder], "validation")
    logits = predict(model, pool, size)
    table = pool.rows.assign(logit=logits)
    aucs = {
        source: round(float(roc_auc_score(part["label"], part["logit"])), 4)
        for source, part in table.groupby("source")
        if part["label"].nunique() == 2
    }
    with (out / "validation.jsonl").open("a") as file:
        file.write(json.dumps({"step": step, "size": size, "auc": aucs}) + "\n")


def predict(model: keras.Model, pool: CropPool, size: int, batch: int = 64) -> np.ndarray:
    """Float logits [N] of every row of a pool, at ``size`` pixels."""
    from edge_runtime.picture.geometry import cut_crop, plan_whole

    def picture(row: int) -> np.ndarray:
        crop = pool.crop(row)
        return cut_crop(crop, plan_whole(crop.shape[1], crop.shape[0]), size)

    logits = []
    for start in range(0, len(pool.rows), batch):
        rows = range(start, min(start + batch, len(pool.rows)))
        pixels = np.stack([picture(row) for row in rows])
        logits.append(model.predict_on_batch(to_network(pixels))["fake_logit"][:, 0])
    return np.concatenate(logits)
