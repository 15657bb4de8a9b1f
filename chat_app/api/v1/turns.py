"""Turns over REST: look, follow, stop."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query
from pydantic import Field
from starlette.responses import Response

from chat_app.api.auth import CurrentActor
from chat_app.api.sse import event_stream, line_stream
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.services.chat.dto import Turn
from chat_app.services.chat.lines import MAX_TURNS
from chat_app.services.usage.dto import TurnCost

router = APIRouter(prefix="/turns", tags=["turns"])

Brief = Annotated[bool, Query(description="Leave the text out of the last event: the ones before it have said it.")]
FollowedTurn = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(:[0-9]{1,9})?$")]


@router.get("/events", response_class=Response, responses={200: {"content": {"text/event-stream": {}}}})
async def follow_turns(
    actor: CurrentActor, turn: Annotated[list[FollowedTurn], Query(min_length=1, max_length=MAX_TURNS)], brief: Brief = False
) -> Response:
    """The events of up to twelve turns on one line, live: `turn=<id>:<seq>` for each, events after that seq.

    Each event carries its `turn_id`. Any turn that is not there (any more) makes the whole request a 404.
    """
    after = {turn_id: int(seq or 0) for turn_id, _, seq in (each.partition(":") for each in turn)}
    return line_stream(await services().turns.follow_all(actor, after), brief=brief)


@router.get("/{turn_id}")
async def get_turn(actor: CurrentActor, turn_id: Id) -> Turn:
    """What was asked, how it stands or ended, what it used."""
    return await services().turns.get(actor, turn_id)


@router.get("/{turn_id}/cost")
async def get_cost(actor: CurrentActor, turn_id: Id) -> TurnCost:
    """How the cost of the answer came about, line by line in nano-dollars: what I pay, or what the vendor of my own key takes."""
    return await services().usage.cost_of_turn(actor, turn_id)


@router.get("/{turn_id}/events", response_class=Response, responses={200: {"content": {"text/event-stream": {}}}})
async def follow_turn(
    actor: CurrentActor,
    turn_id: Id,
    after: Annotated[int, Query(ge=0)] = 0,
    last_event_id: Annotated[int | None, Header(alias="Last-Event-ID", ge=0)] = None,
    brief: Brief = False,
) -> Response:
    """The turn's events after a seq, live; a client that lost its connection resumes with `Last-Event-ID`."""
    turns = services().turns
    # An unknown turn is a 404 and not a stream that breaks off.
    turn = await turns.get(actor, turn_id)
    return event_stream(turns.events(actor, turn, after if last_event_id is None else last_event_id), brief=brief)


@router.post("/{turn_id}/stop")
async def stop_turn(actor: CurrentActor, turn_id: Id) -> Turn:
    """End the answer, also before its first token; what came is kept."""
    return await services().turns.stop(actor, turn_id)
