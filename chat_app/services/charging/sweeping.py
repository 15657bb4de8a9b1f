"""Ends what nobody ended: holds of processes that are gone, and credit whose time is up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.budgets import reserving
from chat_app.services.kernel.failpoints import reached
from chat_app.services.ledger import holds
from chat_app.services.ledger.credits import due_wallets, expire

AT_ONCE = 200


async def sweep(db: Database, now: datetime) -> int:
    """End what is due, each in a transaction of its own so that no wallet waits for another; returns how much was."""
    overdue = await db.read(lambda session: holds.overdue(session, now, AT_ONCE))
    wallets = await db.read(lambda session: due_wallets(session, now, AT_ONCE))
    work: list[Callable[[Session], object]] = [partial(end, call_id=call_id, now=now) for call_id in overdue]
    work += [partial(expire, wallet_id=wallet_id, now=now) for wallet_id in wallets]
    for each in work:
        await db.write(each)
    return len(work)


def end(session: Session, call_id: str, now: datetime) -> bool:
    """Void a hold of which nothing was heard; False where it was, meanwhile.

    An answer of which somebody has read something was charged before: its turn is settled as soon as its process is gone,
    long before its hold is due. Should that come later all the same, it is charged late (`ledger/late.py`).
    """
    if not holds.void(session, call_id, overdue_at=now):
        return False
    reserving.release(session, call_id)
    reached("sweep.before_commit")
    return True
