"""Cuts a document into passages of some hundred tokens, where its structure parts it.

Where a passage ends depends on the text around that place only, so that a change leaves the passages further on as they were.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from chat_app.integrations.reading.port import Box, ParsedDocument
from chat_app.services.chunking.atoms import BLOCK, HARD, Atom, atoms_of
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.lexical.languages import language_of

SEPARATOR = " › "
_MARK = 64
"""So many characters after a place say whether it is the best of several alike."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Tokens of a passage. One may be smaller: the end of a chapter, a slide, a short document."""

    least: int = 400
    most: int = 600

    @property
    def early(self) -> int:
        """From here on it may end at a preferred place."""
        return self.least * 7 // 10

    @property
    def alone(self) -> int:
        """What is smaller than this is joined with what follows, even over a heading."""
        return self.most // 6


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class ChunkDraft:
    """A passage. `text` is `document.text[start:end]`, after the header of its table where it begins among the rows."""

    text: str
    start: int
    end: int
    page: int
    boxes: tuple[Box, ...]
    heading: str
    kind: str
    tokens: int
    language: str


def chunks_of(document: ParsedDocument, limits: Limits = USUAL) -> list[ChunkDraft]:
    """All passages of a document, in order: together they are its text, but for blanks between them."""
    atoms = atoms_of(document, limits.most * 3 // 4)
    return [_chunk(document, part) for part in _cut(document.text, atoms, limits)]


def _cut(text: str, atoms: Sequence[Atom], limits: Limits) -> Iterator[Sequence[Atom]]:
    left = _left(atoms)
    first = 0
    while first < len(atoms):
        after = _next(text, atoms, left, first, limits)
        while after - first > 1 and estimate_tokens(_shown(text, atoms[first:after])) > limits.most:
            after -= 1
        yield atoms[first:after]
        first = after


def _left(atoms: Sequence[Atom]) -> list[int]:
    """For each part the tokens from it on to where passages begin anew."""
    left = [0] * (len(atoms) + 1)
    for index in range(len(atoms) - 1, -1, -1):
        ends = index + 1 == len(atoms) or atoms[index + 1].strength >= HARD
        left[index] = atoms[index].tokens + (0 if ends else left[index + 1])
    return left


def _next(text: str, atoms: Sequence[Atom], left: Sequence[int], first: int, limits: Limits) -> int:
    """The part that the next passage begins with: the best place that lies within the limits."""
    total = _header_tokens(text, atoms[first])
    best, early = _Place(0, -1, 0), 0
    for index in range(first, len(atoms)):
        atom = atoms[index]
        if index > first and atoms[index - 1].kind != "heading":
            if atom.strength >= HARD and total >= limits.alone:
                return index
            place = _place(text, atom, index)
            least = limits.early if place.marked else limits.least
            if total >= least and left[index] >= limits.alone and place.rank > best.rank:
                best = place
            if limits.least // 2 <= total < limits.least and atom.strength >= BLOCK:
                early = index
        if total + atom.tokens > limits.most:
            return _chosen(max(index, first + 1), best, early)
        total += atom.tokens + 1
    return len(atoms)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place before a part. Among equals what stands there decides, not how far it is from the start of the passage."""

    index: int
    strength: int
    mark: int

    @property
    def marked(self) -> bool:
        """Every second place between blocks is preferred: so the passages of two versions soon end at the same places again."""
        return self.strength >= BLOCK and self.mark % 2 == 0

    @property
    def rank(self) -> tuple[int, int]:
        """The higher, the better."""
        return self.strength + self.marked, self.mark


def _place(text: str, atom: Atom, index: int) -> _Place:
    return _Place(index, atom.strength, zlib.crc32(text[atom.start : min(atom.end, atom.start + _MARK)].encode()))


def _chosen(full: int, best: _Place, early: int) -> int:
    """A place between blocks comes before one within a block, even when the passage gets small."""
    if early and best.strength < BLOCK:
        return early
    return best.index or full


def _header_tokens(text: str, atom: Atom) -> int:
    return estimate_tokens(text[atom.header[0] : atom.header[1]]) + 1 if atom.header else 0


def _shown(text: str, part: Sequence[Atom]) -> str:
    literal = text[part[0].start : part[-1].end]
    header = part[0].header
    return f"{text[header[0] : header[1]]}\n{literal}" if header and part[0].start >= header[1] else literal


def _chunk(document: ParsedDocument, part: Sequence[Atom]) -> ChunkDraft:
    start, end, shown = part[0].start, part[-1].end, _shown(document.text, part)
    return ChunkDraft(
        text=shown,
        start=start,
        end=end,
        page=document.page_at(start),
        boxes=document.boxes_of(start, end),
        heading=SEPARATOR.join(_common(part)),
        kind=_kind(part),
        tokens=estimate_tokens(shown),
        language=language_of(shown) or document.language,
    )


def _common(part: Sequence[Atom]) -> tuple[str, ...]:
    """The headings that all of it stands under."""
    first, last = min(atom.path for atom in part), max(atom.path for atom in part)
    return tuple(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))


def _kind(part: Sequence[Atom]) -> str:
    """What most of it is: "text", "table", "code" or "list"."""
    weights = dict.fromkeys(("text", "table", "code", "list"), 0)
    for atom in part:
        weights[atom.kind if atom.kind in weights else "text"] += atom.tokens
    return max(weights, key=lambda kind: weights[kind])
