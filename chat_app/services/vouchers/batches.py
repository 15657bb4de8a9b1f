"""What a batch of vouchers may be, and the rows that are made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from chat_app.models import Voucher
from chat_app.services.kernel.ids import new_id
from chat_app.services.vouchers.codes import hash_of, hint_of, read_code
from chat_app.services.vouchers.dto import NewBatch
from chat_app.services.vouchers.errors import BatchError

MOST_AT_ONCE = 500
LEAST_NANO = 10_000_000
MOST_NANO = 10_000_000_000_000
"""A cent, and ten thousand units of the currency: more is a slip of the hand."""
MOST_DAYS = 3_660
MOST_NAME = 100


def checked(batch: NewBatch, now: datetime) -> NewBatch:
    """The batch with its last moment in UTC; raises `BatchError`."""
    if type(batch.count) is not int or not 1 <= batch.count <= MOST_AT_ONCE:
        raise BatchError("vouchers.error.count", most=MOST_AT_ONCE)
    if type(batch.amount_nano) is not int or not LEAST_NANO <= batch.amount_nano <= MOST_NANO:
        raise BatchError
    if batch.credit_days is not None and not 1 <= batch.credit_days <= MOST_DAYS:
        raise BatchError("vouchers.error.days")
    ends = _in_utc(batch.expires_at)
    if ends is not None and ends <= now:
        raise BatchError("vouchers.error.past")
    return replace(batch, name=batch.name.strip()[:MOST_NAME], expires_at=ends)


def row_of(batch: NewBatch, code: str, maker_id: str, now: datetime) -> Voucher:
    """A voucher of a batch, under its code's hash."""
    signs = read_code(code) or ""
    return Voucher(
        id=new_id(),
        batch=batch.name,
        code_hash=hash_of(signs),
        hint=hint_of(signs),
        amount_nano=batch.amount_nano,
        created_by=maker_id,
        created_at=now,
        expires_at=batch.expires_at,
        credit_days=batch.credit_days,
    )


def _in_utc(moment: datetime | None) -> datetime | None:
    """A time without a zone is one of UTC."""
    try:
        return moment and (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
    except OverflowError as error:
        raise BatchError("vouchers.error.past") from error
