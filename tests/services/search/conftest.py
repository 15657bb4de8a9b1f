"""A person's chats, written by the product's own tables, and the search over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from chat_app import models
from chat_app.db import Database
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.search.dto import Hit
from chat_app.services.search.indexing import index_attachments, index_message, index_title
from chat_app.services.search.service import SearchService
from tests.services.chat.conftest import make_user

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Desk:
    """What a test writes, and how it looks for it."""

    db: Database
    actor: Actor
    search: SearchService

    def chat(self, title: str = "", at: datetime = NOW, **fields: object) -> str:
        row = models.Conversation(id=new_id(), owner_id=self.actor.user_id, title=title, created_at=at, updated_at=at, **fields)

        def write(session) -> None:
            session.add(row)
            session.flush()
            index_title(session, row)

        self.db.write_now(write)
        return row.id

    def say(
        self, chat_id: str, text: str, *, parent: str | None = None, role: str = "user", at: datetime = NOW, model: str = "", file: str = ""
    ) -> str:
        row = models.Message(id=new_id(), conversation_id=chat_id, parent_id=parent, role=role, text=text, model_id=model, created_at=at)
        attachment = models.Attachment(
            id=new_id(),
            owner_id=self.actor.user_id,
            conversation_id=chat_id,
            message_id=row.id,
            name=file,
            kind="text",
            media_type="text/plain",
            size=1,
            sha256="0" * 64,
            created_at=at,
        )

        def write(session) -> None:
            session.add(row)
            session.flush()
            session.get(models.Conversation, chat_id).active_leaf_id = row.id
            index_message(session, self.actor.user_id, row, has_file=bool(file))
            if file:
                session.add(attachment)
                session.flush()
                index_attachments(session, self.actor.user_id, chat_id, [attachment])

        self.db.write_now(write)
        return row.id

    def write(self, *rows: object) -> None:
        self.db.write_now(lambda session: session.add_all(rows))

    async def find(self, text: str) -> list[Hit]:
        return list((await self.search.search(self.actor, text)).hits)

    async def shown(self, text: str) -> list[str]:
        """Where a hit has been found, as plain texts, best first."""
        return ["".join(part.text for part in (hit.snippet or hit.title)) for hit in await self.find(text)]


@pytest.fixture
def make_desk(db: Database) -> Callable[[str], Desk]:
    return lambda name: Desk(db, make_user(db, name), SearchService(db, lambda: NOW))


@pytest.fixture
def desk(make_desk: Callable[[str], Desk]) -> Desk:
    return make_desk("Ada")
