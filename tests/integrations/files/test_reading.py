"""What is read out of real files, by their content."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from chat_app.integrations.files.port import FileRefusedError
from tests.corpus import CORPUS
from tests.integrations.files.conftest import Read

DOCUMENTS = CORPUS / "3_rag_docs"
needs_documents = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"no documents at {DOCUMENTS}; set PARLEY_TEST_CORPUS")

READABLE = [
    ("docling-project__code_and_formula.pdf", "pdf", "JavaScript Code Example"),
    ("pdfminer__zen_of_python_corrupted.pdf", "pdf", "Beautiful is better than ugly"),
    ("py-pdf__habibi.pdf", "pdf", "habibi"),
    ("jsvine__2023-06-20-PV.pdf", "pdf", "[2/2]"),
    ("Unstructured-IO__docx-tables.docx", "office", "Header Col 1 | Header Col 2"),
    ("docling-project__equations.docx", "office", "A=πr"),
    ("docling-project__textbox.docx", "office", "Chiayi County"),
    ("microsoft__test.docx", "office", "AutoGen"),
    ("microsoft__test.pptx", "office", "[2/6]"),
    ("docling-project__pptx_chart.pptx", "office", "Freshwater Ducks: 2019: 120.0"),
    ("docling-project__xlsx_01.xlsx", "office", "1,5,9"),
    ("docling-project__xlsx_04_inflated.xlsx", "office", "1,5,9"),
    ("Unstructured-IO__2023-half-year-analyses-by-segment.xlsx", "office", "Operating segments"),
    ("docling-project__text_document_01.odt", "office", "Lorem Ipsum"),
    ("docling-project__odf_presentation_01.odp", "office", "Test Table Slide"),
    ("Unstructured-IO__fake-text-utf-32.txt", "text", "This is a test document"),
    ("Unstructured-IO__fake-html-cp1252.html", "code", "My First Heading"),
    ("docling-project__csv-semicolon.csv", "text", "Customer Id"),
    ("docling-project__wiki.md", "text", "# IBM"),
    ("microsoft__test_notebook.ipynb", "code", '"cells"'),
    ("gesetze__g_gg_index.md", "text", "Grundgesetz"),
]
REFUSED = [
    ("docling-project__2206.01062_pg3.pdf", "attachment.encrypted"),
    ("pdfminer__aes-256-r6.pdf", "attachment.encrypted"),
    ("Unstructured-IO__fake-power-point.ppt", "attachment.legacy_office"),
    ("Unstructured-IO__empty.xlsx", "attachment.no_text"),
    ("microsoft__test_files.zip", "attachment.unsupported"),
    ("microsoft__test.epub", "attachment.unsupported"),
    ("microsoft__test.rtf", "attachment.unsupported"),
]


@needs_documents
@pytest.mark.parametrize(("name", "kind", "text"), READABLE, ids=[row[0] for row in READABLE])
async def test_documents(read: Read, name: str, kind: str, text: str) -> None:
    found = await read(DOCUMENTS / name, name)
    assert found.kind == kind
    assert text in found.text
    assert found.problem == ""


@needs_documents
@pytest.mark.parametrize(("name", "key"), REFUSED, ids=[row[0] for row in REFUSED])
async def test_what_cannot_be_read_says_why(read: Read, name: str, key: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        await read(DOCUMENTS / name, name)
    assert refused.value.key == key


@needs_documents
async def test_the_name_does_not_decide(read: Read) -> None:
    assert (await read(DOCUMENTS / "docling-project__code_and_formula.pdf", "holiday.png")).kind == "pdf"


def picture(width: int = 40, height: int = 20, mode: str = "RGB", form: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    image = Image.new(mode, (width, height), "red" if mode == "RGB" else 0)
    image.putpixel((0, 0), (0, 0, 255) if mode == "RGB" else 1)
    image.save(file, form, **options)
    return file.getvalue()


def camera_data(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


class TestImages:
    async def test_metadata_go_and_the_picture_stands_upright(self, read: Read) -> None:
        found = await read(picture(exif=camera_data(orientation=6)), "a.jpg")
        assert (found.kind, found.media_type, found.width, found.height) == ("image", "image/jpeg", 20, 40)
        for path in (found.image, found.thumbnail):
            assert path is not None
            assert b"SECRET-CAMERA" not in path.read_bytes()
            with Image.open(path) as image:
                assert not image.getexif()

    async def test_what_a_png_hides_goes_too(self, read: Read) -> None:
        file = CORPUS / "5_hostile" / "xss" / "swisskyrepo__payload_in_all_known_metadata.png"
        if not file.is_file():
            pytest.skip("no hostile files")
        found = await read(file, "a.png")
        assert found.image is not None
        assert b"script" not in found.image.read_bytes().lower()

    async def test_large_pictures_get_a_copy_for_models(self, read: Read) -> None:
        found = await read(picture(3_000, 1_500), "a.jpg")
        assert (found.width, found.height) == (3_000, 1_500)
        assert found.model_image is not None
        with Image.open(found.model_image) as image:
            assert image.size == (1_568, 784)

    async def test_small_ones_do_not(self, read: Read) -> None:
        assert (await read(picture(), "a.jpg")).model_image is None

    @pytest.mark.parametrize(
        ("form", "mode", "kept"),
        [
            ("WEBP", "RGB", "image/jpeg"),
            ("GIF", "P", "image/png"),
            ("PNG", "RGBA", "image/png"),
            ("BMP", "RGB", "image/png"),
            ("AVIF", "RGB", "image/jpeg"),
            ("PNG", "1", "image/png"),
        ],
    )
    async def test_formats(self, read: Read, form: str, mode: str, kept: str) -> None:
        file = io.BytesIO()
        Image.new(mode, (8, 8)).save(file, form)
        assert (await read(file.getvalue())).media_type == kept

    async def test_a_text_named_png_is_a_text(self, read: Read) -> None:
        assert (await read(b"just words", "photo.png")).kind == "text"

    async def test_heic_says_what_to_do(self, read: Read) -> None:
        with pytest.raises(FileRefusedError, match=r"attachment\.heic"):
            await read(b"\0\0\0\x18ftypheic" + bytes(100), "IMG_1.HEIC")


class TestTexts:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
    async def test_encodings(self, read: Read, encoding: str) -> None:
        assert (await read("Grüße aus Köln\r\nund mehr".encode(encoding), "a.txt")).text == "Grüße aus Köln\nund mehr"

    @pytest.mark.parametrize(
        ("content", "key"),
        [
            (b"", "attachment.empty"),
            (b" \n \n", "attachment.no_text"),
            (bytes(range(256)) * 9, "attachment.unsupported"),
            (b"MZ\x90\0" + bytes(200), "attachment.unsupported"),
        ],
    )
    async def test_no_texts(self, read: Read, content: bytes, key: str) -> None:
        with pytest.raises(FileRefusedError) as refused:
            await read(content, "a.txt")
        assert refused.value.key == key

    @pytest.mark.parametrize(
        ("name", "kind"), [("a.py", "code"), ("Dockerfile", "code"), ("a.svg", "code"), ("notes", "text"), ("a.csv", "text")]
    )
    async def test_kinds(self, read: Read, name: str, kind: str) -> None:
        assert (await read(b"x = 1\n", name)).kind == kind

    async def test_a_long_one_is_cut_and_says_so(self, read: Read) -> None:
        found = await read(b"word " * 500_000, "a.txt")
        assert len(found.text) == 2_000_000
        assert found.problem == "attachment.cut"
