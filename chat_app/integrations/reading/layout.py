"""The layout of a document as bytes, for `DocumentContent.layout`: everything of a `ParsedDocument` but its text.

Compressed JSON with a version, numbers as differences: a page of a book takes about one kilobyte. Places are kept to a tenth of a
point, which is a 700th of an inch.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from chat_app.integrations.reading.port import KINDS, Block, Box, Page, ParsedDocument

VERSION = 1
MAX_UNPACKED = 200_000_000
_TENTHS = 10


class LayoutError(ValueError):
    """These bytes are no layout that this version can read."""


def to_bytes(document: ParsedDocument) -> bytes:
    """Pack all of `document` but its text."""
    packed = {
        "v": VERSION,
        "blocks": _packed_blocks(document.blocks),
        "pages": [[page.start, page.end, page.width, page.height, page.label] for page in document.pages],
        "is": [document.title, document.language, document.kind, document.media_type, document.unit],
        "problem": [document.problem, dict(document.problem_params)],
    }
    return zlib.compress(json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def from_bytes(text: str, layout: bytes) -> ParsedDocument:
    """Put a text and its layout together again; raises `LayoutError`."""
    try:
        packed = json.loads(_unpacked(layout))
        if packed["v"] != VERSION:
            raise LayoutError(f"version {packed['v']}")
        title, language, kind, media_type, unit = packed["is"]
        problem, params = packed["problem"]
        return ParsedDocument(
            text=text,
            blocks=_blocks(packed["blocks"]),
            pages=tuple(Page(*page) for page in packed["pages"]),
            title=title,
            language=language,
            kind=kind,
            media_type=media_type,
            unit=unit,
            problem=problem,
            problem_params=tuple(params.items()),
        )
    except (KeyError, TypeError, IndexError, ValueError, zlib.error) as error:
        raise LayoutError(str(error)) from error


def _unpacked(layout: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(layout, MAX_UNPACKED)
    if not unpacker.eof:
        raise LayoutError("cut or too large")
    return data


def _packed_blocks(blocks: tuple[Block, ...]) -> list[list[Any]]:
    packed: list[list[Any]] = []
    at = 0
    for block in blocks:
        packed.append([KINDS.index(block.kind), block.level, block.start - at, block.end - block.start, block.page, _packed_lines(block)])
        at = block.end
    return packed


def _packed_lines(block: Block) -> list[int]:
    """Six numbers for each line: how far on its text begins, its page, left, top, width and height in tenths of a point."""
    numbers: list[int] = []
    at = block.start
    for start, (page, left, top, right, bottom) in zip(block.starts, block.boxes, strict=True):
        sides = [round(side * _TENTHS) for side in (left, top, right, bottom)]
        numbers += [start - at, page - block.page, sides[0], sides[1], sides[2] - sides[0], sides[3] - sides[1]]
        at = start
    return numbers


def _blocks(packed: list[list[Any]]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    at = 0
    for kind, level, gap, length, page, lines in packed:
        start = at + gap
        starts, boxes = _lines(lines, start, page)
        at = start + length
        blocks.append(Block(KINDS[kind], level, start, at, page, boxes, starts))
    return tuple(blocks)


def _lines(numbers: list[int], at: int, page: int) -> tuple[tuple[int, ...], tuple[Box, ...]]:
    starts: list[int] = []
    boxes: list[Box] = []
    for index in range(0, len(numbers), 6):
        step, pages_on, left, top, width, height = numbers[index : index + 6]
        at += step
        starts.append(at)
        boxes.append((page + pages_on, left / _TENTHS, top / _TENTHS, (left + width) / _TENTHS, (top + height) / _TENTHS))
    return tuple(starts), tuple(boxes)
