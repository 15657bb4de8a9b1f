"""Money that goes back, over REST: refunds, disputes, what Stripe told, and how its account compares with the books."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.people import Cursor, Limit
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.disputes.dto import DisputeRecord
from chat_app.services.kernel.pagination import Page
from chat_app.services.payment_events.dto import EventRecord
from chat_app.services.reconciliation.dto import ReconciliationRecord
from chat_app.services.refunds.dto import AdminReason, RefundRecord

router = APIRouter(prefix="/admin/billing", tags=["administration"])

ProviderId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,255}$")]


class RefundBody(Body):
    """What goes back. Without an amount: everything of the order that was not spent."""

    order_id: Id
    net_cents: Annotated[int, Field(ge=1, le=100_000_000, strict=True)] | None = None
    """Credit; its VAT comes on top. No more goes back than is unspent."""
    reason: AdminReason = "goodwill"


class Compared(Body):
    """How many days differ."""

    days: int


@router.get("/refunds")
async def list_refunds(actor: CurrentActor, cursor: Cursor = "", limit: Limit = 50) -> Page[RefundRecord]:
    """All refunds, the newest first."""
    return await services().refunds.list(actor, cursor, limit)


@router.post("/refunds", status_code=201)
async def make_refund(actor: CurrentActor, body: RefundBody) -> RefundRecord:
    """Send back what was not spent of an order, or a part of it. Programs cannot."""
    return await services().refunds.refund_for(actor, body.order_id, body.net_cents, body.reason)


@router.get("/disputes")
async def list_disputes(actor: CurrentActor, cursor: Cursor = "", limit: Limit = 50) -> Page[DisputeRecord]:
    """Disputes and early fraud warnings, the newest first."""
    return await services().disputes.list(actor, cursor, limit)


@router.post("/disputes/{dispute_id}/release", status_code=204)
async def release_dispute(actor: CurrentActor, dispute_id: ProviderId) -> None:
    """Let go: credit that a warning froze is free again, what a lost dispute left owed is written off. Programs cannot."""
    await services().disputes.release(actor, dispute_id)


@router.get("/reconciliations")
async def list_reconciliations(actor: CurrentActor, cursor: Cursor = "", limit: Limit = 31) -> Page[ReconciliationRecord]:
    """How the days at the payment provider compare with the books, the newest first."""
    return await services().reconciliation.list(actor, cursor, limit)


@router.post("/reconciliations")
async def run_reconciliation(actor: CurrentActor) -> Compared:
    """Compare now, today included."""
    return Compared(days=await services().reconciliation.run(actor))


@router.get("/events")
async def list_payment_events(actor: CurrentActor, cursor: Cursor = "", limit: Limit = 50) -> Page[EventRecord]:
    """What the payment provider told, the newest first."""
    return await services().payment_inbox.list(actor, cursor, limit)
