"""What lies under the marks of a passage, in the picture of its page, is the passage: PDFium is asked by pixels of what it drew."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument, raw

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.port import Box, ParsedDocument
from chat_app.integrations.reading.readers import read_document
from chat_app.services.chunking.chunks import chunks_of
from tests.corpus import CORPUS
from tests.fakes.pdfs import LINES, one_page

DOCUMENTS = CORPUS / "3_rag_docs"
PDFS = sorted(DOCUMENTS.glob("*.pdf"))
WIDE = 1_000
FOUND, OWN = 0.95, 0.9
"""How much of a passage is under its marks, and how much of what is there is of the passage: a line may begin in the one before."""
MIXED = frozenset({"py-pdf__habibi.pdf"})
"""Lines of both directions, whose marks reach over each other."""
PAGES = {
    "upright": (b"/MediaBox [0 0 612 792]", (72, 700)),
    "turned right": (b"/MediaBox [0 0 612 792] /Rotate 90", (72, 700)),
    "upside down": (b"/MediaBox [0 0 612 792] /Rotate 180", (72, 700)),
    "turned left": (b"/MediaBox [0 0 612 792] /Rotate -90", (72, 700)),
    "cropped": (b"/MediaBox [0 0 612 792] /CropBox [50 500 500 760]", (72, 700)),
    "cropped and turned": (b"/MediaBox [0 0 612 792] /CropBox [50 500 500 760] /Rotate 270", (72, 700)),
    "around its origin": (b"/MediaBox [-306 -396 306 396]", (-200, 100)),
    "far from its origin, turned": (b"/MediaBox [1000 2000 1400 2300] /Rotate 90", (1020, 2200)),
    "corners the other way round": (b"/MediaBox [612 792 0 0]", (72, 700)),
    "crop larger than the page": (b"/MediaBox [0 0 612 792] /CropBox [-100 -100 900 900]", (72, 700)),
    "units of two points": (b"/MediaBox [0 0 306 396] /UserUnit 2", (20, 350)),
}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_marks_lie_on_their_lines(page: str, tmp_path: Path) -> None:
    box, origin = PAGES[page]
    path = tmp_path / "page.pdf"
    path.write_bytes(one_page(box, origin=origin))
    parsed = read_document(path, path.name)
    shown = under_marks(path, parsed, parsed.boxes_of(0, len(parsed.text)))
    # In which order one reads what stands on its head is not asked here.
    assert sorted(word for _, text in shown for word in text.split()) == sorted(" ".join(LINES).split())


@pytest.mark.skipif(not PDFS, reason=f"no documents at {DOCUMENTS}; set PARLEY_TEST_CORPUS")
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_each_passage_is_under_its_marks(path: Path) -> None:
    try:
        parsed = read_document(path, path.name)
    except FileRefusedError:
        pytest.skip("refused, with a reason that test_corpus.py knows")
    passages = chunks_of(parsed)
    assert passages
    for passage in passages:
        shown = list(under_marks(path, parsed, passage.boxes))
        assert shown[0][0] == passage.page
        own, there = trigrams(parsed.text[passage.start : passage.end]), trigrams("".join(text for _, text in shown))
        assert (own & there).total() >= FOUND * own.total(), (passage.page, parsed.text[passage.start : passage.end], shown)
        if path.name in MIXED:
            continue
        # Braces and fractions of formulas share their place with other lines, which then are there twice.
        assert len(own.keys() & there.keys()) >= OWN * len(there), (passage.page, parsed.text[passage.start : passage.end], shown)


def under_marks(path: Path, parsed: ParsedDocument, boxes: Iterable[Box]) -> Iterator[tuple[int, str]]:
    """The page of each box, and the text there: from shares of the page as the viewer lays them on the picture, back through PDFium."""
    with closing(PdfDocument(path)) as document:
        for number, *sides in boxes:
            frame, page = parsed.pages[number - 1], document[number - 1]
            width, height = page.get_size()
            assert abs(height / width - frame.height / frame.width) < 0.01
            size = (frame.width, frame.height) * 2
            pixels = [side / whole * across for side, whole, across in zip(sides, size, (WIDE, WIDE * height / width) * 2, strict=True)]
            yield number, text_at(page, pixels, WIDE, round(WIDE * height / width))


def text_at(page: Any, pixels: list[float], width: int, height: int) -> str:
    left, top, right, bottom = pixels
    corners = [on_page(page, width, height, *corner) for corner in ((left, top), (right, bottom))]
    (left, right), (bottom, top) = (sorted(sides) for sides in zip(*corners, strict=True))
    layer = page.get_textpage()
    try:
        return " ".join(layer.get_text_bounded(left, bottom, right, top).split())
    finally:
        layer.close()


def on_page(page: Any, width: int, height: int, across: float, down: float) -> tuple[float, float]:
    """Where a pixel is in the page's own space. PDFium takes whole pixels: a hundred of ours make one."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDF_DeviceToPage(page, 0, 0, width * 100, height * 100, 0, round(across * 100), round(down * 100), x, y)
    return x.value, y.value


def trigrams(text: str) -> Counter[str]:
    """Of its letters and figures alone: words that are split at the end of a line are whole in a passage."""
    signs = "".join(sign for sign in text.casefold() if sign.isalnum())
    return Counter(signs[at : at + 3] for at in range(len(signs) - 2))
