"""Texts from outside: which of them can be kept, and how."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

LONGEST_NEEDLE = 254


def is_storable(payload: object) -> bool:
    """Whether all texts can be kept: PostgreSQL knows no NUL, and half a surrogate pair is no character anywhere."""
    return all(_is_text(value) for level in levels(payload) for value in level if isinstance(value, str))


def needle(search: str) -> str:
    """What a list is searched for: lower case, no longer than any name (SQLite refuses patterns of 50,000 bytes)."""
    return search.strip().lower()[:LONGEST_NEEDLE]


def visible(text: str) -> str:
    """One line of what a reader sees: control characters, among them those that turn the direction of writing, become blanks or nothing."""
    blanks = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    return " ".join("".join(sign for sign in blanks if unicodedata.category(sign) != "Cf").split())


def levels(payload: object) -> Iterator[list[object]]:
    """The values of a JSON document level by level: without recursion, however deep it is."""
    level: list[object] = [payload]
    while level:
        yield level
        level = [child for value in level for child in _children(value)]


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return list(value) if isinstance(value, list | tuple) else []


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
