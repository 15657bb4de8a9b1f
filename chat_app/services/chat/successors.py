"""Which model comes nearest to one that is withdrawn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat_app.services.catalogue.dto import ModelCard

_PARTS = re.compile(r"[a-z]+|\d+")
_DATED = 1_000
"""Numbers from here on are dates or sizes, not versions."""
_SAME_FAMILY = 0.3


def nearest(card: ModelCard, others: Sequence[ModelCard]) -> list[ModelCard]:
    """Models of the same kind by their names, the nearest and newest first: "gpt-4o" for "gpt-4", not "o3"."""
    own = _words(card)
    ranked = [(_likeness(own, _words(other)), other.provider == card.provider, _version(other), other) for other in others]
    ranked.sort(key=lambda row: row[:3], reverse=True)
    return [row[3] for row in ranked if row[0] >= _SAME_FAMILY]


def _name(card: ModelCard) -> str:
    return (card.base or card.id).partition("/")[2].lower() or card.id.lower()


def _words(card: ModelCard) -> frozenset[str]:
    return frozenset(part for part in _PARTS.findall(_name(card)) if part.isalpha() and part not in ("preview", "latest", "exp"))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _version(card: ModelCard) -> tuple[int, ...]:
    return tuple(int(part) for part in _PARTS.findall(_name(card)) if part.isdigit() and int(part) < _DATED)
