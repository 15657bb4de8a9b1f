"""Passages are the text, in order, within their limits; a change stays where it was made."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat_app.integrations.reading.draft import Draft, Line
from chat_app.integrations.reading.port import ParsedDocument
from chat_app.services.chunking.chunks import USUAL, ChunkDraft, Limits, chunks_of

EXAMPLES = int(os.environ.get("CHUNK_EXAMPLES", "60"))
SMALL = Limits(least=40, most=60)

words = st.text(st.sampled_from("abcdefg ÄÖüß.,!?;:\n-0123456789(){}§€漢字カ한글ا😀"), max_size=120)
long_word = st.integers(1, 900).map(lambda length: "x" * length)
kinds = st.sampled_from(("heading", "text", "list", "table", "code", "quote"))
blocks = st.lists(
    st.tuples(kinds, st.one_of(words, long_word, words.map(lambda text: text * 9)), st.integers(1, 4), st.booleans()), max_size=14
)


def document_of(parts: list[tuple[str, str, int, bool]], unit: str = "") -> ParsedDocument:
    draft = Draft()
    draft.unit = unit
    for kind, text, level, new_page in parts:
        if unit and new_page:
            draft.page("Label")
        draft.add(kind, text, level if kind in {"heading", "table"} else 0)
    return draft.document("text", "text/plain")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=blocks, unit=st.sampled_from(("", "page", "slide")))
def test_passages_are_the_whole_text_in_order(parts: list[tuple[str, str, int, bool]], unit: str) -> None:
    document = document_of(parts, unit)
    chunks = chunks_of(document, SMALL)
    assert chunks == chunks_of(document, SMALL)
    end = 0
    for chunk in chunks:
        literal = document.text[chunk.start : chunk.end]
        assert chunk.start >= end
        assert not document.text[end : chunk.start].strip()
        assert literal.strip()
        assert chunk.text == literal or (chunk.text.endswith("\n" + literal) and chunk.kind == "table")
        assert 0 < chunk.tokens <= SMALL.most
        assert chunk.page == document.page_at(chunk.start)
        end = chunk.end
    assert not document.text[end:].strip()


def sentence(source: random.Random) -> str:
    return (
        " ".join("".join(source.choices("abcdefghijklmn", k=source.randint(3, 9))) for _ in range(source.randint(6, 20))).capitalize() + "."
    )


def report(source: random.Random, *, headings: bool) -> list[tuple[str, str, int, bool]]:
    """Two hundred paragraphs."""
    parts: list[tuple[str, str, int, bool]] = []
    for number in range(200):
        if headings and number % 9 == 0:
            parts.append(("heading", f"Part {number}", 1 + number % 3, False))
        parts.append(("text", " ".join(sentence(source) for _ in range(source.randint(1, 6))), 0, False))
    return parts


@pytest.mark.parametrize("headings", [True, False])
def test_a_changed_paragraph_changes_only_its_neighbourhood(headings: bool) -> None:
    source = random.Random(7)
    parts = report(source, headings=headings)
    before = Counter(chunk.text for chunk in chunks_of(document_of(parts)))
    changed: list[int] = []
    for at in range(5, 200, 13):
        other = [*parts[:at], ("text", sentence(source) * 3, 0, False), *parts[at + 1 :]]
        changed.append((Counter(chunk.text for chunk in chunks_of(document_of(other))) - before).total())
    assert before.total() > 30
    assert max(changed) <= 5
    assert sum(changed) / len(changed) <= 2


def texts(chunks: list[ChunkDraft]) -> list[str]:
    return [chunk.text for chunk in chunks]


def test_most_passages_are_as_long_as_wanted() -> None:
    chunks = chunks_of(document_of(report(random.Random(3), headings=False)))
    assert sum(1 for chunk in chunks if USUAL.early <= chunk.tokens <= USUAL.most) > 0.9 * len(chunks)


def test_headings_stand_over_their_text_and_never_at_an_end() -> None:
    chunks = chunks_of(
        document_of([("heading", "Law", 1, False), ("heading", "§ 1", 3, False), ("text", "Dignity. " * 30, 0, False)] * 3), SMALL
    )
    assert {chunk.heading for chunk in chunks} <= {"Law", "Law › § 1"}
    assert not [text for text in texts(chunks) if text.endswith("§ 1")]


def test_the_header_of_a_table_is_said_again() -> None:
    rows = [["Name", "Amount"], *([f"Row {number}", str(number)] for number in range(60))]
    draft = Draft()
    draft.add_table(rows)
    document = draft.document("table", "text/csv")
    chunks = chunks_of(document, SMALL)
    assert len(chunks) > 4
    for chunk in chunks:
        assert chunk.text.startswith("Name | Amount\n")
        assert all(line in document.text.split("\n") for line in chunk.text.split("\n"))
    assert chunks[1].text == "Name | Amount\n" + document.text[chunks[1].start : chunks[1].end]


def test_small_sections_are_joined_and_large_ones_stay_alone() -> None:
    small = [part for number in range(6) for part in (("heading", f"{number}", 3, False), ("text", "Few words here.", 0, False))]
    assert len(chunks_of(document_of(small))) == 1
    large = [
        part for number in range(2) for part in (("heading", f"{number}", 1, False), ("text", sentence(random.Random(1)) * 8, 0, False))
    ]
    assert [chunk.heading for chunk in chunks_of(document_of(large))] == ["0", "1"]


@pytest.mark.parametrize("text", ["Nach § 5 Abs. 2 Nr. 3 gilt z. B. Folgendes", "Dr. Smith et al. wrote cf. Fig. 3 about approx. 5 things"])
def test_abbreviations_end_no_sentence(text: str) -> None:
    chunks = chunks_of(document_of([("text", f"{text}. " * 12, 0, False)]), SMALL)
    assert len(chunks) > 2
    assert all(chunk.text.startswith(text) and chunk.text.endswith(text + ".") for chunk in chunks)


def test_code_is_parted_between_definitions() -> None:
    code = "\n\n".join(f"def f{number}():\n    a = {number}\n\n    return a + {number}" for number in range(12))
    chunks = chunks_of(document_of([("code", code, 0, False)]), SMALL)
    assert len(chunks) > 2
    assert all(chunk.kind == "code" and chunk.text.startswith("def ") for chunk in chunks)


def test_places_are_those_of_the_passage() -> None:
    draft = Draft()
    draft.unit = "page"
    for page in (1, 2):
        draft.page(width=100, height=100)
        draft.add_lines("text", [Line(sentence(random.Random(line)), (page, 1, line, 9, line + 1), " ") for line in range(20)])
    document = draft.document("pdf", "application/pdf")
    chunks = chunks_of(document, SMALL)
    assert list(dict.fromkeys(box for chunk in chunks for box in chunk.boxes)) == [
        (page, 1, line, 9, line + 1) for page in (1, 2) for line in range(20)
    ]
    assert all(chunk.page == chunk.boxes[0][0] for chunk in chunks)


def test_languages_are_told_passage_by_passage() -> None:
    german = "Die Würde des Menschen ist unantastbar und sie zu achten ist die Pflicht aller. "
    english = "The dignity of man is what all of us have to respect and to protect at any time. "
    chunks = chunks_of(document_of([("text", german * 20, 0, False), ("heading", "English", 1, False), ("text", english * 20, 0, False)]))
    assert [chunks[0].language, chunks[-1].language] == ["de", "en"]
