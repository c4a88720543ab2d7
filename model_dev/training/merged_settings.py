"""Settings of a run that are stated as what differs from others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model_dev.config_file import ConfigError

TABLES = ("network", "augmentation", "tiny_pictures")
"""Tables of a config of which a run may state single keys."""


def merged_settings(
    base: Mapping[str, Any],
    own: Mapping[str, Any],
    mixtures: Mapping[str, Mapping[str, Any]],
    where: str,
) -> dict[str, Any]:
    """The settings of a run, ready for `model_dev.training.config.config_of`.

    Args:
        base: Settings that hold where the run states no other.
        own: What the run states: values, single keys of `TABLES`, and ``mixtures`` by their names
            (``use``) and shares, with keys that differ.
        mixtures: Mixtures by name, without their shares.
        where: What to call the run in an error.

    Raises:
        ConfigError: If a mixture is not defined, or not named.
    """
    found = dict(base)
    for key, value in own.items():
        if key in TABLES and key in found:
            found[key] = {**found[key], **value}
        elif key == "mixtures":
            found[key] = [_mixture(part, mixtures, where) for part in value]
        else:
            found[key] = value
    return found


def _mixture(
    part: Mapping[str, Any], mixtures: Mapping[str, Mapping[str, Any]], where: str
) -> dict[str, Any]:
    own = dict(part)
    name = own.pop("use", None)
    if name not in mixtures:
        raise ConfigError(f"{where}: mixtures.{name}: missing")
    return {**mixtures[name], **own}
