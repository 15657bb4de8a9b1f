"""Work that nobody asks for: what runs at the start, in between and at the end of the process."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from chat_app.container import services
from chat_app.services.kernel.clock import utc_now
from chat_app.wiring import Services

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 10
READ_FILES_SECONDS = 5
CHECKPOINT_SECONDS = 1
PURGE_HOURS = 6
FILES_HOURS = 1
EXPORTS_SECONDS = 60
TEMPORARY_SECONDS = 60
ANNOUNCEMENTS_SECONDS = 2
"""How late open pages may show what begins, or still show what is over."""
ERASE_HOURS = 1
RETENTION_HOURS = 6
ANCHOR_HOURS = 6
RATES_HOURS = 6
"""The bank publishes once on each of its working days, at about 16:00 in Frankfurt."""
RATES_AFTER_START = timedelta(minutes=5)
PRICES_MINUTES = 10
"""How often is looked whether a list of prices is due; each is fetched once a day."""
KEEP_TRASH = timedelta(days=30)


@asynccontextmanager
async def scheduled_work() -> AsyncIterator[None]:
    """The lifespan of the process: repair what the last one left, work by the clock, end in order."""
    parts = services()
    # On SQLite no other process can be running turns; on PostgreSQL their leases tell.
    await settle_stale_turns(parts, all_of_them=parts.db.is_sqlite)
    await parts.data_exports.resume()
    await parts.audit_keeper.anchor()
    await parts.currencies.begin()
    parts.catalogue.warm_up()
    parts.search_backlog.start()
    enter_jobs(parts)
    scheduler = AsyncIOScheduler(timezone="UTC")
    for job in parts.operations.book.jobs():
        scheduler.add_job(
            parts.operations.book.run, "interval", [job.name], id=job.name, seconds=job.every_seconds, max_instances=1, coalesce=True
        )
    scheduler.modify_job("exchange_rates", next_run_time=utc_now() + RATES_AFTER_START)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        await parts.close()


def enter_jobs(parts: Services) -> None:
    """Name all work by the clock, for the scheduler and for the page that shows how it went.

    A new job needs its name in the catalogue, too: "job_names.<name>".
    """
    book = parts.operations.book
    book.enter("settle_turns", partial(settle_stale_turns, parts), timedelta(seconds=SWEEP_SECONDS), by_hand=True)
    book.enter("read_files", parts.search_backlog.read_files, timedelta(seconds=READ_FILES_SECONDS), by_hand=True)
    book.enter("checkpoint", parts.db.checkpoint, timedelta(seconds=CHECKPOINT_SECONDS), by_hand=True)
    book.enter("purge_trash", partial(purge_trash, parts), timedelta(hours=PURGE_HOURS))
    book.enter("sweep_files", partial(sweep_files, parts), timedelta(hours=FILES_HOURS), by_hand=True)
    book.enter("data_exports", partial(data_exports, parts), timedelta(seconds=EXPORTS_SECONDS), by_hand=True)
    book.enter("erase_accounts", partial(erase_accounts, parts), timedelta(hours=ERASE_HOURS))
    book.enter("temporary_chats", parts.temporary.sweep, timedelta(seconds=TEMPORARY_SECONDS), by_hand=True)
    book.enter("announcements", parts.announcements.follow, timedelta(seconds=ANNOUNCEMENTS_SECONDS), by_hand=True)
    book.enter("retention", parts.retention.run, timedelta(hours=RETENTION_HOURS))
    book.enter("price_lists", parts.prices.run_due, timedelta(minutes=PRICES_MINUTES), by_hand=True)
    book.enter("audit_anchor", parts.audit_keeper.anchor, timedelta(hours=ANCHOR_HOURS), by_hand=True)
    book.enter("exchange_rates", parts.currencies.renew, timedelta(hours=RATES_HOURS), by_hand=True)


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


async def data_exports(parts: Services) -> None:
    """Write what people asked for, and delete what they did not fetch."""
    await parts.data_exports.work()
    await parts.data_exports.purge()


async def erase_accounts(parts: Services) -> None:
    """Erase the accounts whose days are over."""
    if count := await parts.erasure.erase_due():
        logger.info("%d accounts erased", count)
