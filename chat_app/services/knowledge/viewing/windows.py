"""Which part of a long text is sent at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from chat_app.services.knowledge.viewing.dto import TextBlock

USUAL = 20_000
MOST = 60_000
"""Characters that may be asked for at once."""
LONG = 10_000
"""Blocks that are longer are cut where the window begins and ends."""

Window = tuple[int, int, tuple[TextBlock, ...]]
"""Start, end, blocks."""


def window_of(blocks: Sequence[TextBlock], length: int, start: int, end: int) -> Window:
    """From the beginning of the block at `start` to the end of the one at `end` (0: as much as is usual)."""
    start = min(max(start, 0), length)
    end = min(max(end or start + USUAL, start), start + MOST, length)
    first, last = _at(blocks, start), _at(blocks, max(end - 1, start))
    begin = first.start if first and start < first.end <= first.start + LONG else start
    stop = last.end if last and end <= last.end <= last.start + LONG else end
    return begin, stop, _cut(blocks, begin, stop)


def _at(blocks: Sequence[TextBlock], offset: int) -> TextBlock | None:
    """The last block that begins at `offset` or before."""
    found = bisect_right(blocks, offset, key=lambda block: block.start)
    return blocks[found - 1] if found else None


def _cut(blocks: Sequence[TextBlock], start: int, end: int) -> tuple[TextBlock, ...]:
    here = blocks[bisect_right(blocks, start, key=lambda block: block.end) : bisect_left(blocks, end, key=lambda block: block.start)]
    return tuple(_within(block, start, end) for block in here)


def _within(block: TextBlock, start: int, end: int) -> TextBlock:
    if block.start >= start and block.end <= end:
        return block
    # The rest of a table has no header.
    level = 0 if block.kind == "table" and block.start < start else block.level
    return replace(block, level=level, start=max(block.start, start), end=min(block.end, end))
