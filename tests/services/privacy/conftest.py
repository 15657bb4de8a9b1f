"""Two people with one of everything, and data protection around them."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.files.disk_blobs import DiskBlobs
from chat_app.services.access.matrix import permissions_of
from chat_app.services.audit import AuditLog
from chat_app.services.audit.keeping import AuditKeeper
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.exports.service import ExportService
from chat_app.services.files.dto import FileLimits
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.privacy.building import PrivacyDoors, build_privacy
from chat_app.services.site import SiteService
from tests.services.privacy.billing_rows import billing_rows
from tests.services.privacy.knowledge_rows import knowledge_rows

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
COMMON = b"a file that both have"


class Names:
    async def label(self, model_id: str) -> str:
        return model_id


class NoReader:
    async def read(self, *_: object) -> None:
        raise NotImplementedError


@dataclass
class House:
    """Everything that the tests of this folder ask."""

    db: Database
    folder: Path
    now: list[datetime] = field(default_factory=lambda: [START])
    forgotten: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        def clock() -> datetime:
            return self.now[0]

        async def closed(user_id: str) -> None:
            self.closed.append(user_id)

        self.audit = AuditLog(self.db, clock)
        self.site = SiteService(self.db, self.audit, clock)
        self.blobs = DiskBlobs(self.folder / "blobs")
        self.files = FileService(self.db, self.blobs, NoReader(), self.folder / "uploads", FileLimits.of_megabytes(1, 1, 1, 1))  # type: ignore[arg-type]
        self.keeper = AuditKeeper(self.db, self.audit, self.folder / "anchors.log", clock)
        self.changes = ChangeFeed()
        chats = ExportService(self.db, Names(), self.blobs)
        doors = PrivacyDoors(
            self.db,
            self.audit,
            self.site,
            self.blobs,
            self.files,
            chats,
            self.changes,
            self.folder,
            lambda actor: self.proofs.append(actor.user_id),
            closed,
            [self.forgotten.append],
            clock,
        )
        parts = build_privacy(doors, self.keeper)
        self.exports, self.erasure, self.retention, self.consents = parts.data_exports, parts.erasure, parts.retention, parts.consents

    async def add_person(self, name: str, role: str = "user") -> Actor:
        """A person whose texts all hold `name`, with a row in every table that can belong to somebody."""
        person = Person(name, role, self.now[0])
        for content in (COMMON, f"file of {name}".encode(), f"thumbnail of {name}".encode(), f"document of {name}".encode()):
            await self._put(content)
        await self.db.write(person.fill)
        (self.folder / "uploads").mkdir(exist_ok=True)
        (self.folder / "uploads" / f"{person.upload_id}.part").write_bytes(name.encode())
        (self.folder / "uploads" / f"{new_id()}.share").write_text(f'{{"owner_id": "{person.id}", "text": "{name}"}}')
        return person.actor

    async def _put(self, content: bytes) -> None:
        source = self.folder / new_id()
        source.write_bytes(content)
        await self.blobs.put(source, hashlib.sha256(content).hexdigest())

    def rows(self, tables: Collection[str]) -> list[str]:
        """Every row of some tables."""
        some = [table for table in SQLModel.metadata.sorted_tables if table.name in tables]
        return self.db.read_now(lambda session: [repr(row) for table in some for row in session.connection().execute(table.select())])

    def dump(self, without: Collection[str] = ()) -> str:
        """Every value of every table but some, and every file."""
        rows = self.rows(set(SQLModel.metadata.tables) - set(without))
        files = [path for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".db" and ".db-" not in path.name]
        return "\n".join(rows) + "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)

    def finds(self, word: str) -> int:
        """How many entries of the search index itself hold a word."""
        if self.db.is_sqlite:
            query = f"SELECT count(*) FROM search_index WHERE search_index MATCH '\"{word.lower()}\"'"
        else:
            query = f"SELECT count(*) FROM search_entries WHERE stems @@ '{word.lower()}'::tsquery"
        return self.db.read_now(lambda session: session.connection().exec_driver_sql(query).scalar_one())

    def counts(self, user_id: str) -> dict[str, int]:
        from chat_app.services.privacy.erasure_queries import count_rows

        return self.db.read_now(lambda session: count_rows(session, user_id))

    def pass_days(self, days: float) -> None:
        self.now[0] += timedelta(days=days)


class Person:
    """Rows of one person, in the order in which they refer to each other."""

    def __init__(self, name: str, role: str, now: datetime) -> None:
        self.id, self.name, self.role, self.now = new_id(), name, role, now
        self.actor = Actor(self.id, name, role=role, permissions=permissions_of(role), proved_at=now, session_id="s")
        self.upload_id, self.chat_id, self.message_id = new_id(), new_id(), new_id()

    def fill(self, session: Any) -> None:
        now, name = self.now, self.name
        user = models.User(
            id=self.id, name=name, email=f"{name.lower()}@example.test", role=self.role, password_hash=f"hash {name}", created_at=now
        )
        secrets = [
            models.Secret(id=new_id(), key_id="k", bound_to="test", sealed=name.encode(), created_at=now, sealed_at=now) for _ in range(2)
        ]
        group = models.Group(id=new_id(), name=f"group {self.id}", created_at=now, updated_at=now)
        self._add(session, user, group, *secrets)
        self._add(session, *self._account(secrets, group.id))
        folder = models.Folder(id=new_id(), owner_id=self.id, name=name, created_at=now)
        assistant = models.Assistant(id=new_id(), owner_id=self.id, name=name, created_at=now, updated_at=now)
        tag = models.Tag(id=new_id(), owner_id=self.id, name=name)
        self._add(session, folder, assistant, tag, *self._library())
        chat = models.Conversation(
            id=self.chat_id, owner_id=self.id, title=f"title {name}", folder_id=folder.id, assistant_id=assistant.id,
            active_leaf_id=self.message_id, created_at=now, updated_at=now,
        )  # fmt: skip
        message = models.Message(id=self.message_id, conversation_id=chat.id, role="user", text=f"text {name}", created_at=now)
        self._add(session, chat)
        self._add(session, message)
        self._add(session, *self._chat(tag.id))
        shared = hashlib.sha256(COMMON).hexdigest()
        for rows in knowledge_rows(self.id, self.name, folder.id, self.message_id, now, shared):
            self._add(session, *rows)
        for rows in billing_rows(self.id, self.name, now):
            self._add(session, *rows)

    def _add(self, session: Any, *rows: SQLModel) -> None:
        session.add_all(rows)
        session.flush()

    def _account(self, secrets: list[models.Secret], group_id: str) -> list[SQLModel]:
        now, name, id_ = self.now, self.name, self.id
        return [
            models.GroupMember(group_id=group_id, user_id=id_, added_at=now),
            models.LoginSession(id=new_id(), user_id=id_, token_hash=f"h{id_}", user_agent=name, created_at=now, last_seen_at=now),
            models.ApiKey(id=new_id(), owner_id=id_, name=name, prefix=id_[-12:], secret_hash="x", created_at=now),
            models.RevokedToken(id=new_id(), owner_id=id_, expires_at=now),
            models.UsageDay(owner_id=id_, day=now.date(), tokens=1),
            models.UsageCall(id=new_id(), owner_id=id_, day=now.date(), created_at=now, kind="send", status="complete", provider="openai", model_id="openai/a"),
            models.ModelSetting(id=new_id(), owner_id=id_, model_id="openai/a", label=name, updated_at=now),
            models.ContentAccess(id=new_id(), user_id=id_, reason=name, created_at=now, expires_at=now),
            models.OneTimeToken(id=new_id(), purpose="reset", token_hash=f"t{id_}", user_id=id_, created_at=now, expires_at=now + timedelta(days=1)),
            models.OneTimeToken(
                id=new_id(), purpose="invite", token_hash=f"i{id_}", email=f"{name.lower()}@example.test", created_at=now, expires_at=now + timedelta(days=1)
            ),
            models.ExternalIdentity(id=new_id(), user_id=id_, issuer="https://id.test", subject=name, created_at=now),
            models.TotpFactor(user_id=id_, secret_id=secrets[0].id, created_at=now),
            models.RecoveryCode(id=new_id(), user_id=id_, code_hash="y", created_at=now),
            models.Passkey(id=new_id(), user_id=id_, credential_id=id_.encode(), public_key=b"p", name=name, created_at=now),
            models.Provider(id=new_id(), owner_id=id_, slug=id_[-12:], vendor="openai", label=name, secret_id=secrets[1].id, created_at=now, updated_at=now),
            models.Consent(id=new_id(), user_id=id_, purpose="terms", version="1", granted=True, at=now),
        ]  # fmt: skip

    def _library(self) -> list[SQLModel]:
        now, name, prompt_id = self.now, self.name, new_id()
        return [
            models.Prompt(id=prompt_id, owner_id=self.id, command=name, title=name, text=f"prompt {name}", created_at=now, updated_at=now),
            models.PromptVersion(prompt_id=prompt_id, number=1, title=name, text=f"older {name}", created_at=now),
            models.ParameterPreset(id=new_id(), owner_id=self.id, name=name, parameters="{}"),
            models.RecentSearch(owner_id=self.id, text=name, used_at=now),
            models.Upload(id=self.upload_id, owner_id=self.id, name=name, size=1, created_at=now, touched_at=now),
        ]

    def _chat(self, tag_id: str) -> list[SQLModel]:
        now, name, id_, chat = self.now, self.name, self.id, self.chat_id
        canvas, attachment = new_id(), new_id()
        own, thumbnail = f"file of {name}".encode(), f"thumbnail of {name}".encode()
        return [
            models.ConversationTag(conversation_id=chat, tag_id=tag_id),
            models.DeskTab(owner_id=id_, conversation_id=chat),
            models.ConversationReader(conversation_id=chat, person_id=id_, draft=name),
            models.Summary(id=new_id(), conversation_id=chat, message_id=self.message_id, text=name, created_at=now),
            models.Comparison(id=new_id(), owner_id=id_, conversation_id=chat, question_id=self.message_id, created_at=now),
            models.Turn(id=new_id(), owner_id=id_, conversation_id=chat, kind="send", status="complete", model_id="m/x", idempotency_key=id_, created_at=now),
            models.Canvas(id=canvas, owner_id=id_, conversation_id=chat, title=name, created_at=now, updated_at=now),
            models.CanvasVersion(canvas_id=canvas, number=1, text=f"canvas {name}", created_at=now),
            models.ShareLink(id=new_id(), owner_id=id_, conversation_id=chat, token_hash=f"s{id_}", created_at=now),
            self._attachment(attachment, own, thumbnail),
            self._attachment(new_id(), COMMON, b""),
            models.SearchEntry(id=int(id_[:8] + id_[9:13], 16) * 1000 + len(name), owner_id=id_, conversation_id=chat, kind="chat", stems=name.lower()),
        ]  # fmt: skip

    def _attachment(self, id_: str, content: bytes, thumbnail: bytes) -> models.Attachment:
        return models.Attachment(
            id=id_, owner_id=self.id, conversation_id=self.chat_id, message_id=self.message_id, name=f"{self.name}/../x.txt", kind="text",
            media_type="text/plain", size=len(content), sha256=hashlib.sha256(content).hexdigest(), text=self.name,
            thumbnail_sha256=hashlib.sha256(thumbnail).hexdigest() if thumbnail else "", created_at=self.now,
        )  # fmt: skip


@pytest.fixture
async def house(db: Database, tmp_path: Path) -> AsyncIterator[House]:
    house = House(db, tmp_path)
    yield house
    await house.exports.close()
