"""How the server logs: one line per event, plain or JSON, on standard error."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

PLAIN = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "color_message"}

# Loggers that tell a person nothing in normal work, with the level from which they do.
QUIET = {
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "litellm": logging.WARNING,
    "LiteLLM": logging.WARNING,
    "asyncio": logging.WARNING,
    "uvicorn.error": logging.WARNING,
    # Without a level of their own these two add a handler of their own, which would write past our filters.
    "engineio.server": logging.ERROR,
    "socketio.server": logging.ERROR,
    # "Attempting to send delta to disconnected client": one line per change of a tab that has just closed.
    "reflex": logging.ERROR,
}


class JsonFormatter(logging.Formatter):
    """One JSON object per line: `at`, `level`, `logger`, `message`, then what the caller gave as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry |= {key: value for key, value in vars(record).items() if key not in STANDARD}
        if record.exc_info:
            entry["exception"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(entry, default=str, ensure_ascii=False)


def configure_logging(level: str = "INFO", *, as_json: bool = False, filters: Iterable[logging.Filter] = ()) -> None:
    """Send all logs to standard error; `filters` see every record before it is written (secrets are removed there)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if as_json else logging.Formatter(PLAIN))
    for entry in filters:
        handler.addFilter(entry)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, quiet_level in QUIET.items():
        logging.getLogger(name).setLevel(max(quiet_level, logging.getLevelNamesMapping()[level]))
