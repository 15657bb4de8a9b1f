"""A house with documents in it: everything real but the model, the index, and the process that reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import pytest
from sqlmodel import Session, SQLModel, col, delete, func, select

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.embeddings.port import EmbeddingUnavailableError
from chat_app.integrations.files.disk_blobs import DiskBlobs
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.reading.port import DrawnPage, ParsedDocument, Word
from chat_app.integrations.reading.readers import read_document
from chat_app.services.audit import AuditLog
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.exports.service import ExportService
from chat_app.services.files.dto import FileLimits
from chat_app.services.files.service import FileService
from chat_app.services.files.sweeping import FileSweeper
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.building import KnowledgeDoors, build_knowledge
from chat_app.services.knowledge.dto import Document
from chat_app.services.lexical.encoding import sparse
from chat_app.services.lexical.languages import language_of
from chat_app.services.site import SiteService
from tests.fakes.memory_index import MemoryIndex, MemoryIndexes

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class NearReader:
    """Reads as the process does, within this one."""

    def __init__(self) -> None:
        self.read_names: list[str] = []
        self.finds: ParsedDocument | None = None
        """What stands in every file, whatever it is."""

    async def read(self, path: Path, name: str, folder: Path) -> ParsedDocument:
        self.read_names.append(name)
        return self.finds or read_document(path, name)


class SlowDrawer:
    """Draws nothing, but remembers what it was asked for; waits for `may_go`."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, int, int]] = []
        self.may_go = asyncio.Event()
        self.may_go.set()
        self.refusal: FileRefusedError | None = None

    async def draw(self, path: Path, page: int, width: int) -> DrawnPage:
        self.asked.append((path.read_bytes(), page, width))
        await self.may_go.wait()
        if self.refusal:
            raise self.refusal
        return DrawnPage(f"page {page} at {width}".encode() if width else b"", (Word("Bees", 1, 2, 3, 4),))


class LetterEmbedder:
    """Vectors that say which letters a text has; remembers what it was asked for."""

    def __init__(self, model: str = "letters", dimensions: int = 4) -> None:
        self.model, self.dimensions = model, dimensions
        self.texts: list[str] = []
        self.is_away = False

    async def embed(self, texts: Sequence[str], kind: str = "passage") -> list[list[float]]:
        if self.is_away:
            raise EmbeddingUnavailableError("document.no_vectors_now")
        self.texts += texts
        return [[text.count(letter) / len(text) for letter in "aeiou"[: self.dimensions]] for text in texts]

    async def embedder(self) -> Self:
        return self

    async def fetch_missing(self) -> bool:
        return False

    async def close(self) -> None:
        """Nothing is held."""


class Names:
    """Models are called as they are."""

    async def label(self, model_id: str) -> str:
        return model_id


@dataclass
class House:
    """Everything that the tests of this folder ask."""

    db: Database
    folder: Path
    now: datetime = START
    embedder: LetterEmbedder | None = field(default_factory=LetterEmbedder)
    indexes: MemoryIndexes = field(default_factory=MemoryIndexes)
    reader: NearReader = field(default_factory=NearReader)
    drawer: SlowDrawer = field(default_factory=SlowDrawer)

    def __post_init__(self) -> None:
        self.site = SiteService(self.db, AuditLog(self.db, self.clock), self.clock)
        self.blobs = DiskBlobs(self.folder / "blobs")
        limits = FileLimits.of_megabytes(1, 1, 1, 2)
        self.files = FileService(self.db, self.blobs, None, self.folder / "uploads", limits, self.clock)  # type: ignore[arg-type]
        self.changes = ChangeFeed()
        self.sweeper = FileSweeper(self.db, self.blobs, self.files, lambda: datetime.now(UTC) + timedelta(hours=2))
        self.parts = build_knowledge(
            KnowledgeDoors(
                self.db, self.site, self.blobs, self.files, self.sweeper, self.changes, OutboundClient(), ExportService(self.db, Names(), self.blobs), None, self.reader,  # type: ignore[arg-type]
                self.indexes, self.embedder, sparse, language_of, self.clock, self.drawer,
            )
        )  # fmt: skip
        self.documents, self.passages, self.adding = self.parts.documents, self.parts.passages, self.parts.adding

    def clock(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def person(self, name: str = "Ada") -> Actor:
        row = models.User(id=new_id(), name=name, role="user", created_at=self.now)
        self.db.write_now(lambda session: session.add(row))
        return Actor(row.id, name, role="user")

    def project(self, actor: Actor) -> str:
        row = models.Folder(id=new_id(), owner_id=actor.user_id, name="Project", created_at=self.now)
        self.db.write_now(lambda session: session.add(row))
        return row.id

    def share(self, project: str, actor: Actor, role: str) -> None:
        """Let somebody have this role in a project, and no other; "" for none."""
        member = models.FolderMember
        gone = delete(member).where(col(member.folder_id) == project, col(member.person_id) == actor.user_id)
        self.db.write_now(lambda session: session.exec(gone))
        if role:
            row = member(id=new_id(), folder_id=project, person_id=actor.user_id, role=role, created_at=self.now)
            self.db.write_now(lambda session: session.add(row))

    async def add(self, actor: Actor, text: str, name: str = "a.txt", folder_id: str = "", *, replace: bool = False) -> Document:
        """A document of a text, not read yet."""
        added = await self.adding.add(actor, pieces(text.encode()), name, folder_id, replace=replace)
        assert not added.refused, added
        return added.documents[0]

    async def read(self, actor: Actor, text: str, name: str = "a.txt", folder_id: str = "") -> Document:
        """A document of a text that can be found."""
        document = await self.add(actor, text, name, folder_id)
        await self.parts.worker.work()
        return await self.documents.get(actor, document.id)

    def count(self, *tables: type[SQLModel]) -> list[int]:
        return self.db.read_now(lambda session: [_count(session, table) for table in tables])

    def index(self, model: str = "letters") -> MemoryIndex:
        from chat_app.services.knowledge.indexing.generations import generation_of

        return self.indexes.made[generation_of(model)]

    def differences(self) -> tuple[set[str], set[str]]:
        """Passages without a point, and points without a passage, in the index that serves."""
        chunks = self.db.read_now(lambda session: set(session.exec(select(models.Chunk.id).where(col(models.Chunk.enabled))).all()))
        points = set(self.indexes.made[self.indexes.name or ""].points)
        return chunks - points, points - chunks


def _count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    yield data


def paragraphs(*names: str) -> str:
    """A text whose paragraphs are a passage each."""
    return "\n\n".join(" ".join(f"{name} sentence {number} says what it says." for number in range(70)) for name in names)


@pytest.fixture
async def house(db: Database, tmp_path: Path) -> AsyncIterator[House]:
    house = House(db, tmp_path)
    yield house
    await house.parts.close()
