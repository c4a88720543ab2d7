"""The row of a picture that no worker lives through.

It has the keys of a failed `edge_runtime.result.scan_result.ScanResult`, and its own schema name
and failure code. A scanner never returns it, so phones, servers and pages need not expect the
code `crashed`.
"""

from __future__ import annotations

import json
from typing import Any

from edge_runtime.files.inputs import unicode_of

SCHEMA = "edge-runtime/crashed/1"
CODE = "crashed"


def crashed(name: str, why: str, identity: dict[str, Any]) -> bytes:
    """The row as one line of JSON.

    Args:
        name: Of the input.
        why: How the worker ended.
        identity: ``bundle`` and ``runtime`` of the worker.
    """
    row = {
        "schema": SCHEMA,
        "source": unicode_of(name),
        "status": "failed",
        "image": None,
        "failure": {"code": CODE, "message": f"judging it ended the process: {why}"},
        "verdict": None,
        "probability": None,
        "regions": [],
        **identity,
        "timings_ms": None,
    }
    return json.dumps(row).encode()
