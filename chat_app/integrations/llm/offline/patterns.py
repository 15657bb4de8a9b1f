"""Patterns over words: "* i am (sad|tired) *". No regular expressions, so no input can make them slow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_MOST_WORDS = 60


def words_of(text: str) -> list[str]:
    """The words of a sentence as written, at most sixty; apostrophes straight."""
    return [match.group().replace("’", "'") for match in _WORD.finditer(text[:2000])][:_MOST_WORDS]


@dataclass(frozen=True, slots=True)
class Pattern:
    """`*` takes any number of words, `(a|b)` one of these, anything else itself. Groups count from 1."""

    parts: tuple[frozenset[str] | None, ...]
    shown: tuple[bool, ...]
    """Which parts are groups: stars and alternatives, not plain words."""

    @classmethod
    def of(cls, text: str) -> Pattern:
        parts = tuple(None if part == "*" else frozenset(part.strip("()").split("|")) for part in text.split())
        return cls(parts, tuple(part == "*" or part.startswith("(") for part in text.split()))

    def match(self, words: Sequence[str]) -> list[list[str]] | None:
        """The groups' words, or None. Stars take as little as they can; time grows with words times parts."""
        spans = _spans(self.parts, [word.lower() for word in words])
        if spans is None:
            return None
        return [list(words[start:end]) for (start, end), shown in zip(spans, self.shown, strict=True) if shown]


def _spans(parts: Sequence[frozenset[str] | None], words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where each part lies. Only the last star is ever moved on: with stars as the one wildcard that is complete."""
    spans: list[tuple[int, int]] = []
    at, star, star_end = 0, -1, 0
    while at < len(words) or len(spans) < len(parts):
        part: frozenset[str] | None = parts[len(spans)] if len(spans) < len(parts) else frozenset()
        if len(spans) < len(parts) and part is None:
            star, star_end = len(spans), at
            spans.append((at, at))
        elif part and at < len(words) and words[at] in part:
            spans.append((at, at + 1))
            at += 1
        elif star >= 0 and star_end < len(words):
            star_end += 1
            at = star_end
            del spans[star + 1 :]
            spans[star] = (spans[star][0], star_end)
        else:
            return None
    return spans
