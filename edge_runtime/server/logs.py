"""One JSON object a line on stderr: one for each request, and those of the HTTP server.

The TFLite runtime writes a line of its own to the same place when it starts.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone
from typing import Any

LOGGER = "edge_runtime.server"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "edge_runtime.server.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        LOGGER: {"level": "INFO"},
        "uvicorn": {"level": "INFO"},
        # It would log bytes of what it parses.
        "python_multipart": {"level": "CRITICAL"},
    },
}
"""For `logging.config.dictConfig`."""


class JsonLine(logging.Formatter):
    """Writes a record as one JSON object; what ``extra`` has as "fields" becomes its keys."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(
                "T", "milliseconds"
            ),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)
