"""Models to suggest, as data (suggestions.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from chat_app.services.ollama.dto import Suggestion

NOTES = {
    "allround": "ollama_suggestions.allround",
    "small": "ollama_suggestions.small",
    "thinks": "ollama_suggestions.thinks",
    "strong": "ollama_suggestions.strong",
    "sees": "ollama_suggestions.sees",
    "reads_pictures": "ollama_suggestions.reads_pictures",
    "meaning": "ollama_suggestions.meaning",
    "meaning_languages": "ollama_suggestions.meaning_languages",
}
_PATH = Path(__file__).with_name("suggestions.toml")
_MEGABYTE = 1_000_000


@cache
def suggestions() -> tuple[Suggestion, ...]:
    """All of them, in the order of the file."""
    return tuple(_suggestion(entry) for entry in _entries())


def default_for(use: str) -> str:
    """The model to take for a use where none is there."""
    return next(entry["name"] for entry in _entries() if use in entry.get("default", ()))


def wanted_for(missing: Collection[str]) -> dict[str, str]:
    """Which model to take for each of these uses: one that can do several goes before two."""
    chosen = [default_for(use) for use in missing]
    able = {entry["name"]: set(entry["uses"]) for entry in _entries() if entry["name"] in chosen}
    return {use: max((name for name in able if use in able[name]), key=lambda name: len(able[name] & set(missing))) for use in missing}


def _suggestion(entry: dict[str, Any]) -> Suggestion:
    return Suggestion(entry["name"], entry["size"] * _MEGABYTE, entry["memory"] * _MEGABYTE, tuple(entry["uses"]), NOTES[entry["note"]])


@cache
def _entries() -> list[dict[str, Any]]:
    return tomllib.loads(_PATH.read_text(encoding="utf-8"))["model"]
