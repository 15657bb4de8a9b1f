"""Marks that tell Anthropic, also behind other hosts, up to where the prompt is worth keeping for the next request."""

from __future__ import annotations

from typing import Any

_MARKS: dict[str, dict[str, str]] = {"minutes": {"type": "ephemeral"}, "hour": {"type": "ephemeral", "ttl": "1h"}}
_TURNS = 2
"""The last question is kept for the next request, the one before it was kept by the last: so each request reads what its predecessor wrote."""


def with_cache_marks(wires: list[dict[str, Any]], keep: str | None) -> list[dict[str, Any]]:
    """The messages with marks on the system prompt and the last questions; unchanged where nothing is to be kept."""
    mark = _MARKS.get(keep or "")
    if mark is None:
        return wires
    marked = {*_last(wires, "system", 1), *_last(wires, "user", _TURNS)}
    return [_marked(wire, mark) if number in marked else wire for number, wire in enumerate(wires)]


def _last(wires: list[dict[str, Any]], role: str, most: int) -> list[int]:
    return [number for number, wire in enumerate(wires) if wire["role"] == role][-most:]


def _marked(wire: dict[str, Any], mark: dict[str, str]) -> dict[str, Any]:
    """The mark stands on the last part; an empty text cannot carry one."""
    content = wire["content"]
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else list(content)
    if not parts or parts[-1].get("text") == "":
        return wire
    return {**wire, "content": [*parts[:-1], {**parts[-1], "cache_control": mark}]}
