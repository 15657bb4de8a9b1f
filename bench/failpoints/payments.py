"""Kill -9 between Stripe and the books: at each place where a message is taken, credit is given and money goes back.

Each killed process has an order of its own. Half of the places are in giving credit, half in refunding it.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bench.failpoints.till import SECRET, Till
from chat_app import models
from chat_app.db import Database
from chat_app.services.kernel.actor import Actor
from chat_app.services.ledger.invariants import violations
from chat_app.services.reconciliation.service import PERMISSION

POINTS = ("event.kept", "credit.before_commit", "event.done", "refund.asked", "refund.sent", "refund.before_commit")
AT_ONCE = 12
LATER = timedelta(minutes=2)
ADMIN = Actor("01990000-0000-7000-8000-0000000000ad", permissions=frozenset({PERMISSION}))


@dataclass(frozen=True, slots=True)
class Left:
    """What is there after the next start, when Stripe has told everything again."""

    credits: int
    invoices: int
    refunds: int
    sent_back: int
    """Refunds at Stripe."""
    open_holds: int
    violations: int
    differences: int


async def act(url: str, stripe_url: str, task: str) -> None:
    """Take a message about an order and work on it; for the places of refunds, send its money back then."""
    point, order_id, message = json.loads(task)
    till = Till(Database(url), stripe_url)
    if point.startswith("refund"):
        await till.refunds.refund(None, order_id, None, "goodwill")
        return
    await till.inbox.take(message.encode(), _signature(message))
    await till.worker.work()


def kill_at(url: str, stripe: Any, points: Sequence[str]) -> tuple[int, Left]:
    """Let a process die at each of these places; how many did, and what was left. `stripe` is the local Stripe."""
    till = Till(Database(url), stripe.url)
    tasks = list(_tasks(till, stripe, points))
    killed = 0
    for first in range(0, len(tasks), AT_ONCE):
        command = [sys.executable, "-m", "bench.failpoints.paying_child", url, stripe.url, *tasks[first : first + AT_ONCE]]
        killed += int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    till.db.close()
    return killed, asyncio.run(_recover(url, stripe))


def _tasks(till: Till, stripe: Any, points: Sequence[str]) -> Iterator[str]:
    """An order for each place, paid at Stripe; those to be refunded have their credit already."""
    for point, order in zip(points, till.open(len(points)), strict=True):
        stripe.paid_payment(order.total_cents, metadata={"order_id": order.id, "owner_id": order.owner_id})
        message = json.dumps(stripe.events("payment_intent.succeeded")[-1])
        if point.startswith("refund"):
            asyncio.run(_take(till, message))
        yield json.dumps([point, order.id, message])


async def _take(till: Till, message: str) -> None:
    await till.inbox.take(message.encode(), _signature(message))
    await till.worker.work()


async def _recover(url: str, stripe: Any) -> Left:
    """As the next process does; Stripe tells again what was not answered, and refunds are followed."""
    till = Till(Database(url), stripe.url, LATER)
    try:
        for event in stripe.events("payment_intent.succeeded"):
            await till.inbox.take(json.dumps(event).encode(), _signature(json.dumps(event)))
        await till.worker.work()
        while await till.refunds.resume():
            pass
        await till.inbox.catch_up()
        await till.worker.work()
        await till.comparing.run(ADMIN)
        sent_back = len(stripe.store.every("refund"))
        return till.db.read_now(lambda session: _left(session, till, sent_back))
    finally:
        till.db.close()


def _left(session: Session, till: Till, sent_back: int) -> Left:
    def count(table: Any, *conditions: Any) -> int:
        return len(session.exec(select(table.id).where(*conditions)).all())

    return Left(
        credits=count(models.Lot),
        invoices=count(models.Invoice, models.Invoice.kind == "invoice"),
        refunds=count(models.Refund, models.Refund.state == "done"),
        sent_back=sent_back,
        open_holds=count(models.Hold, models.Hold.state == "open"),
        violations=len(violations(session, till.clock())),
        differences=sum(session.exec(select(models.Reconciliation.open).where(col(models.Reconciliation.open) > 0)).all()),
    )


def _signature(message: str) -> str:
    from stripe import WebhookSignature  # noqa: PLC0415  (only those who pay need it)

    return WebhookSignature.generate_signature_header(payload=message, secret=SECRET)
