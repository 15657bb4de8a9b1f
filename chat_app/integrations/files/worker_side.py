"""What each process does that reads a stranger's file: it gives up its rights, works, and says what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chat_app.integrations.files.port import RESULT, FileRefusedError
from chat_app.integrations.files.sandbox import give_up_rights


def work_without_rights(folder: Path, work: Callable[[], dict[str, Any]]) -> None:
    """Leave in `folder` what `work` returns, or why the file is refused. What loads libraries has to be loaded before."""
    give_up_rights()
    (folder / RESULT).write_text(json.dumps(_result(work), default=str), encoding="utf-8")


def _result(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except FileRefusedError as refusal:
        return {"refused": refusal.key, "params": refusal.params}
    except (MemoryError, RecursionError):
        return {"refused": "attachment.too_complex", "params": {}}
    except Exception:  # noqa: BLE001  (parsers raise whatever a broken file makes them stumble over)
        return {"refused": "attachment.broken", "params": {}}
