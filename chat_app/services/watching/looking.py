"""Looks through one folder: new and changed files come in, documents of files that are gone go to the trash."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import AppError
from chat_app.integrations.files.port import FileRefusedError
from chat_app.services.files.incoming import work_folder
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.knowledge.documents import DocumentService
from chat_app.services.knowledge.dto import Incoming, Refused
from chat_app.services.knowledge.ingestion.persons import owner_of
from chat_app.services.knowledge.keeping import Keeper
from chat_app.services.knowledge.trash import DocumentTrash
from chat_app.services.watching import queries
from chat_app.services.watching.dto import Look
from chat_app.services.watching.errors import PlaceRefusedError
from chat_app.services.watching.listing import Listing, copy_out, list_files
from chat_app.services.watching.places import Places

TAKEN_AT_ONCE = 200
"""Files that one look takes; the others wait for the next."""
PERMISSION = "admin.providers"


@dataclass(frozen=True, slots=True)
class WatchDoors:
    """What becomes of files is up to the services of documents."""

    files: FileService
    keeper: Keeper
    documents: DocumentService
    trash: DocumentTrash


@dataclass(frozen=True, slots=True)
class _Known:
    """A document that came from the folder."""

    id: str
    mark: str
    folder_id: str
    is_gone: bool


@dataclass(slots=True)
class _Taken:
    ids: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class FolderLook:
    """Remembers which files were refused, so that these are not copied again with each look."""

    def __init__(self, db: Database, places: Places, doors: WatchDoors, clock: Clock) -> None:
        self._db = db
        self._places = places
        self._doors = doors
        self._clock = clock
        self._refused: dict[str, tuple[str, Refused]] = {}
        """By what a document would come from: the mark of the file, and why it was refused."""

    def forget_refused(self) -> None:
        """Try again what was refused: there may be room now, or the right to read it."""
        self._refused.clear()

    async def look(self, watched: models.WatchedFolder) -> Look:
        """Bring the documents of a folder in step with its files. What is wrong is in `problem`."""
        try:
            owner = await self._db.read(lambda session: _owner(session, watched))
            root = await asyncio.to_thread(self._root, watched.path)
            listing = await asyncio.to_thread(list_files, root)
            await self._doors.keeper.check(owner, watched.folder_id or "")
        except AppError as error:
            return Look(problem=error.key)
        except OSError:
            return Look(problem="watching.gone")
        known = await self._db.read(lambda session: _known(session, watched))
        await self._bring_back(owner, watched, known)
        gone = await self._drop(owner, [each.id for path, each in known.items() if not each.is_gone and _is_away(listing, path)])
        return await self._take_all(owner, watched, root, listing, known, gone)

    async def drop_all(self, watched: models.WatchedFolder) -> None:
        """Put all documents of a folder into the trash."""
        for actor, document_id in await self._db.read(lambda session: _documents(session, watched.id)):
            await self._doors.trash.delete(actor, [document_id])

    def _root(self, path: str) -> Path:
        real = self._places.checked(path)
        if str(real) != path:
            # It was a folder when it was named, and is a link to another one now.
            raise PlaceRefusedError("watching.gone")
        return real

    async def _bring_back(self, owner: Actor, watched: models.WatchedFolder, known: Mapping[str, _Known]) -> None:
        """Documents of a folder lie where administrators put them; what was somebody else's before goes."""
        place = watched.folder_id or ""
        if elsewhere := [each.id for each in known.values() if each.folder_id != place and not each.is_gone]:
            await self._doors.documents.move(owner, elsewhere, place)
        for actor, document_id in await self._db.read(lambda session: _documents(session, watched.id, but=watched.owner_id)):
            await self._doors.trash.delete(actor, [document_id])

    async def _drop(self, owner: Actor, document_ids: list[str]) -> int:
        if not document_ids:
            return 0
        count = await self._doors.trash.delete(owner, document_ids)
        await self._db.write(lambda session: queries.forget_marks(session, document_ids))
        return count

    async def _take_all(
        self, owner: Actor, watched: models.WatchedFolder, root: Path, listing: Listing, known: Mapping[str, _Known], gone: int
    ) -> Look:
        changed = [path for path, mark in sorted(listing.marks.items()) if path not in known or known[path].mark != mark]
        refused_before = {path: why for path in changed if (why := self._why(watched, path, listing))}
        due = [path for path in changed if path not in refused_before]
        taken = _Taken(refused=list(refused_before.values()))
        for path in due[:TAKEN_AT_ONCE]:
            if why := await self._take(owner, watched, root, path, known.get(path), taken.ids):
                self._refused[_ref(watched, path)] = listing.marks[path], why
                taken.refused.append(why)
        await self._doors.keeper.wake(taken.ids)
        problem = _problem(listing, taken)
        return Look(len(taken.ids), gone, len(due[TAKEN_AT_ONCE:]) + len(listing.growing), tuple(taken.refused), problem)

    def _why(self, watched: models.WatchedFolder, path: str, listing: Listing) -> Refused | None:
        mark, why = self._refused.get(_ref(watched, path), ("", None))
        return why if mark == listing.marks[path] else None

    async def _take(
        self, owner: Actor, watched: models.WatchedFolder, root: Path, path: str, known: _Known | None, taken: list[str]
    ) -> Refused | None:
        """Make a document of a file; why not, if not."""
        async with work_folder(self._doors.files.folder) as folder:
            try:
                mark = await asyncio.to_thread(copy_out, root, path, folder / "original", self._doors.files.limits.file_bytes)
                if known and known.is_gone:
                    await self._doors.trash.restore(owner, [known.id])
                incoming = Incoming(folder / "original", path, "watch", _ref(watched, path), mark)
                taken.append((await self._doors.keeper.keep(owner, incoming, watched.folder_id or "")).id)
            except (AppError, FileRefusedError) as error:
                return Refused(path, error.key, dict(error.params))
            except OSError:
                return Refused(path, "watching.file_unreadable")
        return None


def _owner(session: Session, watched: models.WatchedFolder) -> Actor:
    """Whose documents they are; raises `PlaceRefusedError` when that one administers nothing any more."""
    user = session.get(models.User, watched.owner_id)
    owner = owner_of(session, watched.owner_id) if user and not user.suspended_at and not user.deleted_at else None
    if owner is None or PERMISSION not in owner.permissions:
        raise PlaceRefusedError("watching.owner")
    return owner


def _known(session: Session, watched: models.WatchedFolder) -> dict[str, _Known]:
    rows = queries.list_documents(session, watched.id, watched.owner_id)
    start = len(watched.id) + 1
    return {row.source_ref[start:]: _Known(row.id, row.source_mark, row.folder_id or "", row.deleted_at is not None) for row in rows}


def _documents(session: Session, watched_id: str, but: str = "") -> list[tuple[Actor, str]]:
    """With whom they belong to; without those of `but`."""
    return [(owner_of(session, row.owner_id), row.id) for row in queries.list_alive(session, watched_id, but)]


def _is_away(listing: Listing, path: str) -> bool:
    return path not in listing.marks and not listing.may_hold(path)


def _ref(watched: models.WatchedFolder, path: str) -> str:
    return f"{watched.id}/{path}"


def _problem(listing: Listing, taken: _Taken) -> str:
    if listing.cut:
        return "watching.too_many"
    if listing.unread:
        return "watching.some_unreadable"
    return "watching.some_refused" if taken.refused else ""
