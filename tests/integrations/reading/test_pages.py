"""Pages are drawn as they are, turned ones too, and their words stand where they are seen."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.page_renderer import PageRenderer
from tests.corpus import CORPUS

DOCUMENTS = CORPUS / "3_rag_docs"
needs_documents = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"no documents at {DOCUMENTS}; set PARLEY_TEST_CORPUS")


@needs_documents
@pytest.mark.parametrize(
    ("name", "page", "word", "points"),
    [("jsvine__2023-06-20-PV.pdf", 2, "LEVÉE", (612, 1008)), ("jsvine__senate-expenditures.pdf", 1, "PAYEE", (792, 612))],
)
async def test_words_stand_where_they_are_seen(name: str, page: int, word: str, points: tuple[int, int]) -> None:
    drawn = await PageRenderer().draw(DOCUMENTS / name, page, 1_000)
    picture = Image.open(io.BytesIO(drawn.picture)).convert("L")
    scale = 1_000 / points[0]
    assert abs(picture.height - points[1] * scale) <= 2
    _, *box = next(found for found in drawn.words if found[0] == word)
    left, top, right, bottom = (round(side * scale) for side in box)
    ink = ImageOps.invert(picture.crop((left, top, right, bottom)))
    assert max(ink.tobytes()) > 100
    assert max(box) <= max(points)


@needs_documents
async def test_words_alone() -> None:
    drawn = await PageRenderer().draw(DOCUMENTS / "py-pdf__minimal-document.pdf", 1, 0)
    assert (drawn.picture, drawn.words[0][0]) == (b"", "Lorem")


@needs_documents
@pytest.mark.parametrize(
    ("name", "page", "key"),
    [
        ("py-pdf__minimal-document.pdf", 2, "reading.no_such_page"),
        ("onyx-dot-app__encrypted.pdf", 1, "attachment.encrypted"),
        ("docling-project__wiki.md", 1, "attachment.broken"),
    ],
)
async def test_what_cannot_be_drawn_says_why(name: str, page: int, key: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        await PageRenderer().draw(DOCUMENTS / name, page, 800)
    assert refused.value.key == key


async def test_a_picture_is_a_page_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.new("RGB", (1_000, 500), "navy").save(path, "PNG")
    drawn = await PageRenderer().draw(path, 1, 800)
    assert (Image.open(io.BytesIO(drawn.picture)).size, drawn.words) == ((800, 400), ())
    with pytest.raises(FileRefusedError) as refused:
        await PageRenderer().draw(path, 2, 800)
    assert refused.value.key == "reading.no_such_page"
