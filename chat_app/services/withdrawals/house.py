"""Withdrawals that a person has to decide, for administrators. For others they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from sqlmodel import Session

from chat_app.db import Database
from chat_app.models import Withdrawal
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.withdrawals import queries
from chat_app.services.withdrawals.dto import WithdrawalRecord, WithdrawalState
from chat_app.services.withdrawals.errors import WithdrawalClosedError, WithdrawalNotFoundError

PERMISSION = "admin.billing"
MAX_PAGE = 200
MAX_NOTE = 500
OPEN = (WithdrawalState.RECEIVED, WithdrawalState.BY_HAND)


class HouseWithdrawals:
    """The list, and the word that ends an entry of it."""

    def __init__(self, db: Database, audit: AuditLog, proof: Callable[[Actor], None]) -> None:
        """`proof` raises for an administrator who has not shown lately who they are."""
        self._db = db
        self._audit = audit
        self._proof = proof

    async def list(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[WithdrawalRecord]:
        """All withdrawals, the newest first."""
        require(actor, PERMISSION)
        size, after = max(1, min(limit, MAX_PAGE)), decode_moment(cursor)
        rows = await self._db.read(lambda session: queries.list_withdrawals(session, after, size + 1))
        items = [_record(row) for row in rows[:size]]
        return Page(items, encode_cursor(items[-1].declared_at.isoformat(), items[-1].id) if len(rows) > size else "")

    async def close(self, actor: Actor, withdrawal_id: str, outcome: Literal["refunded", "refused"], note: str) -> None:
        """Say what was decided. Money is sent by a refund, not by this; raises `WithdrawalNotFoundError`, `WithdrawalClosedError`."""
        require(actor, PERMISSION)
        self._proof(actor)
        await self._db.write(partial(self._close, actor=actor, withdrawal_id=withdrawal_id, outcome=outcome, note=note))

    def _close(self, session: Session, actor: Actor, withdrawal_id: str, outcome: str, note: str) -> None:
        row = queries.lock_withdrawal(session, withdrawal_id)
        if row is None:
            raise WithdrawalNotFoundError
        if row.state not in OPEN:
            raise WithdrawalClosedError
        row.state, row.note = outcome, note[:MAX_NOTE]
        self._audit.record(session, actor, "withdrawal.close", kind="withdrawal", object_id=row.id, result=outcome)


def _record(row: Withdrawal) -> WithdrawalRecord:
    return WithdrawalRecord(
        id=row.id,
        state=row.state,
        problem=row.problem,
        name=row.name,
        contract=row.contract,
        email=row.email,
        declared_at=row.declared_at,
        order_id=row.order_id,
        refund_id=row.refund_id,
        note=row.note,
    )
