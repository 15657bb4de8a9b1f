"""Reports of erased accounts over REST: when, and how much of what. Who it was is told by a hash only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from chat_app.api.auth import CurrentActor
from chat_app.container import services
from chat_app.services.kernel.pagination import Page
from chat_app.services.privacy.erasure import MOST, ErasureRecord

router = APIRouter(prefix="/admin/erasures", tags=["administration"])


@router.get("")
async def list_erasures(
    actor: CurrentActor, cursor: Annotated[str, Query(max_length=1_000)] = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 50
) -> Page[ErasureRecord]:
    """A page of reports, the latest first."""
    return await services().erasure.list(actor, cursor, limit)
