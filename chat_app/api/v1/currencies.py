"""Currencies in which amounts can be shown, over REST."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path

from chat_app.api.auth import CurrentActor
from chat_app.container import services
from chat_app.services.currency.dto import CurrencyRate, RefusedRate

router = APIRouter(prefix="/currencies", tags=["usage"])
admin_router = APIRouter(prefix="/admin/currencies", tags=["administration"])

CurrencyCode = Annotated[str, Path(pattern=r"^[A-Z]{3}$")]


@dataclass(frozen=True, slots=True)
class CurrencyList:
    """The currencies with what they are worth. Source: European Central Bank."""

    day: date
    """The latest day of all rates; each names its own."""
    items: list[CurrencyRate]


@router.get("")
async def list_currencies(_actor: CurrentActor) -> CurrencyList:
    """Every currency with a rate: rates are whole millionths, for one euro and for one dollar."""
    currencies = services().currencies
    return CurrencyList((await currencies.current()).day, await currencies.list())


@admin_router.get("/refused")
async def list_refused_rates(actor: CurrentActor) -> list[RefusedRate]:
    """Rates that moved so far that they wait for a look."""
    return await services().currencies.refused(actor)


@admin_router.post("/refused/{currency}/acceptance", status_code=204)
async def accept_refused_rate(actor: CurrentActor, currency: CurrencyCode) -> None:
    """Take such a rate over: it holds from now on."""
    await services().currencies.accept(actor, currency)
