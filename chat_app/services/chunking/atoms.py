"""The smallest parts that a passage is made of: sentences, rows, items, definitions, each with what parts it from the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chat_app.integrations.reading.port import Block, ParsedDocument
from chat_app.services.chunking.sentences import Span, lines, pieces, sentences
from chat_app.services.kernel.tokens import estimate_tokens

INSIDE, SENTENCE, PART, BLOCK, PAGE = 0, 1, 2, 3, 8
"""How well text parts there: within a sentence or row, between them, between parts of code or items, between blocks, between slides."""
HARD = 8
"""From here on passages begin anew: headings of the first two ranks, slides, sheets, chapters."""
APART = frozenset({"slide", "sheet", "chapter"})

DEEPEST_INDENT = 200

_DEFINITION = re.compile(r"\n[ \t]{0,80}\n(?=\S)")
_GAP = re.compile(r"\n[ \t]{0,80}\n")


@dataclass(frozen=True, slots=True)
class Atom:
    """`text[start:end]`, never blank. `strength` tells how well the text parts before it."""

    start: int
    end: int
    tokens: int
    strength: int
    kind: str
    path: tuple[str, ...]
    """The headings above it, with the one that it is itself."""
    header: Span | None = None
    """The header of the table whose row this is."""


def atoms_of(document: ParsedDocument, most: int) -> list[Atom]:
    """All parts of a document in order, none of more than `most` tokens."""
    return [atom for block, path in _with_path(document) for atom in _atoms(document, block, path, most)]


def _with_path(document: ParsedDocument) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Each block with the headings that it stands under. A slide or sheet stands under its name, a chapter begins anew."""
    above: list[tuple[int, str]] = []
    page = 0
    for block in document.blocks:
        if document.unit in APART and block.page != page:
            page = block.page
            label = document.pages[page - 1].label if page else ""
            above = [(0, label)] if label else []
        if block.kind == "heading":
            title = " ".join(document.text[block.start : block.end].lstrip("#").split())
            above = [entry for entry in above if entry[0] < block.level]
            if not above or above[-1][1] != title:
                above.append((block.level, title))
        yield block, tuple(title for _, title in above)


def _atoms(document: ParsedDocument, block: Block, path: tuple[str, ...], most: int) -> Iterator[Atom]:
    text = document.text
    strength = _strength(document, block)
    header = _header(text, block, most)
    for span, inner in _parts(text, block):
        trimmed = _trimmed(text, span)
        if trimmed is None:
            continue
        tokens = estimate_tokens(text[trimmed[0] : trimmed[1]])
        few = [trimmed] if tokens <= most else list(pieces(text, trimmed, most))
        for index, (start, end) in enumerate(few):
            size = tokens if len(few) == 1 else estimate_tokens(text[start:end])
            yield Atom(start, end, size, strength if index == 0 else INSIDE, block.kind, path, header if start > block.start else None)
            strength = inner
        strength = inner


def _strength(document: ParsedDocument, block: Block) -> int:
    if document.unit in APART and any(page.start == block.start for page in document.pages[block.page - 1 : block.page]):
        return PAGE
    return max(BLOCK + 1, 10 - block.level) if block.kind == "heading" else BLOCK


def _header(text: str, block: Block, most: int) -> Span | None:
    """The first lines of a table, where they are short enough to be said again."""
    if block.kind != "table" or not block.level:
        return None
    end = block.start
    for _ in range(block.level):
        end = text.find("\n", end + 1, block.end)
        if end < 0:
            return None
    return (block.start, end) if estimate_tokens(text[block.start : end]) <= most // 4 else None


def _parts(text: str, block: Block) -> Iterator[tuple[Span, int]]:
    """The parts of a block, each with how well text parts after it."""
    if block.kind == "table":
        yield from ((span, SENTENCE) for span in lines(text, block.start, block.end))
    elif block.kind == "code":
        yield from _code(text, block)
    else:
        yield from ((span, SENTENCE) for span in sentences(text, block.start, block.end))


def _code(text: str, block: Block) -> Iterator[tuple[Span, int]]:
    """Lines; they part best where something begins at the left margin after a blank line, then at any blank line."""
    for start, end in lines(text, block.start, block.end):
        after = text[end : end + 200]
        yield (start, end), PART if _DEFINITION.match(after) else SENTENCE if _GAP.match(after) else INSIDE


def _trimmed(text: str, span: Span) -> Span | None:
    """Without blanks around it; the indent of a first line stays."""
    start, end = span
    part = text[start:end]
    kept = part.rstrip()
    if not kept.strip():
        return None
    lead = len(kept) - len(kept.lstrip())
    line = text.rfind("\n", max(0, start + lead - DEEPEST_INDENT), start + lead) + 1
    return max(start, line) if not text[line : start + lead].strip() else start + lead, start + len(kept)
