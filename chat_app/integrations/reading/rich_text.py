"""RTF: its commands are followed as far as text, headings, lists and tables need it (Rich Text Format Specification 1.9.1)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.draft import MAX_TEXT, Draft

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_SILENT = frozenset(
    (
        "fonttbl", "colortbl", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
        "themedata", "colorschememapping", "latentstyles", "datastore", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl",
        "mmathPr", "fldinst", "bkmkstart", "bkmkend", "author", "operator", "company", "revtbl", "filetbl", "nonshppict", "listtext", "pntext",
        "pnseclvl", "wgrffmtfilter", "defchp", "defpap", "creatim", "revtim", "printim", "doccomm", "subject", "keywords", "comment",
        "annotation", "atnid", "atnauthor", "falt", "panose", "shpinst", "template",
    )
)  # fmt: skip
_SIGNS = {
    "par": "\n", "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "sect": "\n", "page": "\n",
}  # fmt: skip
DEEPEST = 1_000


@dataclass(slots=True)
class _Group:
    """What holds until the brace closes. `target` is "text", "title", "styles" or "" for what is not read."""

    target: str = "text"
    skip: int = 1
    """How many signs stand in for one that only Unicode has."""
    style: int = 0


@dataclass(slots=True)
class _State:
    draft: Draft
    codec: str = "cp1252"
    group: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    style_name: list[str] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    outline: int = 0
    style: int = 0
    item: bool = False
    in_table: bool = False
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    pending: int = 0
    high: int = 0


def read(path: Path, draft: Draft) -> None:
    """Read an RTF file into the draft; raises `FileRefusedError`."""
    data = path.read_bytes()[: MAX_TEXT * 4]
    state = _State(draft)
    for count, match in enumerate(_TOKEN.finditer(data)):
        if count % 1_000 == 0:
            draft.check_time()
        _follow(state, match)
    _end_paragraph(state)
    _end_table(state)
    draft.title = "".join(state.title).strip()


def _follow(state: _State, match: re.Match[bytes]) -> None:
    word, number, code, sign, brace, plain = match.groups()
    if brace:
        _brace(state, brace == b"{")
    elif word is not None:
        _command(state, word.decode(), int(number) if number else None)
    elif code is not None:
        _write(state, bytes([int(code, 16)]).decode(state.codec, "replace"))
    elif sign is not None:
        _escape(state, sign.decode("latin-1"))
    elif plain is not None:
        _write(state, plain.decode(state.codec, "replace"))


def _brace(state: _State, opens: bool) -> None:
    if opens:
        if len(state.outer) > DEEPEST:
            raise FileRefusedError("attachment.too_complex")
        state.outer.append(state.group)
        state.group = replace(state.group)
    elif state.outer:
        if state.group.target == "styles":
            _learn_style(state)
        state.group = state.outer.pop()
    state.pending = 0


def _learn_style(state: _State) -> None:
    """Which styles are headings, by the names that every language keeps for them."""
    if state.group.style and (match := _HEADING.match("".join(state.style_name).strip())):
        state.levels[state.group.style] = min(int(match.group(1)), 6)
    state.style_name.clear()


def _escape(state: _State, sign: str) -> None:
    if sign == "*":
        state.group.target = "" if state.group.target != "styles" else "styles"
    elif sign in "{}\\":
        _write(state, sign)
    elif sign == "~":
        _write(state, "\u00a0")
    elif sign == "_":
        _write(state, "-")
    elif sign in "\r\n":
        _end_paragraph(state)


def _command(state: _State, word: str, number: int | None) -> None:
    group = state.group
    if word == "u" and number is not None:
        _write_unicode(state, number % 65_536)
    elif word == "uc":
        group.skip = number or 0
    elif word == "ansicpg":
        state.codec = _codec(number or 1252)
    elif word in _SILENT:
        group.target = ""
    elif word in {"stylesheet", "title"}:
        group.target = "styles" if word == "stylesheet" else "title"
    elif word == "s" and group.target == "styles":
        group.style = number or 0
    elif group.target == "text":
        _paragraph_command(state, word, number)


def _paragraph_command(state: _State, word: str, number: int | None) -> None:
    if word in {"par", "sect", "page"}:
        _end_paragraph(state)
    elif word in _SIGNS:
        _write(state, _SIGNS[word])
    elif word == "pard":
        state.outline, state.style, state.item, state.in_table = 0, 0, False, False
    elif word == "outlinelevel":
        state.outline = (number or 0) + 1
    elif word == "s":
        state.style = number or 0
    elif word in {"ls", "pnlvlblt", "pnlvlbody"}:
        state.item = True
    elif word == "intbl":
        state.in_table = True
    elif word == "cell":
        state.cells.append(_taken(state))
    elif word == "row":
        state.rows.append(state.cells)
        state.cells = []


def _codec(page: int) -> str:
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "cp1252"


def _write_unicode(state: _State, code: int) -> None:
    if 0xD800 <= code < 0xDC00:
        state.high = code
    elif 0xDC00 <= code < 0xE000:
        _put(state, chr(0x10000 + ((state.high - 0xD800) << 10) + code - 0xDC00) if state.high else "")
        state.high = 0
    else:
        _put(state, chr(code))
    state.pending = state.group.skip


def _write(state: _State, text: str) -> None:
    """Write text, without the signs that stand in for the one before."""
    if state.pending:
        skipped = min(state.pending, len(text))
        state.pending -= skipped
        text = text[skipped:]
    _put(state, text)


def _put(state: _State, text: str) -> None:
    targets = {"text": state.text, "title": state.title, "styles": state.style_name}
    if state.group.target:
        targets[state.group.target].append(text)


def _taken(state: _State) -> str:
    text = "".join(state.text)
    state.text.clear()
    return text


def _end_paragraph(state: _State) -> None:
    if state.group.target != "text":
        return
    if state.in_table:
        state.text.append(" ")
        return
    text = _taken(state)
    if not text.strip():
        return
    _end_table(state)
    level = state.levels.get(state.style) or (state.outline if state.outline < 7 else 0)
    if level:
        state.draft.add("heading", text.strip(), level)
    else:
        state.draft.add("list" if state.item else "text", f"- {text.strip()}" if state.item else text)


def _end_table(state: _State) -> None:
    if state.rows:
        state.draft.add_table(state.rows)
        state.rows = []
