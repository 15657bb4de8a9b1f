"""Withdrawals over REST, for administrators; people declare theirs on the public page /withdraw."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.people import Cursor, Limit
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.withdrawals.dto import WithdrawalState
from chat_app.services.withdrawals.house import MAX_NOTE

router = APIRouter(prefix="/admin/billing/withdrawals", tags=["administration"])


class Closing(Body):
    """What was decided, and why."""

    outcome: Literal["refunded", "refused"]
    note: Annotated[str, Field(max_length=MAX_NOTE)] = ""


class WithdrawalJson(BaseModel):
    """A withdrawal. `problem` says why it was not refunded by itself."""

    id: str
    state: WithdrawalState
    problem: str
    name: str
    contract: str
    email: str
    declared_at: datetime
    order_id: str
    refund_id: str
    note: str


class WithdrawalPage(BaseModel):
    items: list[WithdrawalJson]
    next_cursor: str


@router.get("")
async def list_withdrawals(actor: CurrentActor, cursor: Cursor = "", limit: Limit = 50) -> WithdrawalPage:
    """All withdrawals, the newest first."""
    page = await services().house_withdrawals.list(actor, cursor, limit)
    items = [WithdrawalJson(**{name: getattr(record, name) for name in WithdrawalJson.model_fields}) for record in page.items]
    return WithdrawalPage(items=items, next_cursor=page.next_cursor)


@router.post("/{withdrawal_id}/close", status_code=204)
async def close_withdrawal(actor: CurrentActor, withdrawal_id: Id, body: Closing) -> None:
    """End one that a person had to decide. It sends no money: refunds do."""
    await services().house_withdrawals.close(actor, withdrawal_id, body.outcome, body.note)
