"""What is missing of the seller, over REST. The data themselves are a section of the site's settings."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from chat_app.api.auth import CurrentActor
from chat_app.container import services

router = APIRouter(prefix="/admin/billing/seller", tags=["administration"])


@dataclass(frozen=True, slots=True)
class SellerState:
    """Fields that have to be filled or mended; credit is sold when there are none."""

    missing: list[str]


@router.get("")
async def seller_state(actor: CurrentActor) -> SellerState:
    """What an invoice would lack."""
    return SellerState(await services().tax_reports.seller_missing(actor))
