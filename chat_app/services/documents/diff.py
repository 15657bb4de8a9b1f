"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat_app.services.documents.dto import DiffPart, PartKind

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
MAX_EDITS = 1_000
"""Texts that differ in more words are compared by lines, in more lines not at all: the time grows with the square."""


def diff(before: str, after: str) -> list[DiffPart]:
    """The way from one text to the other. What is "same" and "removed" makes `before`, "same" and "added" make `after`."""
    parts: list[DiffPart] = []
    for unit in (_WORDS, _LINES):
        old, new = unit.findall(before), unit.findall(after)
        if (runs := _common(old, new)) is None:
            continue
        old_at = new_at = 0
        for old_from, new_from, length in [*runs, (len(old), len(new), 0)]:
            _add(parts, "removed", old[old_at:old_from])
            _add(parts, "added", new[new_at:new_from])
            old_at, new_at = old_from + length, new_from + length
            _add(parts, "same", old[old_from:old_at])
        return parts
    return [DiffPart("removed", before), DiffPart("added", after)]


def _common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]] | None:
    """What both have on the shortest way from one to the other, as places and lengths; None for a way of more than `MAX_EDITS`.

    E. Myers, "An O(ND) Difference Algorithm": `furthest` tells for each diagonal how far so many edits lead in `old`.
    """
    middle = MAX_EDITS + 1
    furthest, trace = [0] * (2 * middle + 1), list[list[int]]()
    for edits in range(MAX_EDITS + 1):
        trace.append(furthest[middle - edits - 1 : middle + edits + 2])
        for diagonal in range(-edits, edits + 1, 2):
            at = _step(trace[-1], edits, diagonal)[0]
            while at < len(old) and at - diagonal < len(new) and old[at] == new[at - diagonal]:
                at += 1
            furthest[middle + diagonal] = at
            if at >= len(old) and at - diagonal >= len(new):
                return _runs(trace, len(old), diagonal)
    return None


def _step(reached: Sequence[int], edits: int, diagonal: int) -> tuple[int, int, int]:
    """The next edit towards a diagonal: where it leads in `old`, where it comes from, and from which diagonal."""
    above, below = reached[edits + diagonal], reached[edits + diagonal + 2]
    if diagonal == -edits or (diagonal != edits and above < below):
        return below, below, diagonal + 1
    return above + 1, above, diagonal - 1


def _runs(trace: Sequence[Sequence[int]], at: int, diagonal: int) -> list[tuple[int, int, int]]:
    """The way back from the end, turned round."""
    runs: list[tuple[int, int, int]] = []
    for edits in range(len(trace) - 1, -1, -1):
        start, before, diagonal_before = _step(trace[edits], edits, diagonal)
        if at > start:
            runs.append((start, start - diagonal, at - start))
        at, diagonal = before, diagonal_before
    return runs[::-1]


def _add(parts: list[DiffPart], kind: PartKind, pieces: Sequence[str]) -> None:
    if pieces:
        parts.append(DiffPart(kind, "".join(pieces)))
