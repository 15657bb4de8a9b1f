"""Markdown: its text as it is written, divided where its blocks are."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.plain import text_of

_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(.+(?:\n[ \t]+.+)*)", re.IGNORECASE | re.MULTILINE)
_KINDS = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "blockquote_open": "quote",
    "paragraph_open": "text",
    "html_block": "text",
}


def read(path: Path, draft: Draft) -> None:
    """Read a Markdown file into the draft."""
    add_markdown(text_of(path, draft), draft)


def add_markdown(text: str, draft: Draft) -> None:
    """Add the blocks of a Markdown text."""
    text = _without_front(text, draft)
    lines = text.split("\n")
    at = 0
    for token in _parser().parse(text):
        if token.level or not token.map:
            continue
        draft.check_time()
        start, end = token.map
        # Definitions of links stand between blocks and make none.
        draft.add("text", "\n".join(lines[at:start]))
        _add(token, "\n".join(lines[start:end]), draft)
        at = end
    draft.add("text", "\n".join(lines[at:]))


@cache
def _parser() -> Any:
    """Blocks alone: what is within a line does not matter here, and may be made to take long."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _add(token: Any, source: str, draft: Draft) -> None:
    if token.type == "heading_open":
        level = int(token.tag[1])
        title = source.strip().lstrip("#").strip() if token.markup.startswith("#") else source.rsplit("\n", 1)[0].strip()
        title = title.rstrip("#").rstrip() if token.markup.startswith("#") else title
        draft.title = draft.title or (title if level == 1 else "")
        draft.add("heading", f"{'#' * level} {title}" if title else "", level)
    elif token.type in _KINDS:
        draft.add(_KINDS[token.type], source, level=2 if token.type == "table_open" else 0)


def _without_front(text: str, draft: Draft) -> str:
    """The text after its front matter, which is kept as a block of its own."""
    match = _FRONT.match(text)
    if not match:
        return text
    if title := _TITLE.search(match.group(1)):
        draft.title = title.group(1).strip().strip("\"'")
    draft.add("text", match.group(1))
    return text[match.end() :]
