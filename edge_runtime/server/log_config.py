"""Logging configuration: one JSON object a line on stderr.

Each request is logged, and so are the messages of uvicorn. The TFLite runtime writes lines of its
own, which are not JSON, to the same stream when it starts.
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
    "formatters": {"json": {"()": "edge_runtime.server.log_config.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        LOGGER: {"level": "INFO"},
        "uvicorn": {"level": "INFO"},
        # It would log bytes of the uploads.
        "python_multipart": {"level": "CRITICAL"},
    },
}
"""For `logging.config.dictConfig`."""


class JsonFormatter(logging.Formatter):
    """Formats a record as one JSON object; the items of its attribute ``fields`` become keys."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a line end."""
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
