"""Text as people have it: UTF-8, what Windows and old programs write, and nothing that is no text."""

from __future__ import annotations

import codecs
from pathlib import Path

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.text_budget import TextBudget

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ALLOWED_CONTROLS = frozenset("\t\n\r\f\x1b\x08\x0b\x85")
MAX_CONTROLS = 0.01
LONGEST = 4


def read_text(path: Path, budget: TextBudget) -> None:
    """Read a text file into the budget; raises `FileRefusedError`."""
    with path.open("rb") as file:
        data = file.read(budget.most * LONGEST)
        more = bool(file.read(1))
    text = decoded(data, cut=more)
    if text is None:
        raise FileRefusedError("attachment.unsupported", type="?")
    budget.add(text.replace("\r\n", "\n").replace("\r", "\n"))
    budget.cut = budget.cut or more


def decoded(data: bytes, *, cut: bool = False) -> str | None:
    """The text that these bytes are, or None. `cut`: they may end in the middle of a character."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _plausible(_decode(data[len(bom) :], encoding, cut=cut))
    for encoding in _guesses(data):
        if (text := _plausible(_decode(data, encoding, cut=cut))) is not None:
            return text
    return None


def _guesses(data: bytes) -> list[str]:
    if b"\0" not in data:
        return ["utf-8", "cp1252"]
    # Without a mark of its own, wide text shows by where its zeros stand.
    if data.count(b"\0") > len(data) * 0.6:
        return ["utf-32-le", "utf-32-be"]
    return ["utf-16-le" if data[1::2].count(b"\0") > data[::2].count(b"\0") else "utf-16-be"]


def _decode(data: bytes, encoding: str, *, cut: bool) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(data, final=not cut)
    except UnicodeDecodeError:
        return None


def _plausible(text: str | None) -> str | None:
    """None for what decodes but is no text: too many characters that nobody can see."""
    if text is None or "\0" in text:
        return None
    controls = sum(1 for sign in text if (sign < " " or "\x7f" <= sign < "\xa0") and sign not in ALLOWED_CONTROLS)
    return text if controls <= len(text) * MAX_CONTROLS else None
