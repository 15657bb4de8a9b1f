"""The own wallet over REST: what is there, and how it came about."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import StreamingResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.billing_schemas import Wallet, WalletEntries, entry_json, wallet_json
from chat_app.api.v1.schemas import Body
from chat_app.container import services
from chat_app.services.wallets.dto import EntryKind
from chat_app.services.wallets.export import table

router = APIRouter(prefix="/billing", tags=["billing"])

CSV = "text/csv; charset=utf-8"
TABLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {}}, "description": "A table with one line per movement, latest first."}
}


class OfKind(Body):
    """Only what is of this kind."""

    kind: EntryKind | None = None


class PagedOfKind(OfKind):
    """A page of it."""

    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@router.get("")
async def get_wallet(actor: CurrentActor) -> Wallet:
    """My credit: available, held, bought and given."""
    return wallet_json(await services().wallets.view(actor))


@router.get("/entries")
async def list_entries(actor: CurrentActor, query: Annotated[PagedOfKind, Query()]) -> WalletEntries:
    """Everything that happened in my wallet, latest first, each with the call, order or voucher that it was about."""
    page = await services().wallets.entries(actor, query.kind, query.cursor, query.limit)
    return WalletEntries(items=[entry_json(entry) for entry in page.items], next_cursor=page.next_cursor)


@router.get("/entries.csv", response_class=StreamingResponse, responses=TABLE)
async def export_entries(actor: CurrentActor, query: Annotated[OfKind, Query()]) -> StreamingResponse:
    """The same for a spreadsheet; amounts with a point and nine places."""
    headers = {"Content-Disposition": 'attachment; filename="parley-credit.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(table(services().wallets, actor, query.kind), media_type=CSV, headers=headers)
