"""DOCX: headings, paragraphs, lists, tables, text boxes, formulas and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chat_app.integrations.files.archives import checked_archive
from chat_app.integrations.files.office import FALLBACK, W, word_text
from chat_app.integrations.reading.draft import Draft

_HEADING = re.compile(r"(?:heading|überschrift|titre|título)\s*([1-9])$", re.IGNORECASE)
_NOTES = ("footnotes", "endnotes")


def read(path: Path, draft: Draft) -> None:
    """Read a document into the draft."""
    from docx import Document  # noqa: PLC0415

    checked_archive(path).close()
    document: Any = Document(str(path))
    draft.title = document.core_properties.title or ""
    draft.language = document.core_properties.language or ""
    styles = {style.style_id: style.name or "" for style in document.styles}
    for block in _blocks(document.element.body):
        draft.check_time()
        _add(block, styles, draft)
    _add_notes(document.part, draft)


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables, out of whatever holds them together."""
    for child in container:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _blocks(child)


def _add(block: Any, styles: dict[str, str], draft: Draft) -> None:
    if block.tag == f"{W}tbl":
        _add_table(block, draft)
        return
    name = _style(block, styles)
    text = word_text(block)
    if level := _level(block, name):
        draft.add("heading", text, level)
    elif _is_item(block, name):
        draft.add_item(f"{'  ' * _depth(block)}- {text}" if text.strip() else "")
    else:
        draft.add("quote" if "quote" in name.lower() else "caption" if name.lower() == "caption" else "text", text)
    for box in _boxes(block):
        for inner in _blocks(box):
            _add(inner, styles, draft)


def _style(paragraph: Any, styles: dict[str, str]) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    identity = "" if style is None else str(style.get(f"{W}val", ""))
    return styles.get(identity, identity)


def _level(paragraph: Any, name: str) -> int:
    if match := _HEADING.match(name):
        return min(int(match.group(1)), 6)
    outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None and (outline.get(f"{W}val") or "9") < "6":
        return int(outline.get(f"{W}val")) + 1
    return 1 if name.lower() == "title" else 2 if name.lower() == "subtitle" else 0


def _is_item(paragraph: Any, name: str) -> bool:
    return paragraph.find(f"{W}pPr/{W}numPr") is not None or name.lower().startswith("list ")


def _depth(paragraph: Any) -> int:
    level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
    value = "0" if level is None else str(level.get(f"{W}val", "0"))
    return min(int(value), 8) if value.isdecimal() else 0


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph; each is there twice, once for old programs."""
    for box in paragraph.iter(f"{W}txbxContent"):
        above = [parent.tag for parent in box.iterancestors()]
        if FALLBACK not in above and f"{W}txbxContent" not in above[: above.index(paragraph.tag) + 1 if paragraph.tag in above else None]:
            yield box


def _add_table(table: Any, draft: Draft) -> None:
    """A table in a cell comes after the one that holds it."""
    rows: list[list[str]] = []
    heads = 0
    for row in table.iterchildren(f"{W}tr"):
        cells: list[str] = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tbl")) is table:
                cells += [_cell_text(cell), *[""] * (_span(cell) - 1)]
        heads += len(rows) == heads and row.find(f"{W}trPr/{W}tblHeader") is not None
        rows.append(cells)
    draft.add_table(rows, header=heads or 1)
    for inner in table.iterdescendants(f"{W}tbl"):
        if next(inner.iterancestors(f"{W}tbl")) is table:
            _add_table(inner, draft)


def _cell_text(cell: Any) -> str:
    return " ".join(word_text(block) for block in _blocks(cell) if block.tag == f"{W}p")


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = "1" if span is None else str(span.get(f"{W}val", "1"))
    return min(int(value), 60) if value.isdecimal() and int(value) else 1


def _add_notes(part: Any, draft: Draft) -> None:
    """Footnotes and endnotes at the end, by the numbers that stand in the text."""
    from lxml.etree import XMLParser, fromstring  # noqa: PLC0415

    parser = XMLParser(resolve_entities=False, no_network=True)
    for relation in part.rels.values():
        if relation.is_external or not relation.reltype.endswith(_NOTES):
            continue
        for note in fromstring(relation.target_part.blob, parser):
            if note.get(f"{W}type") in {None, "normal"}:
                text = " ".join(word_text(block) for block in _blocks(note)).strip()
                draft.add("text", f"[{note.get(f'{W}id')}] {text}" if text else "")
