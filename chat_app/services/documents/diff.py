"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from chat_app.services.documents.dto import DiffPart, PartKind

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
MAX_WORDS = 20_000
"""Longer texts are compared by lines: comparing words takes time that grows with the square."""


def diff(before: str, after: str) -> list[DiffPart]:
    """The way from one text to the other. What is "same" and "removed" makes `before`, "same" and "added" make `after`."""
    unit = _WORDS if len(before) + len(after) < MAX_WORDS * 5 else _LINES
    old, new = unit.findall(before), unit.findall(after)
    parts: list[DiffPart] = []
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            _add(parts, "same", old[old_from:old_to])
        else:
            _add(parts, "removed", old[old_from:old_to])
            _add(parts, "added", new[new_from:new_to])
    return parts


def _add(parts: list[DiffPart], kind: PartKind, pieces: list[str]) -> None:
    if pieces:
        parts.append(DiffPart(kind, "".join(pieces)))
