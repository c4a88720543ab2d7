"""Baseline: the kind of server that ours replaces, with one global interpreter and no limits.

FastAPI's form parser reads the whole body. The handler decodes, detects faces and runs the network
with TensorFlow's interpreter in the event loop, so that one request blocks all others. Pictures,
bundle and scan are the same as for our server; only the serving differs.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, File, UploadFile

from edge_runtime.engine.options import EngineOptions
from edge_runtime.scan.scanner import Scanner


def app_of(scanner: Scanner) -> FastAPI:
    """Make the application.

    Args:
        scanner: It serves all requests, one after another.
    """
    app = FastAPI()

    @app.post("/predict")
    async def predict(file: Annotated[UploadFile, File()]) -> dict[str, Any]:
        result = scanner.scan(await file.read())
        confidence = (result.probability or 0.0) * 100
        return {"prediction": str(result.verdict), "confidence": confidence}

    return app


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--bundle", type=Path)
    given = parser.parse_args()
    with Scanner.open(given.bundle, EngineOptions("cpu", backend="tensorflow")) as scanner:
        uvicorn.run(app_of(scanner), port=given.port, log_level="warning")


if __name__ == "__main__":
    main()
