"""Takes away everything that belongs to a person, step by step: what is interrupted begins again with the next run."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.models import Erasure
from chat_app.services.audit.log import NOBODY, AuditLog
from chat_app.services.files.service import FileService
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.removal import remove_documents
from chat_app.services.privacy import erasure_queries as queries
from chat_app.services.privacy.erasure_list import ErasureList, subject_hash
from chat_app.services.privacy.export_files import ExportFolder
from chat_app.services.wallets.closing import close_wallet

logger = logging.getLogger(__name__)

CHATS_AT_ONCE = 20
"""Chats that one transaction deletes: the answers of others are written in between."""
DOCUMENTS_AT_ONCE = 10


@dataclass(slots=True)
class _Traces:
    """Where the person has left something."""

    rows: dict[str, int]
    blobs: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)
    uploads: set[str] = field(default_factory=set)
    exports: set[str] = field(default_factory=set)


class Eraser:
    """Erases one person. Asks nobody whether that is right: `ErasureService` does."""

    def __init__(
        self,
        db: Database,
        audit: AuditLog,
        blobs: BlobStore,
        files: FileService,
        exports: ExportFolder,
        list_: ErasureList,
        clock: Clock,
        forget: Sequence[Callable[[str], None]] = (),
    ) -> None:
        """`forget` are told the id of the person and drop what they have of them in memory."""
        self._db = db
        self._audit = audit
        self._blobs = blobs
        self._files = files
        self._exports = exports
        self._list = list_
        self._clock = clock
        self._forget = forget

    async def erase(self, user_id: str, *, if_closed: bool = False) -> dict[str, int] | None:
        """Erase a person; how much of what went, or None for nobody. The list outside the database knows of it first.

        With `if_closed` an account that came back in the meantime stays.
        """
        traces = await self._db.write(lambda session: self._begin(session, user_id, if_closed=if_closed))
        if traces is None:
            return None
        await asyncio.to_thread(self._list.append, self._clock(), subject_hash(user_id))
        # What lies outside the database goes first: as long as the rows are there, an interrupted run finds it again.
        blobs, files = await self._delete_blobs(user_id, traces.blobs), await asyncio.to_thread(self._delete_files, traces, user_id)
        while await self._db.write(lambda session: queries.delete_chats(session, user_id, CHATS_AT_ONCE)):
            pass
        while await self._db.write(lambda session: self._delete_documents(session, user_id)):
            pass
        await self._db.write(lambda session: close_wallet(session, user_id, self._clock()))
        await self._db.write(lambda session: queries.delete_person(session, user_id, traces.secrets))
        report = {**traces.rows, "secrets": len(traces.secrets), "blobs": blobs, "files": files}
        for forget in self._forget:
            forget(user_id)
        await self._db.write(lambda session: self._report(session, user_id, report))
        logger.info("An account was erased: %d rows, %d blobs, %d files", sum(traces.rows.values()), blobs, files)
        return report

    def _begin(self, session: Session, user_id: str, *, if_closed: bool = False) -> _Traces | None:
        """From here on nothing can be undone: the row in `erasures` says so."""
        person = queries.lock_user(session, user_id)
        if person is None or (if_closed and person.deleted_at is None):
            return None
        digest = subject_hash(user_id)
        if queries.find_erasure(session, digest) is None:
            session.add(Erasure(id=new_id(), subject_hash=digest, erased_at=self._clock()))
        return _Traces(
            queries.count_rows(session, user_id),
            queries.list_blobs(session, user_id),
            queries.list_secrets(session, user_id),
            queries.list_upload_ids(session, user_id),
            queries.list_export_ids(session, user_id),
        )

    def _delete_documents(self, session: Session, user_id: str) -> int:
        """Some of them with their passages; what the index has of them goes with the tasks that are left for it."""
        return remove_documents(session, queries.list_document_ids(session, user_id, DOCUMENTS_AT_ONCE), self._clock())

    async def _delete_blobs(self, user_id: str, blobs: set[str]) -> int:
        """Those that no other person's file stands for."""
        async with self._files.blobs_lock:
            loose = blobs - await self._db.read(lambda session: queries.list_blobs_of_others(session, user_id))
            for sha256 in loose:
                await self._blobs.delete(sha256)
        return len(loose)

    def _delete_files(self, traces: _Traces, user_id: str) -> int:
        paths = [self._files.folder / f"{upload_id}.part" for upload_id in traces.uploads]
        paths += [path for export_id in traces.exports for path in self._exports.paths_of(export_id)]
        paths += [path for path in self._files.folder.glob("*.share") if _owner_of(path) == user_id]
        there = [path for path in paths if path.exists()]
        for path in there:
            path.unlink(missing_ok=True)
        return len(there)

    def _report(self, session: Session, user_id: str, report: dict[str, int]) -> None:
        row = queries.find_erasure(session, subject_hash(user_id))
        if row is not None:
            row.report, row.erased_at = json.dumps(report, sort_keys=True), self._clock()
        self._audit.record(session, NOBODY, "user.erase", kind="user", object_id=user_id, subject_id=user_id, counts=report)


def _owner_of(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8")).get("owner_id", ""))
    except (OSError, ValueError, AttributeError):
        return ""
