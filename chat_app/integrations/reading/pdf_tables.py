"""Tables of a PDF, which are nothing but words in rows: found by their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat_app.integrations.reading.draft import Line
from chat_app.integrations.reading.pdf_order import Row
from chat_app.integrations.reading.pdf_segments import Segment

LEAST_ROWS = 3
WRAPPED = 5
"""A row may go on for so many lines in one of its cells."""
FAR = 2.2
"""A gap between rows of more than so many heights of type ends a table."""
MARK = re.compile(r"(?:[-*•–▪▫◦●■□\uf0a7\uf0b7]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|[ivx]{1,4}[.)]|\d+(?:\.\d+)+\.?)$")
_NUMBER = re.compile(r"[\d.,%€$ -]+$")

Cells = dict[int, list[Segment]]


def split_tables(lines: Sequence[Row]) -> Iterator[tuple[bool, list[Row]]]:
    """The lines of a region in runs: whether each is a table, and its lines."""
    at = 0
    plain: list[Row] = []
    while at < len(lines):
        end = _table_end(lines, at)
        if end:
            if plain:
                yield False, plain
            yield True, list(lines[at:end])
            plain, at = [], end
        else:
            plain.append(lines[at])
            at += 1
    if plain:
        yield False, plain


def _table_end(lines: Sequence[Row], start: int) -> int:
    """Where the table ends that begins with this line; 0 when none does."""
    if not _has_cells(lines[start]):
        return 0
    end = start + 1
    last = start
    while end < len(lines) and end - last <= WRAPPED and not _far(lines[end - 1], lines[end]):
        if _has_cells(lines[end]):
            last = end
        end += 1
    full = [line for line in lines[start : last + 1] if _has_cells(line)]
    return last + 1 if len(full) >= LEAST_ROWS and 2 * len(full) >= last + 1 - start and _aligned(full) else 0


def _has_cells(line: Row) -> bool:
    """More than one cell; the mark of an item and its text are one, so is a line of a table of contents."""
    if any("…" in piece.text for piece in line):
        return False
    return len(line) > 2 or (len(line) == 2 and not MARK.match(line[0].text))


def _far(above: Row, line: Row) -> bool:
    return min(piece.top for piece in line) - max(piece.bottom for piece in above) > FAR * max(piece.size for piece in line)


def _aligned(lines: Sequence[Row]) -> bool:
    """Whether the cells stand below each other: few columns for all that cells there are."""
    return len(_columns(lines)) >= 2


def _columns(lines: Sequence[Row]) -> list[tuple[float, float]]:
    """Left and right of the columns. The lines with the most cells make them; what lies over two of them makes none."""
    columns: list[tuple[float, float]] = []
    for line in sorted(lines, key=len, reverse=True):
        for piece in line:
            over = [column for column in columns if column[0] < piece.right and piece.left < column[1]]
            if len(over) > 1:
                continue
            columns = [column for column in columns if column not in over]
            columns.append((min([piece.left, *(column[0] for column in over)]), max([piece.right, *(column[1] for column in over)])))
    return sorted(columns)


def table_rows(lines: Sequence[Row]) -> tuple[list[Cells], int]:
    """The rows of a table by columns, and how many of the first are its header."""
    columns = _columns([line for line in lines if _has_cells(line)])
    found: list[Cells] = []
    heads = _head(lines)
    for index, line in enumerate(lines):
        cells: Cells = {}
        for piece in line:
            cells.setdefault(_column_of(piece, columns), []).append(piece)
        continues = found and (0 < index < heads or (index > heads and list(cells) != [0] and 0 not in cells and len(cells) == 1))
        if continues:
            for column, pieces in cells.items():
                found[-1].setdefault(column, []).extend(pieces)
        else:
            found.append(cells)
    return found, 1 if heads or not _is_numeric(found[0]) else 0


def _head(lines: Sequence[Row]) -> int:
    """How many of the first lines are set in bold, where the rest is not."""
    bold = next((index for index, line in enumerate(lines) if not all(piece.bold for piece in line)), len(lines))
    return bold if bold < len(lines) else 0


def _column_of(piece: Segment, columns: Sequence[tuple[float, float]]) -> int:
    return max(range(len(columns)), key=lambda index: min(piece.right, columns[index][1]) - max(piece.left, columns[index][0]))


def _is_numeric(cells: Cells) -> bool:
    return any(_NUMBER.match(piece.text) for pieces in cells.values() for piece in pieces)


def table_pieces(found: Sequence[Cells], page: int) -> list[Line]:
    """The rows as pieces of text with their places: one line for each row, " | " between cells."""
    pieces: list[Line] = []
    for cells in found:
        order = sorted(cells)
        for column, after in zip(order, [*order[1:], None], strict=True):
            for index, piece in enumerate(cells[column]):
                last = index + 1 == len(cells[column])
                glue = " " if not last else "\n" if after is None else " |" * (after - column) + " "
                lead = "| " * column if column == order[0] and index == 0 else ""
                pieces.append(Line(lead + piece.text, (page, piece.left, piece.top, piece.right, piece.bottom), glue))
    return pieces
