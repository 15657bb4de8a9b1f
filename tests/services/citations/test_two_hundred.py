"""Two hundred questions to a model that cites: each number leads somewhere, each literal quote stands there, on the page that is shown.

Everything is real but the model and the process that reads: PDFs are read, cut, found, given, cited and checked as ever.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.vectors.configured import configured_indexes
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.turns import TurnService
from chat_app.services.citations.checking import citations
from chat_app.services.citations.dto import ShownSource
from chat_app.services.citations.plain import plain
from chat_app.services.citations.prose import prose_of
from chat_app.services.citations.service import CitationService
from chat_app.services.citations.turn_knowledge import TurnKnowledge
from tests.services.chat.conftest import Chat, make_chat
from tests.services.citations.obedient import ABSENT, ObedientGateway, Said
from tests.services.citations.papers import Paper, papers, paragraphs_and_questions
from tests.services.knowledge.conftest import LetterEmbedder, pieces
from tests.services.retrieval.conftest import Library

QUESTIONS = 200
SIZE = 256


class WordEmbedder(LetterEmbedder):
    """Texts are near to each other that share words."""

    def __init__(self) -> None:
        super().__init__("words", SIZE)

    async def embed(self, texts: Sequence[str], kind: str = "passage") -> list[list[float]]:
        return [[float(places.get(at, 0.01)) for at in range(SIZE)] for places in map(self._places, texts)]

    def _places(self, text: str) -> Counter[int]:
        return Counter(crc32(word.lower().encode()) % SIZE for word in re.findall(r"\w{4,}", text))


@dataclass
class Reading:
    """A library of papers, and a chat that answers from it."""

    library: Library
    chat: Chat
    papers: dict[str, Paper]
    citations: CitationService


@pytest.fixture
async def reading(db: Database, tmp_path: Path) -> AsyncIterator[Reading]:
    indexes: Any = configured_indexes(tmp_path, "", "", "")
    library = Library(db, tmp_path, embedder=WordEmbedder(), indexes=indexes)
    actor = library.person()
    paragraphs, _ = paragraphs_and_questions(QUESTIONS)
    made: dict[str, Paper] = {}
    for paper in papers(paragraphs):
        added = await library.adding.add(actor, pieces(paper.data), paper.name)
        made[added.documents[0].id] = paper
    await library.parts.worker.work()
    chat = make_chat(db, actor)
    runner = TurnRunner(db, chat.hub, replace(chat.runner.relay.parts, knowledge=TurnKnowledge(db, library.retrieval)))
    chat.turns = TurnService(db, chat.hub, chat.changes, runner, chat.messages, chat.model, None)
    chat.model.card = replace(chat.model.card, context_tokens=32_000)
    yield Reading(library, chat, made, CitationService(db))
    await chat.turns.close()
    await library.parts.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_all_numbers_resolve_all_quotes_are_literal_all_pages_are_right(reading: Reading) -> None:
    gateway = reading.chat.model.gateway = ObedientGateway()
    _, questions = paragraphs_and_questions(QUESTIONS)
    assert len(questions) == QUESTIONS
    count: Counter[str] = Counter()
    for question in questions:
        turn = await reading.chat.ask(question, knowledge='{"kind": "everything"}')
        answer = await reading.chat.messages.get(reading.chat.actor, turn.answer_id)
        sources = await reading.citations.sources(reading.chat.actor, answer.id)
        said = gateway.said[-1]
        count += _numbers(answer.text, sources, said)
        count += _quotes(sources, said)
        for source in sources:
            count += _places(reading, source)
    assert count["answers with sources"] >= QUESTIONS * 0.9
    assert count["numbers"] >= QUESTIONS
    assert count["literal"] >= QUESTIONS * 0.8
    assert count["changed"] >= QUESTIONS * 0.15


def _numbers(text: str, sources: list[ShownSource], said: Said) -> Counter[str]:
    """Each number in the prose of an answer is that of a source, which knows that it is cited; code stays as it was."""
    numbers = [number for each in citations(prose_of(text)) for number in each.numbers]
    known = {source.number: source for source in sources}
    assert all(number in known and known[number].cited and known[number].text for number in numbers), text
    assert {source.number for source in sources if source.cited} == set(numbers)
    assert ("```" in text) == (f"a[{ABSENT}] = b[1]" in text)
    return Counter({"numbers": len(numbers), "answers with sources": bool(said.literal or said.changed)})


def _quotes(sources: list[ShownSource], said: Said) -> Counter[str]:
    """What the model copied is marked as literal, what it changed is not, and nothing else is marked."""
    marked = {(source.number, quote.text, quote.literal) for source in sources for quote in source.quotes}
    wanted = {(number, words, True) for number, words in said.literal} | {(number, words, False) for number, words in said.changed}
    assert {words for _, words, literal in marked if literal} == {words for _, words, literal in wanted if literal}
    assert {each for each in marked if not each[2]} == {each for each in wanted if not each[2]}
    return Counter({"literal": len(said.literal), "changed": len(said.changed)})


def _places(reading: Reading, source: ShownSource) -> Counter[str]:
    """The range of characters and the pages that are highlighted hold each literal quote."""
    paper = reading.papers[source.document_id]

    def read(session: object) -> str:
        document = session.get_one(models.Document, source.document_id)  # type: ignore[attr-defined]
        return session.get_one(models.DocumentContent, document.content_id).text  # type: ignore[attr-defined]

    stands = reading.library.db.read_now(read)[source.start : source.end]
    pages = sorted({int(box[0]) for box in source.boxes})
    assert pages[0] == source.page
    shown = plain(" ".join(paper.pages[page - 1] for page in pages))
    literal = [quote.text for quote in source.quotes if quote.literal]
    assert all(plain(words) in plain(stands) for words in literal), (literal, stands)
    assert all(_letters(words) in _letters(shown) for words in literal), (literal, shown)
    return Counter({"places": len(literal)})


def _letters(text: str) -> str:
    """How a page sets a word, with ligatures or split in two, is another matter."""
    return "".join(sign for sign in plain(text) if sign.isalnum())
