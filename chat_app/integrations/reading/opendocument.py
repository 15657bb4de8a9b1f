"""ODT, ODS and ODP: text, sheets and slides, by one schema (OASIS OpenDocument 1.3)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from chat_app.integrations.files.archives import checked_archive
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.walking import texts
from chat_app.integrations.reading.workbook import add_cells

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE, _DRAW, _PRESENTATION = (_NAMES % name for name in ("office", "text", "table", "drawing", "presentation"))
_DC = "{http://purl.org/dc/elements/1.1/}"
_UNREAD = frozenset((f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TEXT}sequence-decls"))
REPEATED = 1_000
DEEPEST = 150


def read(path: Path, draft: Draft) -> None:
    """Read a document into the draft; raises `FileRefusedError`."""
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        with checked_archive(path) as archive:
            content = fromstring(archive.read("content.xml"), forbid_dtd=True)
            if "meta.xml" in archive.namelist():
                meta = fromstring(archive.read("meta.xml"), forbid_dtd=True)
                draft.title = meta.findtext(f".//{_DC}title") or ""
                draft.language = meta.findtext(f".//{_DC}language") or ""
    except (KeyError, SyntaxError, zipfile.BadZipFile) as error:
        raise FileRefusedError("attachment.broken") from error
    for body in content.iterfind(f"{_OFFICE}body/*"):
        if body.tag == f"{_OFFICE}spreadsheet":
            _add_sheets(body, draft)
        else:
            _add_all(body, draft, 0)


def _add_all(container: Any, draft: Draft, depth: int) -> None:
    for node in container:
        draft.check_time()
        if node.tag == f"{_TEXT}h":
            draft.add("heading", _text(node), _level(node))
        elif node.tag == f"{_TEXT}p":
            draft.add("text", _text(node))
            _add_frames(node, draft, depth)
        elif node.tag == f"{_TEXT}list":
            draft.add("list", "\n".join(_items(node, 0)))
        elif node.tag == f"{_TABLE}table":
            draft.add_table(list(_rows(node)), header=_heads(node))
        elif node.tag == f"{_DRAW}page":
            _add_slide(node, draft, depth)
        elif node.tag not in _UNREAD and depth < DEEPEST:
            _add_all(node, draft, depth + 1)


def _add_slide(page: Any, draft: Draft, depth: int) -> None:
    draft.unit = "slide"
    title = next((frame for frame in page.iter(f"{_DRAW}frame") if frame.get(f"{_PRESENTATION}class") == "title"), None)
    name = " ".join(_text(title).split()) if title is not None else ""
    draft.page(name)
    draft.add("heading", name, 1)
    for node in page:
        if node is not title:
            _add_all([node], draft, depth + 1)


def _add_frames(paragraph: Any, draft: Draft, depth: int) -> None:
    """Text boxes anchored in a paragraph."""
    for box in paragraph.iter(f"{_DRAW}text-box"):
        if depth < DEEPEST:
            _add_all(box, draft, depth + 1)


def _level(node: Any) -> int:
    value = str(node.get(f"{_TEXT}outline-level", "1"))
    return min(int(value), 6) if value.isdecimal() and int(value) else 1


def _text(node: Any) -> str:
    return "".join(_pieces(node)).strip()


def _pieces(node: Any) -> Iterator[str]:
    """The text of a paragraph; boxes anchored in it come after it, notes stand in brackets."""
    unread = {*_UNREAD, f"{_TEXT}note-citation"} | ({f"{_DRAW}text-box"} if node.tag == f"{_TEXT}p" else set())

    def inside(child: Any) -> Sequence[Any]:
        if child.tag in unread:
            return ()
        if child.tag == f"{_TEXT}note":
            return " [", child, "]"
        return (child, "\n") if child.tag in {f"{_TEXT}p", f"{_TEXT}h"} else (child,)

    return texts(node, lambda one: (_sign(one),), inside)


def _sign(node: Any) -> str:
    if node.tag == f"{_TEXT}s":
        count = str(node.get(f"{_TEXT}c", "1"))
        return " " * (min(int(count), 200) if count.isdecimal() else 1)
    return {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(node.tag, "")


def _items(node: Any, depth: int) -> Iterator[str]:
    for item in node:
        for part in item:
            if part.tag == f"{_TEXT}list" and depth < 20:
                yield from _items(part, depth + 1)
            elif part.tag in {f"{_TEXT}p", f"{_TEXT}h"} and (text := _text(part)):
                yield f"{'  ' * depth}- {text}"


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                cells += [" ".join(_text(cell).split())] * _repeated(cell, "columns")
        if any(cells):
            yield from [cells] * _repeated(row, "rows")
        else:
            yield []


def _repeated(node: Any, what: str) -> int:
    """Sheets are filled up to their end with one empty cell that is there a million times."""
    count = str(node.get(f"{_TABLE}number-{what}-repeated", "1"))
    return min(int(count), REPEATED) if count.isdecimal() and int(count) else 1


def _heads(table: Any) -> int:
    return sum(1 for rows in table.iter(f"{_TABLE}table-header-rows") for _ in rows.iter(f"{_TABLE}table-row")) or 1


def _add_sheets(body: Any, draft: Draft) -> None:
    draft.unit = "sheet"
    for table in body.iterfind(f"{_TABLE}table"):
        draft.page(str(table.get(f"{_TABLE}name", "")))
        part: list[list[str]] = []
        for row in [*_rows(table), []]:
            draft.check_time()
            if row:
                part.append(row)
            elif part:
                add_cells(part, draft)
                part = []
