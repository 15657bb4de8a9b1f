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
HOLDS_SECONDS = 60
"""Far less than a hold stands without a word, and than the books may wait (I8)."""
ANNOUNCEMENTS_SECONDS = 2
"""How late open pages may show what begins, or still show what is over."""
ERASE_HOURS = 1
RETENTION_HOURS = 6
ANCHOR_HOURS = 6
MONEY_SECONDS = 60
"""How late people are told that credit or a budget runs out."""
BUDGETS_HOURS = 24
WITHDRAWALS_SECONDS = 300
INVOICES_SECONDS = 5
"""How late the documents of an invoice are there, and its mail leaves."""
VAT_IDS_MINUTES = 10
RATES_HOURS = 6
"""The bank publishes once on each of its working days, at about 16:00 in Frankfurt."""
MISSED_AFTER_START = timedelta(seconds=30)
RATES_AFTER_START = timedelta(minutes=5)
PRICES_MINUTES = 10
"""How often is looked whether a list of prices is due; each is fetched once a day."""
PAYMENT_EVENTS_SECONDS = 10
"""How late a message that had to wait is looked at again; a new one is looked at when it comes."""
REFUNDS_SECONDS = 60
RECONCILE_HOURS = 1
"""How often is looked whether a day has ended that was not compared."""
ORDERS_HOURS = 1
"""How often we ask about orders of which nobody told us; usually the provider does, within seconds."""
TOP_UPS_MINUTES = 5
"""How often is looked whose credit is low; each charge looks, too."""
BOOKS_MINUTES = 10
SEAL_SECONDS = 60
VECTORS_SECONDS = 30
"""How late a passage that a person wrote is found by its meaning; and how often is tried what could not be made."""
ORPHANS_HOURS = 24
OPTIMIZE_HOURS = 24
FOLLOWED_SECONDS = 5
"""How often is looked which chats rest that documents follow."""
WATCHED_SECONDS = 60
"""How late a file in a watched folder of the server becomes a document."""
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
    await parts.cover.begin()
    parts.catalogue.warm_up()
    parts.search_backlog.start()
    parts.knowledge.start()
    enter_jobs(parts)
    scheduler = AsyncIOScheduler(timezone="UTC")
    for job in parts.operations.book.jobs():
        scheduler.add_job(
            parts.operations.book.run, "interval", [job.name], id=job.name, seconds=job.every_seconds, max_instances=1, coalesce=True
        )
    scheduler.modify_job("missed_payment_events", next_run_time=utc_now() + MISSED_AFTER_START)
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
    book.enter("credit_holds", parts.cover.sweep, timedelta(seconds=HOLDS_SECONDS), by_hand=True)
    book.enter("announcements", parts.announcements.follow, timedelta(seconds=ANNOUNCEMENTS_SECONDS), by_hand=True)
    book.enter("retention", parts.retention.run, timedelta(hours=RETENTION_HOURS))
    book.enter("price_lists", parts.prices.run_due, timedelta(minutes=PRICES_MINUTES), by_hand=True)
    book.enter("audit_anchor", parts.audit_keeper.anchor, timedelta(hours=ANCHOR_HOURS), by_hand=True)
    book.enter("money_notices", parts.money_watch.run, timedelta(seconds=MONEY_SECONDS), by_hand=True)
    book.enter("budgets", parts.money_watch.prune, timedelta(hours=BUDGETS_HOURS))
    book.enter("payment_events", parts.payment_worker.work, timedelta(seconds=PAYMENT_EVENTS_SECONDS), by_hand=True)
    book.enter("missed_payment_events", partial(missed_payment_events, parts), timedelta(hours=ORDERS_HOURS), by_hand=True)
    book.enter("refunds", parts.refunds.resume, timedelta(seconds=REFUNDS_SECONDS), by_hand=True)
    book.enter("reconciliation", parts.reconciliation.run_due, timedelta(hours=RECONCILE_HOURS), by_hand=True)
    book.enter("top_up_orders", parts.orders.follow_all, timedelta(hours=ORDERS_HOURS), by_hand=True)
    book.enter("automatic_top_ups", parts.automatic_top_ups.run, timedelta(minutes=TOP_UPS_MINUTES), by_hand=True)
    book.enter("invoices", parts.invoice_work.run, timedelta(seconds=INVOICES_SECONDS), by_hand=True)
    book.enter("vat_ids", parts.vat_checks.recheck, timedelta(minutes=VAT_IDS_MINUTES), by_hand=True)
    book.enter("seal_books", parts.books_watch.seal, timedelta(seconds=SEAL_SECONDS), by_hand=True)
    book.enter("check_books", parts.books_watch.run, timedelta(minutes=BOOKS_MINUTES), by_hand=True)
    book.enter("withdrawals", parts.withdrawal_work.resume, timedelta(seconds=WITHDRAWALS_SECONDS), by_hand=True)
    book.enter("vectors", parts.knowledge.filler.run, timedelta(seconds=VECTORS_SECONDS), by_hand=True)
    book.enter("orphans", parts.knowledge.orphans.run, timedelta(hours=ORPHANS_HOURS), by_hand=True)
    book.enter("optimize_index", parts.knowledge.index.optimize_now, timedelta(hours=OPTIMIZE_HOURS), by_hand=True)
    book.enter("followed_chats", parts.knowledge.follower.run, timedelta(seconds=FOLLOWED_SECONDS), by_hand=True)
    book.enter("watched_folders", parts.watching.run, timedelta(seconds=WATCHED_SECONDS), by_hand=True)
    book.enter("exchange_rates", parts.currencies.renew, timedelta(hours=RATES_HOURS), by_hand=True)


async def settle_stale_turns(parts: Services, *, all_of_them: bool = False) -> None:
    """Mark turns whose process is gone as interrupted."""
    if count := await parts.turns.recover(all_of_them=all_of_them):
        logger.info("%d interrupted turns settled", count)


async def missed_payment_events(parts: Services) -> None:
    """Take over what the payment provider told while nobody could hear it."""
    if count := await parts.payment_inbox.catch_up():
        logger.warning("%d messages of the payment provider had not come", count)
        await parts.payment_worker.work()


async def purge_trash(parts: Services) -> None:
    """Delete for good what has been in the trash for longer than `KEEP_TRASH`."""
    if count := await parts.conversations.purge(KEEP_TRASH):
        logger.info("%d chats left the trash for good", count)
    await parts.folders.purge(KEEP_TRASH)
    if count := await parts.document_trash.purge(KEEP_TRASH):
        logger.info("%d documents left the trash for good", count)
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
