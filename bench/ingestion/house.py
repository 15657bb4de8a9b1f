"""A house that takes documents in: everything real but the model, whose vectors come from letters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlmodel import Session, select

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.embeddings.port import Kind
from chat_app.integrations.files.disk_blobs import DiskBlobs
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.reading.page_renderer import PageRenderer
from chat_app.integrations.reading.process_reader import ProcessDocumentReader
from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from chat_app.services.audit import AuditLog
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.files.dto import FileLimits
from chat_app.services.files.service import FileService
from chat_app.services.files.sweeping import FileSweeper
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.building import KnowledgeDoors, KnowledgeParts, build_knowledge
from chat_app.services.knowledge.embedders import LocalSource
from chat_app.services.lexical.encoding import sparse
from chat_app.services.lexical.languages import language_of
from chat_app.services.site import SiteService


class Letters:
    """Vectors that say which letters a text has."""

    model, dimensions = "letters", 5

    async def embed(self, texts: Sequence[str], kind: Kind = "passage") -> list[list[float]]:  # noqa: ARG002
        counts = [[text.count(letter) + 1 for letter in "aeiou"] for text in texts]
        return [[count / sum(each) for count in each] for each in counts]

    async def embedder(self) -> Self:
        return self

    async def fetch_missing(self) -> bool:
        return False

    async def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True)
class House:
    """The services, and one person who has documents."""

    db: Database
    parts: KnowledgeParts
    actor: Actor

    async def add(self, name: str, data: bytes) -> None:
        """Hand a file in; raises `ValueError` when it is refused at once."""
        added = await self.parts.adding.add(self.actor, _pieces(data), name)
        if added.refused:
            raise ValueError(added.refused[0].problem)

    async def close(self) -> None:
        await self.parts.close()
        self.db.close()


def open_house(url: str, folder: Path, local: LocalSource | None = None) -> House:
    """Over a database that is migrated, and a folder for everything else."""
    db, blobs = Database(url), DiskBlobs(folder / "blobs")
    files = FileService(db, blobs, None, folder / "uploads", FileLimits.of_megabytes(200, 200, 1, 100_000))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    doors = KnowledgeDoors(
        db=db,
        site=SiteService(db, AuditLog(db, utc_now), utc_now),
        blobs=blobs,
        files=files,
        sweeper=FileSweeper(db, blobs, files),
        changes=ChangeFeed(),
        outbound=OutboundClient(),
        chats=None,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        models=None,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        reader=ProcessDocumentReader(),
        indexes=EdgeIndexes(folder / "index"),
        local=local or Letters(),
        encode=sparse,
        language_of=language_of,
        clock=utc_now,
        drawer=PageRenderer(),
    )
    return House(db, build_knowledge(doors), db.write_now(_person))


def _person(session: Session) -> Actor:
    user = session.exec(select(models.User)).first()
    if user is None:
        user = models.User(id=new_id(), name="Reader", role="user", created_at=utc_now())
        session.add(user)
    return Actor(user.id, user.name, role="user")


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    yield data
