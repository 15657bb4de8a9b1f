"""Messages over REST: read a branch, ask a model."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi import Response as FastApiResponse
from starlette.responses import Response

from chat_app.api.auth import CurrentActor
from chat_app.api.sse import event_stream, line_stream
from chat_app.api.v1.schemas import Id, MessagePatch, NewMessage
from chat_app.container import services
from chat_app.errors import NotFoundError, error_of
from chat_app.services.access.matrix import require
from chat_app.services.chat.dto import Comparison, Message, MessagePage, NewTurn, Turn
from chat_app.services.kernel.actor import Actor

router = APIRouter(tags=["messages"])

QUEUED = "queued"

IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", max_length=200)]


@router.get("/conversations/{conversation_id}/messages")
async def list_messages(
    actor: CurrentActor, conversation_id: Id, before: Id | None = None, limit: int = Query(default=30, ge=1, le=200)
) -> MessagePage:
    """The newest messages of the branch on show, oldest first; `before` pages back."""
    return await services().messages.page(actor, conversation_id, before or "", limit)


@router.post(
    "/conversations/{conversation_id}/messages",
    response_model=Message | Turn | Comparison,
    responses={200: {"content": {"text/event-stream": {}}}, 202: {"model": Turn}},
)
async def ask(
    actor: CurrentActor, conversation_id: Id, body: NewMessage, response: FastApiResponse, idempotency_key: IdempotencyKey = ""
) -> Message | Turn | Comparison | Response:
    """Ask a model, or with several `model_ids` all of them: the reply is the comparison, a stream carries all their events.

    Sent while another answer of the chat runs, a message waits for it: a stream begins with `turn.queued`, and without one
    the reply is 202 with the turn to look at later.
    """
    new = NewTurn(
        conversation_id,
        kind=body.kind,
        text=body.text,
        message_id=body.message_id,
        model_id=body.model_id,
        idempotency_key=idempotency_key,
        blind=body.blind,
        attachment_ids=body.attachment_ids,
        without_attachment_ids=body.without_attachment_ids,
    )
    if body.knowledge:
        await services().chat_knowledge.set(actor, conversation_id, body.knowledge.scope())
    if compares := len(body.model_ids) > 1:
        require(actor, "compare")
        turn = await services().comparisons.begin_comparison(actor, new, body.model_ids)
    else:
        turn = await services().turns.begin(actor, replace(new, model_id=body.model_id or "".join(body.model_ids)))
    if compares and turn.status != QUEUED:
        return await _compared(actor, turn, stream=body.stream)
    if body.stream:
        return event_stream(services().turns.events(actor, turn))
    if turn.status == QUEUED:
        response.status_code = 202
        response.headers["Location"] = f"/api/v1/turns/{turn.id}"
        return turn
    return await _answer(actor, turn)


@router.get("/messages/{message_id}")
async def get_message(actor: CurrentActor, message_id: Id) -> Message:
    """One message."""
    return await services().messages.get(actor, message_id)


@router.patch("/messages/{message_id}", status_code=204)
async def change_message(actor: CurrentActor, message_id: Id, body: MessagePatch) -> None:
    """Edit in place, mark, show the branch through it, or take it out of the trash (`"deleted": false`)."""
    messages = services().messages
    if body.deleted is False:
        await messages.restore(actor, message_id)
    if body.text is not None:
        await messages.edit_text(actor, message_id, body.text)
    await _mark(actor, message_id, body)
    if body.active:
        await messages.show_branch(actor, message_id)
    if body.deleted:
        await messages.delete(actor, message_id)


async def _mark(actor: Actor, message_id: str, body: MessagePatch) -> None:
    marks = services().marks
    if body.excluded is not None:
        await marks.exclude(actor, message_id, body.excluded)
    if body.clears_context is not None:
        await marks.divide(actor, message_id, body.clears_context)
    if body.pinned is not None:
        await marks.pin(actor, message_id, body.pinned)
    if body.rating is not None:
        await marks.rate(actor, message_id, body.rating)


@router.delete("/messages/{message_id}", status_code=204)
async def delete_message(actor: CurrentActor, message_id: Id) -> None:
    """Put a message and all that follows it into the trash."""
    await services().messages.delete(actor, message_id)


async def _compared(actor: Actor, turn: Turn, *, stream: bool) -> Comparison | Response:
    """All events of a comparison, or when all have answered, the comparison."""
    comparison_id = await services().comparisons.of_turn(actor, turn.id)
    comparison = await services().comparisons.get(actor, comparison_id)
    line = await services().turns.follow_all(actor, {answer.turn_id: 0 for answer in comparison.answers})
    if stream:
        return line_stream(line)
    async for _batch in line:
        pass
    return await services().comparisons.get(actor, comparison_id)


async def _answer(actor: Actor, turn: Turn) -> Message:
    """Wait for the end of a turn; raises the error it failed with."""
    async for _batch in services().turns.events(actor, turn):
        pass
    ended = await services().turns.get(actor, turn.id)
    if not ended.answer_id:
        raise NotFoundError("error.turn_not_found")
    message = await services().messages.get(actor, ended.answer_id)
    if ended.error_key and not message.text:
        raise error_of(ended.error_key)
    return message
