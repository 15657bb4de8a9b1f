"""What a person has used, beside what they may use, over REST."""

from __future__ import annotations

from fastapi import APIRouter

from chat_app.api.auth import CurrentActor
from chat_app.container import services
from chat_app.services.limits.dto import UsageSoFar

router = APIRouter(tags=["usage"])


@router.get("/usage")
async def get_usage(actor: CurrentActor) -> UsageSoFar:
    """Tokens of today, costs of this month (UTC, in nano-dollars) and running answers, with the limits that hold for me."""
    return await services().limits.usage(actor)
