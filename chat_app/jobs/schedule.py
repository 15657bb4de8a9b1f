"""Work that nobody asks for: what runs at the start, in between and at the end of the process."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from chat_app.container import services
from chat_app.wiring import Services

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 10
READ_FILES_SECONDS = 5
CHECKPOINT_SECONDS = 1
PURGE_HOURS = 6
FILES_HOURS = 1
KEEP_TRASH = timedelta(days=30)


@asynccontextmanager
async def scheduled_work() -> AsyncIterator[None]:
    """The lifespan of the process: repair what the last one left, work by the clock, end in order."""
    parts = services()
    # On SQLite no other process can be running turns; on PostgreSQL their leases tell.
    await settle_stale_turns(parts, all_of_them=parts.db.is_sqlite)
    parts.catalogue.warm_up()
    parts.search_backlog.start()
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(settle_stale_turns, "interval", [parts], seconds=SWEEP_SECONDS, max_instances=1, coalesce=True)
    scheduler.add_job(parts.search_backlog.read_files, "interval", seconds=READ_FILES_SECONDS, max_instances=1, coalesce=True)
    scheduler.add_job(parts.db.checkpoint, "interval", seconds=CHECKPOINT_SECONDS, max_instances=1, coalesce=True)
    scheduler.add_job(purge_trash, "interval", [parts], hours=PURGE_HOURS, max_instances=1, coalesce=True)
    scheduler.add_job(sweep_files, "interval", [parts], hours=FILES_HOURS, max_instances=1, coalesce=True)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        await parts.close()


async def settle_stale_turns(parts: Services, *, all_of_them: bool = False) -> None:
    """Mark turns whose process is gone as interrupted."""
    if count := await parts.turns.recover(all_of_them=all_of_them):
        logger.info("%d interrupted turns settled", count)


async def purge_trash(parts: Services) -> None:
    """Delete for good what has been in the trash for longer than `KEEP_TRASH`."""
    if count := await parts.conversations.purge(KEEP_TRASH):
        logger.info("%d chats left the trash for good", count)
    await parts.folders.purge(KEEP_TRASH)
    await sweep_files(parts)


async def sweep_files(parts: Services) -> None:
    """Forget files that were never sent, and the blobs of what was deleted for good."""
    if count := await parts.file_sweeper.sweep():
        logger.info("%d blobs deleted that nothing uses", count)
