"""Comparisons over REST: look, choose, vote, merge, add a model, see who wins.

One begins with a message that names several `model_ids`, or in a chat that has `compare_model_ids`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Choice, Id, NewColumn, NewMerge
from chat_app.container import services
from chat_app.services.chat.dto import Comparison, Turn
from chat_app.services.chat.standings import Standings

router = APIRouter(prefix="/comparisons", tags=["comparisons"])

IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", max_length=200)]


@router.get("/standings")
async def get_standings(actor: CurrentActor) -> Standings:
    """Win rates per model and pair with 95 % intervals: blind votes, and all choices."""
    return await services().comparisons.standings(actor)


@router.post("", status_code=202)
async def add_answer(actor: CurrentActor, body: NewColumn, idempotency_key: IdempotencyKey = "") -> Turn:
    """Put the answer of one more model beside an existing answer; follow the turn that comes back."""
    return await services().comparisons.add_answer(actor, body.message_id, body.model_id, idempotency_key)


@router.get("/{comparison_id}")
async def get_comparison(actor: CurrentActor, comparison_id: Id) -> Comparison:
    """The answers by column, and which one was chosen."""
    return await services().comparisons.get(actor, comparison_id)


@router.post("/{comparison_id}/choose")
async def choose(actor: CurrentActor, comparison_id: Id, body: Choice) -> Comparison:
    """Go on from an answer."""
    await services().comparisons.choose(actor, comparison_id, body.answer_id)
    return await services().comparisons.get(actor, comparison_id)


@router.post("/{comparison_id}/vote")
async def vote(actor: CurrentActor, comparison_id: Id, body: Choice) -> Comparison:
    """Prefer an answer while the names are hidden; once."""
    await services().comparisons.vote(actor, comparison_id, body.answer_id)
    return await services().comparisons.get(actor, comparison_id)


@router.post("/{comparison_id}/reveal")
async def reveal(actor: CurrentActor, comparison_id: Id) -> Comparison:
    """Show the names without a vote."""
    await services().comparisons.reveal(actor, comparison_id)
    return await services().comparisons.get(actor, comparison_id)


@router.post("/{comparison_id}/merge", status_code=202)
async def merge(actor: CurrentActor, comparison_id: Id, body: NewMerge, idempotency_key: IdempotencyKey = "") -> Turn:
    """Let a model make one answer of those that are complete; follow the turn that comes back."""
    return await services().comparisons.merge(actor, comparison_id, body.model_id, body.recipe, idempotency_key)
