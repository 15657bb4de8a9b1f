"""Plain text: paragraphs are parted by blank lines, items of lists are known by their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from chat_app.integrations.files.plain_text import decoded
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.draft import MAX_TEXT, Draft, clean

LONGEST = 4
_ITEM = re.compile(r"[ \t]*(?:[-*•–]|\(?\d{1,3}[.)]|[a-z]\))[ \t]+\S")


def text_of(path: Path, draft: Draft) -> str:
    """The whole file as text; raises `FileRefusedError` for what is none."""
    with path.open("rb") as file:
        data = file.read(MAX_TEXT * LONGEST)
        more = bool(file.read(1))
    text = decoded(data, cut=more)
    if text is None:
        raise FileRefusedError("attachment.unsupported", type="?")
    draft.mark_cut(more)
    return clean(text)


def read(path: Path, draft: Draft) -> None:
    """Read a text file into the draft."""
    add_paragraphs(text_of(path, draft), draft)


def add_paragraphs(text: str, draft: Draft) -> None:
    """Add each paragraph as a block."""
    for paragraph in paragraphs(text):
        draft.check_time()
        draft.add("list" if is_list(paragraph) else "text", paragraph)


def paragraphs(text: str) -> Iterator[str]:
    """What stands between blank lines, in time that grows with its length alone."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            lines.append(line)
        elif lines:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


def is_list(paragraph: str) -> bool:
    """Whether a paragraph is items with marks before them."""
    lines = paragraph.strip("\n").split("\n")
    return bool(_ITEM.match(lines[0])) and sum(1 for line in lines if _ITEM.match(line)) * 2 >= len(lines)
