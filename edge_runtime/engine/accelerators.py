"""Which GPU and NPU a machine may have for the network, told without loading any of it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

Accelerated: TypeAlias = Literal["gpu-fp16", "gpu-fp32", "npu"]
"""Ways to run the network other than on the CPU: the GPU at half and at single precision."""

WAYS: Mapping[str, tuple[Accelerated, ...]] = {"gpu": ("gpu-fp16", "gpu-fp32"), "npu": ("npu",)}
"""What may be asked for, and how it can be done, the fastest first."""

_GPU_DEVICES = ("dri/renderD*", "nvidia[0-9]*", "mali[0-9]*", "kgsl-3d*", "dxg")
_NPU_DEVICES = ("accel/accel*",)
_GPU_LIBRARIES = ("*LiteRt*Gpu*Accelerator.*", "*LiteRt*Metal*Accelerator.*")
_NPU_LIBRARIES = ("vendors/*/dispatch/*LiteRtDispatch*",)


def possible_kinds(devices: Path = Path("/dev")) -> tuple[str, ...]:
    """The keys of ``WAYS`` for which LiteRT has a library and this machine a device.

    It only looks at names of files, so that a machine without either starts at once. Windows and
    macOS always have a device: they give their GPU out by an interface of the system.

    Args:
        devices: Folder of the device files, on Linux.
    """
    given_out = not sys.platform.startswith("linux")
    wanted = (("gpu", _GPU_DEVICES, _GPU_LIBRARIES), ("npu", _NPU_DEVICES, _NPU_LIBRARIES))
    return tuple(
        kind
        for kind, files, libraries in wanted
        if (given_out or _any(devices, files)) and _any(_litert_folder(), libraries)
    )


def device_files(devices: Path = Path("/dev")) -> Sequence[Path]:
    """Device files of every GPU and NPU, on Linux."""
    patterns = (*_GPU_DEVICES, *_NPU_DEVICES)
    return sorted(path for pattern in patterns for path in devices.glob(pattern))


def _litert_folder() -> Path | None:
    spec = importlib.util.find_spec("ai_edge_litert")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None


def _any(folder: Path | None, patterns: Sequence[str]) -> bool:
    return folder is not None and any(True for pattern in patterns for _ in folder.glob(pattern))
