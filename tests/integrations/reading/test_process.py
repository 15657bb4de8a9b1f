"""Documents are read in a process that may die: it harms nobody, and says what was wrong (X15)."""

from __future__ import annotations

import resource
import time
from contextlib import suppress
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.readers import read_document
from chat_app.services.chunking.chunks import chunks_of
from tests.corpus import CORPUS
from tests.integrations.files import hostile
from tests.integrations.reading.conftest import Read

BOMBS = {
    "a page that unpacks to 100 MB": (lambda: hostile.pdf(b"0 0 m " * 17_000_000), {"attachment.too_complex", "reading.scan"}),
    "pages without text": (lambda: hostile.pdf(b"0 0 m", pages=500), {"reading.scan"}),
    "a PDF that is none": (lambda: b"%PDF-1.7\nnothing", {"attachment.broken"}),
    "a document that unpacks to 300 MB": (lambda: hostile.zeros(300), {"attachment.too_complex"}),
    "entities that multiply": (lambda: hostile.word_of("&i;", hostile.LAUGHS), {"attachment.broken"}),
    "groups in groups": (lambda: b"{\\rtf1 " + b"{" * 100_000, {"attachment.too_complex"}),
    "an archive cut off": (lambda: hostile.word_of("Hello")[:-30], {"attachment.broken"}),
}


@pytest.mark.parametrize("name", BOMBS)
async def test_bombs_are_refused(read: Read, name: str) -> None:
    make, keys = BOMBS[name]
    content, before = make(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefusedError) as refused:
        await read(content)
    assert refused.value.key in keys
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


async def test_a_pdf_keeps_its_places_on_the_way(read: Read) -> None:
    file = CORPUS / "3_rag_docs" / "jsvine__2023-06-20-PV.pdf"
    if not file.is_file():
        pytest.skip("no documents")
    document = await read(file.read_bytes(), "minutes.pdf")
    at = document.text.index("16h05")
    ((page, left, top, right, bottom),) = document.boxes_of(at, at + 5)
    assert (page, document.unit, document.pages[1].height) == (2, "page", 1008)
    assert _under(file, page, left, top, right, bottom) == "La séance est levée à 16h05."


def _under(path: Path, page: int, left: float, top: float, right: float, bottom: float) -> str:
    """What PDFium says stands in a box."""
    document = PdfDocument(path)
    try:
        layer = document[page - 1].get_textpage()
        height = document[page - 1].get_height()
        return layer.get_text_bounded(left - 1, height - bottom - 1, right + 1, height - top + 1).strip()
    finally:
        document.close()


async def test_one_that_takes_too_long_is_killed(read: Read) -> None:
    began = time.monotonic()
    with pytest.raises(FileRefusedError, match="too_complex"):
        await read(b"text", "a.txt", wall_seconds=0.01)
    assert time.monotonic() - began < 15


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"!" * 300_000),
        ("a.md", b"[" * 100_000),
        ("a.py", b"\n\n" * 300_000 + b"x = 1"),
        ("a.html", b"<meta charset=" * 20_000 + b"<p>x"),
        ("a.csv", b'"' * 300_000),
        ("a.json", b"[" * 100_000),
        ("a.vtt", b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\n<v A>" * 10_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_texts_made_to_take_long_take_no_longer(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    began = time.process_time()
    with suppress(FileRefusedError):
        chunks_of(read_document(path, name))
    assert time.process_time() - began < 5
