"""The details of an entry as they are kept: a JSON object without contents, names or addresses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def write_details(details: Mapping[str, object]) -> str:
    """In the one form that is hashed."""
    return json.dumps(details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_details(text: str) -> dict[str, Any]:
    """What was written; an empty object for what is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
