"""What is indexed in the background, batch by batch: at the start what came past the index, by the clock what stands in long files."""

from __future__ import annotations

import asyncio
import logging

from sqlmodel import Session

from chat_app.db import Database
from chat_app.models import Attachment
from chat_app.services.search import engine_queries, queries
from chat_app.services.search.indexing import Entry, file_entry, message_entry, title_entry, write_entry

logger = logging.getLogger(__name__)

LOOK_AT_ONCE = 5_000
WRITE_AT_ONCE = 100
FILES_AT_ONCE = 20
PAUSE_SECONDS = 0.02
"""Between two transactions: answers that are being written come first."""


class SearchBacklog:
    """Fills the index up."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in a task of its own."""
        self._task = asyncio.create_task(self._run(), name="search backlog")

    async def close(self) -> None:
        """Stop; the next start goes on."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def fill(self) -> int:
        """Index everything that is not yet; how many entries."""
        return await self._fill_messages() + await self._fill(_titles) + await self._fill(_files)

    async def read_files(self) -> None:
        """Index the texts of files that are found by their names only."""
        if entries := await self._db.read(_waiting_files):
            await self._write(entries)

    async def _run(self) -> None:
        try:
            if count := await self.fill():
                logger.info("%d entries added to the search index", count)
        except Exception:
            logger.exception("the search index could not be filled up")

    async def _fill_messages(self) -> int:
        count, after = 0, ""
        while True:
            here = after
            entries, after = await self._db.read(lambda session, here=here: _messages(session, here))
            count += await self._write(entries)
            if not after:
                return count
            await asyncio.sleep(PAUSE_SECONDS)

    async def _fill(self, find: object) -> int:
        count = 0
        while entries := await self._db.read(find):  # type: ignore[arg-type]
            count += await self._write(entries)
            if len(entries) < LOOK_AT_ONCE:
                break
        return count

    async def _write(self, entries: list[Entry]) -> int:
        for start in range(0, len(entries), WRITE_AT_ONCE):
            batch = entries[start : start + WRITE_AT_ONCE]
            await self._db.write(lambda session, batch=batch: _write_all(session, batch))
            await asyncio.sleep(PAUSE_SECONDS)
        return len(entries)


def _write_all(session: Session, entries: list[Entry]) -> None:
    for entry in entries:
        if queries.is_there(session, entry.conversation_id, entry.message_id):
            write_entry(session, entry)


def _messages(session: Session, after: str) -> tuple[list[Entry], str]:
    rows, go_on = queries.list_unindexed_messages(session, after, LOOK_AT_ONCE)
    with_files = queries.messages_with_files(session, [message.id for message, _ in rows])
    entries = [
        message_entry(owner, row.conversation_id, row.id, row.text, row.created_at, model_id=row.model_id, has_file=row.id in with_files)
        for row, owner in rows
    ]
    return entries, go_on


def _waiting_files(session: Session) -> list[Entry]:
    waiting = engine_queries.list_waiting_files(session, FILES_AT_ONCE)
    return [_file_entry(row) for row in queries.list_attachments(session, waiting)]


def _titles(session: Session) -> list[Entry]:
    return [entry for row in queries.list_unindexed_chats(session, LOOK_AT_ONCE) if _has_words(entry := title_entry(row))]


def _files(session: Session) -> list[Entry]:
    return [entry for row in queries.list_unindexed_files(session, LOOK_AT_ONCE) if _has_words(entry := _file_entry(row))]


def _file_entry(row: Attachment) -> Entry:
    return file_entry(row.owner_id, row.conversation_id or "", row)


def _has_words(entry: Entry) -> bool:
    return not all(word.startswith("_") for word in entry.words)
