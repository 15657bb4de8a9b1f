"""A chat whose answers are found in documents, with a model and a search that do as they are told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from sqlmodel import SQLModel

from chat_app import models
from chat_app.db import Database
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.turns import TurnService
from chat_app.services.citations.service import CitationService
from chat_app.services.citations.turn_knowledge import TurnKnowledge
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.retrieval.dto import Question, Retrieved, Source
from chat_app.services.retrieval.trace import Step, Trace, TraceHit
from tests.services.chat.conftest import Chat, make_chat, make_user


@dataclass
class FixedSearch:
    """Finds the same for whatever is asked, and remembers who asked what."""

    sources: list[Source] = field(default_factory=list)
    answerable: bool = True
    searched: bool = True
    failed: str = ""
    problem: Exception | None = None
    asked: list[tuple[str, Question]] = field(default_factory=list)

    async def retrieve(self, actor: Actor, question: Question) -> Retrieved:
        self.asked.append((actor.user_id, question))
        if self.problem:
            raise self.problem
        hits = tuple(TraceHit(each.chunk_id, each.document_id, 0.5) for each in self.sources)
        given = tuple((each.number, each.chunk_id) for each in self.sources)
        trace = Trace(question.text, (question.text,), (Step("fused", 1, len(hits), hits),), given=given, failed=self.failed)
        return Retrieved(tuple(self.sources), self.answerable, self.searched, trace, self.failed)


@dataclass
class Desk:
    """What the tests of this folder ask."""

    chat: Chat
    search: FixedSearch
    citations: CitationService
    runner: TurnRunner

    @property
    def db(self) -> Database:
        return self.chat.db

    def add(self, *rows: SQLModel) -> None:
        for row in rows:
            self.db.write_now(lambda session, row=row: session.add(row))

    def document(self, text: str, owner: Actor | None = None, folder_id: str | None = None, name: str = "bees.txt") -> Source:
        """A document of one passage, as a source under the next number."""
        now, owner_id = utc_now(), (owner or self.chat.actor).user_id
        content = models.DocumentContent(id=new_id(), sha256=new_id(), reader="1", text=text, layout=b"{}", created_at=now)
        row = models.Document(
            id=new_id(), owner_id=owner_id, folder_id=folder_id, name=name, content_id=content.id, tokens=20, state="ready", created_at=now, updated_at=now
        )  # fmt: skip
        chunk = models.Chunk(
            id=new_id(), document_id=row.id, number=0, text=text, text_hash=new_id(), start=0, end=len(text), tokens=20, page=2
        )
        self.add(content, row, chunk)
        source = Source(len(self.search.sources) + 1, chunk.id, row.id, 1, name, "", text, 0, len(text), 2, ((2.0, 1.0, 2.0, 3.0, 4.0),))
        self.search.sources.append(source)
        return source

    def rows(self, message_id: str) -> list[models.MessageSource]:
        from chat_app.services.citations.queries import list_sources

        return list(self.db.read_now(lambda session: list_sources(session, message_id)))

    def prompt(self, request: int = -1) -> str:
        """All that the model read."""
        gateway = self.chat.model.gateway
        return "\n".join(message.text for message in gateway.requests[request].messages)  # type: ignore[union-attr]


def make_desk(db: Database, actor: Actor) -> Desk:
    chat, search = make_chat(db, actor), FixedSearch()
    from dataclasses import replace

    parts = replace(chat.runner.relay.parts, knowledge=TurnKnowledge(db, search))
    runner = TurnRunner(db, chat.hub, parts)
    chat.runner = runner
    chat.turns = TurnService(db, chat.hub, chat.changes, runner, chat.messages, chat.model, None)
    return Desk(chat, search, CitationService(db), runner)


@pytest.fixture
async def desk(db: Database) -> AsyncIterator[Desk]:
    desk = make_desk(db, make_user(db))
    yield desk
    await desk.chat.turns.close()


@pytest.fixture
def make_actor(db: Database) -> Callable[[str], Actor]:
    return lambda name: make_user(db, name)
