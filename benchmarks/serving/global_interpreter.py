"""The way of serving that this one replaces, rebuilt: one interpreter for all, and no limits.

FastAPI reads the whole body through its form parser, and the handler decodes, finds faces and runs
the network in the event loop, with TensorFlow's interpreter, so that one request holds up all
others. The pictures, the bundle and the scan are the same; only the serving differs.
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
    """The application.

    Args:
        scanner: The one that serves all requests, one after another.
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
