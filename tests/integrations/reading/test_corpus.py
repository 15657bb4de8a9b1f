"""Every file of the corpus is read with its text, on the right page, or refused with a true reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.reading.layout import from_bytes, to_bytes
from chat_app.integrations.reading.port import ParsedDocument
from chat_app.integrations.reading.readers import read_document
from chat_app.services.chunking.chunks import USUAL, chunks_of
from tests.corpus import CORPUS

DOCUMENTS = CORPUS / "3_rag_docs"
HOSTILE = CORPUS / "5_hostile"
pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"no documents at {DOCUMENTS}; set PARLEY_TEST_CORPUS")

# What must stand in the text, on which page (0: it has none), in a block of which kind.
READ = [
    ("Unstructured-IO__2023-half-year-analyses-by-segment.xlsx", "Zone NA | 12,553 | 2,713", 1, "table"),
    ("Unstructured-IO__UDHR_first_article_all.txt", "Alle Menschen sind frei und gleich an Würde", 0, "text"),
    ("Unstructured-IO__docx-tables.docx", "Header Col 1 | Header Col 2\nLorem ipsum | A link example", 0, "table"),
    ("Unstructured-IO__fake-html-cp1252.html", "Der Preis betrug 15,50 €", 0, "code"),
    ("Unstructured-IO__fake-html-lang-de.html", "Jahresabschluss zum Geschäftsjahr vom 01.01.2020", 0, "heading"),
    ("Unstructured-IO__fake-text-utf-32.txt", "This is a test document", 0, "text"),
    ("Unstructured-IO__korean-text-with-tables.pdf", "주유 | 모든 주유소", 1, "table"),
    ("Unstructured-IO__mime-different-plain-html.eml", "Subject: Example MIME Email", 0, "text"),
    ("docling-project__code_and_formula.pdf", "a2 + 8 = 12", 2, "text"),
    ("docling-project__csv-inconsistent-header.csv", "1 | 2 | 3\na | b | c | d", 0, "table"),
    ("docling-project__csv-semicolon.csv", "1 | DD37Cf93aecA6Dc | Sheryl", 0, "table"),
    ("docling-project__equations.docx", "- Second item with equations: E=mc2", 0, "list"),
    ("docling-project__odf_presentation_01.odp", "Second slide title", 2, "heading"),
    ("docling-project__powerpoint_sample.pptx", "Some notes on the second slide.", 2, "quote"),
    ("docling-project__pptx_chart.pptx", "2020 | 130 | 95", 1, "table"),
    ("docling-project__redp5110_sampled.pdf", "Before reviewing database security techniques", 6, "text"),
    ("docling-project__text_document_01.odt", "    - bullet list 2.2.1", 0, "list"),
    ("docling-project__textbox.docx", "＊ Sore throat", 0, "list"),
    ("docling-project__webvtt_example_01.vtt", "[00:30] Neil deGrasse Tyson: Didn’t we talk", 0, "text"),
    ("docling-project__wiki.md", "founded in 1911", 0, "text"),
    ("docling-project__wiki_duck.html", "Duck is the common name for numerous species", 0, "text"),
    ("docling-project__xlsx_01.xlsx", "first | second | third\n1 | 5 | 9", 1, "table"),
    ("docling-project__xlsx_04_inflated.xlsx", "col-1 | col-2 | col-3\n1 | 2 | 3", 2, "table"),
    ("gesetze__a_abfaev_bgbl1_2013_j4043-1_0010.pdf", "2.3 | Handeln. | Händlernummer nach § 28 NachwV", 1, "table"),
    ("gesetze__a_abfaev_index.md", "### § 2 Begriffsbestimmungen", 0, "heading"),
    ("gesetze__a_agg_index.md", "Benachteiligungen aus Gründen der Rasse", 0, "text"),
    ("gesetze__g_gg_index.md", "Die Würde des Menschen ist unantastbar.", 0, "text"),
    ("jsvine__2023-06-20-PV.pdf", "démolition 2023-0379;", 2, "text"),
    ("jsvine__scotus-transcript-p1.pdf", "came on for oral argument before the Supreme Court", 1, "text"),
    ("jsvine__senate-expenditures.pdf", "CITIBANK - TRAVEL CBA CARD | 03/04/2019 | 03/06/2019", 1, "table"),
    ("jsvine__table-curves-example.pdf", "Anaemia | Common | Common | Common", 1, "table"),
    ("microsoft__test.docx", "14 | 49e168b7-d2ae-407f-a055-2167576f39a1 | 15", 0, "table"),
    ("microsoft__test.epub", "This is a blockquote for testing.", 2, "quote"),
    ("microsoft__test.pptx", "44bf7d06-5e7a-4a40-a2e1-a2e42ef28c8a", 2, "caption"),
    ("microsoft__test.rtf", "This is a Sample RTF File", 0, "text"),
    ("microsoft__test_blog.html", "Large language models (LLMs) are powerful tools", 0, "text"),
    ("microsoft__test_notebook.ipynb", 'print("markitdown")', 0, "code"),
    ("pdfminer__zen_of_python_corrupted.pdf", "Beautiful is better than ugly.", 1, "text"),
    ("py-pdf__GeoTopo-komprimiert.pdf", "Sierpińskiraum", 7, "list"),
    ("py-pdf__habibi.pdf", "habibi", 1, "text"),
    ("py-pdf__minimal-document.pdf", "elitr, sed diam nonumy eirmod tempor invidunt", 1, "text"),
    ("py-pdf__pdflatex-forms.pdf", "Submit", 1, "text"),
]
REFUSED = [
    ("Unstructured-IO__empty.xlsx", "attachment.no_text"),
    ("Unstructured-IO__fake-power-point.ppt", "attachment.legacy_office"),
    ("docling-project__2206.01062_pg3.pdf", "attachment.encrypted"),
    ("jsvine__malformed-from-issue-932.pdf", "reading.scan"),
    ("microsoft__test_files.zip", "reading.archive"),
    ("onyx-dot-app__encrypted.pdf", "attachment.encrypted"),
    ("pdfminer__aes-256-r6.pdf", "attachment.encrypted"),
    ("py-pdf__libreoffice-writer-password.pdf", "attachment.encrypted"),
]
HOSTILE_REFUSED = {
    "swisskyrepo__etc_passwd.zip": "reading.archive",
    "swisskyrepo__payload_in_all_known_metadata.png": "reading.picture",
    "swisskyrepo__xss_comment_exif_metadata_double_quote.png": "reading.picture",
}


def test_no_file_is_left_out() -> None:
    expected = {name for name, *_ in READ} | {name for name, _ in REFUSED}
    assert {path.name for path in DOCUMENTS.iterdir()} == expected


@pytest.mark.parametrize(("name", "passage", "page", "kind"), READ, ids=[row[0] for row in READ])
def test_what_is_read(name: str, passage: str, page: int, kind: str) -> None:
    document = read_document(DOCUMENTS / name, name)
    _is_sound(document)
    at = document.text.find(passage)
    assert at >= 0
    assert document.page_at(at) == page
    assert next(block.kind for block in document.blocks if block.start <= at < block.end) == kind
    assert bool(document.boxes_of(at, at + len(passage))) == (document.kind == "pdf")


@pytest.mark.parametrize(("name", "key"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused_says_why(name: str, key: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_document(DOCUMENTS / name, name)
    assert refused.value.key == key


@pytest.mark.parametrize("path", sorted(path for path in HOSTILE.rglob("*") if path.is_file()), ids=lambda path: path.name)
def test_what_means_harm_is_text_or_refused(path: Path) -> None:
    if key := HOSTILE_REFUSED.get(path.name):
        with pytest.raises(FileRefusedError) as refused:
            read_document(path, path.name)
        assert refused.value.key == key
    else:
        _is_sound(read_document(path, path.name))


def _is_sound(document: ParsedDocument) -> None:
    """Blocks are in order and not blank, pages hold them, lines stand on their pages, and passages are the text."""
    text, end = document.text, 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(text)
        assert not text[end : block.start].strip()
        assert text[block.start : block.end].strip()
        assert block.page == document.page_at(block.start)
        assert [*block.starts] == sorted(block.starts)
        end = block.end
        for page, left, top, right, bottom in block.boxes:
            shown = document.pages[page - 1]
            assert -20 <= left <= right <= shown.width + 20
            assert -20 <= top <= bottom <= shown.height + 20
    assert not text[end:].strip()
    assert from_bytes(text, to_bytes(document)).blocks[-1].starts == document.blocks[-1].starts
    _is_cut_soundly(document)


def _is_cut_soundly(document: ParsedDocument) -> None:
    end = 0
    for chunk in chunks_of(document):
        assert chunk.start >= end
        assert not document.text[end : chunk.start].strip()
        assert chunk.text.endswith(document.text[chunk.start : chunk.end])
        assert chunk.tokens <= USUAL.most
        end = chunk.end
    assert not document.text[end:].strip()
