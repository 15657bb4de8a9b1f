"""HTML: headings, paragraphs, lists, tables and listings of what a page is about."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chat_app.integrations.files.plain_text import BOMS, decoded
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.draft import MAX_TEXT, Draft
from chat_app.integrations.reading.walking import texts

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNREAD = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "button",
        "select",
        "input",
        "textarea",
        "canvas",
    )
)
_FRAME = frozenset(("nav", "footer", "aside", "dialog"))
"""What frames the text of a page."""
_INLINE = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "rp",
        "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "br", "img", "nobr",
    )
)  # fmt: skip
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:navbar|navbox|navigation|breadcrumbs?|catlinks|noprint|printfooter|mw-editsection|vector-menu|vector-dropdown"
    r"|interlanguage-link|cookie|skip-link|sr-only)(?:$|[\s_-])"
)
"""Classes by which pages mark what is around their text."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
MAIN_SHARE = 0.3
DEEPEST = 150


def read(path: Path, draft: Draft) -> None:
    """Read an HTML file into the draft; raises `FileRefusedError`."""
    with path.open("rb") as file:
        data = file.read(MAX_TEXT * 4)
        draft.mark_cut(bool(file.read(1)))
    add_page(data, draft)


def add_page(data: bytes, draft: Draft) -> None:
    """Add the main part of a page; its title and language become those of a document that has none yet."""
    root = parsed(data)
    draft.title = draft.title or title_of(root)
    draft.language = draft.language or (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    add_element(_main(root), draft)


def parsed(data: bytes) -> Any:
    """The tree of a page; raises `FileRefusedError` for what is none."""
    from lxml import html  # noqa: PLC0415
    from lxml.etree import ParserError  # noqa: PLC0415

    if not data.strip():
        raise FileRefusedError("attachment.no_text")
    parser = html.HTMLParser(encoding=_encoding(data), remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(data, parser=parser)
    except (ParserError, ValueError, AssertionError) as error:
        raise FileRefusedError("attachment.no_text") from error


def title_of(root: Any) -> str:
    """What a page calls itself in its head."""
    return " ".join((root.findtext(".//title") or "").split())


def _encoding(data: bytes) -> str:
    """By its mark, else as it says, else what it can be read as."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return encoding
    if match := _CHARSET.search(data[:4_096]):
        name = (match.group(1) or match.group(2)).decode("ascii", "replace")
        try:
            # What calls itself Latin-1 is Windows-1252 on the web (WHATWG, Encoding, section 4.2).
            found = codecs.lookup(name).name
            return "cp1252" if found in {"iso8859-1", "ascii"} else found
        except LookupError:
            pass
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252" if decoded(data) is not None else "utf-8"
    return "utf-8"


def _main(root: Any) -> Any:
    """The part that the page names as its main one, if that holds enough of it."""
    body = root.find("body")
    body = root if body is None else body
    whole = len(text_of(body))
    for found in (*body.iter("main"), *body.iterfind(".//*[@role='main']"), *body.iter("article")):
        if len(text_of(found)) > MAIN_SHARE * whole:
            return found
    return body


def add_element(node: Any, draft: Draft, depth: int = 0) -> None:
    """Add what stands in an element, part by part."""
    loose: list[str] = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str) and not _skipped(child):
            if child.tag in _INLINE and not _holds_parts(child):
                loose.append(_inline(child))
            else:
                _flush(loose, draft)
                _add_part(child, draft, depth)
        loose.append(child.tail or "")
    _flush(loose, draft)


def _add_part(node: Any, draft: Draft, depth: int) -> None:
    draft.check_time()
    if node.tag in _HEADINGS:
        draft.add("heading", " ".join(text_of(node).split()), _HEADINGS[node.tag])
    elif node.tag in {"ul", "ol", "dl", "menu"} and not _is_layout(node):
        draft.add("list", "\n".join(_items(node, 0)))
    elif node.tag == "table" and not _is_layout(node):
        _add_table(node, draft)
    elif node.tag in {"pre", "listing"}:
        draft.add("code", node.text_content())
    elif node.tag == "blockquote" and not _holds_parts(node, ("table", "ul", "ol", "blockquote")):
        draft.add("quote", text_of(node))
    elif node.tag in {"figcaption", "caption"}:
        draft.add("caption", text_of(node))
    elif depth > DEEPEST:
        draft.add("text", text_of(node))
    else:
        add_element(node, draft, depth + 1)


def _skipped(node: Any) -> bool:
    if node.tag in _UNREAD or node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    if node.get("role") in {"navigation", "search"} or _AROUND.search(node.get("class") or ""):
        return True
    return node.tag in _FRAME or bool(_HIDDEN.search(node.get("style") or ""))


def _holds_parts(node: Any, tags: tuple[str, ...] = ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "pre", "blockquote")) -> bool:
    return next(node.iterdescendants(*tags), None) is not None


def _is_layout(node: Any) -> bool:
    """A table that holds headings or other tables only lays out the page; so does a list of whole articles."""
    return next(node.iterdescendants("table", *_HEADINGS), None) is not None


def _flush(loose: list[str], draft: Draft) -> None:
    draft.add("text", _folded("".join(loose)))
    loose.clear()


def _folded(text: str) -> str:
    """Blanks as a browser shows them; a zero stands for a line break."""
    lines = (" ".join(line.split()) for line in text.split("\0"))
    return "\n".join(lines).strip()


def text_of(node: Any) -> str:
    """The text of an element with its line breaks, without what is not shown."""
    return _folded("".join(_pieces(node)))


def _inline(node: Any) -> str:
    return "".join(_pieces(node))


def _pieces(node: Any) -> Iterator[str]:
    """The texts in an element, whatever its depth."""
    return texts(node, _before, lambda child: (child,) if isinstance(child.tag, str) and not _skipped(child) else ())


def _before(node: Any) -> Iterator[str]:
    if node.tag == "br":
        yield "\0"
    elif node.tag == "img" and (node.get("alt") or "").strip():
        yield f" [{node.get('alt').strip()}] "
    if node.tag not in _INLINE:
        yield " "


def _items(node: Any, depth: int) -> Iterator[str]:
    """The lines of a list, one for each item, those of lists within it further in."""
    number = 0
    for item in node:
        if not isinstance(item.tag, str) or _skipped(item):
            continue
        number += 1
        mark = "" if item.tag == "dt" else f"{number}." if node.tag == "ol" else "-"
        own = _folded("".join(_own_pieces(item))).replace("\n", " ")
        if own:
            yield f"{'  ' * depth}{mark} {own}".rstrip() if mark else own
        for inner in item.iterdescendants("ul", "ol"):
            if depth < 8 and next(inner.iterancestors("li", "dd"), None) is item:
                yield from _items(inner, depth + 1)


def _own_pieces(item: Any) -> Iterator[str]:
    """The text of an item without the lists in it."""
    yield item.text or ""
    for child in item:
        if isinstance(child.tag, str) and child.tag not in {"ul", "ol"} and not _skipped(child):
            yield from _own_pieces(child) if next(child.iterdescendants("ul", "ol"), None) is not None else _pieces(child)
        yield child.tail or ""


def _add_table(table: Any, draft: Draft) -> None:
    caption = table.find("caption")
    if caption is not None:
        draft.add("caption", text_of(caption))
    found: list[list[str]] = []
    heads = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        if len(found) == heads and cells and (all(cell.tag == "th" for cell in cells) or row.getparent().tag == "thead"):
            heads += 1
        found.append([text for cell in cells for text in [text_of(cell), *[""] * (_span(cell) - 1)]])
    draft.add_table(found, header=heads)


def _span(cell: Any) -> int:
    span = cell.get("colspan") or "1"
    return min(int(span), 50) if span.isdecimal() and int(span) else 1
