"""Temporary chats over REST: they live in memory and are never stored."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from chat_app.api.auth import CurrentActor
from chat_app.api.sse import event_stream
from chat_app.api.v1.schemas import Body, Id, ModelId
from chat_app.container import services
from chat_app.errors import error_of
from chat_app.services.chat.dto import Message
from chat_app.services.temporary.dto import TemporaryChat

router = APIRouter(prefix="/temporary-chats", tags=["temporary chats"])

STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}


class NewTemporaryChat(Body):
    """An empty body makes a chat with one's default model."""

    model_id: ModelId = ""


class NewTemporaryMessage(Body):
    """A question; with `stream` the answer comes as server-sent events, else as JSON when it is complete."""

    text: str = Field(min_length=1)
    model_id: ModelId = ""
    stream: bool = False


@router.post("", status_code=201)
async def create_temporary_chat(actor: CurrentActor, body: NewTemporaryChat) -> TemporaryChat:
    """Begin a chat. It is gone an hour after its last use, when one signs out, and when the server restarts."""
    return await services().temporary.create(actor, body.model_id)


@router.get("/{chat_id}")
async def get_temporary_chat(actor: CurrentActor, chat_id: Id) -> TemporaryChat:
    """The whole chat."""
    return services().temporary.get(actor, chat_id)


@router.post("/{chat_id}/messages", response_model=Message, responses=STREAM)
async def ask_temporarily(actor: CurrentActor, chat_id: Id, body: NewTemporaryMessage) -> Message | Response:
    """Ask a model."""
    temporary = services().temporary
    await temporary.send(actor, chat_id, body.text, body.model_id)
    if body.stream:
        return event_stream(temporary.follow(actor, chat_id))
    async for _batch in temporary.follow(actor, chat_id):
        pass
    message = temporary.get(actor, chat_id).messages[-1]
    if message.error_key and not message.text:
        raise error_of(message.error_key)
    return message


@router.get("/{chat_id}/events", response_class=Response, responses=STREAM)
async def follow_temporary_chat(actor: CurrentActor, chat_id: Id, after: Annotated[int, Query(ge=0, le=10_000_000)] = 0) -> Response:
    """The events of the last answer, for whoever lost the stream."""
    services().temporary.get(actor, chat_id)
    return event_stream(services().temporary.follow(actor, chat_id, after))


@router.post("/{chat_id}/stop", status_code=204)
async def stop_temporary_answer(actor: CurrentActor, chat_id: Id) -> None:
    """End the answer that is being written."""
    services().temporary.stop(actor, chat_id)


@router.delete("/{chat_id}", status_code=204)
async def close_temporary_chat(actor: CurrentActor, chat_id: Id) -> None:
    """Forget the chat at once."""
    services().temporary.close_chat(actor, chat_id)
