"""A database of yesterday and what Stripe says happened since (M17): the books are whole again, and no number is given twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.db import Database
from chat_app.services.audit.log import AuditLog
from chat_app.services.invoices.restarting import SeriesUsedError, begin_anew, named_after
from tests.backups import Backup
from tests.services.payment_events.till import Till, in_clearing


@contextmanager
def _restored(backup: Backup, till: Till) -> Iterator[Till]:
    """The same house, with the database of the backup."""
    with backup.restored() as url:
        db = Database(url)
        try:
            yield Till(db, till.server, owner=till.owner)
        finally:
            db.close()


async def _replayed(till: Till) -> int:
    """Ask Stripe what happened, book it, compare; returns how many differences there are."""
    assert await till.inbox.catch_up() > 0
    await till.worker.work()
    return await till.reconcile()


async def test_what_was_bought_refunded_and_disputed_since_is_there_again(till: Till, tmp_path: Path) -> None:
    """Two purchases of which the backup knows one only as an order, and the other not at all."""
    _, paid_before = await till.buy(3_000)
    ordered_before = till.order()
    till.spend(400)
    backup = Backup.of(till.db.url, tmp_path)
    till.pay(ordered_before)
    unknown = till.pay(till.order(2_000))
    till.server.refund(paid_before, 357)
    till.server.dispute(unknown, 1_190)
    await till.tell_all()
    assert await till.reconcile() == 0
    with _restored(backup, till) as again:
        assert again.wallet() == (2_600, 0)
        again.db.write_now(lambda session: begin_anew(session, AuditLog(again.db, again.clock), again.clock()))
        assert await _replayed(again) == 0
        assert (again.wallet(), in_clearing(again)) == (till.wallet(), again.at_provider()) == ((5_300, 1_000), in_clearing(till))
        assert _documents(again, lambda row: (row.kind, row.total_cents)) == _documents(till, lambda row: (row.kind, row.total_cents))
        both = {*_documents(again, lambda row: row.number), *_documents(till, lambda row: row.number)}
        assert len(both) == 1 + 2 * 3, "the one of the backup; three before the restore, three others after it"
        again.check()


async def test_what_a_lost_payment_does_not_say_clearly_is_left_to_a_person(till: Till, tmp_path: Path) -> None:
    """Another amount than the credit costs, nobody's, or none that was said: no credit, and a difference each."""
    await till.buy()
    backup = Backup.of(till.db.url, tmp_path)
    till.pay(till.order(), net=100_000)
    till.pay(till.order(), net="1e3")
    stranger = {"order_id": "lost", "owner_id": "nobody", "net_cents": "1000"}
    till.server.paid_payment(1_190, metadata=stranger)
    with _restored(backup, till) as again:
        assert await _replayed(again) == 3
        assert again.wallet() == (1_000, 0)


async def test_series_begin_anew_with_words_that_were_never_used(till: Till) -> None:
    await till.buy()
    audit = AuditLog(till.db, till.clock)
    for series, corrections in (("R", "K9"), ("N", "R"), ("N", "N")):
        with pytest.raises(SeriesUsedError):
            till.db.write_now(lambda session, a=series, b=corrections: begin_anew(session, audit, till.clock(), a, b))
    till.db.write_now(lambda session: begin_anew(session, audit, till.clock(), "R2", "K2"))
    await till.buy()
    assert [number[:3] for number in _documents(till, lambda row: row.number)] == ["R-2", "R2-"]
    entry = till.db.read_now(lambda session: session.exec(select(models.AuditEntry)).all())[-1]
    assert (entry.action, entry.details) == ("invoice.begin_anew", '{"corrections":"K2","series":"R2"}')


def test_a_name_says_when_it_began_and_never_grows() -> None:
    first = named_after("INVOICE", datetime(2026, 11, 22, 9, 41, tzinfo=UTC))
    assert (first, named_after("R", datetime(2026, 1, 2, 3, 4, tzinfo=UTC))) == ("IN2611220941", "R2601020304")
    assert named_after(first, datetime(2026, 11, 22, 9, 42, tzinfo=UTC)) == "IN2611220942"


def _documents(till: Till, what: Callable[[models.Invoice], object]) -> list[object]:
    return sorted((what(row) for row in till.rows(models.Invoice)), key=str)
