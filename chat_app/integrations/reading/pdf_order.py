"""The order in which a page is read: columns one after the other, lines from top to bottom, cells of a table row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat_app.integrations.reading.pdf_segments import Segment

Row = list[Segment]

GUTTER = 8.0
NARROW = 0.6
"""A piece wider than this share of the page stands over all columns."""
PROSE_LINES = 5
PROSE_WIDTH = 9
"""Columns of text have so many lines, which are so many heights of type wide on average; what has fewer is a table."""


def regions(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Parts of a page in reading order, each of one column."""
    upright = [segment for segment in segments if not segment.turned]
    turned = [segment for segment in segments if segment.turned]
    found = _columns(sorted(upright, key=lambda segment: (segment.middle, segment.left)))
    return [*found, turned] if turned else found


def rows(region: Sequence[Segment]) -> list[Row]:
    """The lines of a region, each from left to right."""
    lines: list[Row] = []
    for segment in sorted(region, key=lambda piece: piece.middle):
        if lines and _beside(lines[-1], segment):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _beside(line: Row, segment: Segment) -> bool:
    first = max(line, key=lambda piece: piece.size)
    overlap = min(first.bottom, segment.bottom) - max(first.top, segment.top)
    return overlap > 0.55 * min(first.bottom - first.top, segment.bottom - segment.top)


def _columns(segments: list[Segment]) -> list[list[Segment]]:
    gutter = _gutter(segments)
    if gutter is None:
        return [segments] if segments else []
    found: list[list[Segment]] = []
    for across, band in _bands(segments, gutter):
        if across:
            found.append(band)
        else:
            found += _columns([piece for piece in band if piece.left < gutter])
            found += _columns([piece for piece in band if piece.left >= gutter])
    return found


def _bands(segments: list[Segment], gutter: float) -> Iterator[tuple[bool, list[Segment]]]:
    """From top to bottom: what reaches over the gutter, and what stands on either side of it."""
    band: list[Segment] = []
    before = False
    for segment in segments:
        across = segment.left < gutter < segment.right
        if band and across != before:
            yield before, band
            band = []
        band.append(segment)
        before = across
    if band:
        yield before, band


def _gutter(segments: list[Segment]) -> float | None:
    """The middle of the widest gap from top to bottom that has columns of text on both sides."""
    if len(segments) < 2 * PROSE_LINES:
        return None
    left, right = min(piece.left for piece in segments), max(piece.right for piece in segments)
    narrow = [piece for piece in segments if piece.right - piece.left < NARROW * (right - left)]
    for begin, end in sorted(_gaps(narrow), key=lambda gap: gap[0] - gap[1]):
        middle = (begin + end) / 2
        sides = [piece for piece in narrow if piece.right <= middle], [piece for piece in narrow if piece.left >= middle]
        if end - begin >= GUTTER and all(_is_prose(side, right - left) for side in sides):
            return middle
    return None


def _gaps(segments: list[Segment]) -> Iterator[tuple[float, float]]:
    reach = None
    for piece in sorted(segments, key=lambda piece: piece.left):
        if reach is not None and piece.left > reach:
            yield reach, piece.left
        reach = piece.right if reach is None else max(reach, piece.right)


def _is_prose(side: list[Segment], width: float) -> bool:
    """Lines of text, mostly one beside no other."""
    if len(side) < PROSE_LINES or max(piece.right for piece in side) - min(piece.left for piece in side) < width / 5:
        return False
    lines = rows(side)
    wide = sum((piece.right - piece.left) / max(piece.size, 1) for piece in side)
    return len(lines) >= PROSE_LINES and wide >= PROSE_WIDTH * len(side) and len(side) < 1.6 * len(lines)
