"""A test that lacks a tool: skipped on a developer's machine, failed where CI=true."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

TRAIN = "pip install --require-hashes -r requirements/train.lock"
DEV = "pip install --require-hashes -r requirements/dev.lock"
BATCH = "make test-batch"
INSTALL = {
    "cv2": TRAIN,
    "imagehash": TRAIN,
    "keras": TRAIN,
    "matplotlib": TRAIN,
    "pandas": TRAIN,
    "pyarrow": TRAIN,
    "sklearn": TRAIN,
    "tensorflow": TRAIN,
    "build": DEV,
    "fastapi": DEV,
    "h11": DEV,
    "httpx": DEV,
    "jax": DEV,
    "nbclient": DEV,
    "nbformat": DEV,
    "jsonschema": DEV,
    "mediapipe": DEV,
    "prometheus_client": DEV,
    "psutil": DEV,
    "python_multipart": DEV,
    "schemathesis": DEV,
    "starlette": DEV,
    "uvicorn": DEV,
    "onnx": TRAIN,
    "onnxruntime": DEV,
    "moto": BATCH,
    "ray": BATCH,
    "s3fs": BATCH,
}


def in_ci() -> bool:
    """Whether every test has to run."""
    return os.environ.get("CI") == "true"


def missing(what: str, install: str) -> NoReturn:
    """End the running test, or module, because the machine lacks a tool."""
    reason = f"{what} is missing; install it with: {install}"
    if in_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=True)


def reason_to_skip(error: BaseException | None) -> str | None:
    """Why a test that ended with this error is to be skipped; None where it failed."""
    if in_ci() or not isinstance(error, ImportError):
        return None
    module = (error.name or "").split(".")[0]
    if module not in INSTALL:
        return None
    return f"Skipped: {module} cannot be imported; install it with: {INSTALL[module]}"
