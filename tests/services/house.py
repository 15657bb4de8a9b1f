"""A house with people in it, and the services of administration with a clock that tests set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from chat_app import models
from chat_app.db import Database
from chat_app.services.access.matrix import permissions_of
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.announcements import AnnouncementService
from chat_app.services.audit import AuditLog
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.messages import MessageService
from chat_app.services.content_access import ContentAccessService
from chat_app.services.content_access.reading import ContentReading
from chat_app.services.exports.service import ExportService
from chat_app.services.groups import GroupService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.people import PeopleService
from chat_app.services.people.leaving import Leaving
from chat_app.services.site import SiteService
from tests.services.sharing.test_shares import NoBlobs, NoCards, NothingRuns


@dataclass
class House:
    db: Database
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))
    halted: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    forgot: int = 0
    has_proof: bool = True

    def __post_init__(self) -> None:
        self.audit = AuditLog(self.db, self.clock)
        self.changes = ChangeFeed()
        self.site = SiteService(self.db, self.audit, self.clock)
        conversations = ConversationService(self.db, self.changes, NothingRuns(), self.clock)
        messages = MessageService(self.db, self.changes, self.clock)
        exports = ExportService(self.db, NoCards(), NoBlobs())  # pyright: ignore[reportArgumentType]
        self.people = PeopleService(self.db, self.audit, Leaving(self.audit, self.clock), self.forget, self.halt, self.proof, self.clock)
        self.groups = GroupService(self.db, self.audit, self.forget, self.clock)
        self.accesses = ContentAccessService(self.db, self.audit, self.site, self.changes, self.proof, self.clock)
        self.reading = ContentReading(self.db, self.audit, self.site, conversations, messages, exports, self.clock)
        self.announcements = AnnouncementService(self.db, self.audit, self.clock, lambda: self.told.append("banners"))

    def clock(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def forget(self) -> None:
        self.forgot += 1

    def proof(self, actor: Actor) -> None:
        if not self.has_proof:
            raise ProofNeededError

    async def halt(self, user_id: str) -> None:
        self.halted.append(user_id)

    def person(self, name: str = "Ada", role: str = "user", **columns: object) -> Actor:
        """Somebody new, with what their role allows."""
        row = models.User(id=new_id(), name=name, role=role, created_at=self.now, **columns)  # type: ignore[arg-type]
        self.db.write_now(lambda session: session.add(row))
        return Actor(row.id, name, role=role, permissions=permissions_of(role))

    def row(self, actor: Actor) -> models.User:
        return self.db.read_now(lambda session: session.get_one(models.User, actor.user_id))

    def login(self, actor: Actor) -> str:
        """An open session of theirs; its id."""
        id_ = new_id()
        row = models.LoginSession(id=id_, user_id=actor.user_id, token_hash=id_, created_at=self.now, last_seen_at=self.now)
        self.db.write_now(lambda session: session.add(row))
        return id_

    def open_sessions(self, actor: Actor) -> int:
        statement = select(models.LoginSession).where(
            models.LoginSession.user_id == actor.user_id, col(models.LoginSession.revoked_at).is_(None)
        )
        return len(self.db.read_now(lambda session: session.exec(statement).all()))

    def chat(self, actor: Actor, text: str = "canary") -> str:
        """A chat with one message; its id."""
        chat_id, message_id = new_id(), new_id()

        def write(session):
            session.add(
                models.Conversation(
                    id=chat_id,
                    owner_id=actor.user_id,
                    title=f"{text} title",
                    active_leaf_id=message_id,
                    created_at=self.now,
                    updated_at=self.now,
                )
            )
            session.flush()
            session.add(models.Message(id=message_id, conversation_id=chat_id, role="user", text=text, created_at=self.now))

        self.db.write_now(write)
        return chat_id

    def acts(self, action: str = "") -> list[models.AuditEntry]:
        """What the audit log has, oldest first."""
        statement = select(models.AuditEntry).order_by(col(models.AuditEntry.seq))
        rows = self.db.read_now(lambda session: session.exec(statement).all())
        return [row for row in rows if not action or row.action == action]


@pytest.fixture
def house(db: Database) -> House:
    return House(db)
