"""The PDF: PDF/A-3b with the XML inside, and everything readable on its pages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from random import Random

import pytest
from pypdf import PdfReader

from bench.invoices.examples import SELLERS, correction, examples, invoice
from bench.invoices.pdfa import problems
from chat_app.integrations.einvoice import InvoiceError, render
from chat_app.integrations.einvoice.arithmetic import vat_on
from chat_app.integrations.einvoice.content import InvoiceContent, InvoiceLine, Party

BUYER = Party(
    "Łódź & Söhne <b>#panic()</b> GmbH",
    "Åsa Øst",
    "Königsallee 1",
    "Hinterhaus",
    "1010",
    "Wien",
    "AT",
    "ATU12345675",
    email="a@example.org",
)
CONTENT = InvoiceContent(
    "R-2026-00001", "invoice", "de", date(2026, 11, 22), date(2026, 11, 21), SELLERS[0], BUYER, True, "PO-4711",
    (InvoiceLine("Guthaben", "Bestellung 17", 1, 123_450),), "EUR", 123_450, 24_690, 148_140, "S", 2000, "AT", "oss",
)  # fmt: skip


def text_of(content: InvoiceContent) -> str:
    pages = PdfReader(BytesIO(render(content).pdf)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ")


def test_is_pdf_a3_with_the_invoice_inside():
    made = {content.number: render(content) for content in examples(12, seed=2)}

    assert {number: found for number, files in made.items() if (found := problems(files.pdf, files.xml))} == {}


def test_nothing_is_written_of_what_contradicts_itself():
    with pytest.raises(InvoiceError):
        render(replace(CONTENT, total_cents=CONTENT.total_cents + 1))


def test_the_same_content_gives_the_same_bytes():
    assert render(CONTENT) == render(replace(CONTENT))


def test_all_fields_of_the_law_stand_on_the_page():
    """§ 14 Abs. 4 UStG: both parties, tax numbers, date, number, what, when it was paid, net, rate, VAT, total."""
    text = text_of(CONTENT)

    for words in (
        *("Beispiel Software GmbH", "Musterstraße 12", "50667 Köln", "USt-IdNr. DE123456788", "Steuernummer 214/5678/0001"),
        *("Łódź & Söhne <b>#panic()</b> GmbH", "Åsa Øst", "1010 Wien", "AUSTRIA", "ATU12345675", "PO-4711"),
        *("Rechnung R-2026-00001", "22. November 2026", "21. November 2026", "Guthaben", "Bestellung 17"),
        *(
            "1.234,50 €",
            "Umsatzsteuer 20 % (Österreich)",
            "246,90 €",
            "1.481,40 €",
            "nichts mehr zu zahlen",
            "One-Stop-Shop",
            "Seite 1 von 1",
        ),
    ):
        assert words in text


@pytest.mark.parametrize(
    ("rule", "language", "words"),
    [
        ("reverse_charge", "de", "Steuerschuldnerschaft des Leistungsempfängers"),
        ("reverse_charge", "en", "Reverse charge"),
        ("small_business", "de", "Kleinunternehmer (§ 19 UStG)"),
        ("outside_eu", "en", "Not subject to VAT of the European Union"),
    ],
)
def test_says_why_there_is_no_vat(rule: str, language, words: str):
    content = replace(invoice(Random(5), rule, 0), language=language)

    assert words in " ".join(text_of(content).split())
    assert words in render(content).xml.decode()


def test_small_businesses_of_other_states_are_not_told_of_german_law():
    content = replace(invoice(Random(5), "small_business", 0), language="en", seller=SELLERS[2])

    assert "Art. 284" in text_of(content)
    assert "UStG" not in render(content).xml.decode()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_correction_names_what_it_corrects_and_is_no_gutschrift(seed: int):
    """ "Gutschrift" is what § 14 Abs. 2 UStG calls invoices that buyers write."""
    content = correction(Random(seed), CONTENT, 1)
    files, text = render(content), text_of(content)

    assert {"cancellation": "Stornorechnung", "correction": "Rechnungskorrektur"}[content.kind] in text
    assert "Rechnung R-2026-00001 vom 22. November 2026" in text
    assert "Gutschrift" not in text
    assert b"<ram:TypeCode>384<" in files.xml


def test_many_lines_go_on_over_pages():
    lines = tuple(InvoiceLine(f"Guthaben {place}", "", 1, 1000) for place in range(1, 61))
    content = replace(CONTENT, lines=lines, net_cents=60_000, vat_cents=vat_on(60_000, 2000), total_cents=72_000)
    pages = [page.extract_text() for page in PdfReader(BytesIO(render(content).pdf)).pages]

    assert len(pages) == 3
    assert all("Beschreibung" in page and "Seite" in page for page in pages), "each page has its head and its foot"
    assert [place for place in range(1, 61) if not re.search(rf"Guthaben {place}\b", "".join(pages))] == []


def test_signs_without_a_font_are_marked_and_kept_in_the_data():
    content = replace(CONTENT, language="en", buyer=replace(BUYER, name="Party 🎉\x07 \U00013000 Ltd"))
    files, text = render(content), text_of(content)

    assert problems(files.pdf, files.xml) == []
    assert "\U00013000" not in text
    assert "stand in the data as they were written" in text
    assert "Party 🎉 \U00013000 Ltd" in files.xml.decode()


@pytest.mark.parametrize("name", ["Zoë \U0001f469\u200d\U0001f469\u200d\U0001f467", "Zoë \U0001f44d\U0001f3fd", "Zoë 1\ufe0f\u20e3"])
def test_signs_made_of_several_leave_all_others_alone(name: str):
    """A digit in a box has no font: that is no reason to lack the digit, least of all in amounts."""
    found = text_of(replace(CONTENT, buyer=replace(BUYER, name=name)))
    assert "Zoë" in found
    for words in ("Königsallee 1", "1.481,40", "R-2026-00001"):
        assert words in found
