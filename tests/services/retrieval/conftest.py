"""A house with documents that are searched, and a model that rewrites what is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.reranking.port import Reranker
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.lexical.encoding import sparse_query
from chat_app.services.lexical.languages import language_of
from chat_app.services.retrieval.dto import Question, Retrieved, SearchStage, SearchWish
from chat_app.services.retrieval.scopes import Scope
from chat_app.services.retrieval.searching import Searcher
from chat_app.services.retrieval.service import RetrievalService
from tests.services.knowledge.conftest import House

EVERYTHING = Scope(kind="everything")


@dataclass
class Wordings:
    """Says what it is told to say, and remembers what it was asked."""

    lines: Sequence[str] = ()
    asked: list[Question] = field(default_factory=list)

    async def rewritten(self, actor: Actor, question: Question) -> tuple[Sequence[str], str]:
        self.asked.append(question)
        return self.lines, "one/a" if self.lines else ""


class Library(House):
    """Finds what is in its documents."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.wordings = Wordings()
        self.retrieval = self.made()

    def made(self, reranker: Reranker | None = None) -> RetrievalService:
        return RetrievalService(self.db, Searcher(self.parts.generations, sparse_query, language_of), self.wordings, reranker)

    def nest(self, actor: Actor, parent: str = "") -> str:
        row = models.Folder(id=new_id(), owner_id=actor.user_id, parent_id=parent or None, name="Project", created_at=self.now)
        self.db.write_now(lambda session: session.add(row))
        return row.id

    def bare_document(self, actor: Actor, folder_id: str) -> str:
        """A document that was read, without a word of it."""
        content = models.DocumentContent(id=new_id(), sha256=new_id(), reader="1", text="", layout=b"", created_at=self.now)
        row = models.Document(
            id=new_id(),
            owner_id=actor.user_id,
            folder_id=folder_id,
            name="a",
            content_id=content.id,
            created_at=self.now,
            updated_at=self.now,
        )

        def write(session: Session) -> None:
            session.add(content)
            session.flush()
            session.add(row)

        self.db.write_now(write)
        return row.id

    async def ask(self, actor: Actor, text: str, scope: Scope = EVERYTHING, **more: object) -> Retrieved:
        return await self.retrieval.retrieve(actor, replace(Question(text, scope=scope), **more))  # type: ignore[arg-type]

    async def look(self, actor: Actor, text: str, **more: object) -> list[SearchStage]:
        return [stage async for stage in self.retrieval.search(actor, SearchWish(text, **more))]  # type: ignore[arg-type]

    async def found(self, actor: Actor, text: str, scope: Scope = EVERYTHING, **more: object) -> set[str]:
        """The documents that an answer is given passages of."""
        return {source.document_id for source in (await self.ask(actor, text, scope, **more)).sources}


@pytest.fixture
async def library(db: Database, tmp_path: Path) -> AsyncIterator[Library]:
    library = Library(db, tmp_path)
    yield library
    await library.parts.close()
