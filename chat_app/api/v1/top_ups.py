"""Buying credit, over REST: what it costs, orders, saved means of payment, and buying by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import Field, StrictBool, StrictInt

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.kernel.pagination import Page
from chat_app.services.topups import rules
from chat_app.services.topups.dto import Amount, Automatic, AutomaticWish, NewTopUp, Offers, PaymentMethod, StartedTopUp, TopUp

router = APIRouter(prefix="/billing", tags=["credit"])

Cents = Annotated[StrictInt, Field(ge=0, le=100_000_000)]
IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", max_length=200)]
Cursor = Annotated[str, Field(max_length=300)]
MethodId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{0,100}$")]


class AskedAmount(Body):
    """An amount of credit, without VAT."""

    net_cents: Cents


class NewOrder(Body):
    """Credit to buy. `next` is the page of ours that comes after paying."""

    net_cents: Cents
    begin_at_once: StrictBool = False
    save_method: StrictBool = False
    next: Annotated[str, Field(max_length=200)] = ""


class AutomaticBody(Body):
    """How credit is bought by itself: below the threshold, and no more than the cap in a calendar month (UTC, with VAT)."""

    enabled: StrictBool
    threshold_cents: Cents = 0
    amount_cents: Cents = 0
    monthly_cap_cents: Cents = 0
    method_id: MethodId = ""
    begin_at_once: StrictBool = False


class Way(Body):
    """A page of the payment provider."""

    url: str


@router.get("/offers")
async def list_offers(actor: CurrentActor) -> Offers:
    """What credit costs for the address in my billing profile, and what is missing before I can buy."""
    return await services().offers.list(actor)


@router.post("/offers/preview")
async def preview_offer(actor: CurrentActor, body: AskedAmount) -> Amount:
    """What an amount of one's own costs."""
    return await services().offers.preview(actor, body.net_cents)


@router.post("/top-ups", status_code=201)
async def start_top_up(actor: CurrentActor, body: NewOrder, idempotency_key: IdempotencyKey = "") -> StartedTopUp:
    """Order credit, and get the page on which it is paid. The same `Idempotency-Key` is the same order."""
    wish = NewTopUp(body.net_cents, body.begin_at_once, body.save_method, rules.next_path(body.next))
    return await services().top_ups.start(actor, wish, idempotency_key)


@router.get("/top-ups")
async def list_top_ups(actor: CurrentActor, cursor: Cursor = "") -> Page[TopUp]:
    """My orders, the newest first."""
    return await services().top_ups.list(actor, cursor)


@router.get("/top-ups/{order_id}")
async def get_top_up(actor: CurrentActor, order_id: Id) -> TopUp:
    """An order of mine as it is now; while it is under way, the payment provider is asked."""
    return await services().top_ups.get(actor, order_id)


@router.get("/methods")
async def list_methods(actor: CurrentActor) -> Sequence[PaymentMethod]:
    """My saved means of payment, which the payment provider keeps."""
    return await services().payment_methods.list(actor)


@router.post("/methods", status_code=201)
async def save_method(actor: CurrentActor) -> Way:
    """Get the page on which a means of payment is saved."""
    return Way(url=await services().payment_methods.save(actor))


@router.delete("/methods/{method_id}", status_code=204)
async def forget_method(actor: CurrentActor, method_id: MethodId) -> None:
    """Remove a means of payment; nothing is bought with it any more."""
    await services().payment_methods.forget(actor, method_id)


@router.get("/automatic")
async def load_automatic(actor: CurrentActor) -> Automatic:
    """How credit is bought by itself, and why it is not."""
    return await services().automatic_rules.load(actor)


@router.put("/automatic", status_code=204)
async def save_automatic(actor: CurrentActor, body: AutomaticBody) -> None:
    """Set it; this also says that what stood in the way was seen to."""
    await services().automatic_rules.save(actor, AutomaticWish(**body.model_dump()))
