"""The verbs of vouchers: administrators make, list and revoke them, everybody may take one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.counters.port import Count, CounterStore
from chat_app.models import Voucher
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor
from chat_app.services.vouchers import queries
from chat_app.services.vouchers.batches import checked, row_of
from chat_app.services.vouchers.codes import make_code, read_code
from chat_app.services.vouchers.dto import MadeVoucher, NewBatch, Redeemed, VoucherRecord
from chat_app.services.vouchers.errors import (
    ProgramError,
    TooManyTriesError,
    UnknownCodeError,
    VoucherEndedError,
    VoucherNotFoundError,
)
from chat_app.services.vouchers.redeeming import redeem, state_of

PERMISSION = "admin.billing"
TRIES = 10
TRIES_SECONDS = 15 * 60
MOST = 200


class VoucherService:
    """Codes are kept as hashes; who has a code needs nothing else."""

    def __init__(self, db: Database, audit: AuditLog, counters: CounterStore, prove: Callable[[Actor], None], clock: Clock) -> None:
        """`prove` refuses whoever has not proved lately who they are."""
        self._db = db
        self._audit = audit
        self._counters = counters
        self._prove = prove
        self._clock = clock

    async def redeem(self, actor: Actor, code: str) -> Redeemed:
        """Take a voucher. Raises `TooManyTriesError` for whoever guesses, `UnknownCodeError`, `VoucherEndedError`, `ProgramError`."""
        _by_hand(actor)
        if await self._counters.take((_tries(actor, 1),)):
            raise TooManyTriesError
        signs = read_code(code)
        if signs is None:
            raise UnknownCodeError
        redeemed = await self._db.write(lambda session: redeem(session, self._audit, actor, signs, self._clock()))
        await self._counters.take((_tries(actor, -1),))
        return redeemed

    async def make(self, actor: Actor, batch: NewBatch) -> list[MadeVoucher]:
        """Make vouchers; their codes are never seen again. Raises `BatchError`, `ProofNeededError`, `NotFoundError`."""
        self._administer(actor)
        now = self._clock()
        batch = checked(batch, now)
        codes = [make_code() for _ in range(batch.count)]

        def make(session: Session) -> list[MadeVoucher]:
            rows = [row_of(batch, code, actor.user_id, now) for code in codes]
            session.add_all(rows)
            self._audit.record(
                session, actor, "voucher.make", kind="voucher", object_id=rows[0].id, count=batch.count, amount_nano=str(batch.amount_nano)
            )
            return [MadeVoucher(row.id, code) for row, code in zip(rows, codes, strict=True)]

        return await self._db.write(make)

    async def list(self, actor: Actor, search: str = "", cursor: str = "", limit: int = 50) -> Page[VoucherRecord]:
        """All vouchers, the latest first; raises `NotFoundError`."""
        require(actor, PERMISSION)
        before, limit, now = decode_cursor(cursor, 1)[0] if cursor else "", max(1, min(limit, MOST)), self._clock()
        rows = await self._db.read(lambda session: queries.list_vouchers(session, search.strip(), before, limit + 1))
        shown = [_record(voucher, name, now) for voucher, name in rows[:limit]]
        return Page(shown, encode_cursor(shown[-1].id) if len(rows) > limit else "")

    async def revoke(self, actor: Actor, voucher_id: str) -> None:
        """End a voucher that nobody has taken; raises `VoucherNotFoundError`, `VoucherEndedError`. Twice is as good as once."""
        self._administer(actor)

        def revoke(session: Session) -> None:
            voucher = queries.find_voucher(session, voucher_id)
            if voucher is None:
                raise VoucherNotFoundError
            if voucher.redeemed_at:
                raise VoucherEndedError
            if voucher.revoked_at is None:
                voucher.revoked_at = self._clock()
                self._audit.record(session, actor, "voucher.revoke", kind="voucher", object_id=voucher.id)

        await self._db.write(revoke)

    def _administer(self, actor: Actor) -> None:
        require(actor, PERMISSION)
        _by_hand(actor)
        self._prove(actor)


def _by_hand(actor: Actor) -> None:
    if actor.api_key_id:
        raise ProgramError


def _tries(actor: Actor, amount: int) -> Count:
    return Count(f"voucher:{actor.user_id}", TRIES, TRIES_SECONDS, amount)


def _record(voucher: Voucher, name: str | None, now: datetime) -> VoucherRecord:
    return VoucherRecord(
        id=voucher.id,
        batch=voucher.batch,
        hint=voucher.hint,
        amount_nano=voucher.amount_nano,
        state=state_of(voucher, now),
        created_at=voucher.created_at,
        expires_at=voucher.expires_at,
        credit_days=voucher.credit_days,
        redeemed_by=voucher.redeemed_by or "",
        redeemed_name=name or "",
        redeemed_at=voucher.redeemed_at,
    )
