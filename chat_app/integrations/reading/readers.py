"""Which reader reads what."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.sniffing import ODF, Sniffed, recognised
from chat_app.integrations.files.text_budget import EnoughError
from chat_app.integrations.reading import (
    captions,
    code,
    epub,
    mail,
    markdown,
    opendocument,
    pdf,
    plain,
    rich_text,
    separated,
    slides,
    structured,
    web,
    word,
    workbook,
)
from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.port import ParsedDocument

Read = Callable[[Path, Draft], None]

_BY_KIND: dict[str, tuple[str, Read]] = {
    "pdf": ("pdf", pdf.read),
    "epub": ("book", epub.read),
    "rtf": ("office", rich_text.read),
    "mail": ("mail", mail.read),
    "code": ("code", code.read),
    "text": ("text", plain.read),
}
_BY_TYPE: dict[str, tuple[str, Read]] = {
    "text/html": ("web", web.read),
    "text/markdown": ("text", markdown.read),
    "text/csv": ("table", separated.read),
    "text/tab-separated-values": ("table", separated.read),
    "text/vtt": ("text", captions.read),
    "application/json": ("data", structured.read),
}
_BY_END: dict[str, Read] = {
    "wordprocessingml.document": word.read,
    "presentationml.presentation": slides.read,
    "spreadsheetml.sheet": workbook.read,
}


def read_document(path: Path, name: str) -> ParsedDocument:
    """Find out what `path` is and what stands in it; raises `FileRefusedError`."""
    found = recognised(path, name)
    kind, read = _reader(found)
    draft = Draft()
    try:
        with suppress(EnoughError):
            read(path, draft)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise FileRefusedError("attachment.broken") from error
    document = draft.document(kind, found.media_type)
    if not document.blocks:
        raise FileRefusedError("attachment.too_complex" if draft.cut else "attachment.no_text")
    return document


def _reader(found: Sniffed) -> tuple[str, Read]:
    if found.kind == "image":
        raise FileRefusedError("reading.picture")
    if found.kind == "zip":
        raise FileRefusedError("reading.archive")
    if found.kind == "office":
        if found.media_type.startswith(ODF):
            return "office", opendocument.read
        return "office", next(read for end, read in _BY_END.items() if found.media_type.endswith(end))
    return _BY_TYPE.get(found.media_type) or _BY_KIND[found.kind]


def load_parsers() -> None:
    """What loads libraries or starts helpers at import does so before the rights are gone."""
    import encodings.idna  # noqa: F401, PLC0415

    import lxml.etree  # noqa: F401, PLC0415
    import pypdfium2  # noqa: F401, PLC0415
