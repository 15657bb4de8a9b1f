"""The house's money for administrators, over REST. For everybody else none of this is there."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Header, Query
from pydantic import Field, StringConstraints

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.audit import Moment
from chat_app.api.v1.people import Cursor, Limit, Search
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.accounting.dto import BooksState, Gift, HoldRow, OrderRow, Overview, WalletRow, WalletView
from chat_app.services.kernel.pagination import Page
from chat_app.services.topups.dto import OrderStatus

router = APIRouter(prefix="/admin/billing", tags=["billing administration"])

NanoText = Annotated[str, StringConstraints(pattern=r"^-?[1-9][0-9]{0,17}$")]
"""A whole number of nano-units that is not 0, as text: numbers of JSON lose digits."""
Reason = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
RequestKey = Annotated[str, Header(alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{0,60}$")]


class GiftBody(Body):
    """Credit for somebody; a negative amount takes back what was given."""

    person_id: Id
    amount_nano: NanoText
    reason: Reason
    """The person reads it."""
    expires_at: Moment = None


class SwitchBody(Body):
    """Stop all wallets, or let them be used again. `accept` takes what is wrong with the books as it is."""

    stopped: bool
    reason: Annotated[str, Field(max_length=200)] = ""
    accept: bool = False


class GiftMade(Body):
    """The journal that gave it."""

    journal_id: str


@router.get("/overview")
async def overview(
    actor: CurrentActor, first: Annotated[date | None, Query(alias="from")] = None, last: Annotated[date | None, Query(alias="to")] = None
) -> Overview:
    """The house now, with a period of it (days of UTC; the last 30)."""
    return await services().accounting.overview(actor, first, last)


@router.get("/wallets")
async def list_wallets(actor: CurrentActor, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> Page[WalletRow]:
    """People with their wallets, the fullest first: who has none yet, and wallets whose people are gone, too."""
    return await services().accounting.wallets(actor, search, cursor, limit)


@router.get("/wallets/{person_id}")
async def get_wallet(actor: CurrentActor, person_id: Id) -> WalletView:
    """One wallet with its lots, its open holds and its newest entries."""
    return await services().accounting.wallet(actor, person_id)


@router.post("/grants", status_code=201)
async def give(actor: CurrentActor, body: GiftBody, key: RequestKey = "") -> GiftMade:
    """Give credit, or take given credit back; the same Idempotency-Key does it once."""
    gift = Gift(body.person_id, int(body.amount_nano), body.reason, body.expires_at)
    return GiftMade(journal_id=await services().giving.give(actor, gift, key))


@router.get("/holds")
async def list_holds(actor: CurrentActor, cursor: Cursor = "", limit: Limit = 50) -> Page[HoldRow]:
    """Credit that is kept back for what is under way."""
    return await services().accounting.holds(actor, cursor, limit)


@router.get("/orders")
async def list_orders(
    actor: CurrentActor, status: OrderStatus | None = None, search: Search = "", cursor: Cursor = "", limit: Limit = 50
) -> Page[OrderRow]:
    """Purchases of credit, the newest first."""
    return await services().accounting.orders(actor, status or "", search, cursor, limit)


@router.get("/switch")
async def get_switch(actor: CurrentActor) -> BooksState:
    """Whether wallets may be used, and what the last look at the books found."""
    return await services().wallet_switch.state(actor)


@router.post("/switch")
async def set_switch(actor: CurrentActor, body: SwitchBody) -> BooksState:
    """Stop all wallets, or let them be used again: the books are looked at before, and have to be right or accepted."""
    if not body.stopped:
        return await services().books_watch.start(actor, accept=body.accept)
    await services().wallet_switch.stop(actor, body.reason)
    return await services().wallet_switch.state(actor)


@router.post("/check")
async def check_books(actor: CurrentActor) -> BooksState:
    """Look at the books now; what is wrong stops wallets as it does every ten minutes."""
    return await services().books_watch.run_by_hand(actor)
