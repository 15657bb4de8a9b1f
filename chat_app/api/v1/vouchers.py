"""Vouchers over REST: everybody takes them, administrators make and revoke them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.billing_schemas import Nano
from chat_app.api.v1.people import Cursor, Limit, Search
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.vouchers.batches import MOST_AT_ONCE, MOST_DAYS
from chat_app.services.vouchers.dto import MadeVoucher, NewBatch, VoucherRecord, VoucherState

router = APIRouter(prefix="/billing/vouchers", tags=["billing"])
admin_router = APIRouter(prefix="/admin/billing/vouchers", tags=["administration"])

_DIGITS = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,15}$")]


class Code(Body):
    """A code as it was typed."""

    code: Annotated[str, Field(min_length=1, max_length=60)]


class Batch(Body):
    """Vouchers to make. A time without a zone is UTC."""

    name: Annotated[str, Field(max_length=100)] = ""
    count: Annotated[int, Field(ge=1, le=MOST_AT_ONCE, strict=True)] = 1
    amount_nano: _DIGITS
    """Of each, in nano-units of the ledger's currency."""
    expires_at: datetime | None = None
    credit_days: Annotated[int, Field(ge=1, le=MOST_DAYS, strict=True)] | None = None


class RedeemedJson(BaseModel):
    """What came into the wallet."""

    amount_nano: Nano
    expires_at: datetime | None


class VoucherJson(BaseModel):
    """A voucher, without its code."""

    id: str
    batch: str
    hint: str
    """The end of its code."""
    amount_nano: Nano
    state: VoucherState
    created_at: datetime
    expires_at: datetime | None
    credit_days: int | None
    redeemed_by: str
    redeemed_name: str
    redeemed_at: datetime | None


class VoucherPage(BaseModel):
    items: list[VoucherJson]
    next_cursor: str


@router.post("")
async def redeem_voucher(actor: CurrentActor, body: Code) -> RedeemedJson:
    """Take a voucher; each gives its credit once. Not for programs."""
    taken = await services().vouchers.redeem(actor, body.code)
    return RedeemedJson(amount_nano=taken.amount_nano, expires_at=taken.expires_at)


@admin_router.get("")
async def list_vouchers(actor: CurrentActor, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> VoucherPage:
    """All vouchers, latest first; `search` finds batches by name and codes by their end."""
    page = await services().vouchers.list(actor, search, cursor, limit)
    return VoucherPage(items=[_json(record) for record in page.items], next_cursor=page.next_cursor)


@admin_router.post("", status_code=201)
async def make_vouchers(actor: CurrentActor, body: Batch) -> list[MadeVoucher]:
    """Make vouchers. Their codes are in this answer and nowhere else."""
    batch = NewBatch(body.name, body.count, int(body.amount_nano), body.expires_at, body.credit_days)
    return await services().vouchers.make(actor, batch)


@admin_router.post("/{voucher_id}/revoke", status_code=204)
async def revoke_voucher(actor: CurrentActor, voucher_id: Id) -> None:
    """End a voucher that nobody has taken."""
    await services().vouchers.revoke(actor, voucher_id)


def _json(record: VoucherRecord) -> VoucherJson:
    return VoucherJson(**{name: getattr(record, name) for name in VoucherJson.model_fields})
